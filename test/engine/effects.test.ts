import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isObject, objectAt } from '../../src/domain/json'
import type { Spec } from '../../src/domain/service'
import { container, createHarness, eventually, image, kinds, put, specFor, type Harness } from './harness'

type Change = (spec: Spec) => Spec

/** What replaces every task, however small it looks. */
const replacing: readonly (readonly [string, Change])[] = [
  ['another image', image('demo:v2')],
  ['env in another order', container(['B=2', 'A=1'], 'Env')],
  ['a container label', container({ a: 'b' }, 'Labels')],
  ['a health check', container({ Test: ['NONE'] }, 'Healthcheck')],
  ['an init', container(true, 'Init')],
  ['the stop grace period', container(2_000_000_000, 'StopGracePeriod')],
  ['an empty DNSConfig', container({}, 'DNSConfig')],
  ['empty resources', put({}, 'TaskTemplate', 'Resources')],
  ['a limit', put({ Limits: { MemoryBytes: 64 * 1024 ** 2 } }, 'TaskTemplate', 'Resources')],
  ['the restart policy', put({ Condition: 'any', Delay: 600_000_000 }, 'TaskTemplate', 'RestartPolicy')],
  ['a log driver', put({ Name: 'json-file' }, 'TaskTemplate', 'LogDriver')],
  ['the endpoint mode', put({ Mode: 'dnsrr' }, 'EndpointSpec')],
  ['force', put(1, 'TaskTemplate', 'ForceUpdate')]
]

/** What leaves every task alone. */
const sparing: readonly (readonly [string, Change])[] = [
  ['a service label', put({ a: 'b' }, 'Labels')],
  [
    'the update policy',
    (spec) => put({ ...objectAt(spec, 'UpdateConfig'), Parallelism: 3 }, 'UpdateConfig')(spec)
  ],
  [
    'the rollback policy',
    put({ Parallelism: 1, FailureAction: 'pause', Order: 'stop-first' }, 'RollbackConfig')
  ],
  [
    'a placement preference',
    put({ Preferences: [{ Spread: { SpreadDescriptor: 'node.labels.zone' } }] }, 'TaskTemplate', 'Placement')
  ],
  ['the most replicas of a node', put({ MaxReplicas: 4 }, 'TaskTemplate', 'Placement')],
  [
    'a constraint that the node satisfies',
    put({ Constraints: ['node.role == manager'] }, 'TaskTemplate', 'Placement')
  ],
  ['nothing at all', (spec) => spec]
]

describe.each(kinds)('what replaces tasks, on the %s', (kind) => {
  let harness: Harness
  beforeAll(async () => {
    harness = await createHarness(kind)
  })
  afterAll(() => {
    harness?.stop()
  })
  const ids = async (id: string) => (await harness.wanted(id)).map((task) => task.id)

  it.concurrent.each(replacing)('%s does', (_name, change) =>
    harness.withService(specFor(1), async (id) => {
      const before = await ids(id)
      await harness.send(id, change)
      const after = await eventually(
        () => harness.wanted(id),
        (tasks) =>
          tasks.length === 1 && tasks.every((task) => task.state === 'running' && !before.includes(task.id)),
        'another task runs'
      )
      expect(after).toHaveLength(1)
      const done = await eventually(
        () => harness.engine.inspect(id),
        (service) => service.updateStatus?.state === 'completed',
        'completed'
      )
      expect(done.updateStatus?.completedAt).toBeGreaterThanOrEqual(done.updateStatus?.startedAt ?? Infinity)
    })
  )

  it.concurrent.each(sparing)('%s does not', (_name, change) =>
    harness.withService(specFor(1), async (id) => {
      const before = await ids(id)
      const { spec: old } = await harness.send(id, change)
      // There is no sign that nothing will come; the updater was seen to begin within 0.2 s.
      const until = Date.now() + 1500
      await eventually(
        async () => {
          expect(await ids(id)).toEqual(before)
          const service = await harness.engine.inspect(id)
          expect(service.updateStatus).toBeUndefined()
          // Even a write that changes nothing takes the place of the spec that could be gone back to.
          expect(service.previousSpec).toEqual(old)
        },
        () => Date.now() > until,
        'the end of the wait'
      )
    })
  )

  it.concurrent('a constraint that the node does not satisfy takes its task away', () =>
    harness.withService(specFor(1), async (id) => {
      const before = await ids(id)
      await harness.send(id, put({ Constraints: ['node.labels.none == here'] }, 'TaskTemplate', 'Placement'))
      const [task] = await eventually(
        () => harness.wanted(id),
        (tasks) => tasks.some((one) => !before.includes(one.id) && one.error !== undefined),
        'a task that waits'
      )
      expect(task?.state).toBe('pending')
      expect(task?.error).toContain('no suitable node')
    })
  )

  it.concurrent('fewer replicas end tasks, more add some, and the others stay', () =>
    harness.withService(specFor(3), async (id) => {
      const three = await ids(id)
      const replicas = (count: number) => put({ Replicated: { Replicas: count } }, 'Mode')
      await harness.send(id, replicas(1))
      const [left] = await eventually(
        () => ids(id),
        (found) => found.length === 1,
        'one task'
      )
      expect(three).toContain(left)
      await harness.send(id, replicas(2))
      expect(
        await eventually(
          () => ids(id),
          (found) => found.length === 2,
          'two tasks'
        )
      ).toContain(left)
    })
  )

  it.concurrent('tasks of a global service have a node and no slot', () =>
    harness.withService(specFor(1, { Mode: { Global: {} } }), async (id) => {
      const nodes = (await harness.engine.nodes()).map((node) => node.id)
      const tasks = await harness.wanted(id)
      expect(tasks.map((task) => task.nodeId)).toEqual(nodes)
      expect(tasks.map((task) => task.slot)).toEqual([undefined])
      expect(isObject(tasks[0]?.spec)).toBe(true)
    })
  )
})
