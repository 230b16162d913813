import { randomUUID } from 'node:crypto'
import { same } from '../../domain/canonical'
import { SkepError } from '../../domain/error'
import { isObject } from '../../domain/json'
import type { Plan } from '../../domain/plan'
import type { CheckCode } from '../../domain/preflight'
import type { Step } from '../../domain/step'
import { isWanted, runsTemplate, slotKey } from '../../domain/task'
import type { Endpoint, UpdateRecord } from '../../shared/contract'
import type { Clock } from './clock'
import type { Cluster, Live } from './cluster'
import { specHash } from './hash'
import { parseJson, stringifyJson } from './json'
import type { Modes } from './modes'
import type { KeptPlan, Planner } from './planner'
import type { Journal, Login, Registry, SavedContext, StoredUpdate } from './ports'

export interface ApplyRequest {
  readonly plan: string
  readonly hash: string
  readonly confirm?: string | undefined
  /** Whether to apply although checks failed; false refuses then, left out leaves it to the caller. */
  readonly anyway?: boolean | undefined
}

export interface Updates {
  /** Sends exactly a reviewed plan, once; journaled before the wire. Throws a sentence's code when it was not applied. */
  apply(context: SavedContext, cluster: Cluster, request: ApplyRequest): Promise<string>
  /** Sends one plan of a stack's, whose name was confirmed for all of them, under an id that is written down already. */
  send(context: SavedContext, cluster: Cluster, kept: KeptPlan, update: string): Promise<void>
  /** Throws what `apply` would refuse a plan for, without sending anything. */
  check(context: SavedContext, kept: KeptPlan, live: Live): void
  /** Finds out what became of updates whose answer was lost; called after each look at the cluster. */
  reconcile(context: string, live: Live): Promise<void>
  list(context: string, cluster: string): readonly UpdateRecord[]
}

interface UpdatesDeps {
  readonly planner: Planner
  readonly modes: Pick<Modes, 'send'>
  readonly journal: Journal
  readonly clock: Clock
  /** The computer user that this process runs as. */
  readonly user: string | undefined
  readonly publish: (record: UpdateRecord) => void
  readonly registryOf: (endpoint: Endpoint) => Registry
}

/** Checks of a plan that failed. */
const failedChecks = (plan: Plan): readonly CheckCode[] =>
  plan.checks.filter(({ result }) => result === 'failed').map(({ code }) => code)

/** How often a plan is sent again when only the update's status moved the index; each time nothing was applied. */
const statusMoves = 3

/** Milliseconds in which a request whose answer was lost may still reach the cluster. */
const mayStillArrive = 20_000

/** Applies plans: journal, send, reconcile. */
export function createUpdates(deps: UpdatesDeps): Updates {
  const { planner, modes, journal, clock, user, publish, registryOf } = deps
  const recordOf = (context: string, stored: StoredUpdate): UpdateRecord => ({
    update: stored.update,
    context,
    service: stored.service,
    serviceName: stored.serviceName,
    state: stored.state,
    at: stored.at,
    ...(stored.restores === undefined ? {} : { restores: stored.restores }),
    ...(stored.despite === undefined ? {} : { despite: stored.despite }),
    ...(stored.step === undefined ? {} : { step: stored.step.kind }),
    ...(stored.step?.reason === undefined ? {} : { reason: stored.step.reason })
  })

  const record = (context: string, stored: StoredUpdate): void => {
    journal.addUpdate(stored)
    publish(recordOf(context, stored))
  }

  const inFlight = new Set<string>()

  /** Sends a plan; when the index moved though the spec did not (only the status did), sends it against the new one. */
  async function send(live: Live, kept: KeptPlan, login: Login | undefined): Promise<void> {
    let index = kept.plan.baseIndex
    for (let attempt = 1; ; attempt += 1) {
      try {
        if (kept.plan.native) await live.engine.rollBack(kept.plan.service, index, kept.spec)
        else await live.engine.update(kept.plan.service, index, kept.spec, login?.header())
        return
      } catch (error) {
        if (!(error instanceof SkepError) || error.code !== 'index-moved' || attempt > statusMoves)
          throw error
        // A second rollback undoes the first: it is never sent again, whatever the first one came to.
        if (kept.plan.native) throw error
        const now = await live.engine.inspect(kept.plan.service)
        if (stringifyJson(now.spec) !== kept.baseText) throw error
        index = now.index
      }
    }
  }

  /** What the cluster shows of an update whose answer was lost: applied, or not. */
  async function findOut(live: Live, stored: StoredUpdate): Promise<StoredUpdate['state']> {
    try {
      const now = await live.engine.inspect(stored.service)
      if (specHash(now.spec) === stored.targetHash) return 'accepted'
      // Applied and then rolled back or replaced: the sent spec is, or was, the previous one.
      if (now.previousSpec && specHash(now.previousSpec) === stored.targetHash) return 'superseded'
      if (specHash(now.spec) !== stored.baseHash) return 'superseded'
      // Applied and undone by the engine: an automatic rollback leaves no PreviousSpec to tell (measured).
      const undone = now.updateStatus?.state.startsWith('rollback') ?? false
      if (undone && now.index !== stored.baseIndex) return 'superseded'
      return clock.now() - stored.at < mayStillArrive ? 'unknown' : 'not-applied'
    } catch (error) {
      if (error instanceof SkepError && error.code === 'service-unknown') return 'superseded'
      throw error
    }
  }

  /** A step with the number of slots that may run the new spec after it: those that do at this moment, and its own. */
  async function counted(live: Live, { plan, spec, baseText }: KeptPlan, step: Step): Promise<Step> {
    if (step.slots === 0) return step
    const base = parseJson(baseText)
    const renewed = isObject(base) && !same(base['EndpointSpec'], spec['EndpointSpec'])
    const tasks = renewed ? [] : await live.engine.tasks({ service: plan.service })
    const changed = tasks.filter((task) => isWanted(task) && runsTemplate(task, spec))
    const slots = new Set(changed.map((task) => slotKey(task))).size
    return { ...step, allowed: slots + step.slots + plan.effect.adds }
  }

  function check(context: SavedContext, kept: KeptPlan, live: Live): void {
    const { plan, resumes } = kept
    // The context may have been pointed at another cluster since the review.
    if (kept.cluster !== live.info.cluster) throw new SkepError('plan-unknown')
    modes.send(context, live, kept.service, kept.intent)
    if (plan.changes.length === 0 && !resumes && !plan.login && stringifyJson(kept.spec) === kept.baseText) {
      throw new SkepError('plan-empty')
    }
    if (journal.updates(live.info.cluster, { service: plan.service, open: true }).length > 0) {
      throw new SkepError('update-open', { service: plan.serviceName })
    }
  }

  /** The login that was promised at the review, found anew: it is held only while it is sent. */
  async function loginFor(context: SavedContext, kept: KeptPlan, image: string): Promise<Login> {
    const login = await registryOf(context.endpoint).login(image)
    if (!login) throw new SkepError('login-missing', { registry: kept.plan.login ?? '' })
    return login
  }

  /** Writes down what became of a sent update; the bytes are gone already, so a failing journal says just that. */
  function note(context: string, stored: StoredUpdate): void {
    try {
      record(context, stored)
    } catch (error) {
      throw new SkepError('journal-late', { service: stored.serviceName }, { cause: error })
    }
  }

  /** The error to tell for a send that failed, after noting whether it can have reached the cluster. */
  function failed(context: string, sending: StoredUpdate, error: unknown): SkepError {
    const known =
      error instanceof SkepError ? error : new SkepError('internal', {}, { outcome: 'unknown', cause: error })
    if (known.code === 'journal-late') return known
    const refused = known.outcome === 'not-applied' || known.code === 'index-moved'
    try {
      note(context, {
        ...sending,
        state: refused ? 'not-applied' : 'unknown',
        at: clock.now(),
        code: known.code
      })
    } catch (late) {
      // Not applied is certain even unwritten, and the better thing to know; an unknown one is not.
      if (!refused && late instanceof SkepError) return late
    }
    return new SkepError(
      refused ? known.code : 'update-unknown',
      { ...known.values, service: sending.serviceName },
      known.detail === undefined ? {} : { detail: known.detail }
    )
  }

  /** Journals a checked plan, sends it once and journals the answer. */
  async function transmit(
    context: SavedContext,
    cluster: Cluster,
    kept: KeptPlan,
    update: string
  ): Promise<void> {
    const live = cluster.live()
    check(context, kept, live)
    // Before anything is waited for: a plan is applied once.
    planner.drop(kept.plan.id)
    // What is safe hangs on the state of the update, which no index tells: it is read once more.
    if (context.mode === 'assisted')
      modes.send(context, live, await live.engine.inspect(kept.plan.service), kept.intent)
    const login = kept.loginFor === undefined ? undefined : await loginFor(context, kept, kept.loginFor)
    const step = kept.step && (await counted(live, kept, kept.step))
    // The update before this one must be a version of its own before this one takes its place: the engine forgets it.
    await cluster.read(kept.plan.service)
    // All of it takes its time, in which another update may have gone out.
    check(context, kept, live)
    const despite = failedChecks(kept.plan)
    const sending: StoredUpdate = {
      update,
      cluster: live.info.cluster,
      service: kept.plan.service,
      serviceName: kept.plan.serviceName,
      state: 'sending',
      at: clock.now(),
      baseIndex: kept.plan.baseIndex,
      baseHash: kept.baseHash,
      targetHash: kept.targetHash,
      plan: kept.plan.hash,
      ...(user === undefined ? {} : { user }),
      ...(kept.plan.restores === undefined ? {} : { restores: kept.plan.restores }),
      ...(kept.plan.restoredPart === undefined ? {} : { restoredPart: kept.plan.restoredPart }),
      ...(despite.length === 0 ? {} : { despite }),
      ...(login ? { login: login.registry } : {}),
      ...(step ? { step } : {})
    }
    record(context.id, sending)
    inFlight.add(sending.update)
    try {
      await send(live, kept, login)
      note(context.id, { ...sending, state: 'accepted', at: clock.now() })
    } catch (error) {
      throw failed(context.id, sending, error)
    } finally {
      inFlight.delete(sending.update)
      cluster.touch(kept.plan.service)
    }
  }

  return {
    async apply(context, cluster, request) {
      const kept = planner.take(request.plan, request.hash)
      check(context, kept, cluster.live())
      if (kept.plan.confirm === 'name' && request.confirm?.trim() !== kept.plan.serviceName) {
        throw new SkepError('confirm-needed', { service: kept.plan.serviceName })
      }
      if (request.anyway === false && failedChecks(kept.plan).length > 0) throw new SkepError('checks-failed')
      const update = randomUUID()
      await transmit(context, cluster, kept, update)
      return update
    },
    send: transmit,
    check,
    async reconcile(context, live) {
      for (const stored of journal.updates(live.info.cluster, { open: true })) {
        if (inFlight.has(stored.update)) continue
        const state = await findOut(live, stored)
        if (state === 'unknown') continue
        record(context, { ...stored, state, at: clock.now() })
      }
    },
    list: (context, cluster) => journal.updates(cluster).map((stored) => recordOf(context, stored))
  }
}
