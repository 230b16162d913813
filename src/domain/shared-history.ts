import { canonical } from './canonical'
import { maskedSpec } from './mask'
import type { Json } from './json'
import { imageOf, taskTemplate, type Spec } from './service'
import { bareTemplate } from './task'
import type { Author, Outcome, Recovered } from './version'

/** A version as a Skep tells others of it. Records are facts: they are added and never changed. */
export interface SharedVersion {
  readonly kind: 'version'
  readonly service: string
  /** SHA-256 of the canonical spec, hexadecimal; of a partial one, of what is told of it. */
  readonly hash: string
  /** When it came into force, by the swarm's clock: milliseconds since the epoch. */
  readonly at: number
  readonly by: Author
  /** The computer user who sent it, where a Skep did. */
  readonly user?: string | undefined
  /** Whether `spec` is all of it: one with values that look secret is told without them, as its TaskTemplate alone. */
  readonly complete: boolean
  readonly spec: Spec
}

/** How a version ended. */
export interface SharedOutcome {
  readonly kind: 'outcome'
  readonly service: string
  readonly hash: string
  /** When the version that it is about came into force. */
  readonly since: number
  readonly outcome: Outcome
  readonly at: number
}

/** What a person wrote on a version. */
export interface SharedNote {
  readonly kind: 'note'
  readonly pinned?: boolean | undefined
  readonly title?: string | undefined
  readonly text?: string | undefined
  readonly user?: string | undefined
  readonly service: string
  readonly hash: string
  readonly since: number
  /** When it was told: of one person's notes on a version the newest counts. */
  readonly at: number
}

export type SharedRecord = SharedVersion | SharedOutcome | SharedNote

/** A version as all records together tell it. */
export interface ToldVersion {
  readonly version: SharedVersion
  readonly outcome?: Pick<SharedOutcome, 'outcome' | 'at'>
  readonly notes: readonly SharedNote[]
}

/** Milliseconds within which two Skeps that saw the same spec come saw the same change. */
const sameChange = 10_000

const text = (record: SharedRecord): string => canonical(record as unknown as Json)

/** All records of both, each once: in any order and however often it is done, the same comes out. */
export function mergeRecords(
  a: readonly SharedRecord[],
  b: readonly SharedRecord[]
): readonly SharedRecord[] {
  const all = new Map([...a, ...b].map((record) => [text(record), record]))
  return [...all].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, record]) => record)
}

const isAbout = (version: SharedVersion, record: { service: string; hash: string; at: number }): boolean =>
  version.service === record.service &&
  version.hash === record.hash &&
  Math.abs(version.at - record.at) <= sameChange

/** Of two tellings of one change, the one that says more: who sent it, then all of the spec. */
const better = (a: SharedVersion, b: SharedVersion): SharedVersion => {
  const worth = ({ by, complete }: SharedVersion) => (by === 'skep' ? 2 : 0) + (complete ? 1 : 0)
  return worth(b) > worth(a) ? b : a
}

/** The versions of a service that the records tell of, oldest first. */
export function toldOf(records: readonly SharedRecord[], service: string): readonly ToldVersion[] {
  const own = records.filter((record) => record.service === service)
  const versions: SharedVersion[] = []
  for (const record of own) {
    if (record.kind !== 'version') continue
    const place = versions.findIndex((known) => isAbout(known, record))
    const known = versions[place]
    if (known) versions[place] = better(known, record)
    else versions.push(record)
  }
  return versions
    .sort((a, b) => a.at - b.at || (a.hash < b.hash ? -1 : 1))
    .map((version): ToldVersion => {
      const about = own.filter(
        (record): record is SharedOutcome | SharedNote =>
          record.kind !== 'version' && isAbout(version, { ...record, at: record.since })
      )
      const outcome = about
        .filter((record) => record.kind === 'outcome')
        .sort((a, b) => a.at - b.at || (a.outcome < b.outcome ? -1 : 1))
        .at(-1)
      const notes = about.filter((record) => record.kind === 'note').sort((a, b) => a.at - b.at)
      return { version, ...(outcome ? { outcome } : {}), notes }
    })
}

/** The records of `own` that say what `known` does not say yet. */
export function newRecords(
  own: readonly SharedRecord[],
  known: readonly SharedRecord[]
): readonly SharedRecord[] {
  const texts = new Set(known.map(text))
  const versions = known.filter((record): record is SharedVersion => record.kind === 'version')
  return own.filter((record) => {
    if (texts.has(text(record))) return false
    if (record.kind === 'version') {
      const said = versions.find((one) => isAbout(one, record))
      return said === undefined || better(said, record) === record
    }
    if (record.kind === 'note') return !isSaid(record, known)
    return !known.some(
      (one) =>
        one.kind === 'outcome' &&
        one.outcome === record.outcome &&
        one.service === record.service &&
        one.hash === record.hash &&
        Math.abs(one.since - record.since) <= sameChange
    )
  })
}

/** Whether the newest note of the same person on the same version says the same. */
function isSaid(note: SharedNote, known: readonly SharedRecord[]): boolean {
  const said = known
    .filter((one) => one.kind === 'note')
    .filter((one) => one.service === note.service && one.hash === note.hash && one.user === note.user)
    .filter((one) => Math.abs(one.since - note.since) <= sameChange)
    .sort((a, b) => a.at - b.at)
    .at(-1)
  return (
    said !== undefined &&
    said.title === note.title &&
    said.text === note.text &&
    (said.pinned ?? false) === (note.pinned ?? false)
  )
}

/** What is worth keeping: of each service the newest `most` versions, what runs, what is pinned and the last good one. */
export function keptRecords(
  records: readonly SharedRecord[],
  running: ReadonlyMap<string, string>,
  most: number
): readonly SharedRecord[] {
  const services = [...new Set(records.map(({ service }) => service))]
  return services.flatMap((service) => {
    const told = toldOf(records, service)
    const good = told.filter(({ outcome }) => outcome?.outcome === 'succeeded').at(-1)
    const kept = told.filter(
      (one, place) =>
        place >= told.length - most ||
        one === good ||
        one.version.hash === running.get(service) ||
        one.notes.some(({ pinned }) => pinned)
    )
    return kept.flatMap(({ version, outcome, notes }): SharedRecord[] => [
      version,
      ...(outcome
        ? [{ ...outcome, kind: 'outcome' as const, service, hash: version.hash, since: version.at }]
        : []),
      ...notes
    ])
  })
}

/** A spec as it may be told: whole, or, where values look secret, its TaskTemplate alone and without them. */
export function tellable(spec: Spec): { readonly spec: Spec; readonly complete: boolean } {
  const open = maskedSpec(spec)
  // Big integers become texts there; what was masked is what differs in the same writing.
  if (canonical(open) === canonical(unmasked(spec) as Json)) return { spec, complete: true }
  return { spec: { Name: open['Name'] ?? '', TaskTemplate: open['TaskTemplate'] ?? {} }, complete: false }
}

function unmasked(value: Json): Json {
  if (typeof value === 'bigint') return value.toString()
  if (Array.isArray(value)) return value.map(unmasked)
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, unmasked(one as Json)]))
  return value
}

/** A spec that came and went or is in force, with what others tell of it. */
export interface Woven extends Recovered {
  readonly told?: ToldVersion
}

/** Whether it is known only because another Skep told it. */
export const isTold = ({ told, spec }: Woven): boolean => told !== undefined && told.version.spec === spec

const templateKey = (spec: Spec): string => canonical(bareTemplate(taskTemplate(spec)))

/** Whether a told version is the change that brought a spec: one told in part has another hash, but the same moment. */
function isOf({ version }: ToldVersion, hash: string, { spec, at }: Recovered): boolean {
  const apart = Math.abs(version.at - at)
  if (version.hash === hash) return apart <= sameChange
  return !version.complete && apart <= 1_500 && imageOf(version.spec) === imageOf(spec)
}

/** Whether a version that is told without its secret-looking values is one that is known with them. */
const isSameInPart = ({ version }: ToldVersion, { spec, at }: Recovered): boolean =>
  !version.complete &&
  Math.abs(version.at - at) <= sameChange &&
  templateKey(version.spec) === templateKey(maskedSpec(spec))

/** What others tell of a version that is known by itself; undefined when nobody does. */
export const saidOf = (
  told: readonly ToldVersion[],
  known: Recovered & { readonly hash: string }
): ToldVersion | undefined => told.find((one) => isOf(one, known.hash, known))

/**
 * What a swarm remembers of a service, its spec in force last, and what others tell of it, as one line of versions, oldest
 * first: each once, told ones with who and how they ended, and what is in force at the end.
 */
export function woven(
  found: readonly Recovered[],
  told: readonly ToldVersion[],
  hashOf: (spec: Spec) => string
): readonly Woven[] {
  const now = found.at(-1)
  if (!now) return []
  const newest = told.at(-1)
  const nowHash = hashOf(now.spec)
  const isNow = newest !== undefined && (newest.version.hash === nowHash || isOf(newest, nowHash, now))
  const before = isNow ? told.slice(0, -1) : told
  const keys = new Set(told.map(({ version }) => templateKey(version.spec)))
  const hashes = new Set(told.map(({ version }) => version.hash))
  const own = found
    .slice(0, -1)
    .filter((one) => !hashes.has(hashOf(one.spec)) && (one.complete || !keys.has(templateKey(one.spec))))
    .map((one): Woven => {
      // Told without its values: here it is with them.
      const said = before.find((other) => isSameInPart(other, one))
      return said ? { ...one, told: said } : one
    })
  const joined = new Set(own.map((one) => one.told))
  const others = before.filter((one) => !joined.has(one)).map((one): Woven => ({ ...one.version, told: one }))
  return [...[...own, ...others].sort((a, b) => a.at - b.at), isNow ? { ...now, told: newest } : now]
}
