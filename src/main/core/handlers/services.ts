import { safeOffers } from '../../../domain/assisted'
import { SkepError } from '../../../domain/error'
import { valueOf } from '../../../domain/reveal'
import { detailOf } from '../detail'
import { erasedOf } from '../erased'
import { knownServices } from '../known-services'
import { knownOf } from '../modes'
import { referencesOf } from '../references'
import { found, type Area, type HandlersDeps } from './deps'

/** What a cluster shows: its services, their tasks and logs. */
export function serviceHandlers(deps: HandlersDeps): Area<'clusters' | 'services' | 'logs'> {
  const { clusters, logs } = deps
  return {
    'services.known': () => knownServices(deps.settings, deps.clusters, deps.journal),
    'clusters.snapshot': ({ context }) => {
      const snapshot = clusters.cluster(context).snapshot()
      if (!snapshot) throw new SkepError('not-connected', { context: clusters.context(context).name })
      return snapshot
    },
    'clusters.references': ({ context }) => referencesOf(clusters.cluster(context).live().engine),
    'services.inspect': async ({ context, service: id }) => {
      const cluster = clusters.cluster(context)
      const { service, tasks } = await cluster.read(id)
      const live = cluster.live()
      const { history, info } = live
      const erased = erasedOf(history, service.id, service.spec)
      const wayBack = history.of(service.id).wayBack()
      const detail = detailOf(context, service, tasks, cluster.nodes(), erased, wayBack, info.apiVersion)
      return clusters.context(context).mode === 'assisted'
        ? { ...detail, safe: safeOffers(service, knownOf(live, service.id)) }
        : detail
    },
    'services.reveal': async ({ context, service: id, field, key }) => {
      const { live, service } = await found(deps, context, id)
      const value = valueOf(service.spec, field, key)
      if (value === undefined) throw new SkepError('value-unknown', { name: key ?? field })
      deps.journal.add({
        ...{ cluster: live.info.cluster, service: service.id, kind: 'act' },
        body: {
          ...{ act: 'reveal', field },
          ...(key === undefined ? {} : { key }),
          ...(deps.user === undefined ? {} : { user: deps.user })
        }
      })
      return { value }
    },
    'services.logs': async ({ context, service: id, task, tail }) => {
      const { live, service } = await found(deps, context, id)
      return live.engine.logs({ service: service.id, task }, tail)
    },
    'logs.open': (input) => {
      logs.open(input)
      return null
    },
    'logs.taken': ({ subscription }) => {
      logs.taken(subscription)
      return null
    },
    'logs.close': ({ subscription }) => {
      logs.close(subscription)
      return null
    }
  }
}
