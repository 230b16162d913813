import { SkepError } from '../../domain/error'
import type { Node } from '../../domain/node'
import { policyOf, type Policy } from '../../domain/policy'
import { reasonsOf, type Reason } from '../../domain/reason'
import type { Origin, Rollout } from '../../domain/rollout'
import type { Service, Spec } from '../../domain/service'
import { seemsBy } from '../../domain/origin'
import { isTold, saidOf, woven, type ToldVersion, type Woven } from '../../domain/shared-history'
import type { Task } from '../../domain/task'
import {
  imageParts,
  namesOf,
  recover,
  type Author,
  type Outcome,
  type Recovered,
  type Source
} from '../../domain/version'
import { isRolledBack, missedBetween, type Gap } from './between'
import { specHash } from './hash'
import { compared, createLedger, type Ledger } from './ledger'
import type { Journal, StoredUpdate, StoredVersion } from './ports'

/** The newest version of a service as the rest of the core needs it. */
export interface Head {
  readonly number: number
  readonly hash: string
  readonly outcome: Outcome
}

/** What a dossier says of the version that failed. */
export interface About {
  readonly by: Author
  readonly image: string
  readonly policy: Policy
}

export interface History {
  /** Records what the cluster shows of a service; true when that was news. `gap`: nobody watched just before. */
  observe(service: Service, tasks: readonly Task[], nodes: readonly Node[], gap?: Gap): boolean
  /** Records how the version in force fares, with the evidence that the engine will forget; true when that was news. */
  judge(service: Service, rollout: Rollout, at: number): boolean
  head(service: string): Head | undefined
  /** Where the spec in force comes from. */
  origin(service: string): Origin | undefined
  /** Who made a version, and the image and the update policy that it has; undefined when it is not known as a whole. */
  about(service: string, number: number): About | undefined
  /** Milliseconds without progress that a person allows the update in force, if they said so. */
  deadline(service: string): number | undefined
  /** Keeps that, in seconds; null goes back to what follows from the spec. */
  setDeadline(service: string, seconds: number | null): void
  /** The versions of a service as they are read. */
  of(service: string): Ledger
  /** The whole spec of a version; throws version-unknown or version-incomplete. */
  specOf(service: string, number: number): Spec
  versions(service: string): readonly StoredVersion[]
}

/**
 * The versions of every service of one cluster: recovered at first contact, then every change from anywhere. What was not
 * seen by itself is filled in with what other Skeps tell.
 */
export function createHistory(
  journal: Journal,
  cluster: string,
  told: (service: string) => readonly ToldVersion[] = () => []
): History {
  const heads = new Map<string, Head>(journal.heads(cluster))
  const seenIndex = new Map<string, number>()

  const add = (
    service: Service,
    { spec, complete }: Pick<Recovered, 'spec' | 'complete'>,
    version: Omit<StoredVersion, 'service' | 'image' | 'digest' | 'hash' | 'complete' | 'changed' | 'seems'>
  ): void => {
    const hash = specHash(spec)
    const before = journal.versions(cluster, service.id).at(-1)
    const beforeSpec = before && journal.spec(before.hash)
    const changed = beforeSpec
      ? namesOf(compared({ spec: beforeSpec, complete: before.complete }, { spec, complete }))
      : []
    const inForce = spec === service.spec
    const seems = version.by === 'outside' && beforeSpec && inForce ? seemsBy(beforeSpec, service) : undefined
    journal.addVersion(
      cluster,
      {
        ...version,
        ...{ service: service.id, hash, complete },
        ...imageParts(spec),
        ...(changed.length > 0 ? { changed } : {}),
        ...(seems === undefined ? {} : { seems })
      },
      spec
    )
    heads.set(service.id, { number: version.number, hash, outcome: 'running' })
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
    const found = woven(recover(service, tasks), told(service.id), specHash)
    found.forEach((version, place) => {
      const number = place + 1
      const last = number === found.length
      const source = isTold(version) && !last ? 'shared' : 'recovered'
      add(service, version, { number, at: version.at, source, ...senderOf(version) })
      if (!last) ended(service.id, number, version, 'unknown')
      noted(service.id, number, version)
    })
  }

  /** How a version that came and went ended: as it is told, or else as it seems. */
  const ended = (service: string, number: number, { told: said, at }: Woven, otherwise: Outcome): void =>
    conclude(service, number, said?.outcome?.outcome ?? otherwise, said?.outcome?.at ?? at)

  /** Keeps what people wrote on a version that another Skep tells of. */
  function noted(service: string, number: number, version: Woven): void {
    for (const { title, text, pinned, user } of version.told?.notes ?? [])
      journal.addNote(cluster, {
        ...{ service, number },
        ...(title === undefined ? {} : { title }),
        ...(text === undefined ? {} : { text }),
        ...(pinned === undefined ? {} : { pinned }),
        ...(user === undefined ? {} : { user })
      })
  }

  function addNext(
    service: Service,
    head: Head,
    hash: string,
    between: readonly Woven[],
    reasons: readonly Reason[],
    gap: Gap | undefined
  ): void {
    const source: Source = gap ? 'gap' : 'observed'
    const length = gap?.length === undefined ? {} : { gap: gap.length }
    const at = service.updateStatus?.startedAt ?? service.updatedAt
    const known = journal.versions(cluster, service.id)
    const rolledBack = isRolledBack(service)
    // What ended while nobody watched is not known to have ended in any way.
    const replaced: Outcome = source === 'gap' ? 'unknown' : 'superseded'
    let number = (known.at(-1)?.number ?? head.number) + 1
    if (between.length > 0) closeOpen(service.id, head, replaced, at, reasons)
    else
      closeOpen(
        service.id,
        head,
        rolledBack && wasUndone(service, head, source) ? 'rolled-back' : replaced,
        at,
        reasons
      )
    between.forEach((version, place) => {
      const from = isTold(version) ? 'shared' : 'gap'
      const own = version.complete ? ownUpdate(service.id, specHash(version.spec)) : undefined
      const sender = own ? ({ by: 'skep', update: own.update } as const) : senderOf(version)
      add(service, version, { number, at: version.at, source: from, ...length, ...sender })
      const undone = rolledBack && place === between.length - 1
      ended(service.id, number, version, undone ? 'rolled-back' : replaced)
      noted(service.id, number, version)
      number += 1
    })
    const own = ownUpdate(service.id, hash)
    // An automatic rollback leaves no PreviousSpec, one that a person asks for swaps the two (measured on 20.10.24).
    const said = own ? undefined : saidOf(told(service.id), { spec: service.spec, complete: true, hash, at })
    const by: Author = own ? 'skep' : rolledBack && !service.previousSpec ? 'engine' : 'outside'
    const restores = own ? own.restores : known.filter((version) => version.hash === hash).at(-1)?.number
    const part = own?.restoredPart
    add(
      service,
      { spec: service.spec, complete: true },
      {
        ...{ number, at, by, source },
        ...(by === 'outside' && said ? senderOf({ told: said }) : {}),
        ...length,
        ...(restores === undefined ? {} : { restores }),
        ...(part === undefined ? {} : { restoredPart: part }),
        ...(own ? { update: own.update } : {})
      }
    )
  }

  /** The update of this Skep that made a spec: each makes one version, the same spec once more is somebody else's doing. */
  function ownUpdate(service: string, hash: string): StoredUpdate | undefined {
    const own = journal.updates(cluster, { service }).find((update) => update.targetHash === hash)
    const made = journal.versions(cluster, service).some((version) => version.update === own?.update)
    return own === undefined || own.state === 'not-applied' || made ? undefined : own
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

  return {
    observe(service, tasks, nodes, gap) {
      const head = heads.get(service.id)
      if (!head) {
        recoverAll(service, tasks)
        seenIndex.set(service.id, service.index)
        return true
      }
      // A slow answer may come after a newer one.
      if (service.index <= (seenIndex.get(service.id) ?? -1)) return false
      seenIndex.set(service.id, service.index)
      const hash = specHash(service.spec)
      const own = tasks.filter((task) => task.serviceId === service.id)
      const unseen =
        hash === head.hash && !gap
          ? []
          : missedBetween({ journal, cluster, told: told(service.id) }, service, head, own, gap)
      if (hash === head.hash && unseen.length === 0) return false
      // The evidence of a version that is going has to be taken now: the engine forgets it within seconds.
      const since = service.updateStatus?.startedAt ?? service.updatedAt
      addNext(service, head, hash, unseen, reasonsOf(own, nodes, since), gap)
      return true
    },
    judge(service, rollout, at) {
      const head = heads.get(service.id)
      if (!head || rollout.verdict === head.outcome) return false
      if (service.index < (seenIndex.get(service.id) ?? -1)) return false
      if (rollout.verdict === undefined) {
        // It goes on after all: what was stuck came loose, or a paused one was resumed without another spec.
        const ended = head.outcome === 'stuck' || head.outcome === 'paused' || head.outcome === 'failed'
        if (ended && isMoving(rollout.phase)) conclude(service.id, head.number, 'running', at)
        return ended && isMoving(rollout.phase)
      }
      if (rollout.verdict === 'rolled-back' && rollout.phase !== 'done') return false
      // What brought an older spec back succeeded as a version of its own; the one that failed is marked when it goes.
      const outcome: Outcome = rollout.verdict === 'rolled-back' ? 'succeeded' : rollout.verdict
      if (outcome === head.outcome) return false
      conclude(service.id, head.number, outcome, at, rollout.reasons)
      return true
    },
    head: (service) => heads.get(service),
    origin(service) {
      const versions = journal.versions(cluster, service)
      const [before, version] = [versions.at(-2), versions.at(-1)]
      if (!version) return undefined
      const { number, by, source, at, update, restores } = version
      const outcome = heads.get(service)?.outcome ?? 'running'
      const replaced = before && journal.outcomes(cluster, service).get(before.number)
      return {
        ...{ number, by, source, at, outcome },
        ...(update === undefined ? {} : { update }),
        ...(restores === undefined ? {} : { restores }),
        ...(before ? { replaced: { number: before.number, outcome: replaced ?? 'running' } } : {})
      }
    },
    about(service, number) {
      const version = journal.versions(cluster, service).find((known) => known.number === number)
      const spec = version && journal.spec(version.hash)
      return spec && { by: version.by, image: version.image, policy: policyOf(spec, 'UpdateConfig') }
    },
    deadline(service) {
      const seconds = journal.notes(cluster, service).get(heads.get(service)?.number ?? 0)?.deadline
      return seconds ? seconds * 1000 : undefined
    },
    setDeadline(service, seconds) {
      const head = heads.get(service)
      if (!head) throw new SkepError('version-unknown', { number: 0 })
      journal.addNote(cluster, { service, number: head.number, deadline: seconds ?? 0 })
    },
    of: (service) => createLedger(journal, cluster, service, () => told(service)),
    specOf: (service, number) => createLedger(journal, cluster, service).specOf(number),
    versions: (service) => journal.versions(cluster, service)
  }
}

const isMoving = (phase: Rollout['phase']): boolean =>
  phase === 'updating' || phase === 'verifying' || phase === 'rolling-back'

/** Who sent a version, as far as another Skep tells. */
const senderOf = ({ told }: Pick<Woven, 'told'>): Pick<StoredVersion, 'by' | 'user'> => {
  const { by, user } = told?.version ?? { by: 'outside' as const, user: undefined }
  return { by, ...(user === undefined ? {} : { user }) }
}
