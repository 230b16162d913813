import { describe, expect, it } from 'vitest'
import type { JsonObject } from './json'
import type { Node } from './node'
import { causeOf } from './reason'
import { rolloutOf, type Origin, type RolloutInput } from './rollout'
import type { Service, Spec, UpdateStatus } from './service'
import type { Task } from './task'

const start = 1_000_000
const hour = 3_600_000
const template = (image: string): JsonObject => ({ ContainerSpec: { Image: image } })
const specOf = (image: string, replicas: number, policy: JsonObject = {}): Spec => ({
  TaskTemplate: { ...template(image), Placement: {} },
  Mode: { Replicated: { Replicas: replicas } },
  UpdateConfig: { Parallelism: 1, Monitor: 5e9, FailureAction: 'pause', ...policy }
})
const updating: UpdateStatus = { state: 'updating', message: '', startedAt: start }
const old = (slot: number, over: Partial<Task> = {}): Task => ({
  id: `old${String(slot)}`,
  serviceId: 's',
  slot,
  createdAt: 0,
  updatedAt: 0,
  spec: template('web:1'),
  state: 'running',
  desiredState: 'running',
  since: 0,
  message: '',
  ...over
})
/** A task of the new spec, made so many milliseconds after the start. */
const fresh = (slot: number, made: number, over: Partial<Task> = {}): Task =>
  old(slot, {
    id: `new${String(slot)}-${String(made)}`,
    spec: template('web:2'),
    createdAt: start + made,
    since: start + made + 1000,
    ...over
  })
const gone = (slot: number, at: number, over: Partial<Task> = {}) =>
  old(slot, { state: 'shutdown', desiredState: 'shutdown', since: start + at, ...over })
const crashed = { state: 'failed', desiredState: 'shutdown', error: 'task: non-zero exit (1)' } as const

function look(
  after: number,
  tasks: readonly Task[],
  {
    replicas = 3,
    policy = {},
    status = updating as UpdateStatus | undefined,
    ...more
  }: {
    replicas?: number
    policy?: JsonObject
    status?: UpdateStatus | undefined
    service?: Partial<Service>
  } & Partial<Omit<RolloutInput, 'service'>> = {}
) {
  const service: Service = {
    id: 's',
    name: 's',
    index: 1,
    createdAt: 0,
    updatedAt: start,
    spec: specOf('web:2', replicas, policy),
    previousSpec: specOf('web:1', replicas),
    ...(status ? { updateStatus: status } : {}),
    ...more.service
  }
  return rolloutOf({ nodes: [], ...more, service, tasks, now: start + after, changedAt: start })
}

const hold = { Delay: 100 * hour * 1e6 }

describe('the pace of an update', () => {
  it('counts batches from the slots that had to change when this updater began', () => {
    // Slot 1 ran the new spec before: an earlier update was held after it, and this one lets go on.
    const canary = fresh(1, -hour)
    const tasks = [canary, gone(2, 0), fresh(2, 100), old(3), old(4)]
    const seen = look(2000, tasks, { replicas: 4 })
    expect(seen).toMatchObject({ dirty: 3, left: 2, batches: { total: 3, done: 1 } })
    expect(look(2000, tasks, { replicas: 4, policy: { Parallelism: 2 } }).batches).toMatchObject({
      total: 2,
      done: 0
    })
  })
  it('leaves out what scaling added, and says when it infers', () => {
    const service = { previousSpec: specOf('web:1', 1) }
    const tasks = [fresh(1, 100), fresh(2, 0), fresh(3, 0)]
    expect(look(2000, tasks, { service })).toMatchObject({ dirty: 1, left: 0, inferred: ['slots'] })
  })
  it('says how long the delay still runs, once the task of the batch runs', () => {
    const policy = { Delay: 10e9 }
    const starting = fresh(1, 100, { state: 'starting' })
    expect(look(2000, [gone(1, 0), starting, old(2), old(3)], { policy }).delayLeft).toBeUndefined()
    expect(look(4000, [gone(1, 0), fresh(1, 100), old(2), old(3)], { policy }).delayLeft).toBe(7100)
    const all = [1, 2, 3].flatMap((slot) => [gone(slot, 0), fresh(slot, 100)])
    expect(look(4000, all, { policy }).delayLeft).toBeUndefined()
  })
  it('is a hold with a very long delay and slots left, by whoever sent it', () => {
    const tasks = [gone(1, 0), fresh(1, 100), old(2), old(3)]
    const origin = { number: 2, by: 'skep', source: 'observed', at: start, outcome: 'running' } as Origin
    const seen = look(60_000, tasks, { policy: hold, origin })
    expect(seen.held).toEqual({
      by: 'skep',
      done: 1,
      left: 2,
      step: 1,
      since: start + 1100,
      until: start + 1100 + 100 * hour,
      crashed: [],
      released: 0
    })
    expect(seen).toMatchObject({ phase: 'updating', delayLeft: 100 * hour - 58_900 })
    expect(seen.verdict).toBeUndefined()
    expect(look(60_000, tasks, { policy: { Delay: 60e9 } }).held).toBeUndefined()
    expect(look(60_000, tasks, { policy: { ...hold, Parallelism: 3 } }).held).toBeUndefined()
  })
  it('tells what leaks a hold: an old task that came back new, and a change of the leader', () => {
    const leak = [old(2, { ...crashed, since: start + 5000 }), fresh(2, 6000)]
    expect(look(60_000, [gone(1, 0), fresh(1, 100), ...leak, old(3)], { policy: hold }).held).toMatchObject({
      crashed: ['2'],
      released: 0,
      left: 1
    })
    const leader = [gone(2, 5000), fresh(2, 5000)]
    expect(look(60_000, [gone(1, 0), fresh(1, 100), ...leader, old(3)], { policy: hold }).held).toMatchObject(
      {
        crashed: [],
        released: 1
      }
    )
  })
  it('is failed when the canary of a hold crashes, of which the engine may say nothing', () => {
    const tasks = [gone(1, 0), fresh(1, 100, crashed), fresh(1, 2000, { state: 'starting' }), old(2), old(3)]
    expect(look(5000, tasks, { policy: hold })).toMatchObject({ verdict: 'failed', held: { left: 2 } })
  })
})

describe('stuck', () => {
  const pending = fresh(1, 100, { state: 'pending', error: 'no suitable node (…)' })
  it('is a task that the scheduler refuses, after fifteen seconds or the time that a person gave', () => {
    const tasks = [gone(1, 0), pending, old(2), old(3)]
    expect(look(10_000, tasks).verdict).toBeUndefined()
    expect(look(20_000, tasks)).toMatchObject({ verdict: 'stuck', stuck: { cause: 'refused', slots: ['1'] } })
    expect(look(20_000, tasks, { deadline: 60_000 }).verdict).toBeUndefined()
    expect(look(70_000, tasks, { deadline: 60_000 }).verdict).toBe('stuck')
  })
  it('is no progress within the deadline, which never runs while the delay does', () => {
    const slow = [gone(1, 0), fresh(1, 100, { state: 'preparing' }), old(2), old(3)]
    expect(look(60_000, slow).verdict).toBeUndefined()
    expect(look(200_000, slow).stuck).toMatchObject({ cause: 'no-progress', slots: ['1', '2', '3'] })
    expect(look(20_000, slow, { deadline: 10_000 })).toMatchObject({
      verdict: 'stuck',
      deadline: { set: true }
    })
    const waits = [gone(1, 0), fresh(1, 100), old(2), old(3)]
    expect(look(200_000, waits, { policy: { Delay: 1800e9 } }).verdict).toBeUndefined()
  })
  it('takes a crash loop for no progress', () => {
    const loop = [gone(1, 0), ...[1, 2, 3].map((n) => fresh(1, n * 60_000, crashed)), old(2), old(3)]
    expect(look(200_000, loop).verdict).toBe('stuck')
  })
  it('allows what the spec’s own health check and stop may take', () => {
    const health = { Healthcheck: { StartPeriod: 600e9, Interval: 30e9, Retries: 3 }, StopGracePeriod: 10e9 }
    const spec: Spec = {
      ...specOf('web:2', 1),
      TaskTemplate: { ContainerSpec: { Image: 'web:2', ...health }, Placement: {} }
    }
    expect(look(0, [], { service: { spec } }).deadline).toEqual({ ms: 825_000, set: false })
  })
})

describe('a verdict', () => {
  const completed: UpdateStatus = { ...updating, state: 'completed', completedAt: start + 10_000 }
  const all = [1, 2, 3].flatMap((slot) => [gone(slot, 0), fresh(slot, 100)])
  it('is a success only once every slot has run for the monitor time', () => {
    expect(look(3000, all, { status: completed }).verdict).toBeUndefined()
    expect(look(30_000, all, { status: completed }).verdict).toBe('succeeded')
    expect(look(30_000, all.slice(2), { status: completed }).verdict).toBeUndefined()
  })
  it('takes a program that ends with 0 for a failure, as the updater does', () => {
    const ended = fresh(1, 100, { state: 'complete', desiredState: 'shutdown' })
    const seen = look(30_000, [gone(1, 0), ended, ...all.slice(2)], { status: completed })
    expect(seen).toMatchObject({ verdict: 'failed', reasons: [{ code: 'ended', slots: ['1'] }] })
  })
  it('stays a success when a task ends long after it, but the slot says so', () => {
    const later = [...all, { ...fresh(1, hour), ...crashed, since: start + hour + 5000 }]
    const origin = { number: 2, by: 'skep', source: 'observed', at: start, outcome: 'succeeded' } as Origin
    expect(look(hour + 6000, later, { status: completed, origin })).toMatchObject({
      verdict: 'succeeded',
      counts: { failed: 1 }
    })
    expect(look(hour + 6000, later, { status: completed }).verdict).toBe('failed')
  })
  it('of a rollback names who undid it, and paces it by the rollback policy', () => {
    const status: UpdateStatus = { state: 'rollback_completed', message: '', startedAt: start }
    const restored = [1, 2].map((slot) => old(slot))
    const failed = old(3, {
      ...crashed,
      id: 'bad',
      spec: template('web:2'),
      createdAt: start + 10,
      since: start + 900
    })
    const back = old(3, { id: 'back', createdAt: start + 1000, since: start + 2000 })
    const spec = { ...specOf('web:1', 3), RollbackConfig: { Parallelism: 2, Monitor: 1e9 } }
    const engine = {
      id: 's',
      name: 's',
      index: 1,
      createdAt: 0,
      updatedAt: start,
      spec,
      updateStatus: status
    }
    const seen = rolloutOf({
      service: engine,
      tasks: [...restored, failed, back],
      nodes: [],
      now: start + 30_000
    })
    expect(seen).toMatchObject({
      verdict: 'rolled-back',
      undoneBy: 'engine',
      policy: { parallelism: 2 },
      dirty: 1,
      reasons: [{ code: 'exit-code' }]
    })
    const person = { ...engine, previousSpec: specOf('web:2', 3) }
    expect(rolloutOf({ service: person, tasks: restored, nodes: [], now: start + 30_000 }).undoneBy).toBe(
      'person'
    )
  })
})

describe('a job', () => {
  const spec: Spec = { ...specOf('web:2', 1), Mode: { ReplicatedJob: { TotalCompletions: 2 } } }
  const run = (slot: number | undefined, over: Partial<Task>): Task => {
    const { slot: _none, ...rest } = fresh(1, 100, { jobIteration: 1, desiredState: 'complete', ...over })
    return slot === undefined ? rest : { ...rest, slot }
  }
  const job = (tasks: readonly Task[], after = hour) =>
    look(after, tasks, { status: undefined, service: { spec, job: { iteration: 1, startedAt: start } } })
  const before = [
    run(undefined, { id: 'a', jobIteration: 0, state: 'complete', createdAt: 0 }),
    run(1, { id: 'b', jobIteration: 0, state: 'complete', createdAt: 0 })
  ]
  it('runs in slots from 0, and is done when each completed in this iteration', () => {
    const done = [run(undefined, { state: 'complete' }), run(1, { state: 'complete' })]
    expect(job([...before, ...done])).toMatchObject({
      verdict: 'succeeded',
      phase: 'done',
      counts: { verified: 2 }
    })
    expect(job([...before, ...done]).slots.map(({ key }) => key)).toEqual(['0', '1'])
  })
  it('is on its way while one runs, however long, and failed when one is not tried again', () => {
    const one = [run(undefined, { state: 'complete' }), run(1, { state: 'running' })]
    expect(job([...before, ...one], 100 * hour)).toMatchObject({ phase: 'updating' })
    expect(job([...before, ...one], 100 * hour).verdict).toBeUndefined()
    const bad = [run(undefined, { state: 'complete' }), run(1, { ...crashed, exitCode: 1 })]
    expect(job([...before, ...bad]).verdict).toBe('failed')
  })
})

describe('a global service', () => {
  const node = (id: string, over: Partial<Node> = {}): Node => ({
    id,
    hostname: `host-${id}`,
    role: 'worker',
    availability: 'active',
    state: 'ready',
    leader: false,
    engineVersion: '',
    os: 'linux',
    architecture: 'x86_64',
    labels: {},
    engineLabels: {},
    ...over
  })
  it('has a slot for each node that it should run on, by name', () => {
    const spec = { ...specOf('web:2', 1), Mode: { Global: {} } }
    const on = (id: string, task: Task): Task => {
      const { slot: _none, ...rest } = task
      return { ...rest, nodeId: id }
    }
    const tasks = [on('b', gone(1, 0)), on('b', fresh(1, 100)), on('a', old(2))]
    const nodes = [node('b'), node('a'), node('c', { availability: 'drain' })]
    const seen = look(30_000, tasks, { nodes, service: { spec, previousSpec: { ...spec } } })
    expect(seen.slots.map(({ label, state }) => [label, state])).toEqual([
      ['host-a', 'old'],
      ['host-b', 'verified']
    ])
    expect(seen).toMatchObject({ dirty: 2, left: 1 })
  })
  it('says that a node is down where a new task was on it', () => {
    const tasks = [gone(1, 0), fresh(1, 100, { nodeId: 'a', desiredState: 'shutdown' }), old(2), old(3)]
    const seen = look(30_000, tasks, { nodes: [node('a', { state: 'down' })] })
    expect(seen.reasons).toMatchObject([{ code: 'node-down', nodes: ['host-a'] }])
  })
})

describe('the cause of a failure', () => {
  it.each([
    ['No such image: demo:nowhere', 'rejected', undefined, 'no-such-image'],
    [
      'no suitable node (scheduling constraints not satisfied on 3 nodes)',
      'pending',
      undefined,
      'no-suitable-node'
    ],
    ['no suitable node (insufficient resources on 1 node)', 'pending', undefined, 'insufficient-resources'],
    ['no suitable node (max replicas per node limit exceed)', 'pending', undefined, 'max-replicas'],
    ['no suitable node (unsupported platform on 1 node)', 'pending', undefined, 'platform'],
    ['no suitable node (missing plugin on 1 node)', 'pending', undefined, 'plugin-missing'],
    ['no suitable node (host-mode port already in use on 1 node)', 'pending', undefined, 'port-taken'],
    ['no suitable node (1 node not available for new tasks)', 'pending', undefined, 'node-unavailable'],
    ['task: non-zero exit (143): dockerexec: unhealthy container', 'failed', 143, 'unhealthy'],
    ['task: non-zero exit (137): dockerexec: unhealthy container', 'failed', 137, 'unhealthy'],
    ['task: non-zero exit (137)', 'failed', 137, 'killed'],
    ['task: non-zero exit (1)', 'failed', 1, 'exit-code'],
    [
      'invalid mount config for type "bind": bind source path does not exist: /x',
      'rejected',
      undefined,
      'mount-missing'
    ],
    [
      'exec: "/no/such/program": stat /no/such/program: no such file or directory: unknown',
      'failed',
      127,
      'command-missing'
    ],
    [
      'unable to start container process: exec: "/etc": permission denied: unknown',
      'failed',
      126,
      'command-refused'
    ],
    [
      'starting container failed: unable to find user nosuch: no matching entries',
      'failed',
      128,
      'user-missing'
    ],
    ['configuration network "cfg1" does not exist', 'rejected', undefined, 'network-missing'],
    ['invalid CapAdd: unknown capability: "CAP_NOSUCH"', 'rejected', undefined, 'rejected'],
    ['secret not found: gone', 'rejected', undefined, 'secret-missing'],
    ['config not found: gone', 'rejected', undefined, 'config-missing']
  ] as const)('of “%s”', (error, state, exitCode, code) => {
    expect(causeOf(fresh(1, 0, { error, state, ...(exitCode ? { exitCode } : {}) }))).toBe(code)
  })
})
