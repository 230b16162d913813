import * as v from 'valibot'
import type { Reason } from '../../domain/reason'
import type { MissingPart } from '../../domain/restore'
import type { Tool } from '../../domain/origin'
import type { SpecChange } from '../../domain/spec-diff'
import type { Author, Outcome, Quality, RestoredPart, Source } from '../../domain/version'
import { call, count, id, line, serviceRef, valueRef } from './schema'

export interface HistoryEntry {
  readonly number: number
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly by: Author
  /** The computer user who applied it, where Skep made it. */
  readonly user?: string
  /** What an outside change seems to be made with; never certain. */
  readonly seems?: Tool
  readonly image: string
  readonly digest?: string
  /** What it changed of the version before it; empty for the oldest one. */
  readonly changes: readonly SpecChange[]
  /** The version that the changes are counted from, where that is not the one just before. */
  readonly changesSince?: number
  readonly outcome: Outcome
  readonly quality: Quality
  /** Why tasks did not run, of a bad one: what the engine has forgotten since. */
  readonly reasons?: readonly Reason[]
  readonly restores?: number
  /** What it restores of that version, if not all of it. */
  readonly restoredPart?: RestoredPart
  readonly current: boolean
  /** Whether it is the newest earlier version that was seen to succeed. */
  readonly lastGood: boolean
  /** Whether it is the version that a roll back leads to first. */
  readonly wayBack: boolean
  readonly source: Source
  /** Milliseconds for which nobody watched before it was seen, for a source of `gap`. */
  readonly gap?: number
  /** Whether it can be rolled back to as a whole; partial ones lack what tasks do not carry. */
  readonly complete: boolean
  readonly missing: readonly (MissingPart | 'spec')[]
  /** Milliseconds from when it came into force to its outcome, where both were seen. */
  readonly took?: number
  /** Milliseconds for which it was in force; absent for the current one. */
  readonly inForce?: number
  readonly pinned: boolean
  /** A name that a person gave it, and a note. */
  readonly title?: string
  readonly note?: string
}

const version = v.pipe(count, v.minValue(1))
const when = v.pipe(v.number(), v.integer(), v.minValue(0))

/** Which versions of a service are wanted; what is left out does not matter. */
const query = {
  /** Only versions older than this number: where the page before ended. */
  before: v.optional(version),
  limit: v.optional(v.pipe(count, v.minValue(1), v.maxValue(500))),
  /** Words anywhere: image, digest, name, note, user, what changed. */
  text: v.optional(line(256)),
  image: v.optional(line(1024)),
  /** A setting, variable or label that the version changed. */
  changed: v.optional(line(256)),
  quality: v.optional(v.picklist(['good', 'bad', 'unfinished', 'unwatched', 'open'])),
  by: v.optional(v.picklist(['skep', 'outside', 'engine'])),
  /** Milliseconds since the epoch, from and until. */
  from: v.optional(when),
  to: v.optional(when),
  pinned: v.optional(v.boolean())
}

export type HistoryQuery = v.InferOutput<v.StrictObjectSchema<typeof query, undefined>>

export const historyCalls = {
  /** Newest first; the newest 200 when no limit is given. */
  'history.list': call<readonly HistoryEntry[]>()(v.strictObject({ context: id, service: id, ...query })),
  /** From version `a` to version `b`; `b` may be of another service, on another cluster too. */
  'history.diff': call<readonly SpecChange[]>()(
    v.strictObject({
      context: id,
      service: id,
      a: version,
      b: version,
      other: v.optional(serviceRef)
    })
  ),
  /** Pins a version, names it or writes on it; what is left out stays. */
  'history.note': call<null>()(
    v.strictObject({
      context: id,
      service: id,
      number: version,
      pinned: v.optional(v.boolean()),
      title: v.optional(line(80)),
      text: v.optional(v.pipe(v.string(), v.maxLength(4000)))
    })
  ),
  /** One value of a version that is otherwise shown masked; that it was shown is journaled, without the value. */
  'history.reveal': call<{ readonly value: string }>()(
    v.strictObject({ context: id, service: id, number: version, ...valueRef })
  )
} as const
