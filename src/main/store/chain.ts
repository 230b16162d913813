import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
import type Database from 'libsql'
import { isObject, listAt, numberAt, textAt, type Json } from '../../domain/json'
import { sha256 } from '../core/hash'
import { parseJson } from '../core/json'

/** An entry as it stands in the table. */
export interface Row {
  readonly seq: number
  readonly at: number
  readonly cluster: string
  readonly service: string
  readonly kind: string
  readonly number: number | null
  readonly operation: string | null
  readonly body: string
  readonly hash: string
}

/** The hash of an entry: over the one before it and over everything that the entry says. */
export const chained = (
  previous: string,
  row: Pick<Row, 'at' | 'cluster' | 'service' | 'kind' | 'body'>
): string => sha256([previous, row.at, row.cluster, row.service, row.kind, row.body].join('\n'))

/** Entries that are no longer there, from `first` to `last`; `hash` is that of the last one, where it is known. */
export interface Missing {
  readonly first: number
  readonly last: number
  readonly hash?: string
}

/** What entries of the kinds `pruned` and `lost` say is no longer there. */
export function missingOf(database: Database.Database): readonly Missing[] {
  const rows = database
    .prepare("SELECT body FROM entries WHERE kind IN ('pruned', 'lost') ORDER BY seq")
    .all() as { body: string }[]
  return rows.flatMap(({ body }) =>
    listAt(parsed(body), 'ranges').map((range: Json) => {
      const hash = textAt(range, 'hash')
      const [first, last] = [numberAt(range, 'first') ?? 0, numberAt(range, 'last') ?? 0]
      return { first, last, ...(hash === undefined ? {} : { hash }) }
    })
  )
}

/**
 * The number of the first entry that does not carry the hash of the one before it; undefined when the chain holds. It
 * goes on behind entries that were pruned with the hash that the pruning wrote down, and begins anew behind lost ones.
 */
export function brokenAt(database: Database.Database): number | undefined {
  const missing = [...missingOf(database)].sort((a, b) => a.first - b.first || b.last - a.last)
  let place = 0
  let previous: string | undefined = ''
  let expected = 1
  const rows = database
    .prepare('SELECT seq, at, cluster, service, kind, body, hash FROM entries ORDER BY seq')
    .iterate() as IterableIterator<Row>
  for (const row of rows) {
    while (expected < row.seq) {
      while ((missing[place]?.last ?? Infinity) < expected) place += 1
      const range = missing[place]
      if (!range || range.first > expected) return row.seq
      expected = range.last + 1
      previous = range.hash
    }
    if (row.seq !== expected || (previous !== undefined && chained(previous, row) !== row.hash))
      return row.seq
    previous = row.hash
    expected += 1
  }
  return undefined
}

/** The end of the chain: the newest entry's number and hash. */
export interface Head {
  readonly seq: number
  readonly hash: string
}

/** The end of the chain in a small file of its own, so that a journal whose newest entries were cut off is noticed. */
export interface HeadFile {
  read(): Head | undefined
  /** Replaces it whole; a failure is no failure of the entry, whose chain is then only ahead of this file. */
  write(head: Head): void
}

export function headFile(path: string): HeadFile {
  const fresh = `${path}.new`
  return {
    read() {
      try {
        const value = parsed(readFileSync(path, 'utf8'))
        const [seq, hash] = [numberAt(value, 'seq'), textAt(value, 'hash')]
        return seq === undefined || hash === undefined ? undefined : { seq, hash }
      } catch {
        return undefined
      }
    },
    write(head) {
      try {
        const file = openSync(fresh, 'w', 0o600)
        try {
          writeSync(file, `${JSON.stringify(head)}\n`)
          fsyncSync(file)
        } finally {
          closeSync(file)
        }
        renameSync(fresh, path)
      } catch {
        rmSync(fresh, { force: true })
      }
    }
  }
}

function parsed(text: string): Json | undefined {
  try {
    const value = parseJson(text)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}
