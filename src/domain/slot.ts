import { satisfies, type Node } from './node'
import { constraintsOf, modeOf, replicasOf, splitImage, type Service } from './service'
import { textAt } from './json'
import { hasEnded, hasFailed, isCurrent, isWanted, slotKey, type Task, type TaskState } from './task'

/** What a slot does in an update: from the old task, over the new one starting, to verified or failed. */
export type SlotState =
  'old' | 'stopping' | 'missing' | 'pending' | 'starting' | 'running' | 'verified' | 'failed'

/** One task as a cell of the slot grid. */
export interface TaskCell {
  readonly task: string
  readonly state: TaskState
  readonly desiredState: TaskState
  readonly image: string
  readonly node?: string
}

export interface SlotView {
  /** The slot's number, or the node's id for global services. */
  readonly key: string
  /** What people call it: the number, or the node's hostname. */
  readonly label: string
  readonly state: SlotState
  /** The task of an earlier spec, while it is there or if it ended in this update. */
  readonly before?: TaskCell
  /** The task of the spec in force. */
  readonly after?: TaskCell
  /** How many tasks of the spec in force have failed here since the update began. */
  readonly failures: number
  readonly error?: string
  /** Since when it has been so: milliseconds since the epoch. */
  readonly since: number
  /** Milliseconds until the new task has run long enough to be believed. */
  readonly verifyLeft?: number
}

interface SlotsInput {
  readonly service: Service
  readonly tasks: readonly Task[]
  readonly nodes: readonly Node[]
  readonly now: number
  /** When the update began, milliseconds since the epoch. */
  readonly since: number
  /** Milliseconds a new task must run. */
  readonly monitor: number
}

/** The slots of a service, in order: numbered ones, or one for each node that a global service should run on. */
export function slotsOf(input: SlotsInput): readonly SlotView[] {
  const groups = new Map<string, Task[]>()
  for (const key of expectedKeys(input.service, input.nodes)) groups.set(key, [])
  for (const task of input.tasks) {
    const key = slotKey(task)
    const group = groups.get(key)
    if (group) group.push(task)
    else if (isWanted(task) && !hasEnded(task)) groups.set(key, [task])
  }
  const hostnames = new Map(input.nodes.map((node) => [node.id, node.hostname]))
  return [...groups]
    .sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))
    .map(([key, tasks]) => viewOf(key, tasks, input, hostnames))
}

function expectedKeys(service: Service, nodes: readonly Node[]): readonly string[] {
  const mode = modeOf(service.spec)
  if (mode === 'global' || mode === 'global-job') {
    const fit = (node: Node) => node.availability === 'active' && node.state === 'ready'
    return nodes
      .filter((node) => fit(node) && satisfies(node, constraintsOf(service.spec)))
      .map((node) => node.id)
  }
  return Array.from({ length: replicasOf(service.spec) ?? 0 }, (_, place) => String(place + 1))
}

function viewOf(
  key: string,
  tasks: readonly Task[],
  { service, now, since, monitor }: SlotsInput,
  hostnames: ReadonlyMap<string, string>
): SlotView {
  const newest = [...tasks].sort((a, b) => b.createdAt - a.createdAt)
  const after = newest.find((task) => isCurrent(task, service))
  const before = newest.find((task) => !isCurrent(task, service) && (!hasEnded(task) || task.since >= since))
  const failed = newest.filter(
    (task) => isCurrent(task, service) && hasFailed(task) && task.createdAt >= since
  )
  const state = stateOf(after, before, failed, now, monitor)
  const needed = neededRun(failed, monitor)
  const shownTask = after ?? before
  const error = after?.error ?? failed[0]?.error
  const running = after?.state === 'running' && state === 'running'
  return {
    key,
    label: hostnames.get(key) ?? key,
    state,
    ...(before ? { before: cell(before, hostnames) } : {}),
    ...(after ? { after: cell(after, hostnames) } : {}),
    failures: failed.length,
    ...(error && state !== 'verified' ? { error } : {}),
    since: shownTask?.since ?? since,
    ...(running && after ? { verifyLeft: Math.max(0, after.since + needed - now) } : {})
  }
}

function stateOf(
  after: Task | undefined,
  before: Task | undefined,
  failed: readonly Task[],
  now: number,
  monitor: number
): SlotState {
  if (!after || (!isWanted(after) && !hasFailed(after) && after.state !== 'complete')) {
    if (!before || hasEnded(before)) return 'missing'
    return isWanted(before) ? 'old' : 'stopping'
  }
  if (after.state === 'complete' && after.desiredState === 'complete') return 'verified'
  if (after.state === 'running') {
    if (now - after.since >= neededRun(failed, monitor)) return 'verified'
    return failed.length > 0 ? 'failed' : 'running'
  }
  if (hasEnded(after) || failed.length > 0) return 'failed'
  return after.state === 'new' || after.state === 'allocated' || after.state === 'pending'
    ? 'pending'
    : 'starting'
}

/**
 * Milliseconds a task must run. One whose slot failed before must clearly outlive its failed runs, or a slow crash loop
 * would look healthy; a crash long after the start asks for five minutes at most.
 */
function neededRun(failed: readonly Task[], monitor: number): number {
  if (failed.length === 0) return monitor
  const longest = Math.max(...failed.map((task) => task.since - task.createdAt))
  return Math.max(monitor, Math.min(300_000, Math.max(15_000, 3 * longest)))
}

function cell(task: Task, hostnames: ReadonlyMap<string, string>): TaskCell {
  const node = task.nodeId === undefined ? undefined : (hostnames.get(task.nodeId) ?? task.nodeId)
  return {
    task: task.id,
    state: task.state,
    desiredState: task.desiredState,
    image: splitImage(textAt(task.spec, 'ContainerSpec', 'Image') ?? '').name,
    ...(node === undefined ? {} : { node })
  }
}
