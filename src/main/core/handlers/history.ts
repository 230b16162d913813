import { createLedger, compared, type Ledger } from '../ledger'
import { found, type Area, type HandlersDeps } from './deps'

interface Place {
  readonly cluster: string
  readonly service: string
  readonly ledger: Ledger
}

/**
 * Where the versions of a service are kept. What was seen last tells its id, so that a history can also be read when
 * the connection is gone: that may be why it is looked at.
 */
async function placeOf(deps: HandlersDeps, context: string, id: string): Promise<Place> {
  const { clusters, journal } = deps
  const cluster = clusters.cluster(context)
  const known = cluster.snapshot()
  const row = known?.services.find((service) => service.id === id || service.name === id)
  const at = row && known ? { cluster: known.cluster, service: row.id } : await lookedUp(deps, context, id)
  return { ...at, ledger: createLedger(journal, at.cluster, at.service, () => cluster.told(at.service)) }
}

async function lookedUp(
  deps: HandlersDeps,
  context: string,
  id: string
): Promise<Pick<Place, 'cluster' | 'service'>> {
  const { live, service } = await found(deps, context, id)
  return { cluster: live.info.cluster, service: service.id }
}

/** The versions of a service, and what people write on them. */
export function historyHandlers(deps: HandlersDeps): Area<'history'> {
  const { journal, user } = deps
  const by = user === undefined ? {} : { user }
  return {
    'history.list': async ({ context, service, ...query }) =>
      (await placeOf(deps, context, service)).ledger.list(query),
    'history.diff': async ({ context, service, a, b, other }) => {
      const mine = await placeOf(deps, context, service)
      const theirs = other ? await placeOf(deps, other.context, other.service) : mine
      return compared(mine.ledger.knownSpec(a), theirs.ledger.knownSpec(b))
    },
    'history.note': async ({ context, service: id, number, pinned, title, text }) => {
      const { cluster, service, ledger } = await placeOf(deps, context, id)
      ledger.version(number)
      journal.addNote(cluster, {
        ...{ service, number, ...by },
        ...(pinned === undefined ? {} : { pinned }),
        ...(title === undefined ? {} : { title: title.trim() }),
        ...(text === undefined ? {} : { text: text.trim() })
      })
      deps.clusters.cluster(context).learned(service)
      deps.onHistory(context, service)
      return null
    },
    'history.reveal': async ({ context, service: id, number, field, key }) => {
      const { cluster, service, ledger } = await placeOf(deps, context, id)
      const value = ledger.value(number, field, key)
      // Written down before it is shown: a value that nobody can be told to have seen stays hidden.
      journal.add({
        ...{ cluster, service, number, kind: 'act' },
        body: { act: 'reveal', number, field, ...(key === undefined ? {} : { key }), ...by }
      })
      return { value }
    }
  }
}
