import * as v from 'valibot'
import type { Dossier } from '../../domain/dossier'
import type { Plan } from '../../domain/plan'
import type { Rollout } from '../../domain/rollout'
import { gatesSchema } from './attended'
import { policyChange } from './policies'
import { call, count, id, serviceRef } from './schema'
import { changeSchema } from './updates'

export const rolloutCalls = {
  'rollouts.get': call<Rollout>()(serviceRef),
  /** The dossier of a version that failed; without a number, of what failed last. Null when nothing was seen to fail. */
  'rollouts.dossier': call<Dossier | null>()(
    v.strictObject({ context: id, service: id, number: v.optional(v.pipe(count, v.minValue(1))) })
  ),
  /** Seconds without progress after which the present update counts as stuck; null for what follows from the spec. */
  'rollouts.deadline': call<null>()(
    v.strictObject({
      context: id,
      service: id,
      seconds: v.nullable(v.pipe(count, v.minValue(5), v.maxValue(604_800)))
    })
  ),
  /**
   * A plan that changes some slots (one unless given) and then holds: of the draft, or of the update that is running, held
   * or paused. Throws hold-job, hold-nothing, hold-blind, not-updating or gates-invalid.
   */
  'rollouts.hold': call<Plan>()(
    v.strictObject({
      context: id,
      service: id,
      slots: v.optional(v.pipe(count, v.minValue(1))),
      draft: v.optional(changeSchema),
      gates: v.optional(gatesSchema)
    })
  ),
  /** A plan that lets the rest go, by the person's own policy unless one is given; a paused update goes on. */
  'rollouts.continue': call<Plan>()(
    v.strictObject({ context: id, service: id, policy: v.optional(policyChange) })
  ),
  /** A plan that goes back to the spec of before; slots that were not reached stay as they are. Throws no-way-back. */
  'rollouts.abort': call<Plan>()(serviceRef),
  /** A plan that puts the person's own policy back after a hold, a chosen policy or an emergency. */
  'rollouts.restore': call<Plan>()(serviceRef)
} as const
