import { SkepError } from '../../domain/error'
import type { Node } from '../../domain/node'
import type { Rollout } from '../../domain/rollout'
import type { Service } from '../../domain/service'
import type { ClusterSnapshot } from '../../domain/snapshot'
import type { ToldVersion } from '../../domain/shared-history'
import type { Task } from '../../domain/task'
import type { Connection } from '../../shared/contract'
import { sleep, type Clock } from './clock'
import { createDossiers } from './dossiers'
import { createHints } from './hints'
import type { Gap } from './between'
import type { Live, Seen } from './live'
import { createReadings } from './readings'
import { createShowing } from './showing'
import { createHistory } from './history'
import { stringifyJson } from './json'
import type { Ask, Engine, Engines, Journal, SavedContext } from './ports'
import { needsPerson } from './needs-person'
import { createSharedHistory } from './shared-history'
import { specHash } from './hash'
import { createRegistryWords } from './registry-words'
import { createReach, type Reached } from './reach'

/** Why a cluster is not live, as the error that says so. */
export interface ConnectionState {
  readonly state: Connection['state']
  readonly since: number
  readonly error?: SkepError
  /** Whether the last look took long to be answered. */
  readonly slow?: boolean
  /** How many milliseconds it took. */
  readonly lookMs?: number
}

export type { Live, Seen } from './live'

export interface Cluster {
  connection(): ConnectionState
  snapshot(): ClusterSnapshot | undefined
  /** The live connection; throws not-connected. */
  live(): Live
  nodes(): readonly Node[]
  /** A service and all its tasks as they were at most a second ago; throws not-connected or service-unknown. */
  read(service: string): Promise<{ readonly service: Service; readonly tasks: readonly Task[] }>
  /** What the last look showed of a service, by its id; undefined while there is none. */
  seen(service: string): Seen | undefined
  /** What other Skeps tell of a service in the shared journal; nothing while there is no connection. */
  told(service: string): readonly ToldVersion[]
  /** Notes that something is known of a service that others may be told. */
  learned(service: string): void
  /** Where the update of a service stands, from what `read` gives. */
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
  readonly engines: Omit<Engines, 'registry' | 'logins'>
  readonly journal: Journal
  readonly clock: Clock
  /** A number from 0 to 1 for the jitter of the back-off. */
  readonly random: () => number
  /** The computer user that this process runs as, where that is known. */
  readonly user: string | undefined
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
  /** Milliseconds that new tasks of a held service must run, where its policy does not say it. */
  readonly monitorOf: (cluster: string, service: Service) => number | undefined
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

  const setConnection = (state: Connection['state'], error?: SkepError): void => {
    const known = connection.error
    // The values and the detail count as news too: only they may name who the managers are.
    const same =
      known?.message === error?.message &&
      stringifyJson(known?.values ?? {}) === stringifyJson(error?.values ?? {})
    if (connection.state === state && same) return
    const since = connection.state === state ? connection.since : clock.now()
    const { error: _old, ...kept } = connection
    connection = { ...kept, state, since, ...(error ? { error } : {}) }
    deps.onConnection()
  }

  const setAnswered = (lookMs: number): void => {
    const slow = lookMs > slowAfter
    const news = (connection.slow ?? false) !== slow
    connection = { ...connection, slow, lookMs }
    if (news) deps.onConnection()
  }

  const readings = createReadings({ ...deps, hints, onAnswered: setAnswered })
  const showing = createShowing({ ...deps, context: context.id, readings })

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
        const { journal, onHistory: changed } = deps
        const shared = createSharedHistory({
          ...{ engine, journal, clock, user: deps.user, cluster: info.cluster },
          writes: context.share && context.mode === 'full',
          running: () => new Map([...readings.services()].map(([id, { spec }]) => [id, specHash(spec)]))
        })
        const history = createHistory(journal, info.cluster, (id) => shared.told(id))
        live = {
          engine,
          info,
          history,
          dossiers: createDossiers({ engine, info, journal, history, clock, changed }),
          registry: createRegistryWords(engine, clock, () => hints.add()),
          shared
        }
        await watch(live, reached, () => {
          wasLive = true
          attended = false
          liveSince = clock.now()
          setConnection('live')
        })
      } catch (error) {
        failed = error instanceof SkepError ? error : new SkepError('internal', {}, { cause: error })
      } finally {
        if (live) showing.looked(live, true)
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
      // Before anything is observed: what others tell fills in what was missed.
      await now.shared.read()
      intact()
      await readings.readAll(now, intact, gapBefore(now))
      showing.publish(now)
      listed()
      await deps.onLook(now)
      let fullAt = clock.now() + fullEvery
      while (!ended.signal.aborted) {
        const active = showing.active(now)
        const wait = active.length > 0 ? activeEvery : fullAt - clock.now()
        await Promise.race([sleep(clock, Math.max(0, wait), ended.signal), hints.next()])
        if (ended.signal.aborted) return
        intact()
        if (hints.pending()) await sleep(clock, gatherFor, ended.signal)
        const dirty = new Set([...hints.take(), ...active])
        // Until the look is done, what was read before it is known to be old.
        readings.outdate(dirty)
        if (clock.now() >= fullAt || dirty.has('*') || dirty.size > 10) {
          if (reached.moved()) return
          await readings.readAll(now, intact)
          showing.publish(now)
          fullAt = clock.now() + fullEvery
        } else {
          for (const service of dirty) await readings.readOne(now, service)
          intact()
          showing.publish(now)
        }
        await deps.onLook(now)
        await now.shared.turn()
      }
    } finally {
      ended.abort()
      stopped.signal.removeEventListener('abort', end)
      await following
    }
  }

  async function follow(engine: Engine, signal: AbortSignal): Promise<void> {
    for await (const event of engine.events(signal)) {
      if (event.type === 'config') live?.shared.heard()
      hints.add(event.type === 'service' ? event.id : '*')
    }
    if (!signal.aborted) throw new SkepError('connection-cut')
  }

  /** For how long nobody watched this cluster, by what was written down when it was last looked at. */
  function gapBefore({ info }: Live): Gap {
    const last = deps.journal.lastLook(info.cluster)
    return last === undefined ? {} : { length: Math.max(0, clock.now() - last), since: last + info.skew }
  }

  const running = run()

  return {
    connection: () => connection,
    snapshot: showing.snapshot,
    live() {
      if (!live || connection.state !== 'live')
        throw new SkepError('not-connected', { context: context.name })
      return live
    },
    nodes: readings.nodes,
    async read(id) {
      const service = await readings.readFresh(this.live(), id)
      return { service, tasks: readings.tasks(service.id) }
    },
    seen(id) {
      const service = readings.services().get(id)
      return live && service ? showing.seenOf(live, service) : undefined
    },
    told: (service) => live?.shared.told(service) ?? [],
    learned: (service) => live?.shared.learned(service),
    async rollout(id) {
      const now = this.live()
      const service = await readings.readFresh(now, id)
      const rollout = showing.rolloutFor(now, service)
      showing.announce(now, service, rollout)
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
