import { stagingFinding, type StagingRun } from '../../domain/staging'
import type { Finding } from '../../domain/lint'
import { splitImage } from '../../domain/service'
import type { Journal, SavedContext } from './ports'

/** What the journal knows from the staging contexts of an image that goes to production; nothing where there are none. */
export function stagingOf(
  reference: string,
  contexts: readonly SavedContext[],
  journal: Pick<Journal, 'heads' | 'versions' | 'outcomes'>
): readonly Finding[] {
  const { name: image } = splitImage(reference)
  const staging = contexts.filter(
    ({ environment, cluster }) => environment === 'staging' && cluster !== undefined
  )
  const runs = staging.flatMap(({ name: context, cluster = '' }) =>
    [...journal.heads(cluster).keys()].flatMap((service) => {
      const versions = journal.versions(cluster, service).filter((version) => version.image === image)
      if (versions.length === 0) return []
      const outcomes = journal.outcomes(cluster, service)
      return versions.map(({ number, at, digest }): StagingRun => ({
        context,
        image,
        digest,
        at,
        outcome: outcomes.get(number) ?? 'running'
      }))
    })
  )
  const found = stagingFinding(
    reference,
    runs,
    staging.map(({ name }) => name)
  )
  return found ? [found] : []
}
