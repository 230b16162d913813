import { chmodSync, existsSync, rmSync } from 'node:fs'
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
   CREATE TRIGGER entries_remain BEFORE DELETE ON entries BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;`,
  // Pruning (decision 0010): an entry may go only when its number was declared first, and that stays written.
  `CREATE TABLE pruned (first INTEGER NOT NULL, last INTEGER NOT NULL);
   CREATE INDEX pruned_by_last ON pruned (last, first);
   CREATE TRIGGER pruned_stay BEFORE UPDATE ON pruned BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
   CREATE TRIGGER pruned_remain BEFORE DELETE ON pruned BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
   DROP TRIGGER entries_remain;
   CREATE TRIGGER entries_remain BEFORE DELETE ON entries
     WHEN NOT EXISTS (SELECT 1 FROM pruned WHERE last >= OLD.seq AND first <= OLD.seq)
     BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
   CREATE INDEX entries_of_kind ON entries (kind, seq);
   CREATE TABLE looks (cluster TEXT PRIMARY KEY, at INTEGER NOT NULL);`
]

/** The schema that this Skep writes. */
export const newestSchema = steps.length

/** The schema of a database; 0 for an empty one. */
export function schemaOf(database: Database.Database): number {
  return (database.prepare('PRAGMA user_version').get() as { user_version: number }).user_version
}

/**
 * Brings a database to the newest schema, after a copy of it beside it; gives the schema that it had. One from a newer
 * Skep is refused with journal-newer and left as it is.
 */
export function migrate(database: Database.Database, file: string): number {
  const had = schemaOf(database)
  if (had > newestSchema) throw new SkepError('journal-newer', { file })
  if (had > 0 && had < newestSchema) {
    const copy = `${file}.v${String(had)}`
    if (existsSync(copy)) rmSync(copy)
    database.prepare('VACUUM INTO ?').run(copy)
    chmodSync(copy, 0o600)
  }
  for (let next = had; next < newestSchema; next += 1) {
    try {
      database.exec(`BEGIN; ${steps[next] ?? ''} PRAGMA user_version = ${String(next + 1)}; COMMIT;`)
    } catch (error) {
      if (database.inTransaction) database.exec('ROLLBACK')
      throw error
    }
  }
  return had
}
