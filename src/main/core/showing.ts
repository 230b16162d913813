import { rolloutOf, type Rollout } from '../../domain/rollout'
import type { Service } from '../../domain/service'
import { rowOf, wantedByService, type ClusterSnapshot, type ServiceRow } from '../../domain/snapshot'
import type { Clock } from './clock'
import type { Live, Seen } from './live'
import type { Journal } from './ports'
import type { Readings } from './readings'

/** What the readings of a cluster come to, for the window and for the journal. */
export interface Showing {
  snapshot(): ClusterSnapshot | undefined
  /** Services whose update is not settled: their tasks are worth a look each second. */
  active(now: Live): readonly string[]
  /** Where the update of a service stands. */
  rolloutFor(now: Live, service: Service): Rollout
  /** What was read of a service last. */
  seenOf(now: Live, service: Service): Seen
  /** Makes a snapshot of what was read and gives it to the window. */
  publish(now: Live): void
  /** Says where an update stands to whoever has to know; to the window only when that is news. */
  announce(now: Live, service: Service, rollout: Rollout): void
  /** Notes that the cluster was looked at: now and then while it is watched, and when that ends. */
  looked(now: Live, ends: boolean): void
}

interface ShowingDeps {
  /** The id of the context. */
  readonly context: string
  readonly readings: Readings
  readonly journal: Journal
  readonly clock: Clock
  readonly onSnapshot: (snapshot: ClusterSnapshot) => void
  readonly onRollout: (rollout: Rollout) => void
  readonly onHistory: (service: string) => void
  /** Milliseconds that new tasks of a held service must run, where its policy does not say it. */
  readonly monitorOf: (cluster: string, service: Service) => number | undefined
}

/** Milliseconds between notes of when a cluster was looked at: a killed Skep knows of its last look to within this. */
const noteEvery = 60_000

/** What is shown of one cluster. */
export function createShowing(deps: ShowingDeps): Showing {
  const { context, readings, journal, clock } = deps
  let snapshot: ClusterSnapshot | undefined
  let noted = 0
  const published = new Map<string, string>()

  function active({ history }: Live): readonly string[] {
    return [...readings.services().values()].flatMap((service) => {
      const state = service.updateStatus?.state
      const outcome = history.head(service.id)?.outcome
      const moving = state === 'updating' || state === 'rollback_started'
      return moving || outcome === 'running' || outcome === 'stuck' ? [service.id] : []
    })
  }

  function rolloutFor(now: Live, service: Service): Rollout {
    const origin = now.history.origin(service.id)
    const at = clock.now() + now.info.skew
    const deadline = now.history.deadline(service.id)
    const registry = now.registry.known
    const monitor = deps.monitorOf(now.info.cluster, service)
    return rolloutOf({
      service,
      tasks: readings.tasks(service.id),
      nodes: readings.nodes(),
      now: at,
      changedAt: origin?.at,
      origin,
      deadline,
      registry,
      monitor
    })
  }

  const seenOf = (now: Live, service: Service): Seen => ({
    service,
    tasks: readings.tasks(service.id),
    nodes: readings.nodes(),
    rollout: rolloutFor(now, service)
  })

  function rowFor(now: Live, service: Service, isActive: boolean): ServiceRow {
    const outcome = now.history.head(service.id)?.outcome
    const unsettled = isActive || outcome === 'failed' || outcome === 'paused'
    const rollout = unsettled ? rolloutFor(now, service) : undefined
    if (rollout) announce(now, service, rollout)
    const head = now.history.head(service.id)
    const wanted = wantedByService(readings.tasks(service.id)).get(service.id) ?? []
    return rowOf(service, wanted, { version: head?.number ?? 0, outcome: head?.outcome, rollout })
  }

  function publish(now: Live): void {
    const moving = new Set(active(now))
    let rows: ServiceRow[] = []
    // What thousands of services turn out to be is one wait for the disk.
    journal.together(() => {
      rows = [...readings.services().values()].map((service) => rowFor(now, service, moving.has(service.id)))
    })
    rows.sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }))
    const nodes = readings.nodes()
    snapshot = { context, cluster: now.info.cluster, asOf: clock.now(), services: rows, nodes }
    looked(now, false)
    deps.onSnapshot(snapshot)
  }

  function announce(now: Live, service: Service, rollout: Rollout): void {
    if (now.history.judge(service, rollout, clock.now())) {
      now.shared.learned(service.id)
      deps.onHistory(service.id)
    }
    const seen = { service, tasks: readings.tasks(service.id), nodes: readings.nodes(), rollout }
    now.dossiers.look(seen)
    now.registry.look(seen)
    const { asOf: _asOf, verifyLeft: _verify, delayLeft: _delay, ...rest } = rollout
    const text = JSON.stringify({ ...rest, slots: rest.slots.map(({ verifyLeft: _, ...slot }) => slot) })
    if (published.get(service.id) === text) return
    published.set(service.id, text)
    deps.onRollout(rollout)
  }

  function looked(now: Live, ends: boolean): void {
    const at = snapshot?.asOf
    if (at === undefined || (!ends && at - noted < noteEvery)) return
    noted = at
    journal.looked(now.info.cluster, at)
  }

  return { snapshot: () => snapshot, active, rolloutFor, seenOf, publish, announce, looked }
}
