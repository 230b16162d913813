import type { Effect } from './effect'
import type { Policy, PolicyChange } from './policy'
import type { FoundCheck } from './preflight'
import type { SpecChange } from './spec-diff'
import type { RestoredPart } from './version'
import type { StepKind } from './step'

export const warningCodes = [
  'image-not-pinned',
  'nothing-changes',
  'all-at-once',
  'no-rollback-action',
  'continue-on-failure',
  'one-replica-stop-first',
  'replicas-to-zero',
  'replicas-change',
  'other-repository',
  'update-in-progress',
  'placement-added',
  'automatic-rollback-unsafe',
  'command-incomplete',
  'policy-changes',
  'ratio-never',
  'no-rollback-policy',
  'health-check-off',
  'no-health-check',
  'monitor-short',
  'start-first-port',
  'start-first-mount',
  'delay-short',
  'tag-moves',
  'policy-erased',
  'rollback-policy-erased',
  'rollback-of-rollback',
  'nobody-watching',
  'start-first-no-room',
  'start-first-nodes-full',
  'start-first-little-room',
  'tag-unpinned',
  'previous-spec',
  'resumes-paused',
  'next-batch',
  'engine-way-back-lost',
  'pause-until-done',
  'rollback-would-return',
  'slots-in-flight',
  'image-on-nodes',
  'part-gone',
  'staging-ran',
  'staging-ran-tag',
  'staging-never',
  'staging-other',
  'staging-failed'
] as const

export type WarningCode = (typeof warningCodes)[number]
export type Severity = 'info' | 'warning' | 'danger'

/** A policy that a service lost, with the version that had it last. */
export interface LostPolicy {
  readonly version: number
  readonly policy: Policy
}

/** What another tool took from a service, by kind of policy. */
export interface Erased {
  readonly update?: LostPolicy | undefined
  readonly rollback?: LostPolicy | undefined
}

/** Fields of a draft that put right what a warning is about. */
export interface Repair {
  readonly updatePolicy?: PolicyChange
  readonly rollbackPolicy?: PolicyChange
}

export interface Warning {
  readonly code: WarningCode
  readonly severity: Severity
  /** Values for the blanks in the sentence. */
  readonly values: Readonly<Record<string, string | number>>
  /** The sentence in the language of the settings. */
  readonly message: string
  readonly repair?: Repair
}

export interface Check extends FoundCheck {
  /** The sentence in the language of the settings. */
  readonly message: string
}

/** What a plan is for that is a step of an attended rollout, in the numbers of its sentence. */
export interface PlanStep {
  readonly kind: StepKind
  /** How many slots change before it holds again; 0 where it does not hold. */
  readonly slots: number
  /** Slots that are still to change. */
  readonly left: number
  /** Whether it holds an update that runs already. */
  readonly running: boolean
  /** The version to go back to. */
  readonly back?: number
}

/** A draft worked out against one index: what will be sent, exactly, and what that will do. The spec stays in main. */
export interface Plan {
  readonly id: string
  /** SHA-256 of what will be sent; apply quotes it. */
  readonly hash: string
  readonly context: string
  readonly service: string
  readonly serviceName: string
  readonly baseIndex: number
  readonly changes: readonly SpecChange[]
  readonly effect: Effect
  /** The update policy under which it will run. */
  readonly policy: Policy
  readonly warnings: readonly Warning[]
  /** What was checked before anything is sent, failures first; empty when no task starts. */
  readonly checks: readonly Check[]
  /** The registry whose login from this machine goes along, if one does. */
  readonly login?: string
  readonly command: string
  /** False when the command lacks a flag for some of the changes. */
  readonly commandComplete: boolean
  /** The version that this brings back, if it is one. */
  readonly restores?: number
  /** What of that version is brought back, if not all of it. */
  readonly restoredPart?: RestoredPart
  readonly step?: PlanStep
  /** Whether the engine's own rollback would do exactly this, and whether it is what will be asked for. */
  readonly nativePossible?: boolean
  readonly native?: boolean
  /** 'name' when applying needs the service's name typed. */
  readonly confirm: 'click' | 'name'
  /** Milliseconds since the epoch after which it is refused as expired. */
  readonly expiresAt: number
}
