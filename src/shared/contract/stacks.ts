import * as v from 'valibot'
import type { SpecChange } from '../../domain/spec-diff'
import type { StackOperation, StackPlan } from '../../domain/stack-plan'
import type { Author, Outcome } from '../../domain/version'
import { call, contextRef, count, id, line } from './schema'

/** What a release brought to one service. */
export interface ReleaseChange {
  readonly service: string
  readonly serviceName: string
  readonly version: number
  readonly image: string
  /** The version and the image before it; absent for a service that was new. */
  readonly before?: { readonly version: number; readonly image: string }
  /** What it changed of the version before it; secret-looking values are masked. */
  readonly changes: readonly SpecChange[]
  readonly outcome: Outcome
}

/** A release as the ledger of a stack shows it. */
export interface ReleaseEntry {
  readonly number: number
  /** When its first and its last version came into force: milliseconds since the epoch. */
  readonly at: number
  readonly until: number
  readonly by: Author
  /** The release that it brought back, where a roll back of the stack made it. */
  readonly restores?: number
  readonly outcome: Outcome
  readonly changed: readonly ReleaseChange[]
  /** How many services the stack had then. */
  readonly services: number
  /** Whether it is the newest one. */
  readonly current: boolean
  /** Whether at least one of its services is still there and known whole. */
  readonly restorable: boolean
}

export interface StackHistory {
  /** Newest first. */
  readonly releases: readonly ReleaseEntry[]
  /** How many older ones there are. */
  readonly older: number
}

const stack = v.pipe(line(256), v.minLength(1))
const operationRef = v.strictObject({ context: id, operation: id })

export const stackCalls = {
  'stacks.releases': call<StackHistory>()(
    v.strictObject({ context: id, stack, before: v.optional(v.pipe(count, v.minValue(1))) })
  ),
  'stacks.plan': call<StackPlan>()(
    v.strictObject({
      context: id,
      stack,
      release: v.pipe(count, v.minValue(1)),
      /** Ids of services, wave by wave; left out, Skep suggests the waves. */
      waves: v.optional(v.pipe(v.array(v.pipe(v.array(id), v.maxLength(500))), v.maxLength(500))),
      keepReplicas: v.optional(v.boolean())
    })
  ),
  'stacks.apply': call<{ readonly operation: string }>()(
    v.strictObject({ plan: id, hash: v.pipe(v.string(), v.hash(['sha256'])), confirm: v.optional(line(256)) })
  ),
  /** Newest first. */
  'stacks.operations': call<readonly StackOperation[]>()(contextRef),
  'stacks.stop': call<null>()(operationRef),
  'stacks.close': call<null>()(operationRef)
} as const
