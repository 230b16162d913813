import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { same } from '../../src/domain/canonical'
import type { ChangeDraft, Draft } from '../../src/domain/draft'
import { SkepError } from '../../src/domain/error'
import {
  fieldNames,
  fieldOf,
  listNames,
  listOf,
  type FieldName,
  type ListName
} from '../../src/domain/fields'
import { at, isObject, type Json } from '../../src/domain/json'
import { failureActions, orders, type FailureAction, type PolicyChange } from '../../src/domain/policy'
import type { Service, Spec } from '../../src/domain/service'
import { diffSpec } from '../../src/domain/spec-diff'
import { bareTemplate, type Task } from '../../src/domain/task'
import { createAttended, type Attended, type Place } from '../../src/main/core/attended'
import { systemClock } from '../../src/main/core/clock'
import type { Cluster } from '../../src/main/core/cluster'
import { createHistory } from '../../src/main/core/history'
import { createPlanner } from '../../src/main/core/planner'
import type { Engine, Journal } from '../../src/main/core/ports'
import { createUpdates } from '../../src/main/core/updates'
import { openJournal } from '../../src/main/store/journal'
import { entries, values } from '../engine/flags'
import { noRegistry } from '../support/no-registry'
import { quietPorts } from '../support/quiet-ports'

/** What an engine before 29.7 panics on: a spec without Placement over a task that has one and differs in nothing else. */
const panics = (spec: Spec, tasks: readonly Task[]): boolean =>
  !isObject(at(spec, 'TaskTemplate', 'Placement')) &&
  tasks.some(
    (task) =>
      isObject(task.spec['Placement']) &&
      same(bareTemplate(task.spec), bareTemplate(spec['TaskTemplate'] as Spec))
  )

/** Settings and lists that are about Placement: a draft with none of them leaves it as it is. */
const placementFields = ['constraint', 'placement-pref', 'replicas-max-per-node']

const placements: fc.Arbitrary<Json | undefined> = fc.constantFrom(
  undefined,
  null,
  {},
  { Constraints: ['node.role==manager'] },
  { Preferences: [{ Spread: { SpreadDescriptor: 'node.labels.zone' } }], MaxReplicas: 2 },
  { Platforms: [{ Architecture: 'amd64', OS: 'linux' }] }
)

const specs: fc.Arbitrary<Spec> = fc
  .record({
    image: fc.constantFrom('demo:v1', 'demo:v2'),
    placement: placements,
    mode: fc.constantFrom<Json>({ Replicated: { Replicas: 2 } }, { Global: {} }),
    policy: fc.constantFrom('pause', 'rollback', undefined),
    label: fc.constantFrom('a', 'b')
  })
  .map(({ image, placement, mode, policy, label }) => ({
    Name: 'web',
    Labels: { team: label },
    TaskTemplate: {
      ContainerSpec: { Image: image, Env: ['A=1'] },
      Resources: { Limits: { MemoryBytes: 64 * 1024 ** 2 } },
      LogDriver: { Name: 'json-file' },
      ...(placement === undefined ? {} : { Placement: placement })
    },
    Mode: mode,
    ...(policy === undefined ? {} : { UpdateConfig: { Parallelism: 1, FailureAction: policy } })
  }))

const policies = (actions: readonly FailureAction[]): fc.Arbitrary<PolicyChange> =>
  fc.record(
    {
      parallelism: fc.nat(3),
      delay: fc.constant('1s'),
      failureAction: fc.constantFrom(...actions),
      order: fc.constantFrom(...orders)
    },
    { requiredKeys: [] }
  )

const settings = fc.oneof(
  fc.record(
    Object.fromEntries(
      fieldNames
        // A health check that is off has no other settings, and a job's have no place here.
        .filter((name) => name !== 'no-healthcheck' && !fieldOf(name).mode)
        .map((name) => [name, fc.constantFrom(...values[name], '')])
    ) as Record<FieldName, fc.Arbitrary<string>>,
    { requiredKeys: [] }
  ),
  fc.constant({ 'no-healthcheck': 'true' })
)

const lists = fc.record(
  Object.fromEntries(
    listNames.map((name) => [
      name,
      fc.record({
        add: fc.subarray([...entries[name]]),
        remove: fc.subarray(
          entries[name].map((text) => listOf(name).key(listOf(name).entry.read(text) ?? ''))
        )
      })
    ])
  ) as unknown as Record<ListName, fc.Arbitrary<object>>,
  { requiredKeys: [] }
)

const changes = fc.record(
  {
    image: fc.constantFrom('demo:v1', 'demo:v3'),
    env: fc.constant({ set: { B: '2' }, remove: ['A'] }),
    labels: fc.constant({ set: { owner: 'x' }, remove: ['team'] }),
    settings,
    lists,
    force: fc.boolean(),
    updatePolicy: policies(failureActions),
    rollbackPolicy: policies(['pause', 'continue']),
    resolveImage: fc.constant(false)
  },
  { requiredKeys: [] }
) as fc.Arbitrary<ChangeDraft>

/** What is done: a draft of changes, a version brought back in any way, or a step of an attended rollout. */
const acts = fc.oneof(
  fc.record({ kind: fc.constant('change' as const), draft: changes }),
  fc.record({
    kind: fc.constant('version' as const),
    number: fc.integer({ min: 1, max: 2 }),
    emergency: fc.boolean(),
    keepReplicas: fc.boolean(),
    part: fc.constantFrom(undefined, 'image' as const),
    some: fc.boolean(),
    native: fc.boolean()
  }),
  fc.constant({
    kind: 'version' as const,
    ...{ number: 1, emergency: false, keepReplicas: false, part: undefined, some: false, native: true }
  }),
  fc
    .oneof(policies(failureActions), fc.constant<PolicyChange>({ failureAction: 'rollback' }))
    .map((updatePolicy) => ({ kind: 'change' as const, draft: { updatePolicy } as ChangeDraft })),
  fc.record({ kind: fc.constantFrom('hold', 'start', 'continue', 'abort', 'restore') })
)

const withTemplate = (spec: Spec, template: Spec, placement: Json | undefined): Spec => ({
  ...spec,
  TaskTemplate: { ...template, ...(placement === undefined ? {} : { Placement: placement }) }
})

/** Two specs that follow one another, often with the same template but for Placement. */
const pairs = fc.record({ before: specs, live: specs, twins: fc.nat(2) }).map(({ before, live, twins }) => {
  const template = bareTemplate(before['TaskTemplate'] as Spec)
  const placement = twins === 1 ? at(live, 'TaskTemplate', 'Placement') : undefined
  return { before, live: twins === 0 ? live : withTemplate(live, template, placement) }
})

const world = fc.record({
  pair: pairs,
  /** Which spec each live task was made from, and whether it runs. */
  tasks: fc.array(fc.record({ of: fc.constantFrom('before', 'live'), slot: fc.nat(3) }), { maxLength: 4 }),
  state: fc.constantFrom('updating' as const, 'paused' as const, 'completed' as const)
})

describe('what Skep sends', () => {
  const folder = mkdtempSync(join(tmpdir(), 'skep-placement-'))
  let journal: Journal
  beforeAll(() => {
    journal = openJournal(join(folder, 'journal.db'), Date.now).journal
  })
  afterAll(() => {
    journal.close()
    rmSync(folder, { recursive: true })
  })

  const references = {
    secrets: ['oracle-secrets-1', 'oracle-secrets-2'],
    configs: ['oracle-configs-1', 'oracle-configs-2'],
    networks: ['oracle-networks-1', 'oracle-networks-2']
  }

  it('never lacks a Placement, and no rollback that it asks for or lets happen unsaid makes an engine crash', async () => {
    const counts = { sent: 0, native: 0, refused: 0, warned: 0 }
    let number = 0
    await fc.assert(
      fc.asyncProperty(world, acts, async ({ pair: { before, live }, tasks: made, state }, act) => {
        const id = `s${String((number += 1))}`
        const service = (spec: Spec, index: number, more: Partial<Service> = {}): Service => ({
          ...{ id, name: 'web', index, createdAt: 1, updatedAt: index, spec },
          ...more
        })
        const now = service(live, 2, { previousSpec: before, updateStatus: { state, message: '' } })
        const tasks = made.map(({ of, slot }, place): Task => ({
          ...{ id: `t${String(place)}`, serviceId: id, slot, nodeId: 'n', createdAt: 1, updatedAt: 1 },
          ...{ since: 1, message: '', state: 'running', desiredState: 'running' },
          spec: at(of === 'live' ? live : before, 'TaskTemplate') as Spec
        }))
        const sent: { spec: Spec; native: boolean }[] = []
        const engine = {
          inspect: () => Promise.resolve(now),
          tasks: () => Promise.resolve(tasks),
          references: (kind: keyof typeof references) =>
            Promise.resolve(references[kind].map((name) => ({ id: `id-${name}`, name }))),
          distribution: () => Promise.reject(new SkepError('engine-error', {}, { detail: 'not found' })),
          update: (_id: string, _index: number, spec: Spec) => {
            sent.push({ spec, native: false })
            return Promise.resolve({ warnings: [] })
          },
          rollBack: (_id: string, _index: number, spec: Spec) => {
            sent.push({ spec, native: true })
            return Promise.resolve({ warnings: [] })
          }
        } as unknown as Engine
        const history = createHistory(journal, 'c')
        history.observe(service(before, 1), [], [])
        history.observe(now, [], [])
        const info = { cluster: 'c', apiVersion: '1.52' }
        const cluster = {
          live: () => ({ engine, info, history }),
          nodes: () => [],
          touch: () => undefined,
          read: () => Promise.resolve({ service: now, tasks: [] })
        } as unknown as Cluster
        const context = { id: 'c', endpoint: { kind: 'demo' }, mode: 'full', environment: 'dev' } as never
        const modes = { plan: () => undefined, send: () => undefined }
        const planner = createPlanner({
          clock: systemClock,
          language: () => 'en',
          registryOf: () => noRegistry,
          modes,
          staging: () => []
        })
        const deps = {
          planner,
          modes,
          journal,
          clock: systemClock,
          user: undefined,
          publish: () => undefined
        }
        const updates = createUpdates({ ...deps, registryOf: () => noRegistry })
        const attended = createAttended({ ...deps, ...quietPorts, updates, words: () => '' })
        const place = { context, cluster, service: id }
        const plan = await planned(
          act,
          place,
          (draft) => planner.plan(context, cluster, id, draft),
          attended,
          {
            before,
            live
          }
        ).catch((error: unknown) => {
          if (!(error instanceof SkepError)) throw error
          counts.refused += 1
        })
        if (!plan) return
        const empty = plan.changes.length === 0
        await updates
          .apply(context, cluster, { plan: plan.id, hash: plan.hash })
          .catch((error: unknown) => expect([empty, error]).toMatchObject([true, { code: 'plan-empty' }]))
        for (const { spec, native } of sent) {
          counts.sent += 1
          expect(isObject(at(spec, 'TaskTemplate', 'Placement'))).toBe(true)
          if (native) {
            counts.native += 1
            // The engine takes its own previous spec, over the tasks of then, which may be made of the live spec anew.
            const anew = tasks.map((task) => ({ ...task, spec: live['TaskTemplate'] as Spec }))
            expect(panics(before, [...tasks, ...anew])).toBe(false)
            continue
          }
          expect(panics(spec, tasks)).toBe(false)
          if (untouched(act)) {
            const [source] = act.kind === 'version' && 'number' in act && act.number === 1 ? [before] : [live]
            const kept = at(source ?? live, 'TaskTemplate', 'Placement')
            expect(at(spec, 'TaskTemplate', 'Placement')).toEqual(isObject(kept) ? kept : {})
          }
          // Tasks of the new spec and those that are there, should the engine go back to the live one by itself.
          const action = at(spec, 'UpdateConfig', 'FailureAction')
          const replaced = plan.effect.replaces > 0 ? [{ ...fresh, spec: spec['TaskTemplate'] as Spec }] : []
          if (action === 'rollback' && panics(live, [...tasks, ...replaced])) {
            counts.warned += 1
            expect(plan.warnings.map(({ code }) => code)).toContain('automatic-rollback-unsafe')
          }
        }
      }),
      { numRuns: 150 }
    )
    // The property says something only where plans were made and sent.
    for (const kind of ['sent', 'native', 'warned'] as const) expect(counts[kind], kind).toBeGreaterThan(0)
    expect(counts.sent).toBeGreaterThan(counts.refused)
  }, 120_000)
})

const fresh = {
  ...{ id: 'new', serviceId: 's', createdAt: 2, updatedAt: 2, since: 2, message: '' },
  ...({ state: 'running', desiredState: 'running' } as const)
}

type Act = typeof acts extends fc.Arbitrary<infer T> ? T : never

/** Whether an act leaves the Placement of the spec that it starts from as it is. */
function untouched(act: Act): boolean {
  if (act.kind === 'version') return 'number' in act && act.part === undefined && !act.some
  if (!('draft' in act)) return act.kind !== 'abort'
  const named = [...Object.keys(act.draft.settings ?? {}), ...Object.keys(act.draft.lists ?? {})]
  return !named.some((name) => placementFields.includes(name))
}

/** The plan of an act. */
function planned(
  act: Act,
  place: Place,
  plan: (draft: Draft) => ReturnType<Attended['abort']>,
  attended: Attended,
  { before, live }: { before: Spec; live: Spec }
): ReturnType<Attended['abort']> {
  if ('draft' in act) return plan(act.draft)
  if ('number' in act) {
    const { some, part, ...version } = act
    const differ = diffSpec(live, act.number === 1 ? before : live)
    const only = differ
      .slice(0, 1)
      .map(({ group, field, key }) => ({ group, field, ...(key ? { key } : {}) }))
    const chosen = some && part === undefined && only.length > 0 ? { only } : part ? { part } : {}
    return plan({ ...version, ...chosen })
  }
  if (act.kind === 'start') return attended.hold(place, 1, { image: 'demo:v3', resolveImage: false })
  if (act.kind === 'hold') return attended.hold(place, 1)
  if (act.kind === 'continue') return attended.continue(place, { parallelism: 2 })
  return act.kind === 'abort' ? attended.abort(place) : attended.restore(place)
}
