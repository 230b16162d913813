import { chmodSync, closeSync, existsSync, openSync, renameSync } from 'node:fs'
import Database from 'libsql'
import { SkepError } from '../../domain/error'
import type { Journal, StoredNotice } from '../core/ports'
import { brokenAt, headFile, missingOf, type Head, type HeadFile, type Missing } from './chain'
import { migrate } from './migrations'
import { prune, usedBytes } from './prune'
import { rescue } from './rescue'
import { tablesOf, type Tables } from './tables'

export interface OpenedJournal {
  readonly journal: Journal
  /** What was found wrong with the file and done about it. */
  readonly notices: readonly StoredNotice[]
}

export interface JournalOptions {
  /** Bytes that the journal may take before its oldest entries go; asked each time. */
  readonly budget?: () => number
}

/** Entries after which the size is looked at again. */
const pruneEvery = 1_000

/**
 * The journal in SQLite (WAL, synchronous=FULL, so that an entry that was acknowledged survives a power cut). Entries
 * are only ever appended, each carries the hash of the one before it, and the newest hash is also kept in a file of its
 * own. A damaged file is put aside and what can be read of it goes on; one that cannot be used at all is left as it is,
 * and then nothing can be sent.
 */
export function openJournal(file: string, now: () => number, options: JournalOptions = {}): OpenedJournal {
  const notices: StoredNotice[] = []
  const head = headFile(`${file}.head`)
  try {
    const { database, had } = openOrRescue(file, now, head, notices)
    let since = 0
    const { budget } = options
    const pruneNow = () => {
      if (budget) prune(database, tables, budget())
    }
    const tables = tablesOf(database, {
      now,
      head,
      added(entries) {
        since += entries
        if (since < pruneEvery) return
        since = 0
        pruneNow()
      },
      close() {
        try {
          database.pragma('wal_checkpoint(TRUNCATE)')
        } catch {
          // Only tidiness: what was acknowledged is on the disk either way.
        }
        database.close()
      }
    })
    verify(database, tables, { file, head, had, notices })
    pruneNow()
    return { journal: { ...tables.journal, size: () => sizeOf(database), tidy: pruneNow }, notices }
  } catch (error) {
    const newer = error instanceof SkepError && error.code === 'journal-newer'
    return inMemory(file, now, newer ? 'journal-newer' : 'journal-unusable')
  }
}

interface Opened {
  readonly database: Database.Database
  /** The schema that the file had; the newest one where it was rescued. */
  readonly had: number
}

function openOrRescue(file: string, now: () => number, head: HeadFile, notices: StoredNotice[]): Opened {
  try {
    return open(file)
  } catch (error) {
    if (!isDamage(error)) throw error
    const aside = `${file}.corrupt-${String(now())}`
    for (const end of ['', '-wal', '-shm']) if (existsSync(file + end)) renameSync(file + end, aside + end)
    const opened = open(file)
    const { entries, lost, top } = rescue(aside, opened.database, head.read()?.seq ?? 0)
    if (lost.length > 0) declareLost(opened.database, now, lost, top)
    notices.push({ code: 'journal-rescued', file: aside, count: entries, lost: amount(lost) })
    return opened
  }
}

class Damaged extends Error {}

function isDamage(error: unknown): boolean {
  const code = (error as { code?: unknown }).code
  return error instanceof Damaged || code === 'SQLITE_CORRUPT' || code === 'SQLITE_NOTADB'
}

function open(file: string): Opened {
  // Made by us first, so that it is never open to others, not even for a moment.
  if (!existsSync(file)) closeSync(openSync(file, 'a', 0o600))
  const database = new Database(file)
  try {
    chmodSync(file, 0o600)
    database.pragma('journal_mode = WAL')
    database.pragma('synchronous = FULL')
    database.pragma('fullfsync = ON')
    database.pragma('busy_timeout = 5000')
    const mode = database.prepare('PRAGMA journal_mode').get() as { journal_mode: string }
    const durable = database.prepare('PRAGMA synchronous').get() as { synchronous: number }
    if (mode.journal_mode !== 'wal' || durable.synchronous !== 2) {
      throw new SkepError('journal-failed', {}, { detail: 'the file system does not give durable writes' })
    }
    const check = database.prepare('PRAGMA quick_check').get() as Record<string, string>
    if (Object.values(check)[0] !== 'ok') throw new Damaged('quick_check failed')
    return { database, had: migrate(database, file) }
  } catch (error) {
    database.close()
    throw error
  }
}

const amount = (ranges: readonly Missing[]): number =>
  ranges.reduce((sum, { first, last }) => sum + last - first + 1, 0)

/** Writes down which entries are lost; the chain begins anew behind them, at a number that none of them had. */
function declareLost(
  database: Database.Database,
  now: () => number,
  ranges: readonly Missing[],
  top: number
): void {
  const { append } = tablesOf(database, { now, close: () => undefined })
  const body = { entries: amount(ranges), ranges }
  append({ cluster: '', service: '', kind: 'lost', seq: top + 1, body })
}

interface Verified {
  readonly file: string
  readonly head: HeadFile
  readonly had: number
  readonly notices: StoredNotice[]
}

/** Compares the chain with itself and with its end as it was noted outside, and says what does not fit. */
function verify(database: Database.Database, tables: Tables, { file, head, had, notices }: Verified): void {
  const noted = head.read()
  const last = newest(database)
  if (noted && noted.seq > (last?.seq ?? 0)) {
    const ranges = [{ first: (last?.seq ?? 0) + 1, last: noted.seq }]
    notices.push({ code: 'journal-cut', file, lost: amount(ranges) })
    tables.append({
      cluster: '',
      service: '',
      kind: 'lost',
      seq: noted.seq + 1,
      body: { entries: amount(ranges), ranges }
    })
  } else if (noted && !holds(database, noted)) {
    notices.push({ code: 'journal-chain-broken', file })
  } else if (!noted && last && had > 1) {
    notices.push({ code: 'journal-head-missing', file })
  }
  const broken = brokenAt(database)
  if (broken !== undefined && !notices.some(({ code }) => code === 'journal-chain-broken'))
    notices.push({ code: 'journal-chain-broken', file })
  const end = newest(database)
  if (end) head.write(end)
}

function sizeOf(database: Database.Database): ReturnType<Journal['size']> {
  const count = (where: string) =>
    (database.prepare(`SELECT count(*) AS count FROM entries ${where}`).get() as { count: number }).count
  return {
    bytes: usedBytes(database),
    entries: count(''),
    versions: count("WHERE kind = 'version'")
  }
}

const newest = (database: Database.Database): Head | undefined =>
  database.prepare('SELECT seq, hash FROM entries ORDER BY seq DESC LIMIT 1').get() as Head | undefined

/** Whether an entry that was once the newest is still there as it was, or was pruned since. */
function holds(database: Database.Database, { seq, hash }: Head): boolean {
  const row = database.prepare('SELECT hash FROM entries WHERE seq = ?').get(seq) as
    { hash: string } | undefined
  if (row) return row.hash === hash
  return missingOf(database).some((range) => range.first <= seq && seq <= range.last)
}

/**
 * What stands in for a journal that cannot be used: the window shows clusters and what they remember themselves, but
 * nothing that a person does can be written down, so nothing can be sent.
 */
function inMemory(
  file: string,
  now: () => number,
  code: 'journal-newer' | 'journal-unusable'
): OpenedJournal {
  const database = new Database(':memory:')
  migrate(database, file)
  const { journal } = tablesOf(database, { now, close: () => database.close() })
  const refuse = (): never => {
    throw new SkepError(code === 'journal-newer' ? code : 'journal-failed', { file })
  }
  return {
    journal: {
      ...{ ...journal, addUpdate: refuse, addNote: refuse, add: refuse },
      ...{ size: () => sizeOf(database), tidy: () => undefined }
    },
    notices: [{ code, file }]
  }
}
