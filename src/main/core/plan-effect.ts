import { assumedStart } from '../../domain/capacity'
import type { Effect } from '../../domain/effect'
import type { Node } from '../../domain/node'
import { policyOf } from '../../domain/policy'
import { isLimited, roomFor, type Room } from '../../domain/room'
import type { Service, Spec } from '../../domain/service'
import type { Live } from './live'

/** The effect of a step that changes some slots and then holds: nothing after them is promised. */
export function untilHeld(effect: Effect, slots: number): Effect {
  const replaces = Math.min(slots, effect.replaces)
  return { ...effect, replaces, batches: Math.min(1, replaces), estimateSeconds: assumedStart }
}

/** A spec with the policy of its rollbacks as the one in force. */
export function rollingBack(spec: Spec): Spec {
  const { UpdateConfig: _own, RollbackConfig: config, ...rest } = spec
  return config === undefined ? rest : { ...rest, UpdateConfig: config }
}

/** What the nodes can take beside all that runs, asked only where new tasks start first and something limits them. */
export async function roomNow(
  live: Live,
  service: Service,
  spec: Spec,
  effect: Effect,
  nodes: readonly Node[]
): Promise<Room | undefined> {
  const { order, parallelism } = policyOf(spec, 'UpdateConfig')
  if (effect.batches === 0 || order !== 'start-first' || !isLimited(spec)) return undefined
  const batch = Math.min(parallelism || effect.replaces, effect.replaces)
  return roomFor(spec, service.id, batch, nodes, await live.engine.tasks())
}
