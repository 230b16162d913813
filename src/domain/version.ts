import { canonical } from './canonical'
import type { Tool } from './origin'
import type { Verdict } from './rollout'
import { imageOf, splitImage, taskTemplate, type Service, type Spec } from './service'
import type { SpecChange } from './spec-diff'
import { bareTemplate, type Task } from './task'

/** Who made a version: Skep, something outside of it, or the engine's automatic rollback. */
export type Author = 'skep' | 'outside' | 'engine'

/** How Skep came to know a version: found at first contact, seen when it happened, seen after a gap, or told by another Skep. */
export type Source = 'recovered' | 'observed' | 'gap' | 'shared'

/** The outcome of a version; 'running' until there is a verdict, 'unknown' for what was never watched. */
export type Outcome = Verdict | 'running'

/** How a version turned out; what was replaced before it had an outcome is unfinished, what ended unseen unwatched. */
export type Quality = 'good' | 'bad' | 'unfinished' | 'unwatched' | 'open'

const qualities: Readonly<Record<Outcome, Quality>> = {
  succeeded: 'good',
  failed: 'bad',
  'rolled-back': 'bad',
  paused: 'bad',
  stuck: 'bad',
  superseded: 'unfinished',
  unknown: 'unwatched',
  running: 'open'
}

export const qualityOf = (outcome: Outcome): Quality => qualities[outcome]

/** What was brought back of an older version, if not all of it. */
export type RestoredPart = 'image' | 'some'

/** The n-th spec of a service, numbered by Skep from 1; history is never rewritten. */
export interface Version {
  readonly number: number
  /** SHA-256 of the canonical spec, hexadecimal. */
  readonly hash: string
  /** When it came into force or was first seen: milliseconds since the epoch. */
  readonly at: number
  readonly by: Author
  readonly source: Source
  /** False when only the TaskTemplate is known: mode, ports, labels and policies are missing. */
  readonly complete: boolean
  readonly image: string
  readonly digest?: string
  /** The version whose spec this one brought back, and what of it if not all. */
  readonly restores?: number
  readonly restoredPart?: RestoredPart
  /** What an outside change seems to be made with. */
  readonly seems?: Tool
  /** Milliseconds for which nobody watched before it was seen; for a source of `gap`, where that is known. */
  readonly gap?: number
  /** The computer user who sent it, where another Skep told so. */
  readonly user?: string
  /** What it changed of the version before it, by name: `image`, `env LOG_LEVEL`; without any value. */
  readonly changed?: readonly string[]
}

/** What has to be known of a version to tell whether it is a way back. */
export interface Judged {
  readonly number: number
  readonly hash: string
  readonly complete: boolean
  readonly outcome: Outcome
  readonly changed?: readonly string[] | undefined
}

const policyFields: readonly string[] = [
  'parallelism',
  'delay',
  'monitor',
  'failureAction',
  'maxFailureRatio',
  'order'
]

/** Versions that ran the very tasks of now: only policies lie between, as each step of a held rollout makes one. */
function sameTasks<T extends Judged>(versions: readonly T[]): ReadonlySet<number> {
  const same = new Set<number>()
  for (let place = versions.length - 1; place > 0; place -= 1) {
    const { changed = [] } = versions[place] as T
    if (changed.length === 0 || !changed.every((name) => policyFields.includes(name))) break
    same.add((versions[place - 1] as T).number)
  }
  return same
}

/** Earlier versions that could be brought back whole and are not what is in force, newest first. */
function earlier<T extends Judged>(versions: readonly T[]): readonly T[] {
  const now = versions.at(-1)
  const same = sameTasks(versions)
  return versions
    .slice(0, -1)
    .filter((version) => version.complete && version.hash !== now?.hash && !same.has(version.number))
    .reverse()
}

/** The newest earlier version that is complete and was seen to succeed; `versions` are in order, oldest first. */
export function lastGoodOf<T extends Judged>(versions: readonly T[]): T | undefined {
  return earlier(versions).find((version) => version.outcome === 'succeeded')
}

/** Where going back leads first: the last good version, else the newest earlier one that was not seen to be bad. */
export function wayBack<T extends Judged>(versions: readonly T[]): T | undefined {
  const found = earlier(versions)
  const unwatched = (version: T) => version.outcome === 'unknown' || version.outcome === 'superseded'
  return lastGoodOf(versions) ?? found.find(unwatched) ?? found[0]
}

/** What a person wrote on a version. */
export interface Note {
  /** A pinned version is never pruned. */
  readonly pinned?: boolean
  /** A short name of its own; empty for none. */
  readonly title?: string
  readonly text?: string
  /** Seconds without progress after which its update counts as stuck; 0 for what follows from the spec. */
  readonly deadline?: number
  /** The computer user who wrote it. */
  readonly user?: string
}

/** A spec found at first contact, oldest first. */
export interface Recovered {
  readonly spec: Spec
  readonly complete: boolean
  readonly at: number
}

/**
 * Specs that only retained tasks of a service still carry, oldest first; not those of `known`, nor what is in force or
 * was just before.
 */
export function partials(
  service: Service,
  tasks: readonly Task[],
  known: readonly Spec[]
): readonly Recovered[] {
  const keys = new Set(
    [service.spec, service.previousSpec, ...known].flatMap((spec) => (spec ? [templateKey(spec)] : []))
  )
  const found: Recovered[] = []
  const own = tasks.filter((task) => task.serviceId === service.id).sort((a, b) => a.createdAt - b.createdAt)
  for (const task of own) {
    const key = canonical(bareTemplate(task.spec))
    if (keys.has(key)) continue
    keys.add(key)
    const spec = { Name: service.name, TaskTemplate: task.spec }
    found.push({ spec, complete: false, at: task.createdAt })
  }
  return found
}

const templateKey = (spec: Spec): string => canonical(bareTemplate(taskTemplate(spec)))

/**
 * The versions that a swarm still remembers of a service: the specs in its retained tasks (TaskTemplate only, so
 * incomplete), PreviousSpec and Spec. The engine itself remembers no more than one previous spec.
 */
export function recover(service: Service, tasks: readonly Task[]): readonly Recovered[] {
  const own = tasks.filter((task) => task.serviceId === service.id).sort((a, b) => a.createdAt - b.createdAt)
  const partial = partials(service, own, [])
  // A write begins with no status; the time of the last change also moves with each word of the engine on it.
  const at = service.updateStatus?.startedAt ?? service.updatedAt
  const firstSeen = (spec: Spec, otherwise: number) => {
    const key = templateKey(spec)
    return own.find((task) => canonical(bareTemplate(task.spec)) === key)?.createdAt ?? otherwise
  }
  const previous = service.previousSpec
  const older = previous
    ? [
        {
          spec: previous,
          complete: true,
          at: Math.min(firstSeen(previous, service.createdAt), at)
        }
      ]
    : []
  return [...partial, ...older, { spec: service.spec, complete: true, at }]
}

/** What differences are about, by name, at most 100 of them; never a value. */
export function namesOf(changes: readonly SpecChange[]): readonly string[] {
  const names = changes.map(({ field, key }) => (key === undefined ? field : `${field} ${key}`))
  return [...new Set(names)].slice(0, 100)
}

/** Image and digest of a spec, as a version shows them. */
export function imageParts(spec: Spec): { readonly image: string; readonly digest?: string } {
  const { name, digest } = splitImage(imageOf(spec))
  return { image: name, ...(digest === undefined ? {} : { digest }) }
}
