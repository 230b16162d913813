import * as v from 'valibot'
import { call, id, line, serviceRef } from './schema'

/** What an engineer wrote for whoever looks after a service at night. */
export interface Runbook {
  /** Markdown. */
  readonly text: string
  /** Whom to call, and how. */
  readonly contact: string
  /** Milliseconds since the epoch. */
  readonly at: number
  /** The computer user who wrote it. */
  readonly by: string
}

export const runbookCalls = {
  'runbooks.get': call<Runbook | null>()(serviceRef),
  'runbooks.save': call<null>()(
    v.strictObject({
      context: id,
      service: id,
      text: v.pipe(v.string(), v.maxLength(100_000)),
      contact: line(300)
    })
  )
} as const
