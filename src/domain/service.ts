import { isObject, listAt, numberAt, objectAt, textAt, type Json, type JsonObject } from './json'

/** A service's spec as the Engine sent it; read through the helpers here, changed only by applyDraft. */
export type Spec = JsonObject

export type UpdateState =
  'updating' | 'paused' | 'completed' | 'rollback_started' | 'rollback_paused' | 'rollback_completed'

/** The Engine's UpdateStatus; times are milliseconds since the epoch by the manager's clock. */
export interface UpdateStatus {
  readonly state: UpdateState
  readonly message: string
  readonly startedAt?: number
  readonly completedAt?: number
}

export interface Service {
  readonly id: string
  readonly name: string
  /** Version.Index, the raft-wide compare-and-swap number. */
  readonly index: number
  /** Milliseconds since the epoch, by the manager's clock. */
  readonly createdAt: number
  readonly updatedAt: number
  readonly spec: Spec
  readonly previousSpec?: Spec
  readonly updateStatus?: UpdateStatus
  /** For jobs, which have no UpdateStatus: the run that is on or was last, from 0, and when it began. */
  readonly job?: { readonly iteration: number; readonly startedAt?: number }
}

export type Mode = 'replicated' | 'global' | 'replicated-job' | 'global-job'

export const taskTemplate = (spec: Spec): JsonObject => objectAt(spec, 'TaskTemplate')
export const containerSpec = (spec: Spec): JsonObject => objectAt(spec, 'TaskTemplate', 'ContainerSpec')
export const labelsOf = (spec: Spec): JsonObject => objectAt(spec, 'Labels')

/** The image reference as it stands in the spec, digest included; empty when there is none. */
export function imageOf(spec: Spec): string {
  return textAt(spec, 'TaskTemplate', 'ContainerSpec', 'Image') ?? ''
}

/** An image reference split into what a person typed and the digest it was pinned to. */
export function splitImage(reference: string): { readonly name: string; readonly digest?: string } {
  const mark = reference.indexOf('@')
  return mark < 0
    ? { name: reference }
    : { name: reference.slice(0, mark), digest: reference.slice(mark + 1) }
}

/** The kind of a service; one without a readable mode counts as replicated, as in the Engine. */
export function modeOf(spec: Spec): Mode {
  const mode = objectAt(spec, 'Mode')
  if (isObject(mode['Global'])) return 'global'
  if (isObject(mode['ReplicatedJob'])) return 'replicated-job'
  if (isObject(mode['GlobalJob'])) return 'global-job'
  return 'replicated'
}

/** Whether no update of it is under way or waits. */
export const isOver = ({ updateStatus }: Pick<Service, 'updateStatus'>): boolean =>
  updateStatus === undefined ||
  updateStatus.state === 'completed' ||
  updateStatus.state === 'rollback_completed'

/** The number of replicas asked for; undefined for global services. */
export function replicasOf(spec: Spec): number | undefined {
  const mode = modeOf(spec)
  if (mode === 'replicated') return numberAt(spec, 'Mode', 'Replicated', 'Replicas') ?? 1
  if (mode === 'replicated-job') return numberAt(spec, 'Mode', 'ReplicatedJob', 'TotalCompletions') ?? 1
  return undefined
}

/** The stack a service was deployed with (`docker stack deploy` sets the label), or undefined. */
export function stackOf(spec: Spec): string | undefined {
  return textAt(spec, 'Labels', 'com.docker.stack.namespace')
}

/** Env as name and value pairs, in the spec's order; a name without `=` has an undefined value. */
export function envOf(spec: Spec): readonly { readonly name: string; readonly value: string | undefined }[] {
  return listAt(spec, 'TaskTemplate', 'ContainerSpec', 'Env').flatMap((entry: Json) => {
    if (typeof entry !== 'string') return []
    const mark = entry.indexOf('=')
    return [
      mark < 0
        ? { name: entry, value: undefined }
        : { name: entry.slice(0, mark), value: entry.slice(mark + 1) }
    ]
  })
}

export const constraintsOf = (spec: Spec): readonly string[] =>
  listAt(spec, 'TaskTemplate', 'Placement', 'Constraints').filter((item) => typeof item === 'string')
