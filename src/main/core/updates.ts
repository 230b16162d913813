import { randomUUID } from 'node:crypto'
import { SkepError } from '../../domain/error'
import type { UpdateRecord } from '../../shared/contract'
import type { Clock } from './clock'
import type { Cluster, Live } from './cluster'
import { specHash } from './hash'
import { stringifyJson } from './json'
import type { KeptPlan, Planner } from './planner'
import type { Journal, SavedContext, StoredUpdate } from './ports'

export interface Updates {
  /** Sends exactly a reviewed plan, once; journaled before the wire. Throws a sentence's code when it was not applied. */
  apply(
    context: SavedContext,
    cluster: Cluster,
    request: { readonly plan: string; readonly hash: string; readonly confirm?: string | undefined }
  ): Promise<string>
  /** Finds out what became of updates whose answer was lost; called after each look at the cluster. */
  reconcile(context: string, live: Live): Promise<void>
  list(context: string, cluster: string): readonly UpdateRecord[]
}

interface UpdatesDeps {
  readonly planner: Planner
  readonly journal: Journal
  readonly clock: Clock
  readonly publish: (record: UpdateRecord) => void
}

/** How often a plan is sent again when only the update's status moved the index; each time nothing was applied. */
const statusMoves = 3

/** Milliseconds in which a request whose answer was lost may still reach the cluster. */
const mayStillArrive = 20_000

/** Applies plans: journal, send, reconcile. */
export function createUpdates({ planner, journal, clock, publish }: UpdatesDeps): Updates {
  const recordOf = (context: string, stored: StoredUpdate): UpdateRecord => ({
    update: stored.update,
    context,
    service: stored.service,
    serviceName: stored.serviceName,
    state: stored.state,
    at: stored.at,
    ...(stored.restores === undefined ? {} : { restores: stored.restores })
  })

  const record = (context: string, stored: StoredUpdate): void => {
    journal.addUpdate(stored)
    publish(recordOf(context, stored))
  }

  const inFlight = new Set<string>()

  /** Sends a plan; when the index moved though the spec did not (only the status did), sends it against the new one. */
  async function send(live: Live, kept: KeptPlan): Promise<void> {
    let index = kept.plan.baseIndex
    for (let attempt = 1; ; attempt += 1) {
      try {
        await live.engine.update(kept.plan.service, index, kept.spec)
        return
      } catch (error) {
        if (!(error instanceof SkepError) || error.code !== 'index-moved' || attempt > statusMoves)
          throw error
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

  function check(context: SavedContext, kept: KeptPlan, confirm: string | undefined, live: Live): void {
    const { plan, resumes } = kept
    // The context may have been pointed at another cluster since the review.
    if (kept.cluster !== live.info.cluster) throw new SkepError('plan-unknown')
    if (context.mode === 'read-only') throw new SkepError('read-only', { context: context.name })
    if (plan.confirm === 'name' && confirm?.trim() !== plan.serviceName) {
      throw new SkepError('confirm-needed', { service: plan.serviceName })
    }
    if (plan.changes.length === 0 && !resumes && stringifyJson(kept.spec) === kept.baseText) {
      throw new SkepError('plan-empty')
    }
    if (journal.updates(live.info.cluster, { service: plan.service, open: true }).length > 0) {
      throw new SkepError('update-open', { service: plan.serviceName })
    }
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

  return {
    async apply(context, cluster, request) {
      const kept = planner.take(request.plan, request.hash)
      const live = cluster.live()
      check(context, kept, request.confirm, live)
      planner.drop(kept.plan.id)
      const sending: StoredUpdate = {
        update: randomUUID(),
        cluster: live.info.cluster,
        service: kept.plan.service,
        serviceName: kept.plan.serviceName,
        state: 'sending',
        at: clock.now(),
        baseIndex: kept.plan.baseIndex,
        baseHash: kept.baseHash,
        targetHash: kept.targetHash,
        ...(kept.plan.restores === undefined ? {} : { restores: kept.plan.restores })
      }
      record(context.id, sending)
      inFlight.add(sending.update)
      try {
        await send(live, kept)
        note(context.id, { ...sending, state: 'accepted', at: clock.now() })
        return sending.update
      } catch (error) {
        throw failed(context.id, sending, error)
      } finally {
        inFlight.delete(sending.update)
        cluster.touch(kept.plan.service)
      }
    },
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
