import type { Node } from './node'
import { replicasOf, type Service } from './service'
import type { Rollout } from './rollout'
import type { SlotState, SlotView } from './slot'
import { configOf, configText, holds, type Step } from './step'

/**
 * Where an attended rollout stands. `stepping`: the slots of the step are on their way. `held`: they run, and the cluster
 * holds. `paused`: the engine stopped it. `going`: it goes on by a policy. `settled`: every slot runs the new spec. `other`:
 * somebody sent another template or policy, so what was asked is no longer in force.
 */
export type AttendedPhase = 'stepping' | 'held' | 'paused' | 'going' | 'settled' | 'other'

/** Why a slot runs the new spec although nobody let it go. */
export type Leak =
  /** Its old task ended by itself, or its node went: it came back new. */
  | { readonly cause: 'old-ended'; readonly slots: readonly string[] }
  /** Slots that scaling added are new from the start. */
  | { readonly cause: 'scaled'; readonly slots: readonly string[] }
  /** Somebody wrote to the service: each write lets as many slots go as the parallelism. */
  | { readonly cause: 'written' }
  /** Another manager leads, which did not know how long to wait. */
  | { readonly cause: 'leader'; readonly from: string; readonly to: string }
  | { readonly cause: 'unknown' }

/** How far an attended rollout is, from the cluster's own tasks and what the journal keeps of its steps. */
export interface Standing {
  readonly phase: AttendedPhase
  /** Slots that run or start the new spec, slots that are still old, and all of them. */
  readonly changed: number
  readonly left: number
  readonly total: number
  /** How many slots more than asked were changed. */
  readonly beyond: number
  readonly leaks: readonly Leak[]
  /** Whether the policy in force is not the person's own. */
  readonly foreignPolicy: boolean
}

interface StandingInput {
  readonly step: Step
  /** Whether the whole spec is the one that the step sent. */
  readonly asSent: boolean
  readonly service: Service
  readonly rollout: Rollout
  readonly nodes: readonly Node[]
  /** Whether the tasks' template is the one that the step sent. */
  readonly sentTemplate: boolean
  /** The person's own UpdateConfig, as configText gives it. */
  readonly intended: string
}

const settledStates: readonly SlotState[] = ['running', 'verified', 'failed']

/** Slots whose newest task is of the spec in force, whatever has become of it. */
export const changedSlots = (slots: readonly SlotView[]): readonly SlotView[] =>
  slots.filter((slot) => slot.after !== undefined && slot.state !== 'old' && slot.state !== 'stopping')

/** Works out where an attended rollout stands; nothing of it is stored. */
export function standingOf(input: StandingInput): Standing {
  const { step, service, rollout, intended } = input
  const changed = changedSlots(rollout.slots)
  const total = rollout.slots.length
  const left = total - changed.length
  const config = configText(configOf(service.spec))
  const beyond = holds(configOf(service.spec)) ? Math.max(0, changed.length - step.allowed) : 0
  return {
    phase: phaseOf(input, changed, left, config),
    changed: changed.length,
    left,
    total,
    beyond,
    leaks: beyond > 0 ? leaksOf(input, changed, beyond) : [],
    foreignPolicy: config !== intended
  }
}

function phaseOf(
  { step, service, rollout, sentTemplate }: StandingInput,
  changed: readonly SlotView[],
  left: number,
  config: string
): AttendedPhase {
  if (!sentTemplate || config !== step.config) return 'other'
  if (rollout.phase === 'paused' || rollout.phase === 'rollback-paused') return 'paused'
  if (left === 0) return 'settled'
  if (!holds(configOf(service.spec))) return 'going'
  const there = changed.filter((slot) => settledStates.includes(slot.state)).length
  return there === changed.length && changed.length >= Math.min(step.allowed, rollout.slots.length)
    ? 'held'
    : 'stepping'
}

function leaksOf(
  { step, asSent, service, nodes }: StandingInput,
  changed: readonly SlotView[],
  beyond: number
): readonly Leak[] {
  const leaks: Leak[] = []
  const labels = (slots: readonly SlotView[]) => slots.map((slot) => slot.label)
  const ended = changed.filter((slot) => slot.leaked)
  if (ended.length > 0) leaks.push({ cause: 'old-ended', slots: labels(ended) })
  const replicas = replicasOf(service.spec)
  const added =
    step.replicas !== undefined && replicas !== undefined && replicas > step.replicas
      ? changed.filter((slot) => Number(slot.key) > (step.replicas ?? 0))
      : []
  if (added.length > 0) leaks.push({ cause: 'scaled', slots: labels(added) })
  if (!asSent) leaks.push({ cause: 'written' })
  const leader = nodes.find((node) => node.leader)
  const name = (id: string) => nodes.find((node) => node.id === id)?.hostname ?? id
  if (step.leader !== undefined && leader && leader.id !== step.leader)
    leaks.push({ cause: 'leader', from: name(step.leader), to: leader.hostname })
  const explained = ended.length + added.length
  if (explained < beyond && !leaks.some(({ cause }) => cause === 'written' || cause === 'leader'))
    leaks.push({ cause: 'unknown' })
  return leaks
}
