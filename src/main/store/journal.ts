import { chmodSync, existsSync, renameSync } from 'node:fs'
import { gunzipSync, gzipSync } from 'node:zlib'
import Database from 'libsql'
import { SkepError } from '../../domain/error'
import type { Outcome } from '../../domain/version'
import { isObject } from '../../domain/json'
import { sha256 } from '../core/hash'
import { parseJson, stringifyJson } from '../core/json'
import type { Journal, StoredUpdate, StoredVersion } from '../core/ports'
import { migrate } from './migrations'

export interface OpenedJournal {
  readonly journal: Journal
  /** What was found wrong with the file and done about it. */
  readonly notices: readonly { readonly code: string; readonly file: string }[]
}

interface EntryRow {
  readonly body: string
}

/**
 * The journal in SQLite (WAL, synchronous=FULL, so that an entry that was acknowledged survives a power cut). Entries
 * are only ever appended, and each carries the hash of the one before it. A damaged file is put aside, not overwritten.
 */
export function openJournal(file: string, now: () => number): OpenedJournal {
  const notices: { code: string; file: string }[] = []
  let database: Database.Database
  try {
    database = open(file)
  } catch (error) {
    if (error instanceof SkepError || !existsSync(file)) throw error
    const aside = `${file}.corrupt-${String(now())}`
    for (const end of ['', '-wal', '-shm']) if (existsSync(file + end)) renameSync(file + end, aside + end)
    notices.push({ code: 'journal-quarantined', file: aside })
    database = open(file)
  }
  if (!chainHolds(database)) notices.push({ code: 'journal-chain-broken', file })
  return { journal: over(database, now), notices }
}

function open(file: string): Database.Database {
  const database = new Database(file)
  chmodSync(file, 0o600)
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  database.pragma('busy_timeout = 5000')
  const mode = database.prepare('PRAGMA journal_mode').get() as { journal_mode: string }
  const durable = database.prepare('PRAGMA synchronous').get() as { synchronous: number }
  if (mode.journal_mode !== 'wal' || durable.synchronous !== 2) {
    throw new SkepError('journal-failed', {}, { detail: 'the file system does not give durable writes' })
  }
  const check = database.prepare('PRAGMA quick_check').get() as Record<string, string>
  if (Object.values(check)[0] !== 'ok') throw new Error('quick_check failed')
  migrate(database, file)
  return database
}

/** Whether every entry still carries the hash of the one before it. */
function chainHolds(database: Database.Database): boolean {
  let previous = ''
  const rows = database
    .prepare('SELECT at, cluster, service, kind, body, hash FROM entries ORDER BY seq')
    .iterate()
  for (const row of rows as IterableIterator<Record<string, string | number>>) {
    if (chained(previous, row) !== row['hash']) return false
    previous = row['hash']
  }
  return true
}

const chained = (previous: string, row: Readonly<Record<string, string | number | undefined>>): string =>
  sha256([previous, row['at'], row['cluster'], row['service'], row['kind'], row['body']].join('\n'))

function over(database: Database.Database, now: () => number): Journal {
  const last = database.prepare('SELECT hash FROM entries ORDER BY seq DESC LIMIT 1').get() as
    { hash: string } | undefined
  let head = last?.hash ?? ''
  const insert = database.prepare(
    'INSERT INTO entries (at, cluster, service, kind, number, operation, body, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)'
  )
  const addSpec = database.prepare('INSERT OR IGNORE INTO specs (hash, body) VALUES (?, ?)')
  const bodies = (sql: string, ...values: (string | number)[]) =>
    (database.prepare(sql).all(...values) as EntryRow[]).map((row) => JSON.parse(row.body) as unknown)

  interface Entry {
    readonly cluster: string
    readonly service: string
    readonly kind: 'version' | 'update' | 'outcome'
    readonly number?: number
    readonly operation?: string
    readonly body: unknown
  }

  let gathering = false

  /** One durable transaction, or a part of the one that gathers; the head of the chain moves only when it is on the disk. */
  function append(entry: Entry, also: () => void = () => undefined): void {
    const row = {
      at: now(),
      cluster: entry.cluster,
      service: entry.service,
      kind: entry.kind,
      body: JSON.stringify(entry.body)
    }
    const hash = chained(head, row)
    try {
      const write = () => {
        also()
        insert.run(
          row.at,
          row.cluster,
          row.service,
          row.kind,
          entry.number ?? null,
          entry.operation ?? null,
          row.body,
          hash
        )
      }
      if (gathering) write()
      else database.transaction(write)()
    } catch (error) {
      throw new SkepError('journal-failed', {}, { cause: error })
    }
    head = hash
  }

  return {
    together(work) {
      const before = head
      gathering = true
      try {
        database.transaction(work)()
      } catch (error) {
        head = before
        throw error instanceof SkepError ? error : new SkepError('journal-failed', {}, { cause: error })
      } finally {
        gathering = false
      }
    },
    addVersion(cluster, version, spec) {
      const entry = {
        cluster,
        service: version.service,
        kind: 'version',
        number: version.number,
        body: version
      } as const
      append(entry, () => void addSpec.run(version.hash, gzipSync(stringifyJson(spec))))
    },
    versions: (cluster, service) =>
      bodies(
        "SELECT body FROM entries WHERE cluster = ? AND service = ? AND kind = 'version' ORDER BY number",
        cluster,
        service
      ) as StoredVersion[],
    heads(cluster) {
      const versions = bodies(
        `SELECT body FROM entries WHERE seq IN
           (SELECT max(seq) FROM entries WHERE cluster = ? AND kind = 'version' GROUP BY service)`,
        cluster
      ) as StoredVersion[]
      return new Map(
        versions.map(({ service, number, hash }) => {
          const outcome: Outcome = this.outcomes(cluster, service).get(number) ?? 'running'
          return [service, { number, hash, outcome }]
        })
      )
    },
    spec(hash) {
      const row = database.prepare('SELECT body FROM specs WHERE hash = ?').get(hash) as
        { body: Buffer } | undefined
      if (!row) return undefined
      const spec = parseJson(gunzipSync(Buffer.from(row.body)).toString('utf8'))
      return isObject(spec) ? spec : undefined
    },
    addUpdate: (update) =>
      append({
        cluster: update.cluster,
        service: update.service,
        kind: 'update',
        operation: update.update,
        body: update
      }),
    updates(cluster, filter = {}) {
      const newest = bodies(
        `SELECT body FROM entries WHERE seq IN
           (SELECT max(seq) FROM entries WHERE cluster = ? AND kind = 'update' GROUP BY operation) ORDER BY seq DESC`,
        cluster
      ) as StoredUpdate[]
      const isOpen = (update: StoredUpdate) => update.state === 'sending' || update.state === 'unknown'
      return newest.filter(
        (update) =>
          (filter.service === undefined || update.service === filter.service) &&
          (!filter.open || isOpen(update))
      )
    },
    addOutcome: (cluster, outcome) =>
      append({ cluster, service: outcome.service, kind: 'outcome', number: outcome.number, body: outcome }),
    outcomes(cluster, service) {
      const all = bodies(
        "SELECT body FROM entries WHERE cluster = ? AND service = ? AND kind = 'outcome' ORDER BY seq",
        cluster,
        service
      ) as { number: number; outcome: Outcome }[]
      return new Map(all.map(({ number, outcome }) => [number, outcome]))
    },
    close: () => void database.close()
  }
}
