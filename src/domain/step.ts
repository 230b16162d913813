import { canonical, same } from './canonical'
import { formatDuration } from './duration'
import type { Gates } from './gates'
import { at, isObject, type JsonObject } from './json'
import { nanoseconds, policyOf, withPolicy, type PolicyChange } from './policy'
import { taskTemplate, type Spec } from './service'
import { bareTemplate } from './task'

/** What an update is for that is a step of an attended rollout, or leaves a policy which is not the person's own. */
export const stepKinds = [
  'hold',
  'advance',
  'continue',
  'hand-over',
  'resume',
  'restore',
  'abort',
  'emergency'
] as const
export type StepKind = (typeof stepKinds)[number]

/** Why Skep took a step by itself. */
export type StepReason = 'gates-passed' | 'gate-breached' | 'all-done'

/** What the journal keeps with the update that carried a step out; the next step is worked out from it and the service. */
export interface Step {
  /** The same for all steps of one attended rollout. */
  readonly rollout: string
  readonly kind: StepKind
  /** 1 for the first. */
  readonly number: number
  /** When the first step was planned, by this machine's clock: milliseconds since the epoch. */
  readonly since: number
  /** Canonical text of the tasks' template that is rolled out, hashed. */
  readonly template: string
  /** The UpdateConfig that was sent, canonical; empty for none. */
  readonly config: string
  /** The person's own UpdateConfig as JSON, to be put back at the end; empty for none. */
  readonly intended: string
  /** The version to go back to. The engine's own previous spec is lost with the second step (measured on 20.10.24). */
  readonly back?: number
  /** How many slots may run the new spec by what was asked so far. */
  readonly allowed: number
  /** Slots of this step; 0 where it does not hold. */
  readonly slots: number
  /** The number of replicas that was sent, to tell scaling by others. */
  readonly replicas?: number
  /** The node that led when the step was sent. */
  readonly leader?: string
  readonly gates?: Gates
  readonly reason?: StepReason
  /** The gate that was breached, when Skep only stayed held because of it. */
  readonly breach?: { readonly gate: GateName; readonly at: number }
}

export type GateName = 'http' | 'log' | 'restarts'

/**
 * How long a hold's delay is, in hours: 100 days, below the 104 that a JavaScript number carries in nanoseconds. Each step
 * takes one hour less than the one before, because the spec that a running updater works towards already is ignored, and
 * changes no slot (measured on 20.10.24).
 */
const longest = 2400
const shortest = 2000

/** The UpdateConfig of a spec, or undefined when it has none. */
export function configOf(spec: Spec): JsonObject | undefined {
  const config = at(spec, 'UpdateConfig')
  return isObject(config) ? config : undefined
}

/** A spec with this UpdateConfig, or without one. */
export function withConfig(spec: Spec, config: JsonObject | undefined): Spec {
  if (config) return { ...spec, UpdateConfig: config }
  return Object.fromEntries(Object.entries(spec).filter(([key]) => key !== 'UpdateConfig'))
}

/** What two UpdateConfigs are compared by. */
export const configText = (config: JsonObject | undefined): string => (config ? canonical(config) : '')

/** What the task template of a spec is told apart by; Placement is left out, as it replaces nothing. */
export const templateText = (spec: Spec): string => canonical(bareTemplate(taskTemplate(spec)))

/**
 * The UpdateConfig that changes `slots` slots and then holds: a delay of a hundred days, and a watch as long, since a
 * failure is noticed only within Monitor, and only while slots wait (measured on 20.10.24). Any failure pauses: from the
 * second step on the engine's rollback would go to the new image.
 */
export function holdConfig(
  own: JsonObject | undefined,
  slots: number,
  live: JsonObject | undefined
): JsonObject {
  const make = (hours: number): JsonObject =>
    withPolicy(own, {
      parallelism: slots,
      delay: `${String(hours)}h`,
      monitor: `${String(longest)}h`,
      failureAction: 'pause',
      maxFailureRatio: 0
    })
  const now = live && Number(at(live, 'Delay') ?? 0) / 3_600e9
  const next = now !== undefined && now > shortest && now <= longest ? Math.ceil(now) - 1 : longest
  return make(next)
}

/** Whether a config keeps an update where it is. */
export const holds = (config: JsonObject | undefined): boolean =>
  nanoseconds(policyOf(config ? { UpdateConfig: config } : {}, 'UpdateConfig').delay) >= shortest * 3_600e9

/**
 * The person's own UpdateConfig with changes, as it may run while slots are left: the engine's rollback would go to the
 * spec before this write, which is the new one already, so it pauses instead (source: swarmkit updater.go).
 */
export function goingConfig(
  own: JsonObject | undefined,
  change: PolicyChange | undefined,
  left: number
): JsonObject | undefined {
  const next =
    change && Object.values(change).some((value) => value !== undefined) ? withPolicy(own, change) : own
  return left > 0 && at(next, 'FailureAction') === 'rollback'
    ? withPolicy(next, { failureAction: 'pause' })
    : next
}

/**
 * A config that an updater which still sleeps does not take for its own: the same policy with a nanosecond more of delay.
 * A write that says nothing new is ignored until its last worker has woken up (measured on 20.10.24).
 */
export function distinct(
  config: JsonObject | undefined,
  live: JsonObject | undefined
): JsonObject | undefined {
  if (!same(config, live)) return config
  const delay = nanoseconds(policyOf(config ? { UpdateConfig: config } : {}, 'UpdateConfig').delay)
  return withPolicy(config, { delay: formatDuration(delay + 1) })
}
