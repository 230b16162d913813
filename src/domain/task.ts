import { same } from './canonical'
import type { JsonObject } from './json'
import { taskTemplate, type Service } from './service'

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
  /** Absent for tasks of global services: those are told apart by their node. */
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
}

/** Whether a task has ended, whatever the reason. */
export const hasEnded = (task: Task): boolean =>
  taskStates.indexOf(task.state) > taskStates.indexOf('running')

/** Whether a task ended by itself in a way that the updater would count as a failure. */
export const hasFailed = (task: Task): boolean => task.state === 'failed' || task.state === 'rejected'

/** Whether the swarm wants this task to go on (to run, or to complete for jobs). */
export const isWanted = (task: Task): boolean =>
  taskStates.indexOf(task.desiredState) <= taskStates.indexOf('running') || task.desiredState === 'complete'

/** The slot a task belongs to: its number, or its node for global services. */
export const slotKey = (task: Task): string => (task.slot ? String(task.slot) : (task.nodeId ?? '?'))

/**
 * Whether a task runs what the service asks for now. Tasks carry the TaskTemplate they were made from; Placement is
 * left out because it replaces no running task that still fits (measured on 20.10.24). A change of the endpoint is not
 * in the task's spec, so then only tasks made after the update began are current.
 */
export function isCurrent(task: Task, service: Service): boolean {
  if (!same(bareTemplate(task.spec), bareTemplate(taskTemplate(service.spec)))) return false
  const previous = service.previousSpec
  if (!previous) return true
  if (same(previous['EndpointSpec'], service.spec['EndpointSpec'])) return true
  return task.createdAt >= (service.updateStatus?.startedAt ?? service.updatedAt)
}

/**
 * The part of a TaskTemplate that a task keeps and that makes it old when it changes: without Placement, and without
 * the Runtime that a task's own spec does not repeat (measured on 20.10.24).
 */
export function bareTemplate(template: JsonObject): JsonObject {
  const { Placement: _placement, Runtime: _runtime, ...rest } = template
  return rest
}
