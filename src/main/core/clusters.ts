import { randomUUID } from 'node:crypto'
import { SkepError } from '../../domain/error'
import type { ClusterSnapshot } from '../../domain/snapshot'
import type { ContextInfo, ContextInput, Language } from '../../shared/contract'
import { createCluster, type Cluster, type ClusterDeps, type ConnectionState } from './cluster'
import type { Ask, SavedContext, Settings } from './ports'
import { failureOf } from './speech'

export interface Clusters {
  list(): readonly ContextInfo[]
  save(input: ContextInput): Promise<string>
  /** Switches telling the history in the cluster on or off, and connects anew with it. */
  share(id: string, on: boolean): Promise<void>
  remove(id: string): Promise<void>
  /** Connects a context, and again at the next start unless that is not to be remembered. */
  connect(id: string, how?: { readonly remember: boolean }): void
  disconnect(id: string): Promise<void>
  context(id: string): SavedContext
  /** The watch loop of a context; throws not-connected when there is none. */
  cluster(id: string): Cluster
  /** What was seen of a context last; undefined while it is not connected. */
  seen(id: string): ClusterSnapshot | undefined
  /** Connects every context that was open when the app was last used. */
  openSaved(): void
  /** Makes every open connection anew: after sleep or on another network they are dead without saying so. */
  renew(): void
  stop(): Promise<void>
}

type Watch = Pick<ClusterDeps, 'engines' | 'journal' | 'clock' | 'random' | 'user'> & {
  readonly settings: Settings
  readonly language: () => Language
  readonly onContexts: () => void
  readonly askFor: (context: string) => Ask
  readonly watch: (
    context: SavedContext
  ) => Pick<ClusterDeps, 'onSnapshot' | 'onRollout' | 'onHistory' | 'onLook' | 'monitorOf'>
}

/** The saved contexts and the clusters that are open through them, each with a loop of its own. */
export function createClusters(deps: Watch): Clusters {
  const { settings, clock } = deps
  const open = new Map<string, Cluster>()
  const never: ConnectionState = { state: 'disconnected', since: clock.now() }

  const contextOf = (id: string): SavedContext => {
    const found = settings.get().contexts.find((context) => context.id === id)
    if (!found) throw new SkepError('context-unknown')
    return found
  }

  const change = (id: string, with_: Partial<SavedContext>): void => {
    const contexts = settings
      .get()
      .contexts.map((known) => (known.id === id ? { ...known, ...with_ } : known))
    settings.set({ contexts })
  }

  const infoOf = (context: SavedContext): ContextInfo => {
    const { state, since, error, slow } = open.get(context.id)?.connection() ?? never
    const failure = error && failureOf(error, deps.language())
    return {
      id: context.id,
      name: context.name,
      endpoint: context.endpoint,
      managers: context.managers,
      mode: context.mode,
      environment: context.environment,
      connection: {
        state,
        since,
        ...(slow && state === 'live' ? { slow } : {}),
        ...(failure ? { reason: failure.message, code: failure.code } : {}),
        ...(failure?.detail === undefined ? {} : { detail: failure.detail })
      }
    }
  }

  function start(context: SavedContext, attended: boolean): void {
    const cluster = createCluster({
      ...deps,
      ...deps.watch(context),
      context,
      attended,
      ask: deps.askFor(context.id),
      onConnection: deps.onContexts,
      remember(swarm) {
        if (contextOf(context.id).cluster === undefined) change(context.id, { cluster: swarm })
      }
    })
    open.set(context.id, cluster)
    deps.onContexts()
  }

  async function stop(id: string): Promise<void> {
    const cluster = open.get(id)
    open.delete(id)
    await cluster?.stop()
  }

  return {
    list: () => settings.get().contexts.map(infoOf),
    async save(input) {
      const { contexts } = settings.get()
      const id = input.id ?? randomUUID()
      const old = contexts.find((known) => known.id === id)
      if (input.id !== undefined && !old) throw new SkepError('context-unknown')
      const taken = contexts.some((known) => known.name === input.name && known.id !== id)
      if (taken) throw new SkepError('context-name-taken', { name: input.name })
      const managers = input.managers ?? old?.managers ?? []
      const moved = old && JSON.stringify(old.endpoint) !== JSON.stringify(input.endpoint)
      const saved: SavedContext = {
        id,
        name: input.name,
        endpoint: input.endpoint,
        managers,
        mode: input.mode,
        environment: input.environment,
        open: old?.open ?? false,
        share: old?.share ?? false,
        ...(old?.cluster !== undefined && !moved ? { cluster: old.cluster } : {})
      }
      settings.set({
        contexts: old ? contexts.map((known) => (known.id === id ? saved : known)) : [...contexts, saved]
      })
      if (open.has(id)) {
        await stop(id)
        start(saved, true)
      }
      deps.onContexts()
      return id
    },
    async share(id, on) {
      contextOf(id)
      change(id, { share: on })
      if (!open.has(id)) return
      await stop(id)
      start(contextOf(id), false)
    },
    async remove(id) {
      contextOf(id)
      await stop(id)
      settings.set({ contexts: settings.get().contexts.filter((known) => known.id !== id) })
      deps.onContexts()
    },
    connect(id, { remember } = { remember: true }) {
      const context = contextOf(id)
      if (remember && !context.open) change(id, { open: true })
      const cluster = open.get(id)
      if (cluster) return cluster.retry()
      start(contextOf(id), true)
    },
    async disconnect(id) {
      contextOf(id)
      change(id, { open: false })
      await stop(id)
      deps.onContexts()
    },
    context: contextOf,
    cluster(id) {
      const context = contextOf(id)
      const cluster = open.get(id)
      if (!cluster) throw new SkepError('not-connected', { context: context.name })
      return cluster
    },
    seen: (id) => open.get(id)?.snapshot(),
    openSaved() {
      for (const context of settings.get().contexts)
        if (context.open && !open.has(context.id)) start(context, false)
    },
    renew() {
      for (const cluster of open.values()) cluster.renew()
    },
    async stop() {
      await Promise.all([...open.keys()].map(stop))
    }
  }
}
