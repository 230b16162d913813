import { randomUUID } from 'node:crypto'
import { SkepError, type ErrorCode } from '../../domain/error'
import { isBad, type StackOperation, type StackPlan, type StopReason } from '../../domain/stack-plan'
import type { StackHistory } from '../../shared/contract'
import type { Clock } from './clock'
import type { Cluster, Live } from './cluster'
import type { Clusters } from './clusters'
import { specHash } from './hash'
import { stringifyJson } from './json'
import type { KeptPlan, Planner } from './planner'
import type { Journal, SavedContext, StoredStackMember, StoredStackOperation } from './ports'
import { createStackHistories, storedOperations } from './stack-history'
import { createStackStates } from './stack-states'
import { createStackPlans, type StackAsk } from './stack-plans'
import type { Updates } from './updates'

export interface Stacks {
  releases(context: string, stack: string, before: number | undefined): StackHistory
  plan(context: string, ask: StackAsk): Promise<StackPlan>
  /**
   * Begins to carry a reviewed plan out, wave by wave; every service is sent to once. Throws when anything that was
   * reviewed is no longer so, before the first byte is sent.
   */
  apply(request: {
    readonly plan: string
    readonly hash: string
    readonly confirm?: string | undefined
  }): Promise<string>
  /** Goes on or stops, by what a look at the cluster showed; called after each. */
  look(context: string, live: Live): void
  /** Those of the cluster behind a live context, newest first. */
  operations(context: string): readonly StackOperation[]
  /** Sends no further wave; what was sent goes on in the cluster. */
  stop(context: string, operation: string): void
  /** Lets a stopped one be: it is no longer shown as waiting for a person. */
  close(context: string, operation: string): void
}

interface StacksDeps {
  readonly clusters: () => Clusters
  readonly planner: Planner
  readonly updates: Updates
  readonly journal: Journal
  readonly clock: Clock
  /** The computer user that this process runs as. */
  readonly user: string | undefined
  readonly publish: (operation: StackOperation) => void
}

/** An operation that this process carries out. */
interface Running {
  readonly context: string
  readonly cluster: string
  stored: StoredStackOperation
  readonly kept: ReadonlyMap<string, KeptPlan>
  /** When the cluster was last looked at: milliseconds since the epoch. */
  looked: number
  /** Whether a wave is being sent right now. */
  busy: boolean
}

/** Milliseconds without a look at the cluster after which nothing more is sent: whoever reviewed it may be gone. */
const unwatchedAfter = 120_000

/** Milliseconds after which an accepted update that never became a version is looked for. */
const versionWithin = 5_000

/** Whole stacks: their releases, and rolling them back in waves. */
export function createStacks(deps: StacksDeps): Stacks {
  const { planner, updates, journal, clock } = deps
  const histories = createStackHistories(journal)
  const plans = createStackPlans(planner, histories, clock)
  const running = new Map<string, Running>()
  const { statusOf, waveOf, viewOf } = createStackStates(journal, (operation) => running.has(operation))

  const at = (context: string): { saved: SavedContext; cluster: Cluster; live: Live } => {
    const cluster = deps.clusters().cluster(context)
    return { saved: deps.clusters().context(context), cluster, live: cluster.live() }
  }

  function write(cluster: string, stored: StoredStackOperation): void {
    journal.add({ cluster, service: '', kind: 'stack', operation: stored.operation, body: stored })
  }

  function tell(one: Running): void {
    try {
      deps.publish(viewOf(one.context, at(one.context).live, one.stored))
    } catch {
      // The connection is gone; whoever is back asks for the operations.
    }
  }

  function update(one: Running, change: Partial<StoredStackOperation>): void {
    one.stored = { ...one.stored, ...change }
    write(one.cluster, one.stored)
    tell(one)
  }

  function withMember(one: Running, service: string, change: Partial<StoredStackMember>): void {
    update(one, {
      waves: one.stored.waves.map((wave) =>
        wave.map((member) => (member.service === service ? { ...member, ...change } : member))
      )
    })
  }

  function halt(one: Running, reason: StopReason, code?: ErrorCode): void {
    running.delete(one.stored.operation)
    update(one, { state: 'stopped', reason, ...(code === undefined ? {} : { code }) })
  }

  /** Sends a wave, one service after the other; stops at the first one that is not accepted. */
  async function sendWave(one: Running, wave: readonly StoredStackMember[]): Promise<void> {
    one.busy = true
    try {
      for (const { service } of wave) {
        if (!running.has(one.stored.operation)) return
        const kept = one.kept.get(service)
        if (!kept) throw new SkepError('plan-unknown')
        const { saved, cluster } = at(one.context)
        const id = randomUUID()
        withMember(one, service, { update: id })
        await updates.send(saved, cluster, kept, id)
        tell(one)
      }
    } catch (error) {
      const code = error instanceof SkepError ? error.code : 'internal'
      const lost = code === 'update-unknown' || code === 'journal-late'
      if (running.has(one.stored.operation)) halt(one, lost ? 'unknown' : 'not-applied', code)
    } finally {
      one.busy = false
      one.looked = clock.now()
    }
  }

  /** What became of an accepted update that no look ever saw in force. */
  async function findOut(one: Running, live: Live, member: StoredStackMember): Promise<void> {
    const sent = journal
      .updates(one.cluster, { service: member.service })
      .find(({ update: id }) => id === member.update)
    if (!sent || sent.state !== 'accepted' || clock.now() - sent.at < versionWithin) return
    if (live.history.versions(member.service).some(({ update: id }) => id === member.update)) return
    const service = await live.engine.inspect(member.service)
    if (specHash(service.spec) === sent.targetHash) return
    const undone = service.updateStatus?.state.startsWith('rollback') ?? false
    withMember(one, member.service, { status: undone ? 'rolled-back' : 'superseded' })
  }

  async function advance(one: Running, live: Live): Promise<void> {
    const waves = one.stored.waves
    const place = waveOf(live, one.stored) - 1
    const wave = waves[place] ?? []
    for (const member of wave) if (statusOf(live, member) === 'running') await findOut(one, live, member)
    const now = (one.stored.waves[place] ?? []).map((member) => statusOf(live, member))
    if (now.some(isBad)) return halt(one, now.includes('unknown') ? 'unknown' : 'bad')
    if (now.every((status) => status === 'succeeded')) {
      running.delete(one.stored.operation)
      return update(one, { state: 'succeeded' })
    }
    if (now.every((status) => status === 'waiting')) await sendWave(one, wave)
    else tell(one)
  }

  const find = (context: string, operation: string) => {
    const { live } = at(context)
    const stored = storedOperations(journal, live.info.cluster).find((one) => one.operation === operation)
    if (!stored) throw new SkepError('operation-unknown')
    return { live, stored }
  }

  return {
    releases(context, stack, before) {
      const { cluster, live } = at(context)
      return histories.list(cluster, live, stack, before)
    },
    plan(context, ask) {
      const { saved, cluster } = at(context)
      return plans.plan(saved, cluster, ask)
    },
    async apply({ plan: id, hash, confirm }) {
      const { plan, kept, from, versions, cluster: swarm } = plans.take(id, hash)
      const { saved, live } = at(plan.context)
      if (swarm !== live.info.cluster) throw new SkepError('plan-unknown')
      if (plan.confirm === 'name' && confirm?.trim() !== plan.stack)
        throw new SkepError('confirm-stack', { name: plan.stack })
      if (plan.waves.length === 0) throw new SkepError('plan-empty')
      const busy = [...running.values()].some(
        (one) => one.cluster === swarm && one.stored.stack === plan.stack
      )
      if (busy) throw new SkepError('stack-busy', { name: plan.stack })
      // All of what was reviewed must still be so, or a later wave would be refused when earlier ones are out.
      for (const one of kept.values()) {
        updates.check(saved, one, live)
        const now = await live.engine.inspect(one.plan.service)
        if (stringifyJson(now.spec) !== one.baseText)
          throw new SkepError('index-moved', { service: one.plan.serviceName })
      }
      const operation = randomUUID()
      const stored: StoredStackOperation = {
        operation,
        stack: plan.stack,
        release: plan.release,
        from,
        at: clock.now(),
        ...(deps.user === undefined ? {} : { user: deps.user }),
        plan: plan.hash,
        state: 'running',
        waves: plan.waves.map((wave) =>
          wave.map(({ service, serviceName }) => ({
            service,
            serviceName,
            ...(versions.get(service) ?? { version: 0, from: 0 })
          }))
        )
      }
      // Whoever begins anew has read how the one before stopped.
      for (const old of storedOperations(journal, swarm))
        if (old.stack === plan.stack && old.state !== 'succeeded' && old.state !== 'closed')
          write(swarm, { ...old, state: 'closed', ...(old.reason ? {} : { reason: 'closed' }) })
      write(swarm, stored)
      plans.drop(id)
      const one: Running = {
        context: plan.context,
        cluster: swarm,
        stored,
        kept,
        looked: clock.now(),
        busy: false
      }
      running.set(operation, one)
      void sendWave(one, stored.waves[0] ?? [])
      return operation
    },
    look(context, live) {
      for (const one of [...running.values()]) {
        if (one.context !== context || one.busy) continue
        const since = clock.now() - one.looked
        one.looked = clock.now()
        if (one.cluster !== live.info.cluster || since > unwatchedAfter) {
          halt(one, 'unwatched')
          continue
        }
        // Not waited for: the next look must come while a wave is being sent.
        one.busy = true
        void advance(one, live)
          .catch((error: unknown) => {
            if (error instanceof SkepError && error.code === 'journal-failed')
              running.delete(one.stored.operation)
          })
          .finally(() => (one.busy = false))
      }
    },
    operations(context) {
      const { live } = at(context)
      return [...storedOperations(journal, live.info.cluster)]
        .reverse()
        .map((stored) => viewOf(context, live, stored))
    },
    stop(context, operation) {
      const one = running.get(operation)
      if (!one || one.context !== context) throw new SkepError('operation-unknown')
      halt(one, 'person')
    },
    close(context, operation) {
      const { live, stored } = find(context, operation)
      if (running.has(operation)) throw new SkepError('stack-busy', { name: stored.stack })
      const closed: StoredStackOperation = { ...stored, state: 'closed' }
      write(live.info.cluster, stored.reason ? closed : { ...closed, reason: 'closed' })
      deps.publish(viewOf(context, live, closed))
    }
  }
}
