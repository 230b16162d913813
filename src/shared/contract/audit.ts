import * as v from 'valibot'
import type { AuditRow } from '../../domain/audit'
import { call, count, id, line, none } from './schema'

/** A row with the name of the context that leads to its cluster, as far as one is saved. */
export interface AuditLine extends AuditRow {
  readonly context?: string
}

export interface AuditPage {
  /** Newest first. */
  readonly rows: readonly AuditLine[]
  /** Whether there are older ones. */
  readonly older: boolean
}

/** What a look through the whole chain of hashes found. */
export interface ChainState {
  readonly entries: number
  /** The newest entry; absent for an empty journal. */
  readonly head?: { readonly seq: number; readonly hash: string }
  /** The number of the first entry that does not carry the hash of the one before it. */
  readonly brokenAt?: number
}

export const exportFormats = ['json', 'csv', 'html', 'pdf'] as const
export type ExportFormat = (typeof exportFormats)[number]

export const auditCalls = {
  'audit.list': call<AuditPage>()(
    v.strictObject({
      context: v.optional(id),
      by: v.optional(v.picklist(['skep', 'outside', 'engine', 'journal'])),
      outcome: v.optional(line(64)),
      text: v.optional(line(256)),
      /** Rows before this one; left out, the newest. */
      before: v.optional(count)
    })
  ),
  'audit.verify': call<ChainState>()(none),
  /** Writes a file below Skep's own folder for exports. With a service it is a report on that service's versions. */
  'audit.export': call<{ readonly path: string }>()(
    v.strictObject({
      context: v.optional(id),
      format: v.picklist(exportFormats),
      service: v.optional(id),
      from: v.optional(v.pipe(count, v.minValue(1))),
      to: v.optional(v.pipe(count, v.minValue(1)))
    })
  )
} as const
