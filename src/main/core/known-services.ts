import { textAt } from '../../domain/json'
import { imageOf, splitImage } from '../../domain/service'
import type { KnownService } from '../../shared/contract'
import type { Clusters } from './clusters'
import type { Journal, Settings } from './ports'

/** How many are told; whoever has more types a word. */
const most = 5_000

/** The services of saved contexts that were not seen since the start, as the journal knows them; no engine is asked. */
export function knownServices(
  settings: Pick<Settings, 'get'>,
  clusters: Pick<Clusters, 'seen'>,
  journal: Pick<Journal, 'heads' | 'spec' | 'lastLook'>
): readonly KnownService[] {
  const known: KnownService[] = []
  for (const { id: context, cluster } of settings.get().contexts) {
    if (cluster === undefined || clusters.seen(context)) continue
    const seenAt = journal.lastLook(cluster)
    for (const { hash } of journal.heads(cluster).values()) {
      if (known.length === most) return known
      const spec = journal.spec(hash)
      const name = textAt(spec, 'Name')
      if (!spec || name === undefined) continue
      const image = splitImage(imageOf(spec)).name
      known.push({ context, name, image, ...(seenAt === undefined ? {} : { seenAt }) })
    }
  }
  return known
}
