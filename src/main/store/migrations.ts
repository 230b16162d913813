import { existsSync, rmSync } from 'node:fs'
import type Database from 'libsql'
import { SkepError } from '../../domain/error'

/** Each step is one transaction and is never edited once it has shipped. */
const steps: readonly string[] = [
  `CREATE TABLE specs (hash TEXT PRIMARY KEY, body BLOB NOT NULL);
   CREATE TABLE entries (
     seq INTEGER PRIMARY KEY AUTOINCREMENT,
     at INTEGER NOT NULL,
     cluster TEXT NOT NULL,
     service TEXT NOT NULL,
     kind TEXT NOT NULL,
     number INTEGER,
     operation TEXT,
     body TEXT NOT NULL,
     hash TEXT NOT NULL
   );
   CREATE INDEX entries_by_service ON entries (cluster, service, kind, number);
   CREATE INDEX entries_by_kind ON entries (cluster, kind, service, seq);
   CREATE INDEX entries_by_operation ON entries (cluster, kind, operation, seq);
   CREATE TRIGGER entries_stay BEFORE UPDATE ON entries BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
   CREATE TRIGGER entries_remain BEFORE DELETE ON entries BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;`
]

/** Brings a database to the newest schema, after a copy of it; one from a newer Skep is refused and left as it is. */
export function migrate(database: Database.Database, file: string): void {
  const { user_version: version } = database.prepare('PRAGMA user_version').get() as { user_version: number }
  if (version > steps.length) {
    throw new SkepError('journal-failed', {}, { detail: 'this journal was written by a newer Skep' })
  }
  if (version > 0 && version < steps.length) {
    const copy = `${file}.v${String(version)}`
    if (existsSync(copy)) rmSync(copy)
    database.prepare('VACUUM INTO ?').run(copy)
  }
  for (let next = version; next < steps.length; next += 1) {
    database.exec(`BEGIN; ${steps[next] ?? ''} PRAGMA user_version = ${String(next + 1)}; COMMIT;`)
  }
}
