import { changedSlots, standingOf, type Standing } from '../../domain/attended'
import { SkepError } from '../../domain/error'
import { badGates, type Gates } from '../../domain/gates'
import { nanoseconds, policyOf, type PolicyChange } from '../../domain/policy'
import type { ChangeDraft } from '../../domain/draft'
import type { Plan } from '../../domain/plan'
import { configOf, configText, templateText, type GateName, type Step } from '../../domain/step'
import { endedByItself, isWanted, runsTemplate } from '../../domain/task'
import type { Service } from '../../domain/service'
import type { AttendedView, UpdateRecord } from '../../shared/contract'
import type { Clock } from './clock'
import type { Cluster, Live, Seen } from './cluster'
import { createGateWatch, type GateWatch, type GateWord } from './gate-watch'
import { sha256, specHash } from './hash'
import type { MadeStep, Ground, Planner } from './planner'
import type { Journal, Probe, SavedContext, StoredUpdate } from './ports'
import { abortStep, continueStep, holdStep, parsed, restoreStep, startStep } from './steps'
import type { Updates } from './updates'

/** Where a step is planned: a context, its cluster and a service of it. */
export interface Place {
  readonly context: SavedContext
  readonly cluster: Cluster
  readonly service: string
}

/** Attended rollouts: each step is a plan; what is known of them is the journal's and the cluster's. */
export interface Attended {
  /** A plan that changes `slots` slots and then holds: of a draft, or of the update that is running, held or paused. */
  hold(place: Place, slots: number, draft?: ChangeDraft, gates?: Gates): Promise<Plan>
  /** A plan that lets the rest go: by the person's own policy, or by another one for the time being. */
  continue(place: Place, policy?: PolicyChange): Promise<Plan>
  abort(place: Place): Promise<Plan>
  /** A plan that puts the person's own policy back. */
  restore(place: Place): Promise<Plan>
  /** Where the attended rollout of a service stands; undefined when there is none that asks for anything. */
  view(place: Place): AttendedView | undefined
  /** Watches the held step by these gates from now on; throws not-held or gates-invalid. */
  watch(place: Place, gates: Gates | undefined): void
  /** Milliseconds that new tasks must run by the person's own policy, while a hold's is in force. */
  monitor(cluster: string, service: Service): number | undefined
  /** To be called after each look at a cluster: gates are judged and steps that were agreed on are taken. */
  look(context: SavedContext, cluster: Cluster, live: Live): void
  /** To be called for each word on an update. */
  noted(record: UpdateRecord): void
}

interface AttendedDeps {
  readonly planner: Planner
  readonly updates: Updates
  readonly journal: Journal
  readonly clock: Clock
  readonly probe: Probe
  readonly publish: (view: {
    readonly context: string
    readonly service: string
    readonly view: AttendedView | null
  }) => void
  readonly words: (fields: readonly string[]) => string
}

type OpenUpdate = StoredUpdate & { readonly step: Step }

/** Steps after which nothing is left to decide. */
const closing: readonly Step['kind'][] = ['abort', 'restore']

/** The attended rollouts of every cluster. */
export function createAttended(deps: AttendedDeps): Attended {
  const { planner, updates, journal, clock } = deps
  /** The newest update of each service, by cluster; read again after each word on an update. */
  const known = new Map<string, ReadonlyMap<string, StoredUpdate>>()
  /** Updates that were accepted while this process ran: their gates may follow by themselves. */
  const own = new Set<string>()
  const watches = new Map<string, { readonly update: string; readonly watch: GateWatch }>()
  const published = new Map<string, string>()
  /** Services of which a step is being taken by Skep itself. */
  const busy = new Set<string>()
  /** Updates whose last step was tried: once, and not again by itself. */
  const finished = new Set<string>()

  function newestOf(cluster: string): ReadonlyMap<string, StoredUpdate> {
    let found = known.get(cluster)
    if (!found) {
      const newest = new Map<string, StoredUpdate>()
      for (const update of journal.updates(cluster))
        if (update.state === 'accepted' && !newest.has(update.service)) newest.set(update.service, update)
      known.set(cluster, (found = newest))
    }
    return found
  }

  /** The newest update of a service when it is a step that may still ask for something. */
  function openOf(cluster: string, service: string): OpenUpdate | undefined {
    const update = newestOf(cluster).get(service)
    const step = update?.step
    return update && step && !closing.includes(step.kind) ? { ...update, step } : undefined
  }

  const current = ({ cluster, service }: Place): Step | undefined =>
    newestOf(cluster.live().info.cluster).get(service)?.step

  const plan = (place: Place, step: (ground: Ground) => MadeStep, draft: ChangeDraft = {}): Promise<Plan> =>
    planner.plan(place.context, place.cluster, place.service, draft, { step })

  function check(gates: Gates | undefined): void {
    const bad = gates ? badGates(gates) : []
    if (bad.length > 0) throw new SkepError('gates-invalid', { fields: deps.words(bad) })
  }

  function standing(update: OpenUpdate, seen: Seen): Standing {
    const { step } = update
    const { service, rollout, nodes } = seen
    return standingOf({
      step,
      asSent: specHash(service.spec) === update.targetHash,
      service,
      rollout,
      nodes,
      sentTemplate: sha256(templateText(service.spec)) === step.template,
      intended: configText(parsed(step.intended))
    })
  }

  function viewOf(context: string, cluster: string, seen: Seen): AttendedView | undefined {
    const { service } = seen
    const update = openOf(cluster, service.id)
    if (!update) return undefined
    const { step } = update
    const where = standing(update, seen)
    const ours = configText(configOf(service.spec)) === step.config
    if (!ours || (where.phase === 'settled' && !where.foreignPolicy)) return undefined
    const intended = parsed(step.intended)
    const watch = watchOf(cluster, update)
    return {
      context,
      service: service.id,
      serviceName: service.name,
      kind: step.kind,
      step: step.number,
      ...(step.reason ? { reason: step.reason } : {}),
      ...where,
      allowed: step.allowed,
      ...(step.back === undefined ? {} : { back: step.back }),
      intended: policyOf(intended ? { UpdateConfig: intended } : {}, 'UpdateConfig'),
      ...(watch ? { gates: watch.view() } : {})
    }
  }

  function watchOf(cluster: string, update: OpenUpdate): GateWatch | undefined {
    const { gates, slots, breach } = update.step
    const key = `${cluster} ${update.service}`
    if (!gates || slots === 0) {
      watches.delete(key)
      return undefined
    }
    const there = watches.get(key)
    if (there?.update === update.update) return there.watch
    const watch = createGateWatch({
      gates,
      probe: deps.probe,
      asks: !own.has(update.update),
      breached: breach?.gate
    })
    watches.set(key, { update: update.update, watch })
    return watch
  }

  function announce(context: string, service: string, view: AttendedView | undefined): void {
    const key = `${context} ${service}`
    const text = view ? JSON.stringify(view) : ''
    if ((published.get(key) ?? '') === text) return
    published.set(key, text)
    deps.publish({ context, service, view: view ?? null })
  }

  function judge(place: Place, live: Live, seen: Seen, update: OpenUpdate): void {
    const watch = watchOf(live.info.cluster, update)
    const where = standing(update, seen)
    if (busy.has(update.service) || place.context.mode === 'read-only') return
    if (where.phase === 'settled') return finish(place, seen, update)
    if (!watch || !['stepping', 'held', 'paused'].includes(where.phase)) return
    const { service, rollout, tasks } = seen
    const since = update.step.since + live.info.skew
    const fresh = tasks.filter((task) => task.createdAt >= since && runsTemplate(task, service.spec))
    const word = watch.look({
      now: clock.now(),
      there:
        where.changed >= Math.min(update.step.allowed, where.total) &&
        changedSlots(rollout.slots).every((slot) => slot.after?.state === 'running'),
      tasks: fresh.filter(isWanted).map((task) => task.id),
      ended: fresh.filter(endedByItself).map((task) => task.id),
      logs: () => live.engine.logs({ service: service.id }, logTail)
    })
    if (word) act(place, live, watch, update, where, word)
  }

  /** The last of the steps that were to follow by themselves: the person's own policy, once every slot is believed. */
  function finish(place: Place, { rollout }: Seen, { update, step }: OpenUpdate): void {
    const agreed = step.gates?.advance && step.reason === 'gates-passed' && own.has(update)
    if (!agreed || rollout.counts.verified < rollout.counts.total || finished.has(update)) return
    finished.add(update)
    take(place, undefined, () => plan(place, restoreStep(step, 'all-done')), false)
  }

  /** What was chosen before the start for this word of the gates. */
  function act(
    place: Place,
    live: Live,
    watch: GateWatch,
    update: OpenUpdate,
    { left }: Standing,
    word: GateWord
  ): void {
    const { step } = update
    const { gates } = watch
    const more = Math.max(1, gates.slots)
    if (word.kind === 'breached') {
      if (gates.breach === 'hold') return noteBreach(live, update, word.gate)
      // To go back was chosen for just this case; staying would leave what was breached in force.
      return take(place, watch, () => plan(place, abortStep(step, 'gate-breached')), true)
    }
    if (!gates.advance) return
    const next: (ground: Ground) => MadeStep =
      left > more
        ? holdStep(step, more, undefined, 'gates-passed')
        : continueStep(step, undefined, 'gates-passed')
    take(place, watch, () => plan(place, next), false)
  }

  function noteBreach(live: Live, update: OpenUpdate, gate: GateName): void {
    const step: Step = { ...update.step, breach: { gate, at: clock.now() } }
    journal.addUpdate({ ...update, step })
    known.delete(live.info.cluster)
  }

  /**
   * Takes a step that a person agreed to before the start: planned, journaled and sent as any other, once. Where `anyway` is
   * false a failed check of its plan is left to a person: nothing is sent, and the cluster holds.
   */
  function take(
    place: Place,
    watch: Pick<GateWatch, 'stop'> | undefined,
    make: () => Promise<Plan>,
    anyway: boolean
  ): void {
    const { context, cluster, service } = place
    busy.add(service)
    void make()
      .then(({ id, hash, serviceName }) =>
        updates.apply(context, cluster, { plan: id, hash, confirm: serviceName, anyway })
      )
      .catch((error: unknown) => watch?.stop(error))
      .finally(() => busy.delete(service))
  }

  return {
    hold(place, slots, draft, gates) {
      check(gates)
      const step = current(place)
      return draft
        ? plan(place, startStep(step, slots, draft.updatePolicy, gates), draft)
        : plan(place, holdStep(step, slots, gates))
    },
    continue: (place, policy) => plan(place, continueStep(current(place), policy)),
    abort: (place) => plan(place, abortStep(current(place))),
    restore: (place) => plan(place, restoreStep(current(place))),
    view({ context, cluster, service }) {
      const live = cluster.live()
      const seen = cluster.seen(service)
      return seen && viewOf(context.id, live.info.cluster, seen)
    },
    watch({ context, cluster, service }, gates) {
      check(gates)
      const live = cluster.live()
      const update = openOf(live.info.cluster, service)
      if (!update || update.step.slots === 0)
        throw new SkepError('not-held', { service: cluster.seen(service)?.service.name ?? '' })
      const { gates: _gates, breach: _breach, ...step } = update.step
      journal.addUpdate({ ...update, step: gates ? { ...step, gates } : step })
      known.delete(live.info.cluster)
      watches.delete(`${live.info.cluster} ${service}`)
      own.add(update.update)
      this.look(context, cluster, live)
    },
    monitor(cluster, service) {
      const step = openOf(cluster, service.id)?.step
      if (!step || step.slots === 0 || configText(configOf(service.spec)) !== step.config) return undefined
      const intended = parsed(step.intended)
      return nanoseconds(policyOf(intended ? { UpdateConfig: intended } : {}, 'UpdateConfig').monitor) / 1e6
    },
    look(context, cluster, live) {
      for (const { service } of newestOf(live.info.cluster).values()) {
        const update = openOf(live.info.cluster, service)
        const seen = update && cluster.seen(service)
        if (seen) judge({ context, cluster, service }, live, seen, update)
        announce(context.id, service, seen && viewOf(context.id, live.info.cluster, seen))
      }
    },
    noted(record) {
      known.clear()
      if (record.state === 'accepted') own.add(record.update)
    }
  }
}

/** Lines of each task that a log gate looks at each time. */
const logTail = 200
