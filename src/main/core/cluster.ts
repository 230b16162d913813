import { SkepError } from '../../domain/error'
import type { Node } from '../../domain/node'
import { rolloutOf, type Rollout } from '../../domain/rollout'
import type { Service } from '../../domain/service'
import { rowOf, wantedByService, type ClusterSnapshot } from '../../domain/snapshot'
import type { Task } from '../../domain/task'
import type { Connection } from '../../shared/contract'
import { sleep, type Clock } from './clock'
import { createHints } from './hints'
import { createHistory, type History } from './history'
import { stringifyJson } from './json'
import type { Ask, Engine, EngineInfo, Engines, Journal, SavedContext } from './ports'
import { needsPerson } from './needs-person'
import { createReach, type Reached } from './reach'

/** Why a cluster is not live, as the error that says so. */
export interface ConnectionState {
  readonly state: Connection['state']
  readonly since: number
  readonly error?: SkepError
  /** Whether the last look took long to be answered. */
  readonly slow?: boolean
}

/** What a live connection offers to the rest of the core. */
export interface Live {
  readonly engine: Engine
  readonly info: EngineInfo
  readonly history: History
}

export interface Cluster {
  connection(): ConnectionState
  snapshot(): ClusterSnapshot | undefined
  /** The live connection; throws not-connected. */
  live(): Live
  nodes(): readonly Node[]
  /** Reads one service again now and says where its update stands. */
  rollout(service: string): Promise<Rollout>
  /** Asks for a fresh look at a service (or at everything), soon. */
  touch(service?: string): void
  /** Connects now instead of after the back-off, and may ask the person what ssh wants to know. */
  retry(): void
  /** Drops the connection, which may be dead without saying so, and makes a new one at once. */
  renew(): void
  stop(): Promise<void>
}

export interface ClusterDeps {
  readonly context: SavedContext
  readonly engines: Engines
  readonly journal: Journal
  readonly clock: Clock
  /** A number from 0 to 1 for the jitter of the back-off. */
  readonly random: () => number
  readonly remember: (cluster: string) => void
  /** Asks the person what ssh wants to know; used only while `attended`. */
  readonly ask: Ask
  /** Whether a person just asked for this connection, so that they are there to answer. */
  readonly attended: boolean
  readonly onConnection: () => void
  readonly onSnapshot: (snapshot: ClusterSnapshot) => void
  readonly onRollout: (rollout: Rollout) => void
  readonly onHistory: (service: string) => void
  /** Called after each look at the cluster: what was left open can be reconciled now. */
  readonly onLook: (live: Live) => Promise<void>
}

/** Milliseconds between full listings, between looks at a running update, and for gathering hints. */
const fullEvery = 10_000
const activeEvery = 1_000
const gatherFor = 250
/** Milliseconds after which the answer to a look at everything is called slow. */
const slowAfter = 2_000

/**
 * The watch loop of one connected context. Events are hints, listing is the truth; Docker sends no task events, so the
 * tasks of a running update are read each second and everything every 10 s.
 */
export function createCluster(deps: ClusterDeps): Cluster {
  const { context, clock } = deps
  const stopped = new AbortController()
  const hints = createHints()
  let connection: ConnectionState = { state: 'connecting', since: clock.now() }
  const reach = createReach(context, deps.engines)
  let attended = deps.attended
  let renewed = false
  let live: Live | undefined
  let snapshot: ClusterSnapshot | undefined
  let services = new Map<string, Service>()
  let tasks = new Map<string, readonly Task[]>()
  let nodes: readonly Node[] = []
  const published = new Map<string, string>()

  const setConnection = (state: Connection['state'], error?: SkepError): void => {
    const known = connection.error
    // The values and the detail count as news too: only they may name who the managers are.
    const same =
      known?.message === error?.message &&
      stringifyJson(known?.values ?? {}) === stringifyJson(error?.values ?? {})
    if (connection.state === state && same) return
    const since = connection.state === state ? connection.since : clock.now()
    const slow = connection.slow === undefined ? {} : { slow: connection.slow }
    connection = { state, since, ...slow, ...(error ? { error } : {}) }
    deps.onConnection()
  }

  const setSlow = (slow: boolean): void => {
    if ((connection.slow ?? false) === slow) return
    connection = { ...connection, slow }
    deps.onConnection()
  }

  async function run(): Promise<void> {
    let failures = 0
    let wasLive = false
    while (!stopped.signal.aborted) {
      let liveSince: number | undefined
      let failed: SkepError | undefined
      try {
        // Whoever asked for the connection is there until it is live; what ssh wants after that is refused for them.
        const ask: Ask = (question, signal) =>
          attended ? deps.ask(question, signal) : Promise.resolve(undefined)
        const reached = await reach.open(context.mode === 'read-only', attended ? ask : undefined)
        // A connection may be ended while it is being made.
        if (stopped.signal.aborted) return
        const { engine, info } = reached
        deps.remember(info.cluster)
        live = { engine, info, history: createHistory(deps.journal, info.cluster) }
        await watch(live, reached, () => {
          wasLive = true
          attended = false
          liveSince = clock.now()
          setConnection('live')
        })
      } catch (error) {
        failed = error instanceof SkepError ? error : new SkepError('internal', {}, { cause: error })
      } finally {
        live = undefined
        reach.close()
      }
      if (stopped.signal.aborted) return
      if (renewed || failed === undefined) {
        renewed = false
        setConnection('reconnecting')
        continue
      }
      // A connection that held for a minute was a good one: the next break starts the back-off anew.
      const held = liveSince !== undefined && clock.now() - liveSince > 60_000
      if (held) reach.good()
      const all = reach.pass()
      // The other managers are tried before anything is said to be lost.
      if (!all && wasLive) setConnection('reconnecting', failed)
      if (!all) continue
      attended = false
      setConnection(wasLive && !needsPerson.has(failed.code) ? 'reconnecting' : 'lost', failed)
      failures = held ? 1 : failures + 1
      const wait = Math.min(30_000, 500 * 2 ** Math.min(failures, 6)) * (0.5 + deps.random() / 2)
      await Promise.race([sleep(clock, wait, stopped.signal), hints.urgent()])
    }
  }

  async function watch(now: Live, reached: Reached, listed: () => void): Promise<void> {
    const ended = new AbortController()
    const end = () => ended.abort()
    stopped.signal.addEventListener('abort', end, { once: true })
    let broken: unknown
    // Subscribed before the first listing, so that nothing falls between the two.
    const following = follow(now.engine, ended.signal).catch((error: unknown) => {
      broken = error
      hints.add()
    })
    // A read repeated on a new connection may be another swarm's answer: nothing of it counts once the stream broke.
    const intact = () => {
      if (broken !== undefined) throw broken
    }
    try {
      await readAll(now, true, intact)
      listed()
      await deps.onLook(now)
      let fullAt = clock.now() + fullEvery
      while (!ended.signal.aborted) {
        const active = activeServices(now.history)
        const wait = active.length > 0 ? activeEvery : fullAt - clock.now()
        await Promise.race([sleep(clock, Math.max(0, wait), ended.signal), hints.next()])
        if (ended.signal.aborted) return
        intact()
        if (hints.pending()) await sleep(clock, gatherFor, ended.signal)
        const dirty = new Set([...hints.take(), ...active])
        if (clock.now() >= fullAt || dirty.has('*') || dirty.size > 10) {
          if (reached.moved()) return
          await readAll(now, false, intact)
          fullAt = clock.now() + fullEvery
        } else {
          for (const service of dirty) await readOne(now, service)
          intact()
          publish(now)
        }
        await deps.onLook(now)
      }
    } finally {
      ended.abort()
      stopped.signal.removeEventListener('abort', end)
      await following
    }
  }

  async function follow(engine: Engine, signal: AbortSignal): Promise<void> {
    for await (const event of engine.events(signal)) hints.add(event.type === 'service' ? event.id : '*')
    if (!signal.aborted) throw new SkepError('connection-cut')
  }

  async function readAll(now: Live, gap: boolean, intact: () => void): Promise<void> {
    const asked = clock.now()
    const [listed, allTasks, allNodes] = await Promise.all([
      now.engine.services(),
      now.engine.tasks(),
      now.engine.nodes()
    ])
    intact()
    setSlow(clock.now() - asked > slowAfter)
    services = new Map(listed.map((service) => [service.id, service]))
    const grouped = new Map<string, Task[]>(listed.map((service) => [service.id, []]))
    for (const task of allTasks) grouped.get(task.serviceId)?.push(task)
    tasks = grouped
    nodes = allNodes
    deps.journal.together(() => {
      for (const service of listed) observe(now, service, gap)
    })
    publish(now)
  }

  async function readOne(now: Live, id: string): Promise<void> {
    try {
      const service = await now.engine.inspect(id)
      const own = await now.engine.tasks({ service: service.id })
      services.set(service.id, service)
      tasks.set(service.id, own)
      observe(now, service, false)
    } catch (error) {
      if (!(error instanceof SkepError) || error.code !== 'service-unknown') throw error
      services.delete(id)
      tasks.delete(id)
    }
  }

  function observe(now: Live, service: Service, gap: boolean): void {
    if (now.history.observe(service, tasks.get(service.id) ?? [], nodes, gap)) deps.onHistory(service.id)
  }

  /** Services whose update is not settled: their tasks are worth a look each second. */
  function activeServices(history: History): readonly string[] {
    return [...services.values()].flatMap((service) => {
      const state = service.updateStatus?.state
      const outcome = history.head(service.id)?.outcome
      const moving = state === 'updating' || state === 'rollback_started'
      return moving || outcome === 'running' || outcome === 'stuck' ? [service.id] : []
    })
  }

  function rolloutFor(now: Live, service: Service): Rollout {
    const changedAt = now.history.versions(service.id).at(-1)?.at
    const own = tasks.get(service.id) ?? []
    return rolloutOf({ service, tasks: own, nodes, now: clock.now() + now.info.skew, changedAt })
  }

  function publish(now: Live): void {
    const active = new Set(activeServices(now.history))
    const rows = [...services.values()].map((service) => {
      const outcome = now.history.head(service.id)?.outcome
      const unsettled = active.has(service.id) || outcome === 'failed' || outcome === 'paused'
      const rollout = unsettled ? rolloutFor(now, service) : undefined
      if (rollout) announce(now, service, rollout)
      const head = now.history.head(service.id)
      const wanted = wantedByService(tasks.get(service.id) ?? []).get(service.id) ?? []
      return rowOf(service, wanted, { version: head?.number ?? 0, outcome: head?.outcome, rollout })
    })
    rows.sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }))
    snapshot = { context: context.id, cluster: now.info.cluster, asOf: clock.now(), services: rows, nodes }
    deps.onSnapshot(snapshot)
  }

  function announce(now: Live, service: Service, rollout: Rollout): void {
    if (now.history.judge(service, rollout, clock.now())) deps.onHistory(service.id)
    const { asOf: _asOf, verifyLeft: _left, ...rest } = rollout
    const text = JSON.stringify({ ...rest, slots: rest.slots.map(({ verifyLeft: _, ...slot }) => slot) })
    if (published.get(service.id) === text) return
    published.set(service.id, text)
    deps.onRollout(rollout)
  }

  const running = run()

  return {
    connection: () => connection,
    snapshot: () => snapshot,
    live() {
      if (!live || connection.state !== 'live')
        throw new SkepError('not-connected', { context: context.name })
      return live
    },
    nodes: () => nodes,
    async rollout(id) {
      const now = this.live()
      const service = await now.engine.inspect(id)
      services.set(service.id, service)
      tasks.set(service.id, await now.engine.tasks({ service: service.id }))
      observe(now, service, false)
      const rollout = rolloutFor(now, service)
      announce(now, service, rollout)
      return rollout
    },
    touch(service) {
      hints.add(service)
    },
    retry() {
      // A live one has asked everything; only a look is wanted then.
      if (live === undefined) attended = true
      hints.wake()
    },
    renew() {
      if (stopped.signal.aborted) return
      renewed = reach.close()
      hints.wake()
    },
    async stop() {
      stopped.abort()
      hints.wake()
      reach.close()
      await running
      connection = { state: 'disconnected', since: clock.now() }
      deps.onConnection()
    }
  }
}
