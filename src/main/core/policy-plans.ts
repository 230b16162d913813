import { randomUUID } from 'node:crypto'
import type { ChangeDraft } from '../../domain/draft'
import { SkepError } from '../../domain/error'
import type { Plan } from '../../domain/plan'
import type { PolicyGiven, PolicyLeft, PolicyPlan } from '../../domain/policy-plan'
import { isOver, modeOf } from '../../domain/service'
import { stringifyJson } from './json'
import type { NamedPolicy } from '../../shared/contract'
import type { Clock } from './clock'
import type { Clusters } from './clusters'
import { sha256 } from './hash'
import type { KeptPlan, Planner } from './planner'
import type { Updates } from './updates'

export interface PolicyPlans {
  /** Works out what it takes to give a policy to services, and keeps it for ten minutes. */
  plan(context: string, policy: NamedPolicy, services: readonly string[]): Promise<PolicyPlan>
  /**
   * Sends a reviewed plan, one service after the other, each once, and stops at the first that is not accepted. Throws when
   * anything that was reviewed is no longer so, before the first byte is sent.
   */
  apply(request: {
    readonly plan: string
    readonly hash: string
    readonly confirm?: string | undefined
  }): Promise<readonly PolicyGiven[]>
}

interface Kept {
  readonly plan: PolicyPlan
  readonly cluster: string
  readonly kept: readonly KeptPlan[]
}

interface PolicyPlansDeps {
  readonly clusters: () => Clusters
  readonly planner: Planner
  readonly updates: Updates
  readonly clock: Clock
}

/** How many services are looked at side by side: each asks a manager, and maybe a registry. */
const atOnce = 6

async function inPortions<A, B>(all: readonly A[], work: (one: A) => Promise<B>): Promise<readonly B[]> {
  const done: B[] = []
  for (let from = 0; from < all.length; from += atOnce)
    done.push(...(await Promise.all(all.slice(from, from + atOnce).map(work))))
  return done
}

/** Policies for many services at once. */
export function createPolicyPlans({ clusters, planner, updates, clock }: PolicyPlansDeps): PolicyPlans {
  const kept = new Map<string, Kept>()

  return {
    async plan(context, policy, services) {
      for (const [key, old] of kept) if (old.plan.expiresAt < clock.now()) kept.delete(key)
      const saved = clusters().context(context)
      const cluster = clusters().cluster(context)
      const live = cluster.live()
      const draft: ChangeDraft = {
        updatePolicy: policy.policy,
        ...(policy.rollback ? { rollbackPolicy: policy.rollback } : {})
      }
      const names = new Map(cluster.snapshot()?.services.map(({ id, name }) => [id, name]))

      async function one(service: string): Promise<Plan | PolicyLeft> {
        const left = { service, serviceName: names.get(service) ?? service }
        try {
          const now = await live.engine.inspect(service)
          if (modeOf(now.spec).endsWith('-job')) return { ...left, reason: 'job' }
          if (!isOver(now)) return { ...left, reason: 'busy' }
          const plan = await planner.plan(saved, cluster, service, draft)
          if (plan.changes.length > 0) return plan
          planner.drop(plan.id)
          return { ...left, reason: 'same' }
        } catch (error) {
          if (!(error instanceof SkepError)) throw error
          if (error.code === 'service-unknown') return { ...left, reason: 'gone' }
          if (error.code === 'spec-unreadable') return { ...left, reason: 'unreadable' }
          throw error
        }
      }

      const found = await inPortions([...new Set(services)], one)
      const plans = found.filter((each): each is Plan => 'hash' in each)
      const left = found.filter((each): each is PolicyLeft => 'reason' in each)
      const plan: PolicyPlan = {
        id: randomUUID(),
        hash: sha256(`${policy.name}\n${plans.map(({ hash }) => hash).join(' ')}`),
        context,
        policy: policy.name,
        plans,
        left,
        ...(saved.environment === 'production' ? { confirm: saved.name } : {}),
        expiresAt: Math.min(clock.now() + 10 * 60_000, ...plans.map(({ expiresAt }) => expiresAt))
      }
      kept.set(plan.id, {
        plan,
        cluster: live.info.cluster,
        kept: plans.map(({ id, hash }) => planner.take(id, hash))
      })
      return plan
    },

    async apply({ plan: id, hash, confirm }) {
      const found = kept.get(id)
      if (!found) throw new SkepError('plan-unknown')
      const { plan } = found
      if (plan.expiresAt < clock.now()) throw new SkepError('plan-expired')
      if (plan.hash !== hash) throw new SkepError('plan-hash')
      const saved = clusters().context(plan.context)
      const cluster = clusters().cluster(plan.context)
      const live = cluster.live()
      if (found.cluster !== live.info.cluster) throw new SkepError('plan-unknown')
      if (plan.confirm !== undefined && confirm?.trim() !== plan.confirm)
        throw new SkepError('confirm-context', { name: plan.confirm })
      if (plan.plans.length === 0) throw new SkepError('plan-empty')
      // All of what was reviewed must still be so, or a later one would be refused when earlier ones are out.
      for (const each of found.kept) {
        updates.check(saved, each, live)
        const now = await live.engine.inspect(each.plan.service)
        if (stringifyJson(now.spec) !== each.baseText || !isOver(now))
          throw new SkepError('index-moved', { service: each.plan.serviceName })
      }
      kept.delete(id)
      const given: PolicyGiven[] = []
      for (const each of found.kept) {
        const about = { service: each.plan.service, serviceName: each.plan.serviceName }
        const ended = given.some(({ state }) => state !== 'accepted')
        given.push(ended ? { ...about, state: 'not-sent' } : { ...about, ...(await sent(each)) })
      }
      return given

      async function sent(each: KeptPlan): Promise<Pick<PolicyGiven, 'state' | 'code'>> {
        try {
          await updates.send(saved, cluster, each, randomUUID())
          return { state: 'accepted' }
        } catch (error) {
          const code = error instanceof SkepError ? error.code : 'internal'
          const lost = code === 'update-unknown' || code === 'journal-late' || code === 'internal'
          return { state: lost ? 'unknown' : 'not-applied', code }
        }
      }
    }
  }
}
