import type { Effect } from './effect'
import type { Policy } from './policy'
import type { SpecChange } from './spec-diff'

export const warningCodes = [
  'image-not-pinned',
  'digest-unknown',
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
  'policy-erased'
] as const

export type WarningCode = (typeof warningCodes)[number]
export type Severity = 'info' | 'warning' | 'danger'

export interface Warning {
  readonly code: WarningCode
  readonly severity: Severity
  /** Values for the blanks in the sentence. */
  readonly values: Readonly<Record<string, string | number>>
  /** The sentence in the language of the settings. */
  readonly message: string
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
  readonly command: string
  /** False when the command lacks a flag for some of the changes. */
  readonly commandComplete: boolean
  /** The version that this brings back, if it is one. */
  readonly restores?: number
  /** 'name' when applying needs the service's name typed. */
  readonly confirm: 'click' | 'name'
  /** Milliseconds since the epoch after which it is refused as expired. */
  readonly expiresAt: number
}
