import { SkepError } from '../../domain/error'
import { textAt } from '../../domain/json'
import { stackOf } from '../../domain/service'
import { outcomeOfRelease, releasesOf, type Release } from '../../domain/stack'
import type { Outcome } from '../../domain/version'
import type { ReleaseChange, ReleaseEntry, StackHistory } from '../../shared/contract'
import type { Cluster, Live } from './cluster'
import type { Journal, StoredStackOperation, StoredVersion } from './ports'

/** A service that is or was in a stack. */
export interface StackService {
  readonly id: string
  readonly name: string
  /** Whether it is still on the cluster. */
  readonly there: boolean
}

/** The stack operations of a cluster in their newest states, oldest first. */
export function storedOperations(journal: Journal, cluster: string): readonly StoredStackOperation[] {
  const newest = new Map<string, StoredStackOperation>()
  for (const { body } of journal.entries({ cluster, kinds: ['stack'] })) {
    const stored = body as unknown as StoredStackOperation
    newest.set(stored.operation, stored)
  }
  return [...newest.values()]
}

/** The releases of the stacks of clusters, worked out of the versions of their services. */
export interface StackHistories {
  /** Those that are there and those that the journal remembers, by id; throws stack-unknown when there are none. */
  services(cluster: Cluster, live: Live, stack: string): ReadonlyMap<string, StackService>
  /** Oldest first. */
  releases(cluster: Cluster, live: Live, stack: string): readonly Release[]
  list(cluster: Cluster, live: Live, stack: string, before: number | undefined): StackHistory
}

/** How many releases are told at once: each of their differences is worked out of two specs. */
const page = 25

export function createStackHistories(journal: Journal): StackHistories {
  /** What the spec of a hash says of its name and stack; a spec never changes. */
  const named = new Map<string, { readonly name: string; readonly stack: string | undefined }>()

  const nameOf = (hash: string): { readonly name: string; readonly stack: string | undefined } => {
    const known = named.get(hash)
    if (known) return known
    const spec = journal.spec(hash)
    const found = { name: textAt(spec, 'Name') ?? '', stack: spec && stackOf(spec) }
    named.set(hash, found)
    return found
  }

  function services(cluster: Cluster, live: Live, stack: string): ReadonlyMap<string, StackService> {
    const found = new Map<string, StackService>()
    const there = new Set<string>()
    for (const row of cluster.snapshot()?.services ?? []) {
      there.add(row.id)
      if (row.stack === stack) found.set(row.id, { id: row.id, name: row.name, there: true })
    }
    for (const [id, { hash }] of journal.heads(live.info.cluster)) {
      if (there.has(id)) continue
      const { name, stack: its } = nameOf(hash)
      if (its === stack) found.set(id, { id, name, there: false })
    }
    if (found.size === 0) throw new SkepError('stack-unknown', { name: stack })
    return found
  }

  function releases(cluster: Cluster, live: Live, stack: string): readonly Release[] {
    const operations = new Map(
      storedOperations(journal, live.info.cluster).flatMap(({ operation, waves }) =>
        waves.flat().flatMap(({ update }) => (update === undefined ? [] : [[update, operation] as const]))
      )
    )
    return releasesOf(
      [...services(cluster, live, stack).keys()].flatMap((service) =>
        live.history.versions(service).map(({ number, at, by, update }) => ({
          service,
          number,
          at,
          by,
          operation: update === undefined ? undefined : operations.get(update)
        }))
      )
    )
  }

  function list(cluster: Cluster, live: Live, stack: string, before: number | undefined): StackHistory {
    const all = releases(cluster, live, stack)
    const known = services(cluster, live, stack)
    const end = Math.min(all.length, before === undefined ? all.length : before - 1)
    const start = Math.max(0, end - page)
    const restores = new Map(
      storedOperations(journal, live.info.cluster).map(({ operation, release }) => [operation, release])
    )
    const versions = new Map([...known.keys()].map((id) => [id, byNumber(live.history.versions(id))]))
    const outcomes = new Map([...known.keys()].map((id) => [id, journal.outcomes(live.info.cluster, id)]))

    const changeOf = (release: Release, earlier: Release | undefined, service: string): ReleaseChange => {
      const number = release.changed.get(service) ?? 0
      const version = versions.get(service)?.get(number)
      const previous = versions.get(service)?.get(earlier?.members.get(service) ?? 0)
      const outcome: Outcome = outcomes.get(service)?.get(number) ?? 'running'
      return {
        service,
        serviceName: known.get(service)?.name ?? service,
        version: number,
        image: version?.image ?? '',
        ...(previous ? { before: { version: previous.number, image: previous.image } } : {}),
        changes:
          version?.complete && previous?.complete
            ? live.history.of(service).diff(previous.number, number)
            : [],
        outcome
      }
    }

    const entryOf = (release: Release): ReleaseEntry => {
      const earlier = all[release.number - 2]
      const changed = [...release.changed.keys()]
        .map((service) => changeOf(release, earlier, service))
        .sort((a, b) => a.serviceName.localeCompare(b.serviceName, 'en', { numeric: true }))
      const back = release.operation === undefined ? undefined : restores.get(release.operation)
      return {
        number: release.number,
        at: release.at,
        until: release.until,
        by: release.by,
        ...(back === undefined ? {} : { restores: back }),
        outcome: outcomeOfRelease(changed.map(({ outcome }) => outcome)),
        changed,
        services: release.members.size,
        current: release.number === all.length,
        restorable: [...release.members].some(
          ([service, number]) => known.get(service)?.there && versions.get(service)?.get(number)?.complete
        )
      }
    }
    return { releases: all.slice(start, end).map(entryOf).reverse(), older: start }
  }

  return { services, releases, list }
}

const byNumber = (versions: readonly StoredVersion[]): ReadonlyMap<number, StoredVersion> =>
  new Map(versions.map((version) => [version.number, version]))
