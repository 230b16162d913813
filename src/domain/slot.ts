import { satisfies, type Node } from './node'
import { constraintsOf, modeOf, replicasOf, splitImage, type Mode, type Service } from './service'
import { textAt } from './json'
import { endedByItself, hasEnded, isCurrent, isWanted, slotKey, type Task, type TaskState } from './task'

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
  /** Whether it had to change when this update began; `inferred` when the old task is forgotten already. */
  readonly dirty?: 'seen' | 'inferred'
  /** Changed out of turn: its old task ended by itself, and the swarm starts such a slot anew with the new spec. */
  readonly leaked?: true
}

/** A slot with the tasks that it was judged by, newest first. */
export interface Slot {
  readonly view: SlotView
  /** Tasks of the spec in force made since the update began, newest first. */
  readonly fresh: readonly Task[]
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

interface Ground extends SlotsInput {
  readonly mode: Mode
  readonly byId: ReadonlyMap<string, Node>
  readonly constraints: readonly string[]
  /** How many slots there were before the update, where that is known and can be counted. */
  readonly slotsBefore: number | undefined
}

/** The slots of a service, in order: numbered ones, or one for each node that a global service should run on. */
export function slotsOf(input: SlotsInput): readonly Slot[] {
  const { service } = input
  const mode = modeOf(service.spec)
  const groups = new Map<string, Task[]>()
  for (const key of expectedKeys(service, mode, input.nodes)) groups.set(key, [])
  for (const task of input.tasks) {
    const key = slotKey(task, mode)
    const group = groups.get(key)
    if (group) group.push(task)
    else if (isWanted(task) && !hasEnded(task)) groups.set(key, [task])
  }
  const ground: Ground = {
    ...input,
    mode,
    byId: new Map(input.nodes.map((node) => [node.id, node])),
    constraints: constraintsOf(service.spec),
    slotsBefore: service.previousSpec && replicasOf(service.previousSpec)
  }
  return [...groups]
    .map(([key, tasks]) => slotOf(key, tasks, ground))
    .sort((a, b) => order.compare(a.view.label, b.view.label))
}

const order = new Intl.Collator('en', { numeric: true })

function expectedKeys(service: Service, mode: Mode, nodes: readonly Node[]): readonly string[] {
  if (mode === 'global' || mode === 'global-job') {
    const fit = (node: Node) => node.availability === 'active' && node.state === 'ready'
    return nodes
      .filter((node) => fit(node) && satisfies(node, constraintsOf(service.spec)))
      .map((node) => node.id)
  }
  // Slots count from 1, those of a job from 0 (measured on 20.10.24).
  const first = mode === 'replicated-job' ? 0 : 1
  return Array.from({ length: replicasOf(service.spec) ?? 0 }, (_, place) => String(place + first))
}

function slotOf(key: string, tasks: readonly Task[], ground: Ground): Slot {
  const { service, now, since, monitor, byId } = ground
  const newest = [...tasks].sort((a, b) => b.createdAt - a.createdAt)
  const current = newest.filter((task) => isCurrent(task, service) && fits(task, ground))
  const others = newest.filter((task) => !current.includes(task))
  const after = current[0]
  const before = others.find((task) => !hasEnded(task) || task.since >= since)
  const fresh = current.filter((task) => task.createdAt >= since)
  const failed = fresh.filter(endedByItself)
  const state = stateOf(after, before, failed, ground)
  const shownTask = after ?? before
  const error = after?.error ?? failed[0]?.error
  // A job's task is not believed for running, only for its end.
  const verifies = state === 'running' && after?.state === 'running' && after.jobIteration === undefined
  const dirty = dirtyOf(key, current, before, ground)
  const leaked =
    before && after && before.createdAt < since && endedByItself(before) && after.createdAt >= since
  const view: SlotView = {
    key,
    label: byId.get(key)?.hostname ?? key,
    state,
    ...(before ? { before: cell(before, byId) } : {}),
    ...(after ? { after: cell(after, byId) } : {}),
    failures: failed.length,
    ...(error && state !== 'verified' ? { error } : {}),
    since: shownTask?.since ?? since,
    ...(verifies ? { verifyLeft: Math.max(0, after.since + neededRun(failed, monitor) - now) } : {}),
    ...(dirty ? { dirty } : {}),
    ...(leaked ? { leaked } : {})
  }
  return { view, fresh }
}

/** A change of constraints makes those tasks old whose node no longer satisfies them, and no others (measured). */
function fits(task: Task, { constraints, byId }: Ground): boolean {
  if (constraints.length === 0 || task.nodeId === undefined || hasEnded(task)) return true
  const node = byId.get(task.nodeId)
  return node === undefined || satisfies(node, constraints)
}

/** Whether a slot ran something else when the update began; what scaling added is not paced by the policy (measured). */
function dirtyOf(
  key: string,
  current: readonly Task[],
  before: Task | undefined,
  { since, mode, slotsBefore }: Ground
): SlotView['dirty'] {
  if (since === 0 || mode.endsWith('-job')) return undefined
  const clean = current.filter((task) => task.createdAt < since)
  if (clean.some((task) => !hasEnded(task))) return undefined
  if (before) return 'seen'
  if (current.length === 0 || clean.length > 0) return undefined
  const added = mode === 'replicated' && slotsBefore !== undefined && Number(key) > slotsBefore
  return added ? undefined : 'inferred'
}

function stateOf(
  after: Task | undefined,
  before: Task | undefined,
  failed: readonly Task[],
  { now, monitor }: Ground
): SlotState {
  if (!after || (!isWanted(after) && !endedByItself(after) && after.state !== 'complete')) {
    if (!before || hasEnded(before)) return 'missing'
    return isWanted(before) ? 'old' : 'stopping'
  }
  if (after.jobIteration !== undefined) return jobState(after)
  if (after.state === 'running') {
    if (now - after.since >= neededRun(failed, monitor)) return 'verified'
    return failed.length > 0 ? 'failed' : 'running'
  }
  if (hasEnded(after) || failed.length > 0) return 'failed'
  return waits(after) ? 'pending' : 'starting'
}

/** A job's slot is done when its task completed; one that failed is tried again as its restart policy says. */
function jobState(after: Task): SlotState {
  if (after.state === 'complete') return 'verified'
  if (after.state === 'running') return 'running'
  if (hasEnded(after)) return 'failed'
  return waits(after) ? 'pending' : 'starting'
}

const waits = (task: Task): boolean =>
  task.state === 'new' || task.state === 'allocated' || task.state === 'pending'

/**
 * Milliseconds a task must run. One whose slot failed before must clearly outlive its failed runs, or a slow crash loop
 * would look healthy; a crash long after the start asks for five minutes at most.
 */
function neededRun(failed: readonly Task[], monitor: number): number {
  if (failed.length === 0) return monitor
  const longest = Math.max(...failed.map((task) => task.since - task.createdAt))
  return Math.max(monitor, Math.min(300_000, Math.max(15_000, 3 * longest)))
}

function cell(task: Task, nodes: ReadonlyMap<string, Node>): TaskCell {
  const node = task.nodeId === undefined ? undefined : (nodes.get(task.nodeId)?.hostname ?? task.nodeId)
  return {
    task: task.id,
    state: task.state,
    desiredState: task.desiredState,
    image: splitImage(textAt(task.spec, 'ContainerSpec', 'Image') ?? '').name,
    ...(node === undefined ? {} : { node })
  }
}
