import { canonical, same } from './canonical'
import type { JsonObject } from './json'
import { taskTemplate, type Mode, type Service, type Spec } from './service'

/** Task states in the order in which a task goes through them (swarmkit api/types.proto). */
export const taskStates = [
  'new',
  'allocated',
  'pending',
  'assigned',
  'accepted',
  'preparing',
  'ready',
  'starting',
  'running',
  'complete',
  'shutdown',
  'failed',
  'rejected',
  'remove',
  'orphaned'
] as const

export type TaskState = (typeof taskStates)[number]

export interface Task {
  readonly id: string
  readonly serviceId: string
  /** Absent for tasks of global services, which are told apart by their node, and for slot 0 of a job (measured on 20.10.24). */
  readonly slot?: number
  readonly nodeId?: string
  readonly createdAt: number
  readonly updatedAt: number
  readonly spec: JsonObject
  readonly state: TaskState
  readonly desiredState: TaskState
  /** When the task came to its present state: milliseconds since the epoch, by the node's clock. */
  readonly since: number
  readonly message: string
  readonly error?: string
  readonly exitCode?: number
  /** The container on its node, once there was one. */
  readonly container?: string
  /** Host ports that it holds itself, as Docker writes them: `*:8080->80/tcp`. */
  readonly ports?: readonly string[]
  /** For tasks of jobs: which run of the job made it, from 0. */
  readonly jobIteration?: number
}

/** Whether a task has ended, whatever the reason. */
export const hasEnded = (task: Task): boolean =>
  taskStates.indexOf(task.state) > taskStates.indexOf('running')

/** Whether a task ended by itself in a way that the updater would count as a failure. */
export const hasFailed = (task: Task): boolean => task.state === 'failed' || task.state === 'rejected'

/**
 * Whether a task ended by itself though it should have gone on. A program that ends with 0 counts too, except in a job: it
 * leaves its task `complete`, while one that the swarm stops is `shutdown` even when it ends with 0 (measured on 20.10.24).
 */
export const endedByItself = (task: Task): boolean =>
  hasFailed(task) || (task.state === 'complete' && task.jobIteration === undefined)

/** Whether the swarm wants this task to go on (to run, or to complete for jobs). */
export const isWanted = (task: Task): boolean =>
  taskStates.indexOf(task.desiredState) <= taskStates.indexOf('running') || task.desiredState === 'complete'

/** The slot a task belongs to: its number, or its node for global services. The slots of a job begin at 0. */
export const slotKey = (task: Task, mode?: Mode): string =>
  task.slot || mode === 'replicated-job' ? String(task.slot ?? 0) : (task.nodeId ?? '?')

/**
 * Whether a task runs what the service asks for now. Tasks carry the TaskTemplate they were made from; Placement is
 * left out because it replaces no running task that still fits (measured on 20.10.24). A change of the endpoint is not
 * in the task's spec, so then only tasks made after the update began are current.
 */
export function isCurrent(task: Task, service: Service): boolean {
  // Each update of a job runs it again, as another iteration, even where its tasks look the same.
  if (service.job && task.jobIteration !== undefined) return task.jobIteration === service.job.iteration
  if (!runsTemplate(task, service.spec)) return false
  const previous = service.previousSpec
  if (!previous) return true
  if (same(previous['EndpointSpec'], service.spec['EndpointSpec'])) return true
  return task.createdAt >= (service.updateStatus?.startedAt ?? service.updatedAt)
}

/** Whether a task was made from the template of this spec, Placement left aside. */
export const runsTemplate = (task: Task, spec: Spec): boolean =>
  textOf(task.spec) === textOf(taskTemplate(spec))

/** Canonical texts of templates that were compared before: thousands of tasks are looked at each second. */
const texts = new WeakMap<JsonObject, string>()

function textOf(template: JsonObject): string {
  const known = texts.get(template)
  if (known !== undefined) return known
  const text = canonical(bareTemplate(template))
  texts.set(template, text)
  return text
}

/**
 * The part of a TaskTemplate that a task keeps and that makes it old when it changes: without Placement, and without
 * the Runtime that a task's own spec does not repeat (measured on 20.10.24).
 */
export function bareTemplate(template: JsonObject): JsonObject {
  const { Placement: _placement, Runtime: _runtime, ...rest } = template
  return rest
}
