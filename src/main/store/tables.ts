import { gunzipSync, gzipSync } from 'node:zlib'
import type Database from 'libsql'
import { SkepError } from '../../domain/error'
import { isObject } from '../../domain/json'
import type { Note, Outcome } from '../../domain/version'
import { parseJson, stringifyJson } from '../core/json'
import type {
  Journal,
  JournalEntry,
  NewEntry,
  StoredNote,
  StoredOutcome,
  StoredUpdate,
  StoredVersion
} from '../core/ports'
import { brokenAt, chained, type HeadFile, type Row } from './chain'

/** How many services and versions of histories are kept ready in memory, together. */
const ready = 60_000

interface History {
  readonly versions: readonly StoredVersion[]
  readonly outcomes: ReadonlyMap<number, Outcome>
  readonly judgements: ReadonlyMap<number, StoredOutcome>
  readonly notes: ReadonlyMap<number, Note>
}

export interface TablesOptions {
  readonly now: () => number
  /** Where the end of the chain is written after each commit, if anywhere. */
  readonly head?: HeadFile | undefined
  /** Called after each commit with the number of entries that it added. */
  readonly added?: (entries: number) => void
  readonly close: () => void
}

/** The tables of a journal, with what appends a row to the chain whatever its kind. */
export interface Tables {
  /** All but what knows the whole file. */
  readonly journal: Omit<Journal, 'size' | 'tidy'>
  /** Appends an entry of any kind inside of a transaction together with `also`. */
  append(entry: NewEntry | LedgerEntry, also?: () => void): void
  /** Forgets what was kept ready in memory; for when entries went. */
  forget(): void
}

/** What the journal writes about itself: entries that were pruned, and entries that were lost. */
export interface LedgerEntry {
  readonly cluster: ''
  readonly service: ''
  readonly kind: 'pruned' | 'lost'
  readonly body: object
  /** The number of the entry, where those before it are lost. */
  readonly seq?: number
}

/** The Journal port over an open database of the newest schema. */
export function tablesOf(database: Database.Database, options: TablesOptions): Tables {
  const last = database.prepare('SELECT seq, hash FROM entries ORDER BY seq DESC LIMIT 1').get() as
    { seq: number; hash: string } | undefined
  let head = { seq: last?.seq ?? 0, hash: last?.hash ?? '' }
  let gathering = false
  let gathered = 0
  const histories = new Map<string, History>()
  let kept = 0
  const release = (name: string): void => {
    const history = histories.get(name)
    if (!history) return
    kept -= 1 + history.versions.length
    histories.delete(name)
  }
  const updatesOf = new Map<string, Map<string, StoredUpdate>>()
  const insert = database.prepare(
    `INSERT INTO entries (seq, at, cluster, service, kind, number, operation, body, hash)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`
  )
  const addSpec = database.prepare('INSERT OR IGNORE INTO specs (hash, body) VALUES (?, ?)')
  const readSpec = database.prepare('SELECT body FROM specs WHERE hash = ?')
  const findSpec = database.prepare('SELECT 1 FROM specs WHERE hash = ?')
  const statements = new Map<string, Database.Statement>()
  /** A statement is worked out once: a first look at a large cluster asks the same for every service. */
  const statement = (sql: string): Database.Statement => {
    const known = statements.get(sql) ?? database.prepare(sql)
    statements.set(sql, known)
    return known
  }
  const bodies = (sql: string, ...values: (string | number)[]) =>
    (statement(sql).all(...values) as Pick<Row, 'body'>[]).map((row) => JSON.parse(row.body) as unknown)
  const key = (cluster: string, service: string) => `${cluster}\n${service}`

  function forget(): void {
    histories.clear()
    kept = 0
    updatesOf.clear()
  }

  /** One durable transaction, or a part of the one that gathers; the head of the chain moves only when it is on the disk. */
  function append(entry: NewEntry | LedgerEntry, also: () => void = () => undefined): void {
    const row = {
      seq: 'seq' in entry && entry.seq !== undefined ? entry.seq : head.seq + 1,
      at: options.now(),
      cluster: entry.cluster,
      service: entry.service,
      kind: entry.kind,
      body: JSON.stringify(entry.body)
    }
    const number = 'number' in entry ? (entry.number ?? null) : null
    const operation = 'operation' in entry ? (entry.operation ?? null) : null
    const hash = chained(head.hash, row)
    try {
      const write = () => {
        also()
        insert.run(row.seq, row.at, row.cluster, row.service, row.kind, number, operation, row.body, hash)
      }
      if (gathering) write()
      else database.transaction(write)()
    } catch (error) {
      throw new SkepError('journal-failed', {}, { cause: error })
    }
    head = { seq: row.seq, hash }
    release(key(row.cluster, row.service))
    if (entry.kind === 'update') {
      const update = entry.body as StoredUpdate
      // As the newest, also by its place.
      updatesOf.get(row.cluster)?.delete(update.update)
      updatesOf.get(row.cluster)?.set(update.update, update)
    }
    if (gathering) gathered += 1
    else committed(1)
  }

  function committed(entries: number): void {
    options.head?.write(head)
    options.added?.(entries)
  }

  function historyOf(cluster: string, service: string): History {
    const known = histories.get(key(cluster, service))
    if (known) return known
    const of = (kind: string, order: string) =>
      bodies(
        `SELECT body FROM entries WHERE cluster = ? AND service = ? AND kind = '${kind}' ORDER BY ${order}`,
        cluster,
        service
      )
    const judgements = (of('outcome', 'seq') as StoredOutcome[]).map(
      (judged) => [judged.number, judged] as const
    )
    const notes = new Map<number, Note>()
    for (const { number, service: _service, ...note } of of('note', 'seq') as StoredNote[])
      notes.set(number, { ...notes.get(number), ...note })
    const history: History = {
      versions: of('version', 'number, seq') as StoredVersion[],
      outcomes: new Map(judgements.map(([number, { outcome }]) => [number, outcome])),
      judgements: new Map(judgements),
      notes
    }
    for (const oldest of histories.keys()) {
      if (kept <= ready) break
      release(oldest)
    }
    histories.set(key(cluster, service), history)
    kept += 1 + history.versions.length
    return history
  }

  /** The newest state of each update of a cluster by its id, in the order in which these were written. */
  function updatesIn(cluster: string): ReadonlyMap<string, StoredUpdate> {
    const known = updatesOf.get(cluster)
    if (known) return known
    const newest = bodies(
      `SELECT body FROM entries WHERE seq IN
         (SELECT max(seq) FROM entries WHERE cluster = ? AND kind = 'update' GROUP BY operation) ORDER BY seq`,
      cluster
    ) as StoredUpdate[]
    const updates = new Map(newest.map((update) => [update.update, update]))
    updatesOf.set(cluster, updates)
    return updates
  }

  const journal: Omit<Journal, 'size' | 'tidy'> = {
    together(work) {
      const before = head
      gathering = true
      gathered = 0
      try {
        database.transaction(work)()
      } catch (error) {
        head = before
        gathered = 0
        forget()
        throw error instanceof SkepError ? error : new SkepError('journal-failed', {}, { cause: error })
      } finally {
        gathering = false
      }
      if (gathered > 0) committed(gathered)
    },
    add: (entry) => append(entry),
    entries(filter = {}) {
      const kinds = filter.kinds ?? []
      const rows = database
        .prepare(
          `SELECT * FROM entries WHERE seq > ?
             ${filter.cluster === undefined ? '' : 'AND cluster = ?'}
             ${filter.service === undefined ? '' : 'AND service = ?'}
             ${kinds.length === 0 ? '' : `AND kind IN (${kinds.map(() => '?').join(', ')})`}
           ORDER BY seq LIMIT ?`
        )
        .all(
          filter.after ?? 0,
          ...(filter.cluster === undefined ? [] : [filter.cluster]),
          ...(filter.service === undefined ? [] : [filter.service]),
          ...kinds,
          filter.limit ?? -1
        ) as Row[]
      return rows.map(({ seq, at, cluster, service, kind, body, hash }) => ({
        ...{ seq, at, cluster, service, hash },
        kind: kind as JournalEntry['kind'],
        body: JSON.parse(body) as JournalEntry['body']
      }))
    },
    addVersion(cluster, version, spec) {
      append(
        { cluster, service: version.service, kind: 'version', number: version.number, body: { ...version } },
        () => void addSpec.run(version.hash, gzipSync(stringifyJson(spec)))
      )
    },
    versions: (cluster, service) => historyOf(cluster, service).versions,
    heads(cluster) {
      const versions = bodies(
        "SELECT body, max(number) FROM entries WHERE cluster = ? AND kind = 'version' GROUP BY service",
        cluster
      ) as StoredVersion[]
      const outcome = database.prepare(
        `SELECT body FROM entries WHERE cluster = ? AND service = ? AND kind = 'outcome' AND number = ?
         ORDER BY seq DESC LIMIT 1`
      )
      return new Map(
        versions.map(({ service, number, hash }) => {
          const row = outcome.get(cluster, service, number) as Pick<Row, 'body'> | undefined
          const judged = row && (JSON.parse(row.body) as { outcome: Outcome })
          return [service, { number, hash, outcome: judged?.outcome ?? 'running' }]
        })
      )
    },
    spec(hash) {
      const row = readSpec.get(hash) as { body: ArrayBuffer } | undefined
      if (!row) return undefined
      const spec = parseJson(gunzipSync(Buffer.from(row.body)).toString('utf8'))
      return isObject(spec) ? spec : undefined
    },
    hasSpec: (hash) => findSpec.get(hash) !== undefined,
    addUpdate: (update) =>
      append({
        cluster: update.cluster,
        service: update.service,
        kind: 'update',
        operation: update.update,
        body: { ...update }
      }),
    updates(cluster, filter = {}) {
      const isOpen = (update: StoredUpdate) => update.state === 'sending' || update.state === 'unknown'
      return [...updatesIn(cluster).values()]
        .reverse()
        .filter(
          (update) =>
            (filter.service === undefined || update.service === filter.service) &&
            (!filter.open || isOpen(update))
        )
    },
    addOutcome: (cluster, outcome) =>
      append({
        cluster,
        service: outcome.service,
        kind: 'outcome',
        number: outcome.number,
        body: { ...outcome }
      }),
    outcomes: (cluster, service) => historyOf(cluster, service).outcomes,
    judgements: (cluster, service) => historyOf(cluster, service).judgements,
    addNote: (cluster, note) =>
      append({ cluster, service: note.service, kind: 'note', number: note.number, body: { ...note } }),
    notes: (cluster, service) => historyOf(cluster, service).notes,
    check() {
      const { entries } = database.prepare('SELECT count(*) AS entries FROM entries').get() as {
        entries: number
      }
      const broken = brokenAt(database)
      return {
        entries,
        ...(head.seq === 0 ? {} : { head }),
        ...(broken === undefined ? {} : { brokenAt: broken })
      }
    },
    looked(cluster, at) {
      try {
        database
          .prepare(
            'INSERT INTO looks (cluster, at) VALUES (?, ?) ON CONFLICT (cluster) DO UPDATE SET at = excluded.at'
          )
          .run(cluster, at)
      } catch {
        // A gap is then said to be longer than it was, which is true enough.
      }
    },
    lastLook(cluster) {
      const row = database.prepare('SELECT at FROM looks WHERE cluster = ?').get(cluster) as
        { at: number } | undefined
      return row?.at
    },
    close: options.close
  }
  return { journal, append, forget }
}
