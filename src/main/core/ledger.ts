import { SkepError } from '../../domain/error'
import { withoutAt } from '../../domain/json'
import type { Reason } from '../../domain/reason'
import { completed, missingParts } from '../../domain/restore'
import { valueOf } from '../../domain/reveal'
import type { Spec } from '../../domain/service'
import { saidOf, type ToldVersion } from '../../domain/shared-history'
import { diffSpec, type SpecChange } from '../../domain/spec-diff'
import {
  lastGoodOf,
  namesOf,
  qualityOf,
  wayBack,
  type Judged,
  type Note,
  type Outcome
} from '../../domain/version'
import type { HistoryEntry, HistoryQuery } from '../../shared/contract'
import { bounded } from './bounded'
import type { Journal, StoredOutcome, StoredVersion } from './ports'

/** The versions of one service as they are read: rows, differences and specs. */
export interface Ledger {
  /** Newest first, at most `limit` of those that fit the query and are older than version `before`. */
  list(query?: HistoryQuery): readonly HistoryEntry[]
  /** What changed from one version to another; of one whose spec is lost, only its image can be told. */
  diff(a: number, b: number): readonly SpecChange[]
  /** The number of the version to go back to first; undefined when there is none that is complete. */
  wayBack(): number | undefined
  /** How a version ended, as far as that was seen. */
  outcome(number: number): Outcome
  /** What is known of a version beside its spec; throws version-unknown. */
  version(number: number): StoredVersion
  /** The whole spec of a version; throws version-unknown or version-incomplete. */
  specOf(number: number): Spec
  /** The whole spec of a version, or undefined where that is not known. */
  whole(number: number): Spec | undefined
  /** What is known of a version's spec, and whether that is all of it; throws version-unknown or version-spec-lost. */
  knownSpec(number: number): { readonly spec: Spec; readonly complete: boolean }
  /** One value of a version as it really is; throws version-unknown or value-unknown. */
  value(number: number, field: string, key: string | undefined): string
}

/** Rows that a list gives when nobody says how many. */
const usualLimit = 200

/** Differences between two specs that were worked out already, by their hashes; specs never change under a hash. */
const differences = bounded<string, readonly SpecChange[]>(5_000)

/** The ledger of a service; `told` is what other Skeps tell of it. */
export function createLedger(
  journal: Journal,
  cluster: string,
  service: string,
  told: () => readonly ToldVersion[] = () => []
): Ledger {
  const all = () => journal.versions(cluster, service)

  const versionOf = (number: number): StoredVersion => {
    const version = all().find((known) => known.number === number)
    if (!version) throw new SkepError('version-unknown', { number })
    return version
  }

  return {
    list: (query = {}) => rowsOf(journal, cluster, service, query, told()),
    diff: (a, b) => changesBetween(journal, versionOf(a), versionOf(b)),
    wayBack: () => wayBack(judged(journal, cluster, service))?.number,
    outcome: (number) => journal.outcomes(cluster, service).get(number) ?? 'running',
    version: versionOf,
    specOf(number) {
      const { spec, complete } = this.knownSpec(number)
      if (!complete) throw new SkepError('version-incomplete', { number })
      return spec
    },
    knownSpec(number) {
      const version = versionOf(number)
      const spec = journal.spec(version.hash)
      if (!spec) throw new SkepError('version-spec-lost', { number })
      return { spec, complete: version.complete }
    },
    whole(number) {
      const version = versionOf(number)
      return version.complete ? journal.spec(version.hash) : undefined
    },
    value(number, field, key) {
      const value = valueOf(this.knownSpec(number).spec, field, key)
      if (value === undefined) throw new SkepError('value-unknown', { name: key ?? field })
      return value
    }
  }
}

/** Only those members that are there. */
const given = <T extends object>(value: T) =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as {
    readonly [K in keyof T]?: Exclude<T[K], undefined>
  }

/** What tells which versions are ways back, in order. */
function judged(journal: Journal, cluster: string, service: string): readonly Judged[] {
  const outcomes = journal.outcomes(cluster, service)
  return journal.versions(cluster, service).map(({ number, hash, complete, changed }) => ({
    ...{ number, hash, complete, changed },
    outcome: outcomes.get(number) ?? 'running'
  }))
}

/** A version with everything that is known of it, and the one before it. */
interface Placed {
  readonly version: StoredVersion
  readonly before: StoredVersion | undefined
  readonly after: StoredVersion | undefined
  readonly outcome: Outcome
  readonly note: Note
  readonly user: string | undefined
}

function rowsOf(
  journal: Journal,
  cluster: string,
  service: string,
  query: HistoryQuery,
  told: readonly ToldVersion[]
): readonly HistoryEntry[] {
  const versions = journal.versions(cluster, service)
  const outcomes = journal.judgements(cluster, service)
  const notes = journal.notes(cluster, service)
  const updates = new Map(journal.updates(cluster, { service }).map((update) => [update.update, update]))
  const all = judged(journal, cluster, service)
  const good = lastGoodOf(all)?.number
  const back = wayBack(all)?.number
  const fits = fitting(query)
  const rows: HistoryEntry[] = []
  for (let place = versions.length - 1; place >= 0; place -= 1) {
    const found = versions[place]
    if (!found) continue
    const version = told.length === 0 ? found : withSender(journal, found, told)
    if (query.before !== undefined && version.number >= query.before) continue
    const placed: Placed = {
      version,
      before: versions[place - 1],
      after: versions[place + 1],
      outcome: outcomes.get(version.number)?.outcome ?? 'running',
      note: notes.get(version.number) ?? {},
      user: version.update === undefined ? version.user : updates.get(version.update)?.user
    }
    if (!fits(placed, () => changesOf(journal, placed))) continue
    const judgement = outcomes.get(version.number)
    rows.push({
      ...rowOf(journal, placed, judgement),
      lastGood: version.number === good,
      wayBack: version.number === back
    })
    if (rows.length >= (query.limit ?? usualLimit)) break
  }
  return rows
}

function rowOf(
  journal: Journal,
  placed: Placed,
  judgement: StoredOutcome | undefined
): Omit<HistoryEntry, 'lastGood' | 'wayBack'> {
  const { version, before, after, outcome, note, user } = placed
  const { number, at, by, seems, image, digest, restores, restoredPart, source, gap, complete } = version
  const quality = qualityOf(outcome)
  const kept = journal.hasSpec(version.hash)
  // Only of an outcome that came while somebody watched is it known when.
  const took =
    judgement && (source === 'observed' || source === 'gap') && quality === 'good'
      ? judgement.at - at
      : undefined
  return {
    ...{ number, at, by, image, outcome, quality, source },
    changes: changesOf(journal, placed),
    current: after === undefined,
    complete: complete && kept,
    missing: [...(complete ? [] : missingParts), ...(kept ? [] : (['spec'] as const))],
    pinned: note.pinned ?? false,
    ...given({ digest, seems, restores, restoredPart, gap, user, took }),
    ...given({ title: note.title || undefined, note: note.text || undefined }),
    ...given({ changesSince: before && before.number !== number - 1 ? before.number : undefined }),
    ...given({ inForce: after && after.at > at ? after.at - at : undefined }),
    ...(quality === 'bad' && judgement ? { reasons: judgement.evidence as unknown as readonly Reason[] } : {})
  }
}

/** A version from outside, with who sent it where another Skep told so meanwhile. */
function withSender(journal: Journal, version: StoredVersion, told: readonly ToldVersion[]): StoredVersion {
  if (version.by !== 'outside') return version
  const spec = journal.spec(version.hash)
  const said = spec && saidOf(told, { ...version, spec })?.version
  if (said?.by !== 'skep') return version
  return { ...version, by: 'skep', ...(said.user === undefined ? {} : { user: said.user }) }
}

/** What a version changed of the one before it. */
const changesOf = (journal: Journal, { version, before }: Placed): readonly SpecChange[] =>
  before ? changesBetween(journal, before, version) : []

function changesBetween(
  journal: Journal,
  before: StoredVersion,
  version: StoredVersion
): readonly SpecChange[] {
  return differences.get(`${before.hash} ${version.hash}`, () => {
    const [a, b] = [journal.spec(before.hash), journal.spec(version.hash)]
    if (!a || !b) return imageOnly(before, version)
    return compared({ spec: a, complete: before.complete }, { spec: b, complete: version.complete })
  })
}

function imageOnly(before: StoredVersion, version: StoredVersion): readonly SpecChange[] {
  const full = (of: StoredVersion) => (of.digest === undefined ? of.image : `${of.image}@${of.digest}`)
  if (full(before) === full(version)) return []
  return [{ group: 'image', field: 'image', kind: 'change', before: full(before), after: full(version) }]
}

/** Whether a version is one that was asked for; the differences are worked out only where nothing else tells. */
function fitting(query: HistoryQuery): (placed: Placed, changes: () => readonly SpecChange[]) => boolean {
  const has = (text: string, part: string) => text.toLowerCase().includes(part.trim().toLowerCase())
  return ({ version, outcome, note, user }, changes) => {
    if (query.quality !== undefined && qualityOf(outcome) !== query.quality) return false
    if (query.by !== undefined && version.by !== query.by) return false
    if (query.from !== undefined && version.at < query.from) return false
    if (query.to !== undefined && version.at > query.to) return false
    if (query.pinned !== undefined && (note.pinned ?? false) !== query.pinned) return false
    const image = version.digest === undefined ? version.image : `${version.image}@${version.digest}`
    if (query.image !== undefined && !has(image, query.image)) return false
    const { changed, text } = query
    const names = () => version.changed ?? namesOf(changes())
    if (changed !== undefined && !names().some((name) => has(name, changed))) return false
    if (text === undefined) return true
    const words = [image, String(version.number), note.title ?? '', note.text ?? '', user ?? '']
    return words.some((word) => has(word, text)) || names().some((name) => has(name, text))
  }
}

const withoutRuntime = (spec: Spec): Spec => withoutAt(spec, ['TaskTemplate', 'Runtime'])

/** The differences from one known spec to another; what only one of them can tell is left out. */
export function compared(
  a: { readonly spec: Spec; readonly complete: boolean },
  b: { readonly spec: Spec; readonly complete: boolean }
): readonly SpecChange[] {
  // A task's own spec does not repeat the Runtime of its service's (measured on 20.10.24).
  if (!a.complete && !b.complete) return diffSpec(withoutRuntime(a.spec), withoutRuntime(b.spec))
  const before = !a.complete ? completed(a.spec, b.spec) : a.spec
  const after = !b.complete ? completed(b.spec, a.spec) : b.spec
  return diffSpec(before, after)
}
