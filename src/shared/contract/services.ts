import type { SafeOffers } from '../../domain/assisted'
import * as v from 'valibot'
import type { JsonObject } from '../../domain/json'
import type { Erased } from '../../domain/plan'
import type { Policy } from '../../domain/policy'
import type { References } from '../../domain/references'
import type { Mode, UpdateStatus } from '../../domain/service'
import type { ClusterSnapshot } from '../../domain/snapshot'
import type { TaskState } from '../../domain/task'
import { call, contextRef, id, serviceRef, valueRef, none } from './schema'

export interface TaskRow {
  readonly id: string
  /** The slot's number, or the node's id for global services: as in the slots of a rollout. */
  readonly key: string
  readonly slot?: string
  readonly node?: string
  readonly image: string
  readonly state: TaskState
  readonly desiredState: TaskState
  readonly error?: string
  readonly exitCode?: number
  /** Since when it is in this state: milliseconds since the epoch. */
  readonly at: number
  /** Whether it runs the spec in force. */
  readonly current: boolean
  /** Host ports that it holds itself, as Docker writes them. */
  readonly ports?: readonly string[]
}

export interface ServiceDetail {
  readonly context: string
  readonly id: string
  readonly name: string
  readonly stack?: string
  readonly image: string
  readonly digest?: string
  readonly mode: Mode
  readonly replicas?: number
  readonly index: number
  /** SHA-256 of the canonical spec: it stays the same when only the status changes. */
  readonly specHash: string
  readonly createdAt: number
  readonly updatedAt: number
  readonly status?: UpdateStatus
  readonly env: readonly { readonly name: string; readonly value: string; readonly masked: boolean }[]
  /** The service's own labels; those of its containers are in the spec. */
  readonly labels: readonly { readonly name: string; readonly value: string; readonly masked: boolean }[]
  readonly policy: { readonly update: Policy; readonly rollback: Policy }
  /** What an earlier version had and this one lacks. */
  readonly erased: Erased
  /** Newest first in each slot. */
  readonly tasks: readonly TaskRow[]
  /** The Engine API of the cluster, such as `1.41`: what is newer it would drop without a word. */
  readonly apiVersion: string
  /** The whole spec with secret-looking values masked. */
  readonly spec: JsonObject
  /** The number of the version that a roll back leads to first. */
  readonly wayBack?: number
  /** In an assisted context: what it lets a person do to this service now. */
  readonly safe?: SafeOffers
}

/** A service as it was known when its cluster was looked at last. */
export interface KnownService {
  /** The id of the saved context. */
  readonly context: string
  readonly name: string
  readonly image: string
  /** Milliseconds since the epoch; absent where that is not known. */
  readonly seenAt?: number
}

export const serviceCalls = {
  /** Services of contexts that were not seen since the start. */
  'services.known': call<readonly KnownService[]>()(none),
  'clusters.snapshot': call<ClusterSnapshot>()(contextRef),
  'clusters.references': call<References>()(contextRef),
  'services.inspect': call<ServiceDetail>()(serviceRef),
  /** One value that is otherwise shown masked; that it was shown is journaled, without the value. */
  'services.reveal': call<{ readonly value: string }>()(
    v.strictObject({ context: id, service: id, ...valueRef })
  )
} as const
