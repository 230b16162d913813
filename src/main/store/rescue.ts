import { gunzipSync } from 'node:zlib'
import Database from 'libsql'
import { isObject } from '../../domain/json'
import { specHash } from '../core/hash'
import { parseJson } from '../core/json'
import { missingOf, type Missing, type Row } from './chain'

/** What could be read of a damaged file. */
export interface Rescued {
  readonly entries: number
  readonly specs: number
  /** Entries that are gone, as far as their numbers tell. */
  readonly lost: readonly Missing[]
  /** The highest number that an entry is known to have had. */
  readonly top: number
}

interface SpecRow {
  readonly hash: string
  readonly body: ArrayBuffer
}

/**
 * Copies every entry and spec that can still be read from a damaged file into a fresh database of the newest schema.
 * `end` is the number of the newest entry as it was noted outside of the file; 0 when it is not known.
 */
export function rescue(damaged: string, fresh: Database.Database, end: number): Rescued {
  const source = opened(damaged)
  try {
    const entries = source ? readEntries(source, end) : []
    const specs = source ? readSpecs(source, entries.length) : []
    const add = fresh.prepare(
      `INSERT INTO entries (seq, at, cluster, service, kind, number, operation, body, hash)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`
    )
    const addSpec = fresh.prepare('INSERT OR IGNORE INTO specs (hash, body) VALUES (?, ?)')
    fresh.transaction(() => {
      for (const row of entries)
        add.run(
          row.seq,
          row.at,
          row.cluster,
          row.service,
          row.kind,
          row.number,
          row.operation,
          row.body,
          row.hash
        )
      for (const { hash, body } of specs) addSpec.run(hash, Buffer.from(body))
    })()
    const top = Math.max(end, entries.at(-1)?.seq ?? 0)
    const lost = gapsOf(entries, missingOf(fresh), top)
    return { entries: entries.length, specs: specs.length, lost, top }
  } finally {
    source?.close()
  }
}

function opened(file: string): Database.Database | undefined {
  try {
    const database = new Database(file, { readonly: true })
    database.prepare('SELECT count(*) FROM sqlite_master').get()
    return database
  } catch {
    return undefined
  }
}

/** Reads rows of a table by their number, block by block, and one by one where a block cannot be read. */
function readable<T>(source: Database.Database, sql: string, last: number, keep: (row: T) => boolean): T[] {
  const found: T[] = []
  const read = (from: number, to: number): boolean => {
    try {
      // A statement that failed once fails for good: each block has its own.
      found.push(...(source.prepare(sql).all(from, to) as T[]).filter(keep))
      return true
    } catch {
      return false
    }
  }
  const block = 256
  for (let from = 1; from <= last; from += block) {
    const to = Math.min(last, from + block - 1)
    if (read(from, to)) continue
    for (let one = from; one <= to; one += 1) read(one, one)
  }
  return found
}

function readEntries(source: Database.Database, end: number): readonly Row[] {
  const last = Math.max(end, highest(source, 'SELECT max(seq) AS n FROM entries'), highest(source, sequence))
  return readable<Row>(source, 'SELECT * FROM entries WHERE seq BETWEEN ? AND ? ORDER BY seq', last, whole)
}

const sequence = "SELECT seq AS n FROM sqlite_sequence WHERE name = 'entries'"

function readSpecs(source: Database.Database, entries: number): readonly SpecRow[] {
  const last = highest(source, 'SELECT max(rowid) AS n FROM specs') || entries
  const sql = 'SELECT hash, body FROM specs WHERE rowid BETWEEN ? AND ?'
  return readable<SpecRow>(source, sql, last, isItself)
}

/** A number that a damaged file may be unable to give; no more is believed than could be read in a minute. */
function highest(source: Database.Database, sql: string): number {
  try {
    const row = source.prepare(sql).get() as { n: number | null } | undefined
    return Math.min(row?.n ?? 0, 10_000_000)
  } catch {
    return 0
  }
}

function whole(row: Row): boolean {
  try {
    return (
      isObject(JSON.parse(row.body) as never) && typeof row.hash === 'string' && typeof row.at === 'number'
    )
  } catch {
    return false
  }
}

/** Whether a spec is the one that its hash names: one flipped bit must not be sent to a cluster. */
function isItself({ hash, body }: SpecRow): boolean {
  try {
    const spec = parseJson(gunzipSync(Buffer.from(body)).toString('utf8'))
    return isObject(spec) && specHash(spec) === hash
  } catch {
    return false
  }
}

/** The numbers up to `top` that no row has and that were not known to be missing before. */
function gapsOf(rows: readonly Row[], known: readonly Missing[], top: number): readonly Missing[] {
  const gaps: Missing[] = []
  const gap = (first: number, last: number): void => {
    let from = first
    for (const range of [...known].sort((a, b) => a.first - b.first)) {
      if (range.last < from || range.first > last) continue
      if (range.first > from) gaps.push({ first: from, last: range.first - 1 })
      from = range.last + 1
    }
    if (from <= last) gaps.push({ first: from, last })
  }
  let expected = 1
  for (const { seq } of rows) {
    if (seq > expected) gap(expected, seq - 1)
    expected = seq + 1
  }
  gap(expected, top)
  return gaps
}
