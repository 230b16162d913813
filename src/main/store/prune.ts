import type Database from 'libsql'
import { lastGoodOf, type Outcome } from '../../domain/version'
import type { StoredNote, StoredUpdate, StoredVersion } from '../core/ports'
import type { Missing, Row } from './chain'
import type { Tables } from './tables'

/** Bytes that the pages in use take. */
export function usedBytes(database: Database.Database): number {
  const { pages, free, size } = database
    .prepare(
      `SELECT (SELECT page_count FROM pragma_page_count) AS pages,
         (SELECT freelist_count FROM pragma_freelist_count) AS free,
         (SELECT page_size FROM pragma_page_size) AS size`
    )
    .get() as { pages: number; free: number; size: number }
  return (pages - free) * size
}

/** The share of the budget that is in use after a pruning, so that the next one is not due at once. */
const target = 0.8

/**
 * Keeps a journal within its budget in bytes: the oldest entries go, with the specs that no version needs any more. It
 * never drops a version that is in force, pinned, or the last good one of its service, nor what is known of these; nor
 * the state of an update that is still open; nor the newest runbook of a service; nor the newest entry. What went is declared in an entry of its own, with
 * the hashes that carry the chain across (decision 0010). Gives how many entries went.
 */
export function prune(database: Database.Database, tables: Tables, budget: number): number {
  let gone = 0
  // Each round frees about as much as is too much; specs are shared, so only the outcome tells.
  for (let round = 0; round < 8; round += 1) {
    const used = usedBytes(database)
    if (used <= budget) break
    const went = pruneOnce(database, tables, 1 - (budget * target) / used)
    if (went === 0) break
    gone += went
  }
  return gone
}

/** Bytes of an entry beside its body, in the table and its indexes. */
const overhead = 300

/** Drops the oldest entries until about this share of everything is gone. */
function pruneOnce(database: Database.Database, tables: Tables, share: number): number {
  const kept = keptEntries(database)
  const { total } = database
    .prepare(
      `SELECT (SELECT coalesce(sum(length(body) + ${String(overhead)}), 0) FROM entries)
         + (SELECT coalesce(sum(length(body)), 0) FROM specs) AS total`
    )
    .get() as { total: number }
  const spec = database.prepare('SELECT length(body) AS size FROM specs WHERE hash = ?')
  const ranges: { first: number; last: number; hash: string }[] = []
  let freed = 0
  let count = 0
  const newest = database.prepare('SELECT max(seq) AS seq FROM entries').get() as { seq: number | null }
  for (const row of inOrder(database)) {
    if (freed >= total * share || row.seq === newest.seq) break
    if (kept(row)) continue
    const last = ranges.at(-1)
    if (last && last.last === row.seq - 1) Object.assign(last, { last: row.seq, hash: row.hash })
    else ranges.push({ first: row.seq, last: row.seq, hash: row.hash })
    count += 1
    freed += row.body.length + overhead
    if (row.kind !== 'version') continue
    const size = spec.get((JSON.parse(row.body) as StoredVersion).hash) as { size: number } | undefined
    freed += size?.size ?? 0
  }
  if (count > 0) drop(database, tables, ranges, count)
  return count
}

/** Every entry, oldest first, read in portions: a cursor that is left open keeps the table locked. */
function* inOrder(database: Database.Database): Generator<Row> {
  const portion = database.prepare('SELECT * FROM entries WHERE seq > ? ORDER BY seq LIMIT 1000')
  let after = 0
  for (;;) {
    const rows = portion.all(after) as Row[]
    yield* rows
    const last = rows.at(-1)
    if (!last) return
    after = last.seq
  }
}

function drop(database: Database.Database, tables: Tables, ranges: readonly Missing[], count: number): void {
  tables.append({ cluster: '', service: '', kind: 'pruned', body: { entries: count, ranges } }, () => {
    const declare = database.prepare('INSERT INTO pruned (first, last) VALUES (?, ?)')
    const remove = database.prepare('DELETE FROM entries WHERE seq BETWEEN ? AND ?')
    for (const { first, last } of ranges) {
      declare.run(first, last)
      remove.run(first, last)
    }
    database.exec(
      `DELETE FROM specs WHERE hash NOT IN
         (SELECT json_extract(body, '$.hash') FROM entries WHERE kind = 'version')`
    )
  })
  tables.forget()
}

/** Tells of each entry whether it has to stay. */
function keptEntries(database: Database.Database): (row: Row) => boolean {
  const read = (kind: string) =>
    database.prepare('SELECT * FROM entries WHERE kind = ? ORDER BY seq').all(kind) as Row[]
  const outcomes = new Map<string, Outcome>()
  const pinned = new Map<string, boolean>()
  const place = (row: Row) => `${row.cluster}\n${row.service}\n${String(row.number)}`
  for (const row of read('outcome'))
    outcomes.set(place(row), (JSON.parse(row.body) as { outcome: Outcome }).outcome)
  for (const row of read('note')) {
    const note = JSON.parse(row.body) as StoredNote
    if (note.pinned !== undefined) pinned.set(place(row), note.pinned)
  }
  const services = new Map<string, { row: Row; version: StoredVersion; outcome: Outcome }[]>()
  for (const row of read('version')) {
    const version = JSON.parse(row.body) as StoredVersion
    const known = services.get(`${row.cluster}\n${row.service}`) ?? []
    known.push({ row, version, outcome: outcomes.get(place(row)) ?? 'running' })
    services.set(`${row.cluster}\n${row.service}`, known)
  }
  const stay = new Set<string>()
  for (const known of services.values()) {
    known.sort((a, b) => a.version.number - b.version.number)
    const newest = known.at(-1)
    const good = lastGoodOf(known.map(({ version, outcome }) => ({ ...version, outcome })))
    for (const { row, version } of known) {
      const named = version.number === newest?.version.number || version.number === good?.number
      if (named || pinned.get(place(row))) stay.add(place(row))
    }
  }
  const runbooks = new Map<string, number>()
  for (const row of read('runbook')) runbooks.set(`${row.cluster}\n${row.service}`, row.seq)
  const open = new Set<string>()
  for (const row of read('update')) {
    const { update, state } = JSON.parse(row.body) as StoredUpdate
    if (state === 'sending' || state === 'unknown') open.add(update)
    else open.delete(update)
  }
  return (row) => {
    if (row.kind === 'pruned' || row.kind === 'lost') return true
    if (row.kind === 'update') return row.operation !== null && open.has(row.operation)
    if (row.kind === 'runbook') return runbooks.get(`${row.cluster}\n${row.service}`) === row.seq
    return row.number !== null && stay.has(place(row))
  }
}
