import * as v from 'valibot'
import type { Failure } from '../contract'
import { call, count, id } from './schema'

export interface LogLine {
  /** The engine's own text: RFC 3339 with nanoseconds; empty for what is no message of a task. */
  readonly at: string
  readonly task: string
  readonly node: string
  readonly stream: 'stdout' | 'stderr'
  readonly text: string
  /** How many bytes of the line are left out, when it is too long to be shown. */
  readonly cut?: number
}

/** The most lines of each task that can be asked for. */
export const mostLines = 100_000

/** What came of a log that is followed; the lines of one batch are sorted by time, an older one may come in a later batch. */
export interface LogBatch {
  readonly subscription: string
  readonly lines: readonly LogLine[]
  /** `broken`: it goes on by itself once the cluster is reached again. `ended`: nothing more will come. */
  readonly state: 'following' | 'broken' | 'ended'
  readonly problem?: Failure
}

const subscription = v.strictObject({ subscription: id })
const target = { context: id, service: id, task: v.optional(id) }

export const logCalls = {
  'services.logs': call<readonly LogLine[]>()(
    v.strictObject({ ...target, tail: v.pipe(count, v.minValue(1), v.maxValue(2000)) })
  ),
  /** Begins to follow; the lines come as events `logs.batch` that name the subscription, whose id the window chooses. */
  'logs.open': call<null>()(
    v.strictObject({ ...subscription.entries, ...target, tail: v.pipe(count, v.maxValue(mostLines)) })
  ),
  /** Says that a batch was taken in: without that the next ones wait, and at last the subscription ends. */
  'logs.taken': call<null>()(subscription),
  'logs.close': call<null>()(subscription)
} as const
