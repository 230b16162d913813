import type { Service } from '../../domain/service'
import { woven, type ToldVersion, type Woven } from '../../domain/shared-history'
import type { Task } from '../../domain/task'
import { partials } from '../../domain/version'
import { specHash } from './hash'
import type { Journal } from './ports'

/** A stretch of time in which nobody watched the cluster. */
export interface Gap {
  /** Milliseconds; absent where it is not known when the cluster was last looked at. */
  readonly length?: number
  /** When it began, by the swarm's clock: milliseconds since the epoch. */
  readonly since?: number
}

/** Whether the last word of the engine on a service is a rollback. */
export const isRolledBack = (service: Service): boolean =>
  service.updateStatus?.state.startsWith('rollback') ?? false

/**
 * What was in force for a while and is gone again, oldest first: two changes in a row may be seen as one, and then the
 * spec between them is the previous one; what was missed in a gap may still be carried by tasks made meanwhile, or be told
 * by another Skep.
 */
export function missedBetween(
  { journal, cluster, told }: { journal: Journal; cluster: string; told: readonly ToldVersion[] },
  service: Service,
  head: { readonly hash: string },
  tasks: readonly Task[],
  gap: Gap | undefined
): readonly Woven[] {
  const headSpec = journal.spec(head.hash)
  const since = gap?.since
  const recent = since === undefined ? [] : tasks.filter((task) => task.createdAt >= since)
  const missed = partials(service, recent, headSpec ? [headSpec] : [])
  const previous = service.previousSpec
  const hash = previous && specHash(previous)
  const now = specHash(service.spec)
  const at = service.updateStatus?.startedAt ?? service.updatedAt
  const versions = journal.versions(cluster, service.id)
  const returned = isRolledBack(service) || head.hash === now
  const known = versions.some((version) => version.hash === hash)
  const before =
    !previous || hash === head.hash || hash === now || (returned && known)
      ? missed
      : [...missed, { spec: previous, complete: true, at }]
  if (!gap) return before
  const last = versions.at(-1)?.at ?? 0
  const later = told.filter(
    ({ version }) => version.at > last && version.at < at && version.hash !== head.hash
  )
  return woven([...before, { spec: service.spec, complete: true, at }], later, specHash).slice(0, -1)
}
