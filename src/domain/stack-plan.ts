import type { ErrorCode } from './error'
import type { Plan } from './plan'
import type { Verdict } from './rollout'
import type { Outcome } from './version'

/**
 * Why a service of a stack is left as it is: it has that spec already; it has it but did not succeed with it; it was
 * removed from the cluster; not all of that version is known; it came to the stack after that release.
 */
export type LeftReason = 'same' | 'unsettled' | 'gone' | 'incomplete' | 'new'

export interface StackLeft {
  readonly service: string
  readonly serviceName: string
  readonly reason: LeftReason
  /** The version of that release, where the service was in it. */
  readonly version?: number
  /** How the version in force fares, where that is not well. */
  readonly outcome?: Outcome
}

/** The way of a whole stack back to a release: one plan for each service that changes, in waves, under one hash. */
export interface StackPlan {
  readonly id: string
  /** SHA-256 over the hashes of all its plans in their order; apply quotes it. */
  readonly hash: string
  readonly context: string
  readonly stack: string
  readonly release: number
  /** The next wave is sent when every rollout of the one before it is verified. */
  readonly waves: readonly (readonly Plan[])[]
  readonly left: readonly StackLeft[]
  /** 'name' when applying needs the stack's name typed. */
  readonly confirm: 'click' | 'name'
  /** Milliseconds since the epoch after which it is refused as expired. */
  readonly expiresAt: number
}

/** Why a stack operation ended before its last wave. */
export type StopReason =
  /** A rollout did not succeed. */
  | 'bad'
  /** The cluster refused an update, or what was reviewed is no longer there. */
  | 'not-applied'
  /** It is not known whether an update was applied. */
  | 'unknown'
  /** A person stopped it. */
  | 'person'
  /** Nobody could look at the cluster for too long. */
  | 'unwatched'
  /** Skep was closed. */
  | 'closed'

/** How a service of a stack operation fares: not sent yet, on its way, or as its rollout was judged. */
export type MemberStatus =
  'waiting' | 'sending' | 'running' | Exclude<Verdict, 'unknown'> | 'not-applied' | 'unknown'

/** One service of a stack operation. */
export interface StackMember {
  readonly service: string
  readonly serviceName: string
  /** The version that it is brought back to, and the one that was in force before. */
  readonly version: number
  readonly from: number
  readonly status: MemberStatus
}

/** A roll back of a stack that was applied. */
export interface StackOperation {
  readonly operation: string
  readonly context: string
  readonly stack: string
  /** The release that it brings back, and the one that was in force before. */
  readonly release: number
  readonly from: number
  /** Milliseconds since the epoch. */
  readonly at: number
  /** The computer user who applied it. */
  readonly user?: string
  /** 'closed' is one that stopped and was then continued, gone back from or left so by a person. */
  readonly state: 'running' | 'stopped' | 'succeeded' | 'closed'
  readonly reason?: StopReason
  /** The error's code, where an update was not applied. */
  readonly code?: ErrorCode
  /** The wave that is under way or that it stopped at, from 1. */
  readonly wave: number
  readonly waves: readonly (readonly StackMember[])[]
}

/** Whether a member's rollout can no longer succeed by itself, or nothing is known of it. */
export const isBad = (status: MemberStatus): boolean =>
  status !== 'waiting' && status !== 'sending' && status !== 'running' && status !== 'succeeded'
