import { keepable, type Typed } from '../../domain/typed'
import type { KeptDraft } from '../../shared/contract'
import type { Clock } from './clock'
import type { Clusters } from './clusters'
import type { DraftStore } from './ports'

/** What was typed for services and not sent yet, over a restart. */
export interface Drafts {
  /** Undefined where nothing was typed, or the swarm behind the context is not known yet. */
  get(context: string, service: string): KeptDraft | undefined
  /** Keeps what was typed against a spec (by its hash) without what looks like a secret; undefined forgets it. */
  keep(context: string, service: string, base: string, typed: Typed | undefined): void
}

/** Drafts by swarm and service: the same service through another context of the same swarm is the same draft. */
export function createDrafts(store: DraftStore, clusters: Clusters, clock: Clock): Drafts {
  const keyOf = (context: string, service: string): string | undefined => {
    const { cluster } = clusters.context(context)
    return cluster === undefined ? undefined : `${cluster} ${service}`
  }
  return {
    get(context, service) {
      const key = keyOf(context, service)
      return key === undefined ? undefined : store.get(key)
    },
    keep(context, service, base, typed) {
      const key = keyOf(context, service)
      if (key === undefined) return
      store.set(key, typed && { ...keepable(typed), base, at: clock.now() })
    }
  }
}
