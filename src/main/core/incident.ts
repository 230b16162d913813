import { SkepError } from '../../domain/error'
import { listAt, textAt, type JsonObject } from '../../domain/json'
import { diffSpec, type SpecChange } from '../../domain/spec-diff'
import type { Outcome } from '../../domain/version'
import type { Journal, JournalEntry, StoredVersion } from './ports'

/** One version of a service with everything that the journal knows of it. */
export interface IncidentVersion {
  readonly version: StoredVersion
  readonly outcome: Outcome
  /** What it changed of the version before it; secret-looking values are masked. */
  readonly changes: readonly SpecChange[]
  /** Why tasks failed, and whatever else was kept: the bodies of its outcomes and dossiers. */
  readonly evidence: readonly JsonObject[]
  /** A name and a note that a person wrote. */
  readonly note: JsonObject | undefined
}

/** Some versions of one service, for a report on them. */
export interface Incident {
  readonly service: string
  readonly name: string
  readonly from: number
  readonly to: number
  /** From the first of these versions until the one after the last: milliseconds since the epoch. */
  readonly since: number
  readonly until: number
  /** Oldest first. */
  readonly versions: readonly IncidentVersion[]
}

/** The versions of a service from one number to another, both included; throws version-unknown when there are none. */
export function incidentOf(
  journal: Journal,
  cluster: string,
  service: string,
  from: number,
  to: number
): Incident {
  const all = journal.versions(cluster, service)
  const chosen = all.filter(({ number }) => number >= from && number <= to)
  const [first] = chosen
  const last = chosen.at(-1)
  if (!first || !last) throw new SkepError('version-unknown', { number: from })
  const outcomes = journal.outcomes(cluster, service)
  const told = journal.entries({ cluster, service, kinds: ['outcome', 'dossier', 'note'] })
  const specOf = (version: StoredVersion | undefined) => version && journal.spec(version.hash)
  const next = all[all.indexOf(last) + 1]
  return {
    service,
    name: textAt(specOf(last), 'Name') ?? service,
    from: first.number,
    to: last.number,
    // What was written down of a change may be earlier than the change by the cluster's clock: a minute of grace.
    since: Math.min(first.at, ...writtenOf(journal, cluster, service, first)) - 60_000,
    until: next ? Math.max(next.at, ...writtenOf(journal, cluster, service, next)) : Number.MAX_SAFE_INTEGER,
    versions: chosen.map((version) => {
      const before = all[all.indexOf(version) - 1]
      const [a, b] = [specOf(before), specOf(version)]
      const own = told.filter(({ body }) => body['number'] === version.number)
      return {
        version,
        outcome: outcomes.get(version.number) ?? 'running',
        changes: a && b && before?.complete && version.complete ? diffSpec(a, b) : [],
        evidence: own.filter(saysMore).map(({ body }) => body),
        note: noteOf(own)
      }
    })
  }
}

/** When a version was written down: milliseconds since the epoch, by this machine's clock. */
const writtenOf = (
  journal: Journal,
  cluster: string,
  service: string,
  { number }: StoredVersion
): readonly number[] =>
  journal
    .entries({ cluster, service, kinds: ['version'] })
    .filter(({ body }) => body['number'] === number)
    .map(({ at }) => at)

/** Whether an entry tells more than the outcome, which is told anyway. */
const saysMore = ({ kind, body }: JournalEntry): boolean =>
  kind === 'dossier' || (kind === 'outcome' && listAt(body, 'evidence').length > 0)

/** Later notes replace only what they name. */
function noteOf(entries: readonly JournalEntry[]): JsonObject | undefined {
  const notes = entries.filter(({ kind }) => kind === 'note').map(({ body }) => body)
  return notes.length === 0 ? undefined : Object.assign({}, ...notes)
}
