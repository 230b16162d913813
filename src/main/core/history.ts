import { SkepError } from '../../domain/error'
import type { Node } from '../../domain/node'
import { reasonsOf, type Reason } from '../../domain/reason'
import type { Rollout } from '../../domain/rollout'
import type { Service, Spec } from '../../domain/service'
import { diffSpec, type SpecChange } from '../../domain/spec-diff'
import type { Task } from '../../domain/task'
import { imageParts, recover, type Author, type Outcome, type Source } from '../../domain/version'
import type { HistoryEntry } from '../../shared/contract'
import { specHash } from './hash'
import type { Journal, StoredVersion } from './ports'

/** The newest version of a service as the rest of the core needs it. */
export interface Head {
  readonly number: number
  readonly hash: string
  readonly outcome: Outcome
}

export interface History {
  /** Records what the cluster shows of a service; true when that was news. `gap`: nobody watched just before. */
  observe(service: Service, tasks: readonly Task[], nodes: readonly Node[], gap: boolean): boolean
  /** Records how the version in force fares, with the evidence that the engine will forget; true when that was news. */
  judge(service: Service, rollout: Rollout, at: number): boolean
  head(service: string): Head | undefined
  list(service: string): readonly HistoryEntry[]
  diff(service: string, a: number, b: number): readonly SpecChange[]
  /** The whole spec of a version; throws version-unknown or version-incomplete. */
  specOf(service: string, number: number): Spec
  versions(service: string): readonly StoredVersion[]
}

/** The versions of every service of one cluster: recovered at first contact, then every change from anywhere. */
export function createHistory(journal: Journal, cluster: string): History {
  const heads = new Map<string, Head>(journal.heads(cluster))
  const seenIndex = new Map<string, number>()

  const add = (
    service: Service,
    spec: Spec,
    version: Omit<StoredVersion, 'service' | 'image' | 'digest'>
  ): void => {
    journal.addVersion(cluster, { ...version, service: service.id, ...imageParts(spec) }, spec)
    heads.set(service.id, { number: version.number, hash: version.hash, outcome: 'running' })
  }
  const conclude = (
    service: string,
    number: number,
    outcome: Outcome,
    at: number,
    reasons: readonly Reason[] = []
  ): void => {
    const evidence = reasons.map((reason) => ({ ...reason }))
    journal.addOutcome(cluster, { service, number, outcome, at, evidence })
    const head = heads.get(service)
    if (head?.number === number) heads.set(service, { ...head, outcome })
  }

  function recoverAll(service: Service, tasks: readonly Task[]): void {
    const found = recover(service, tasks)
    found.forEach((version, place) => {
      const number = place + 1
      const { spec, complete, at } = version
      add(service, spec, { number, hash: specHash(spec), at, by: 'outside', source: 'recovered', complete })
      if (number < found.length) conclude(service.id, number, 'unknown', at)
    })
  }

  function addNext(
    service: Service,
    head: Head,
    hash: string,
    source: Source,
    reasons: readonly Reason[]
  ): void {
    const at = service.updateStatus?.startedAt ?? service.updatedAt
    const known = journal.versions(cluster, service.id)
    const rolledBack = service.updateStatus?.state.startsWith('rollback') ?? false
    // What ended while nobody watched is not known to have ended in any way.
    const replaced: Outcome = source === 'gap' ? 'unknown' : 'superseded'
    let number = head.number + 1
    // Two changes in a row may be seen as one: the spec between them is then the previous one.
    const between = rolledBack ? undefined : service.previousSpec
    const betweenHash = between && specHash(between)
    if (between && betweenHash !== undefined && betweenHash !== head.hash && betweenHash !== hash) {
      closeOpen(service.id, head, replaced, at, reasons)
      add(service, between, { number, hash: betweenHash, at, by: 'outside', source: 'gap', complete: true })
      conclude(service.id, number, replaced, at)
      number += 1
    } else {
      const undone = rolledBack && wasUndone(service, head, source)
      closeOpen(service.id, head, undone ? 'rolled-back' : replaced, at, reasons)
    }
    const own = journal.updates(cluster, { service: service.id }).find((update) => update.targetHash === hash)
    // An update makes one version; the same spec coming back once more is somebody else's doing.
    const isOwn =
      own !== undefined &&
      own.state !== 'not-applied' &&
      !known.some((version) => version.update === own.update)
    // An automatic rollback leaves no PreviousSpec, one that a person asks for swaps the two (measured on 20.10.24).
    const by: Author = isOwn ? 'skep' : rolledBack && !service.previousSpec ? 'engine' : 'outside'
    const restores = isOwn ? own.restores : known.filter((version) => version.hash === hash).at(-1)?.number
    add(service, service.spec, {
      number,
      hash,
      at,
      by,
      source,
      complete: true,
      ...(restores === undefined ? {} : { restores }),
      ...(isOwn ? { update: own.update } : {})
    })
  }

  /** Whether a rollback undid this very version: by hand it is the previous spec then; by the engine nothing tells. */
  const wasUndone = (service: Service, head: Head, source: Source): boolean =>
    service.previousSpec ? specHash(service.previousSpec) === head.hash : source !== 'gap'

  function closeOpen(
    service: string,
    head: Head,
    outcome: Outcome,
    at: number,
    reasons: readonly Reason[]
  ): void {
    const open = head.outcome === 'running' || head.outcome === 'stuck'
    if (open || (outcome === 'rolled-back' && head.outcome !== 'rolled-back')) {
      conclude(service, head.number, outcome, at, reasons)
    }
  }

  const entryOf = (service: string) => {
    const versions = journal.versions(cluster, service)
    const outcomes = journal.outcomes(cluster, service)
    return { versions, outcomes }
  }

  const versionOf = (service: string, number: number): StoredVersion => {
    const version = journal.versions(cluster, service).find((known) => known.number === number)
    if (!version) throw new SkepError('version-unknown', { number })
    return version
  }

  const storedSpec = (version: StoredVersion): Spec => {
    const spec = journal.spec(version.hash)
    if (!spec)
      throw new SkepError('journal-failed', {}, { detail: `no spec for version ${String(version.number)}` })
    return spec
  }

  return {
    observe(service, tasks, nodes, gap) {
      const head = heads.get(service.id)
      if (!head) {
        recoverAll(service, tasks)
        seenIndex.set(service.id, service.index)
        return true
      }
      if (seenIndex.get(service.id) === service.index) return false
      seenIndex.set(service.id, service.index)
      const hash = specHash(service.spec)
      if (hash === head.hash) return false
      // The evidence of a version that is going has to be taken now: the engine forgets it within seconds.
      const since = service.updateStatus?.startedAt ?? service.updatedAt
      const own = tasks.filter((task) => task.serviceId === service.id)
      addNext(service, head, hash, gap ? 'gap' : 'observed', reasonsOf(own, nodes, since))
      return true
    },
    judge(service, rollout, at) {
      const head = heads.get(service.id)
      if (!head || rollout.verdict === undefined || rollout.verdict === head.outcome) return false
      if (rollout.verdict === 'rolled-back' && rollout.phase !== 'done') return false
      // What brought an older spec back succeeded as a version of its own; the one that failed is marked when it goes.
      const outcome: Outcome = rollout.verdict === 'rolled-back' ? 'succeeded' : rollout.verdict
      if (outcome === head.outcome) return false
      conclude(service.id, head.number, outcome, at, rollout.reasons)
      return true
    },
    head: (service) => heads.get(service),
    list(service) {
      const { versions, outcomes } = entryOf(service)
      const newest = versions.at(-1)?.number
      return versions
        .map((version, place): HistoryEntry => {
          const before = versions[place - 1]
          const comparable = before !== undefined && before.complete === version.complete
          return {
            number: version.number,
            at: version.at,
            by: version.by,
            image: version.image,
            ...(version.digest === undefined ? {} : { digest: version.digest }),
            changes: comparable
              ? diffSpec(storedSpec(before), storedSpec(version))
              : imageOnly(before, version),
            outcome: outcomes.get(version.number) ?? 'running',
            ...(version.restores === undefined ? {} : { restores: version.restores }),
            current: version.number === newest,
            source: version.source,
            complete: version.complete
          }
        })
        .reverse()
    },
    diff: (service, a, b) => diffSpec(storedSpec(versionOf(service, a)), storedSpec(versionOf(service, b))),
    specOf(service, number) {
      const version = versionOf(service, number)
      if (!version.complete) throw new SkepError('version-incomplete', { number })
      return storedSpec(version)
    },
    versions: (service) => journal.versions(cluster, service)
  }
}

/** All that can be said between a whole version and one known from tasks only. */
function imageOnly(before: StoredVersion | undefined, version: StoredVersion): readonly SpecChange[] {
  if (!before) return []
  const full = (of: StoredVersion) => (of.digest === undefined ? of.image : `${of.image}@${of.digest}`)
  if (full(before) === full(version)) return []
  return [{ group: 'image', field: 'image', kind: 'change', before: full(before), after: full(version) }]
}
