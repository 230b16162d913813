import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { JsonObject } from '../../src/domain/json'
import { systemClock } from '../../src/main/core/clock'
import { createSkep } from '../../src/main/core/skep'
import { createEngines } from '../../src/main/engine/engines'
import { openJournal } from '../../src/main/store/journal'
import { createSettings } from '../../src/main/store/settings'
import type { Method, Output } from '../../src/shared/contract'
import { quietPorts } from '../support/quiet-ports'
import {
  atOnce,
  container,
  createHarness,
  eventually,
  image,
  kinds,
  put,
  specFor,
  type Harness
} from './harness'

interface Core {
  call<M extends Method>(method: M, input: object): Promise<Output<M>>
  readonly context: string
  stop(): Promise<void>
}

const folders = new Map<string, string>()

/** The whole core over an engine's socket; the same `data` again is a restart over the same journal. */
async function startCore(socket: string, data: string): Promise<Core> {
  const folder = folders.get(data) ?? mkdtempSync(join(tmpdir(), 'skep-watched-'))
  folders.set(data, folder)
  const { journal } = openJournal(join(folder, 'journal.db'), Date.now)
  const skep = createSkep({
    ...quietPorts,
    engines: createEngines({ env: {}, home: folder, platform: 'linux', demo: () => expect.fail('no demo') }),
    journal,
    settings: createSettings(folder),
    clock: systemClock,
    random: () => 0.5,
    locale: 'en',
    versions: { skep: '0', electron: '0' },
    publish: () => undefined
  })
  const call = async <M extends Method>(method: M, input: object): Promise<Output<M>> => {
    const reply = await skep.call(method, input)
    if (!reply.ok) throw new Error(`${method}: ${reply.error.code} ${reply.error.detail ?? ''}`)
    return reply.value as Output<M>
  }
  const known = (await call('contexts.list', {}))[0]?.id
  const save = { name: 'Lab', endpoint: { kind: 'unix', path: socket }, mode: 'full', environment: 'dev' }
  const context = known ?? (await call('contexts.save', save)).id
  await call('contexts.connect', { context })
  await eventually(
    () => call('contexts.list', {}),
    (list) => list[0]?.connection.state === 'live',
    'live'
  )
  return {
    call,
    context,
    async stop() {
      await skep.stop()
      journal.close()
    }
  }
}

const step: JsonObject = { ...atOnce, Parallelism: 1, Monitor: 2_000_000_000 }

describe.each(kinds)('what the core keeps of a rollout, on the %s', (kind) => {
  let harness: Harness
  beforeAll(async () => {
    harness = await createHarness(kind)
  })
  afterAll(() => {
    harness?.stop()
  })

  const watched = async (data: string, work: (core: Core) => Promise<void>) => {
    const core = await startCore(harness.socket, `${kind} ${data}`)
    await work(core).finally(() => core.stop())
  }
  const rolls = (core: Core, service: string) => core.call('rollouts.get', { context: core.context, service })
  const dossier = (core: Core, service: string, number?: number) =>
    core.call('rollouts.dossier', { context: core.context, service, ...(number ? { number } : {}) })
  const until = <T>(read: () => Promise<T>, holds: (value: T) => boolean, what: string) =>
    eventually(read, holds, what)

  it('the dossier of an update that crashed and was undone: causes, tasks, log, with no secret in it', () =>
    harness.withService(
      specFor(2, { UpdateConfig: { ...step, FailureAction: 'rollback' }, RollbackConfig: atOnce }),
      (id) =>
        watched('dossier', async (core) => {
          expect(await dossier(core, id)).toBeNull()
          await harness.send(id, (spec) => container(['TOKEN=cannot read'], 'Env')(image('demo:bad')(spec)))
          const kept = await until(
            () => dossier(core, id),
            (found) => found?.outcome === 'rolled-back' && found.logs.length > 0,
            'a dossier'
          )
          expect(kept).toMatchObject({
            number: 2,
            image: 'demo:bad',
            by: 'outside',
            counts: { total: 2 },
            reasons: [{ code: 'exit-code', exitCode: 1, error: 'task: non-zero exit (1)' }]
          })
          expect(kept?.tasks[0]).toMatchObject({ state: 'failed', exitCode: 1 })
          expect(kept?.tasks[0]?.node).toBeTruthy()
          const text = kept?.logs.flatMap(({ lines }) => lines.map((line) => line.text)).join('\n')
          expect(text).toContain('fatal: •••••• the configuration')
          const history = await core.call('history.list', { context: core.context, service: id })
          const failed = history.find((entry) => entry.number === 2)
          expect(failed).toMatchObject({ outcome: 'rolled-back' })
          expect((await dossier(core, id, 2))?.number).toBe(2)
          const rows = (await core.call('clusters.snapshot', { context: core.context })).services
          expect(rows.find((row) => row.id === id)?.state).not.toBe('steady')
        })
    ))

  it('what the container of an unhealthy task said, where it can be asked', () =>
    harness.withService(specFor(1, { UpdateConfig: step }), (id) =>
      watched('health', async (core) => {
        await harness.send(id, image('demo:unhealthy'))
        const kept = await until(
          () => dossier(core, id),
          (found) => found?.health !== undefined,
          'a dossier with health'
        )
        expect(kept?.reasons[0]?.code).toBe('unhealthy')
        expect(kept?.health?.missing ?? kept?.health?.checks.at(-1)?.exitCode).toBe(1)
      })
    ))

  it('that a killed task ended for want of memory, where the engine knows', () =>
    harness.withService(specFor(1, { UpdateConfig: step }), (id) =>
      watched('memory', async (core) => {
        await harness.send(id, (spec) =>
          put(
            { Limits: { MemoryBytes: 20 * 1024 ** 2 } },
            'TaskTemplate',
            'Resources'
          )(image('demo:hungry')(spec))
        )
        const kept = await until(
          () => dossier(core, id),
          (found) => found?.health !== undefined,
          'a dossier with the end of the container'
        )
        expect(kept).toMatchObject({ reasons: [{ code: 'killed' }], health: { outOfMemory: true } })
      })
    ))

  it('after a restart in the middle, the same rollout from service, tasks and journal', () =>
    harness.withService(specFor(3, { UpdateConfig: { ...step, Delay: 86_400_000_000_000 } }), async (id) => {
      let before: Output<'rollouts.get'> | undefined
      await watched('restart', async (core) => {
        await until(
          () => rolls(core, id),
          (seen) => seen.phase === 'done' || seen.phase === 'idle',
          'at rest'
        )
        const plan = await core.call('updates.plan', {
          context: core.context,
          service: id,
          draft: { image: 'demo:v2', resolveImage: false }
        })
        await core.call('updates.apply', { plan: plan.id, hash: plan.hash })
        before = await until(
          () => rolls(core, id),
          (seen) => seen.held !== undefined && seen.counts.verified === 1,
          'held'
        )
        await core.call('rollouts.deadline', { context: core.context, service: id, seconds: 600 })
      })
      await watched('restart', async (core) => {
        const after = await rolls(core, id)
        expect(after).toMatchObject({
          phase: 'updating',
          origin: { number: 2, by: 'skep', update: before?.origin?.update },
          held: { by: 'skep', done: 1, left: 2, until: before?.held?.until },
          deadline: { ms: 600_000, set: true },
          inferred: []
        })
        expect(after.slots.map((slot) => slot.state)).toEqual(before?.slots.map((slot) => slot.state))
      })
    }))

  it('of what began while nobody watched, that nobody knows who sent it', () =>
    harness.withService(specFor(2, { UpdateConfig: { ...step, Delay: 86_400_000_000_000 } }), async (id) => {
      await watched('gap', async (core) => {
        await until(
          () => rolls(core, id),
          (seen) => seen.origin !== undefined,
          'known'
        )
      })
      await harness.send(id, image('demo:v2'))
      await watched('gap', async (core) => {
        const seen = await until(
          () => rolls(core, id),
          (found) => found.held !== undefined,
          'held'
        )
        expect(seen).toMatchObject({
          origin: { by: 'outside', source: 'gap' },
          held: { by: 'outside' },
          inferred: ['author']
        })
      })
    }))

  it('that another update took its place, and what became of it', () =>
    harness.withService(specFor(2, { UpdateConfig: { ...step, Delay: 86_400_000_000_000 } }), (id) =>
      watched('superseded', async (core) => {
        await harness.send(id, image('demo:v2'))
        await until(
          () => rolls(core, id),
          (seen) => seen.held !== undefined && seen.origin?.number === 2,
          'held'
        )
        await harness.send(id, (spec) => put({ ...step }, 'UpdateConfig')(image('demo:v3')(spec)))
        const done = await until(
          () => rolls(core, id),
          (seen) => seen.origin?.number === 3 && seen.verdict !== undefined,
          'a verdict'
        )
        expect(done).toMatchObject({
          verdict: 'succeeded',
          origin: { replaced: { number: 2, outcome: 'superseded' } }
        })
      })
    ))
})
