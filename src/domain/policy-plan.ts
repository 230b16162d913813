import type { ErrorCode } from './error'
import type { Plan } from './plan'

/**
 * Why a service is not given a policy: it has it already; an update of it is under way or waits, which any write would let
 * go on; it is not there; it is a job, which has no policy; its spec cannot be read.
 */
export type PolicyLeftReason = 'same' | 'busy' | 'gone' | 'job' | 'unreadable'

export interface PolicyLeft {
  readonly service: string
  readonly serviceName: string
  readonly reason: PolicyLeftReason
}

/** A policy alone for many services: one plan for each that changes, under one hash. It replaces no task. */
export interface PolicyPlan {
  readonly id: string
  /** SHA-256 over the hashes of its plans in their order; apply quotes it. */
  readonly hash: string
  readonly context: string
  readonly policy: string
  /** In the order in which they are sent, one after the other. */
  readonly plans: readonly Plan[]
  readonly left: readonly PolicyLeft[]
  /** The name to be typed before it is applied: the context's, in production. */
  readonly confirm?: string
  /** Milliseconds since the epoch after which it is refused as expired. */
  readonly expiresAt: number
}

/** What became of one of its services: the first that is not accepted ends it, and those after it are not sent. */
export interface PolicyGiven {
  readonly service: string
  readonly serviceName: string
  readonly state: 'accepted' | 'not-applied' | 'unknown' | 'not-sent'
  /** The error's code, where it was not accepted. */
  readonly code?: ErrorCode
}
