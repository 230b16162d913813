import * as v from 'valibot'
import type { ErrorCode } from '../../domain/error'
import { call, contextRef, id, line } from './schema'

/** The history that a team shares in the cluster itself: what is there, and what this Skep would write. */
export interface SharedView {
  /** Whether this Skep writes. */
  readonly on: boolean
  /** Whether it may: only a context in mode full does. */
  readonly may: boolean
  readonly pages: number
  readonly bytes: number
  readonly versions: number
  /** The computer users whose Skep told something. */
  readonly users: readonly string[]
  /** Lines in it that are not what Skep writes; they count for nothing. */
  readonly refused: number
  /** What is not there yet: versions, those of them without their secret-looking values, and bytes. */
  readonly next: { readonly versions: number; readonly partial: number; readonly bytes: number }
  /** The name to be typed before all of it is removed: the context's, in production. */
  readonly confirm?: string
  /** Why the last read or write failed. */
  readonly problem?: ErrorCode
}

export const sharedCalls = {
  'shared.get': call<SharedView>()(contextRef),
  'shared.set': call<null>()(v.strictObject({ context: id, on: v.boolean() })),
  /** Removes every page from the cluster, for everyone; every Skep keeps its own history. */
  'shared.remove': call<{ readonly removed: number }>()(
    v.strictObject({ context: id, confirm: v.optional(line(256)) })
  )
} as const
