import { SkepError } from '../../domain/error'
import { threeWay } from '../../domain/three-way'
import type { Conflict } from '../../shared/contract'
import type { Live } from './cluster'
import { stringifyJson } from './json'
import type { KeptPlan } from './planner'

/**
 * What became of a service since a plan was made for it, by the same comparison that decides whether the plan may be
 * sent; null while it is the same text. Throws plan-unknown on another swarm.
 */
export async function conflictOf(live: Live, kept: KeptPlan): Promise<Conflict | null> {
  if (kept.cluster !== live.info.cluster) throw new SkepError('plan-unknown')
  const now = await live.engine.inspect(kept.plan.service)
  if (stringifyJson(now.spec) === kept.baseText) return null
  return { rows: threeWay(kept.service.spec, now.spec, kept.spec) }
}
