import { randomUUID } from 'node:crypto'
import { SkepError } from '../../domain/error'
import type { Plan } from '../../domain/plan'
import { stackOf } from '../../domain/service'
import { suggestedWaves } from '../../domain/stack-order'
import type { LeftReason, StackLeft, StackPlan } from '../../domain/stack-plan'
import type { Clock } from './clock'
import type { Cluster, Live } from './cluster'
import { sha256 } from './hash'
import type { KeptPlan, Planner } from './planner'
import type { SavedContext } from './ports'
import type { StackHistories } from './stack-history'

/** A stack plan with what the window never sees. */
export interface KeptStackPlan {
  readonly plan: StackPlan
  readonly cluster: string
  /** The release in force when it was made. */
  readonly from: number
  /** By service id. */
  readonly kept: ReadonlyMap<string, KeptPlan>
  /** The version that each service is brought back to, and the one in force, by service id. */
  readonly versions: ReadonlyMap<string, { readonly version: number; readonly from: number }>
}

export interface StackAsk {
  readonly stack: string
  readonly release: number
  readonly waves?: readonly (readonly string[])[] | undefined
  readonly keepReplicas?: boolean | undefined
}

export interface StackPlans {
  /** Works out what it takes to bring a stack back to a release, service by service, and keeps it for ten minutes. */
  plan(context: SavedContext, cluster: Cluster, ask: StackAsk): Promise<StackPlan>
  /** The kept plan; throws plan-unknown, plan-expired or plan-hash. */
  take(id: string, hash: string): KeptStackPlan
  drop(id: string): void
}

export function createStackPlans(planner: Planner, histories: StackHistories, clock: Clock): StackPlans {
  const kept = new Map<string, KeptStackPlan>()

  return {
    async plan(context, cluster, ask) {
      for (const [key, old] of kept) if (old.plan.expiresAt < clock.now()) kept.delete(key)
      const live = cluster.live()
      const services = histories.services(cluster, live, ask.stack)
      const releases = histories.releases(cluster, live, ask.stack)
      const release = releases[ask.release - 1]
      if (!release) throw new SkepError('release-unknown', { number: ask.release })
      const left: StackLeft[] = []
      const plans = new Map<string, Plan>()
      const versions = new Map<string, { version: number; from: number }>()
      for (const { id, name, there } of services.values()) {
        const version = release.members.get(id)
        const leave = (reason: LeftReason) =>
          left.push({
            service: id,
            serviceName: name,
            reason,
            ...(version === undefined ? {} : { version }),
            ...(reason === 'unsettled' ? { outcome: live.history.head(id)?.outcome ?? 'running' } : {})
          })
        if (version === undefined) {
          if (there) leave('new')
          continue
        }
        if (!there) {
          leave('gone')
          continue
        }
        const draft = {
          kind: 'version' as const,
          number: version,
          ...(ask.keepReplicas ? { keepReplicas: true } : {})
        }
        const plan = await planner
          .plan(context, cluster, id, draft, { stack: true })
          .catch((error: unknown) => {
            const code = error instanceof SkepError ? error.code : undefined
            if (code === 'version-incomplete' || code === 'version-unknown') leave('incomplete')
            else if (code === 'service-unknown') leave('gone')
            else throw error
            return undefined
          })
        if (!plan) continue
        if (plan.changes.length > 0) {
          plans.set(id, plan)
          versions.set(id, { version, from: live.history.head(id)?.number ?? 0 })
        } else {
          planner.drop(plan.id)
          const outcome = live.history.head(id)?.outcome
          leave(outcome === undefined || isSettled(outcome) ? 'same' : 'unsettled')
        }
      }
      const order = arranged(ask.waves ?? (await suggested(live, ask.stack)), [...plans.keys()])
      const waves = order.map((wave) => wave.flatMap((id) => plans.get(id) ?? []))
      const all = waves.flat()
      const text = waves.map((wave) => wave.map(({ hash }) => hash).join(' ')).join('\n')
      const plan: StackPlan = {
        id: randomUUID(),
        hash: sha256(`${ask.stack} ${String(ask.release)}\n${text}`),
        context: context.id,
        stack: ask.stack,
        release: ask.release,
        waves,
        left: left.sort((a, b) => a.serviceName.localeCompare(b.serviceName, 'en', { numeric: true })),
        confirm: context.environment === 'production' ? 'name' : 'click',
        expiresAt: Math.min(clock.now() + 10 * 60_000, ...all.map(({ expiresAt }) => expiresAt))
      }
      kept.set(plan.id, {
        plan,
        cluster: live.info.cluster,
        from: releases.length,
        kept: new Map(all.map((one) => [one.service, planner.take(one.id, one.hash)])),
        versions
      })
      return plan
    },
    take(id, hash) {
      const found = kept.get(id)
      if (!found) throw new SkepError('plan-unknown')
      if (found.plan.expiresAt < clock.now()) throw new SkepError('plan-expired')
      if (found.plan.hash !== hash) throw new SkepError('plan-hash')
      return found
    },
    drop(id) {
      const found = kept.get(id)
      for (const { plan } of found?.kept.values() ?? []) planner.drop(plan.id)
      kept.delete(id)
    }
  }
}

const isSettled = (outcome: string): boolean =>
  outcome === 'succeeded' || outcome === 'unknown' || outcome === 'superseded'

/** The suggested waves of everything in the stack: what does not change may still stand between two that do. */
async function suggested(live: Live, stack: string): Promise<readonly (readonly string[])[]> {
  const services = (await live.engine.services()).filter(({ spec }) => stackOf(spec) === stack)
  return suggestedWaves(stack, services)
}

/** The waves with exactly the services that change; one that is in no wave comes last. */
function arranged(waves: readonly (readonly string[])[], services: readonly string[]): readonly string[][] {
  const left = new Set(services)
  const found = waves.map((wave) => wave.filter((id) => left.delete(id)))
  return [...found, [...left]].filter((wave) => wave.length > 0)
}
