import { numberAt } from './json'
import { nanoseconds, type Policy } from './policy'
import { containerSpec, type Spec } from './service'
import type { Slot, SlotState } from './slot'

/** Why a rollout counts as stuck; the engine never says so, it waits for ever. */
export interface Stuck {
  /** `refused`: the scheduler says that no node takes a task. `no-progress`: nothing came forward within the deadline. */
  readonly cause: 'refused' | 'no-progress'
  /** Milliseconds since the epoch from which it has waited. */
  readonly since: number
  /** Labels of the slots that are waited for. */
  readonly slots: readonly string[]
}

/** How long a rollout may go without progress, in milliseconds. */
export interface Deadline {
  readonly ms: number
  /** Whether a person set it; otherwise it follows from the spec. */
  readonly set: boolean
}

/** A task that the scheduler refuses is told after this many milliseconds, unless a person gave it longer. */
export const refusedAfter = 15_000

/** Milliseconds that a pull, a start or a stop may take beside what the spec itself asks for. */
const grace = 120_000
const floor = 180_000

/**
 * The time without progress after which an update counts as stuck, in milliseconds: the monitor, what the spec's own
 * health check and stop may take, and two minutes; at least three. The policy's delay is no part of it: while it runs,
 * nothing is expected.
 */
export function defaultDeadline(spec: Spec, policy: Policy): number {
  const container = containerSpec(spec)
  const ms = (...path: string[]) => (numberAt(container, ...path) ?? 0) / 1e6
  const checks =
    ms('Healthcheck', 'Interval') * Math.max(1, numberAt(container, 'Healthcheck', 'Retries') ?? 3)
  const health = ms('Healthcheck', 'StartPeriod') + checks
  const wait = nanoseconds(policy.monitor) / 1e6 + health + ms('StopGracePeriod')
  return Math.max(floor, wait + grace)
}

interface StuckInput {
  readonly slots: readonly Slot[]
  readonly deadline: Deadline
  readonly now: number
  readonly startedAt: number
  /** When the policy's delay lets the next slot go, while it runs. */
  readonly delayLeft: number | undefined
}

const unsettled: readonly SlotState[] = ['old', 'stopping', 'missing', 'pending', 'starting']

/** Whether and for what an update waits in vain; for one that is on its way, not for a held or a paused one. */
export function stuckOf({ slots, deadline, now, startedAt, delayLeft }: StuckInput): Stuck | undefined {
  const refused = slots.filter(({ view }) => view.state === 'pending' && view.error !== undefined)
  const since = Math.min(...refused.map(({ view }) => view.since))
  if (refused.length > 0 && now - since > (deadline.set ? deadline.ms : refusedAfter))
    return { cause: 'refused', since, slots: labels(refused) }
  const waiting = slots.filter(({ view }) => unsettled.includes(view.state))
  if (waiting.length === 0 || delayLeft !== undefined) return undefined
  const progress = progressAt(slots, startedAt)
  return now - progress > deadline.ms
    ? { cause: 'no-progress', since: progress, slots: labels(waiting) }
    : undefined
}

const labels = (slots: readonly Slot[]): readonly string[] => slots.map(({ view }) => view.label)

/**
 * When something last came forward: a new task made or running in a slot where none has failed. A crash loop makes tasks
 * for ever and is no progress. A job whose tasks run is at work, however long that takes.
 */
function progressAt(slots: readonly Slot[], startedAt: number): number {
  return Math.max(
    startedAt,
    ...slots.flatMap(({ view, fresh }) => {
      if (view.failures > 0 || !fresh[0]) return []
      return fresh[0].state === 'running' || fresh[0].state === 'complete'
        ? [fresh[0].since]
        : [fresh[0].createdAt]
    })
  )
}
