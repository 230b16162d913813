import * as v from 'valibot'
import type { AttendedPhase, Leak } from '../../domain/attended'
import type { ErrorCode } from '../../domain/error'
import type { Gates } from '../../domain/gates'
import type { Policy } from '../../domain/policy'
import type { GateName, StepKind, StepReason } from '../../domain/step'
import { call, count, id, line, serviceRef } from './schema'

export const gatesSchema = v.strictObject({
  bake: line(40),
  http: v.optional(
    v.strictObject({
      url: line(2000),
      status: v.optional(count),
      body: v.optional(line(200)),
      timeout: line(40)
    })
  ),
  log: v.optional(v.strictObject({ pattern: line(200), must: v.picklist(['appear', 'not-appear']) })),
  restarts: v.optional(count),
  breach: v.picklist(['hold', 'roll-back']),
  advance: v.boolean(),
  slots: count
})

/** What a gate found last. */
export interface GateCheck {
  readonly gate: GateName
  /** Absent until there is a result. */
  readonly ok?: boolean
  /** When it was looked at last: milliseconds since the epoch. */
  readonly at?: number
  /** The status of an HTTP answer, or how many tasks ended or said the pattern. */
  readonly count?: number
  /** Of how many tasks. */
  readonly of?: number
  /** Why there was no answer to look at. */
  readonly code?: ErrorCode
  /** Whether the body lacked the pattern, or looking for it took too long. */
  readonly pattern?: 'missing' | 'too-slow'
  /** How often in a row it was not good; the third time is a breach. */
  readonly failures?: number
}

/**
 * `waiting`: the step's slots do not run yet. `baking`: they are watched. `passed`: all was good for the whole time.
 * `breached`: a gate was not good. `asks`: the app or the connection was away, so a person decides. `stopped`: a step that
 * should have followed by itself was not taken.
 */
export type GatesState = 'waiting' | 'baking' | 'passed' | 'breached' | 'asks' | 'stopped'

export interface GatesView {
  readonly gates: Gates
  readonly state: GatesState
  /** When the time to watch is over: milliseconds since the epoch, by this machine's clock; while it bakes. */
  readonly until?: number
  readonly checks: readonly GateCheck[]
  readonly breached?: GateName
  /** Why a step was not taken. */
  readonly code?: ErrorCode
}

/** Where an attended rollout stands, and what can be decided. */
export interface AttendedView {
  readonly context: string
  readonly service: string
  readonly serviceName: string
  readonly kind: StepKind
  readonly step: number
  /** Why Skep took the newest step by itself. */
  readonly reason?: StepReason
  readonly phase: AttendedPhase
  readonly changed: number
  readonly left: number
  readonly total: number
  /** Slots that may run the new spec by what was asked, and how many more do. */
  readonly allowed: number
  readonly beyond: number
  readonly leaks: readonly Leak[]
  /** The version to go back to. */
  readonly back?: number
  /** The person's own policy, and whether another one is in force. */
  readonly intended: Policy
  readonly foreignPolicy: boolean
  readonly gates?: GatesView
}

export const attendedCalls = {
  /** Null when no attended rollout of this service asks for anything. */
  'attended.get': call<AttendedView | null>()(serviceRef),
  /** Watches the held step by these gates from now on, or by none. */
  'attended.watch': call<null>()(v.strictObject({ context: id, service: id, gates: v.nullable(gatesSchema) }))
} as const
