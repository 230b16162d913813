import { numberAt, textAt } from '../../domain/json'
import type { Runbook } from '../../shared/contract'
import type { Clock } from './clock'
import type { Journal } from './ports'

/** The runbooks of services, kept in the journal; an older one stays there when a newer one takes its place. */
export interface Runbooks {
  /** The newest one, by the service's name: it outlives a service that is made anew. */
  get(cluster: string, name: string): Runbook | undefined
  save(
    cluster: string,
    service: { readonly id: string; readonly name: string },
    written: Pick<Runbook, 'text' | 'contact'>
  ): void
}

/** Runbooks over the journal; `user` is the computer user who writes them. */
export function createRunbooks(journal: Journal, clock: Clock, user: string): Runbooks {
  return {
    get(cluster, name) {
      const entries = journal.entries({ cluster, kinds: ['runbook'] })
      const body = entries.findLast((entry) => textAt(entry.body, 'name') === name)?.body
      if (!body) return undefined
      return {
        text: textAt(body, 'text') ?? '',
        contact: textAt(body, 'contact') ?? '',
        at: numberAt(body, 'at') ?? 0,
        by: textAt(body, 'by') ?? ''
      }
    },
    save(cluster, service, { text, contact }) {
      const body = { name: service.name, text, contact, at: clock.now(), by: user }
      journal.add({ cluster, service: service.id, kind: 'runbook', body })
    }
  }
}
