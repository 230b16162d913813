import { formatDuration, parseDuration } from './duration'
import { numberAt, objectAt, textAt, type Json, type JsonObject } from './json'
import type { Spec } from './service'

export const failureActions = ['pause', 'continue', 'rollback'] as const
export const orders = ['stop-first', 'start-first'] as const
export type FailureAction = (typeof failureActions)[number]
export type Order = (typeof orders)[number]

/** An UpdateConfig or RollbackConfig as people read it; durations are text such as `10s`. */
export interface Policy {
  /** Slots changed at once; 0 means all. */
  readonly parallelism: number
  readonly delay: string
  readonly monitor: string
  readonly failureAction: FailureAction
  /** 0 to 1; the action fires when failures / slots to change is strictly greater. */
  readonly maxFailureRatio: number
  readonly order: Order
}

/** What a person changed of a policy; what is left out stays as it is. */
export type PolicyChange = { readonly [K in keyof Policy]?: Policy[K] | undefined }

export type PolicyKind = 'UpdateConfig' | 'RollbackConfig'

/** The engine's defaults where a spec has no policy (measured on 20.10.24). Monitor 0 or absent means 5 s. */
export const defaultPolicy: Policy = {
  parallelism: 1,
  delay: '0s',
  monitor: '5s',
  failureAction: 'pause',
  maxFailureRatio: 0,
  order: 'stop-first'
}

/** The policy that a spec puts in force. Where the whole config is absent the engine's defaults hold. */
export function policyOf(spec: Spec, kind: PolicyKind): Policy {
  if (spec[kind] === undefined || spec[kind] === null) return defaultPolicy
  const config = objectAt(spec, kind)
  const action = textAt(config, 'FailureAction')
  return {
    parallelism: numberAt(config, 'Parallelism') ?? 0,
    delay: formatDuration(numberAt(config, 'Delay') ?? 0),
    monitor: formatDuration(numberAt(config, 'Monitor') || 5e9),
    failureAction: failureActions.find((known) => known === action) ?? 'pause',
    maxFailureRatio: numberAt(config, 'MaxFailureRatio') ?? 0,
    order: textAt(config, 'Order') === 'start-first' ? 'start-first' : 'stop-first'
  }
}

/** The engine's defaults as the CLI writes them where a config was absent (docker/cli, updateConfigFromDefaults). */
export const defaultConfig: JsonObject = {
  Parallelism: 1,
  Delay: 0,
  FailureAction: 'pause',
  Monitor: 5_000_000_000,
  MaxFailureRatio: 0,
  Order: 'stop-first'
}

/**
 * The config with only the given fields changed. A config that was absent starts from the engine's own defaults,
 * because one that is present but lacks Parallelism means "all at once".
 */
export function withPolicy(config: JsonObject | undefined, change: PolicyChange): JsonObject {
  const next: Record<string, Json> = { ...(config ?? defaultConfig) }
  if (change.parallelism !== undefined) next['Parallelism'] = change.parallelism
  if (change.delay !== undefined) next['Delay'] = parseDuration(change.delay) ?? 0
  if (change.monitor !== undefined) next['Monitor'] = parseDuration(change.monitor) ?? 0
  if (change.failureAction !== undefined) next['FailureAction'] = change.failureAction
  if (change.maxFailureRatio !== undefined) next['MaxFailureRatio'] = change.maxFailureRatio
  if (change.order !== undefined) next['Order'] = change.order
  return next
}

/** Nanoseconds of a policy's duration. */
export const nanoseconds = (text: string): number => parseDuration(text) ?? 0

export type PolicyField = keyof Policy

/** The fields of a change that the Engine would refuse, so that they are named before anything is sent. */
export function badFields(change: PolicyChange): readonly PolicyField[] {
  const bad: PolicyField[] = []
  const { parallelism, delay, monitor, failureAction, maxFailureRatio, order } = change
  if (parallelism !== undefined && !(Number.isSafeInteger(parallelism) && parallelism >= 0))
    bad.push('parallelism')
  if (delay !== undefined && parseDuration(delay) === undefined) bad.push('delay')
  if (monitor !== undefined && parseDuration(monitor) === undefined) bad.push('monitor')
  if (failureAction !== undefined && !failureActions.includes(failureAction)) bad.push('failureAction')
  if (maxFailureRatio !== undefined && !(maxFailureRatio >= 0 && maxFailureRatio <= 1))
    bad.push('maxFailureRatio')
  if (order !== undefined && !orders.includes(order)) bad.push('order')
  return bad
}
