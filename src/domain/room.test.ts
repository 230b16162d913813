import { describe, expect, it } from 'vitest'
import type { JsonObject } from './json'
import type { Node } from './node'
import { freeOn, isLimited, mayTake, roomFor } from './room'
import type { Task, TaskState } from './task'

const gib = 1024 ** 3
const node = (id: string, over: Partial<Node> = {}): Node => ({
  id,
  hostname: id,
  role: 'worker',
  availability: 'active',
  state: 'ready',
  leader: false,
  engineVersion: '',
  os: 'linux',
  architecture: 'x86_64',
  labels: {},
  engineLabels: {},
  nanoCPUs: 4e9,
  memoryBytes: 8 * gib,
  ...over
})

const template = (memory: number, cpus = 0, placement: JsonObject = {}): JsonObject => ({
  Resources: { Reservations: { MemoryBytes: memory, NanoCPUs: cpus } },
  Placement: placement
})
const spec = (memory: number, cpus = 0, placement: JsonObject = {}): JsonObject => ({
  Mode: { Replicated: { Replicas: 2 } },
  TaskTemplate: template(memory, cpus, placement)
})

const task = (nodeId: string, memory: number, over: Partial<Task> = {}): Task => ({
  id: `${nodeId} ${String(memory)}`,
  serviceId: 'web',
  slot: 1,
  nodeId,
  createdAt: 0,
  updatedAt: 0,
  spec: template(memory),
  state: 'running',
  desiredState: 'running',
  since: 0,
  message: '',
  ...over
})

describe('the room beside the tasks that run', () => {
  it('is what no task has reserved, until a task has really ended', () => {
    const memory = (state: TaskState) =>
      freeOn(node('a'), [task('a', gib, { state, desiredState: 'shutdown' }), task('b', gib)])?.memoryBytes
    expect([memory('running'), memory('assigned')]).toEqual([7 * gib, 7 * gib])
    expect([memory('shutdown'), memory('failed'), memory('pending')]).toEqual([8 * gib, 8 * gib, 8 * gib])
  })

  it('is counted by node: what is left on two does not make one place', () => {
    const nodes = [node('a'), node('b')]
    const tasks = [task('a', 5 * gib), task('b', 5 * gib)]
    expect(roomFor(spec(4 * gib), 'web', 2, nodes, tasks)).toEqual({ room: 0, of: 2 })
    expect(roomFor(spec(3 * gib), 'web', 2, nodes, tasks)).toEqual({ room: 2, of: 2 })
    expect(roomFor(spec(gib, 3e9), 'web', 4, nodes, tasks)).toEqual({ room: 2, of: 4 })
  })

  it('leaves out nodes that may not take a task', () => {
    const wants = spec(gib, 0, {
      Constraints: ['node.labels.zone == a'],
      Platforms: [{ Architecture: 'amd64', OS: 'linux' }]
    })
    const zoned = node('a', { labels: { zone: 'a' } })
    expect(mayTake(zoned, wants)).toBe(true)
    expect(mayTake(node('b'), wants)).toBe(false)
    expect(mayTake({ ...zoned, architecture: 'aarch64' }, wants)).toBe(false)
    expect(mayTake({ ...zoned, availability: 'drain' }, wants)).toBe(false)
    expect(mayTake({ ...zoned, state: 'down' }, wants)).toBe(false)
  })

  it('ends at the most replicas of a node, old ones included', () => {
    const one = spec(0, 0, { MaxReplicas: 1 })
    expect(isLimited(one)).toBe(true)
    expect(roomFor(one, 'web', 1, [node('a')], [task('a', 0)])).toEqual({ room: 0, of: 1 })
    expect(roomFor(one, 'web', 1, [node('a'), node('b')], [task('a', 0)])).toEqual({ room: 1, of: 1 })
    expect(roomFor(one, 'other', 1, [node('a')], [task('a', 0)])).toEqual({ room: 1, of: 1 })
  })

  it('of a global service is wanted on every node', () => {
    const global = { ...spec(5 * gib), Mode: { Global: {} } }
    expect(roomFor(global, 'web', 1, [node('a'), node('b')], [task('a', 5 * gib)])).toEqual({
      room: 1,
      of: 2
    })
  })

  it('is not limited by a node that says nothing of what it has', () => {
    const { nanoCPUs: _cpus, memoryBytes: _memory, ...silent } = node('a')
    expect(freeOn(silent, [])).toBeUndefined()
    expect(roomFor(spec(99 * gib), 'web', 1, [silent], [])).toEqual({ room: 1, of: 1 })
    expect(isLimited(spec(0))).toBe(false)
  })
})
