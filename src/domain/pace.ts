import { nanoseconds, type Policy } from './policy'
import type { Slot, SlotState } from './slot'
import type { Author } from './version'

/** How an update goes through the slots that had to change when it began. */
export interface Pace {
  /** Steps of the policy's parallelism over those slots; 0 when the update replaces nothing. */
  readonly batches: { readonly total: number; readonly done: number; readonly size: number }
  /** Slots that had to change, and how many of them still run the old spec. */
  readonly dirty: number
  readonly left: number
  /** Milliseconds until the policy's delay lets the next slot go; absent while tasks start or when none is left. */
  readonly delayLeft?: number
  readonly held?: Held
  /** Whether old tasks are forgotten, so that which slots had to change is inferred from the new ones. */
  readonly inferred: boolean
}

/** An update that its policy keeps where it is: fewer slots at once than have to change, and a very long delay. */
export interface Held {
  /** Who sent the policy that holds. */
  readonly by: Author
  /** Slots of the service that run the new spec, and slots that the hold keeps on the old one. */
  readonly done: number
  readonly left: number
  /** Slots that change when the delay is over. */
  readonly step: number
  /** When the last slot before the hold ran, and when the cluster lets the next ones go: milliseconds since the epoch. */
  readonly since: number
  readonly until: number
  /** Slots that changed though it holds, because their old task ended by itself and came back new. */
  readonly crashed: readonly string[]
  /** How many more slots changed than the policy let; a change of the leader does that. */
  readonly released: number
}

/** Milliseconds from which a delay is meant to hold and not to pace. */
export const holdFrom = 3_600_000

interface PaceInput {
  readonly slots: readonly Slot[]
  readonly policy: Policy
  readonly now: number
  /** Whether the engine's updater is at work; only then a delay runs. */
  readonly moving: boolean
  readonly by: Author
}

/**
 * Batches and the delay, from the slots that had to change when this updater began: a policy sent during an update starts
 * another one, which only counts what was left (measured on 20.10.24). Each of the updater's `parallelism` workers waits
 * for its own task to run, then for the delay.
 */
export function paceOf({ slots, policy, now, moving, by }: PaceInput): Pace {
  const dirty = slots.filter(({ view }) => view.dirty !== undefined)
  const size = policy.parallelism === 0 ? Math.max(1, dirty.length) : policy.parallelism
  const begun = dirty.filter(({ fresh }) => fresh.length > 0)
  const reached = begun.filter(({ fresh }) => reachedAt(fresh) !== undefined)
  const left = dirty.length - begun.length
  const delay = nanoseconds(policy.delay) / 1e6
  const inTurn = begun.filter(({ view }) => !view.leaked)
  const workers = [...inTurn].sort((a, b) => firstMade(b) - firstMade(a)).slice(0, size)
  const ends = workers.flatMap(({ fresh }) => reachedAt(fresh) ?? [])
  const next = moving && left > 0 && delay > 0 && ends.length > 0 ? Math.min(...ends) + delay : undefined
  const base = {
    batches: {
      total: Math.ceil(dirty.length / size),
      done:
        left === 0 && reached.length === dirty.length
          ? Math.ceil(dirty.length / size)
          : Math.floor(reached.length / size),
      size
    },
    dirty: dirty.length,
    left,
    inferred: dirty.some(({ view }) => view.dirty === 'inferred')
  }
  if (next === undefined || next <= now) return base
  // A hold has come about when every worker of the step waits; before that the step is still on its way.
  const holds = delay >= holdFrom && size < dirty.length && ends.length === workers.length
  if (!holds) return { ...base, delayLeft: next - now }
  const crashed = begun.filter(({ view }) => view.leaked).map(({ view }) => view.label)
  const firstEnd = Math.min(...inTurn.flatMap(({ fresh }) => reachedAt(fresh) ?? []))
  const turns = 1 + Math.max(0, Math.floor((now - firstEnd) / delay))
  const released = Math.max(0, inTurn.length - size * turns)
  return {
    ...base,
    delayLeft: next - now,
    held: {
      by,
      done: slots.filter(({ view }) => view.after && !isOld(view.state)).length,
      left,
      step: Math.min(size, left),
      since: Math.max(...ends),
      until: next,
      crashed,
      released
    }
  }
}

const isOld = (state: SlotState): boolean => state === 'old' || state === 'stopping'

const firstMade = ({ fresh }: Slot): number => fresh.at(-1)?.createdAt ?? 0

/** When the slot's first new task ran, or ended: from then on the updater waits for the delay. Milliseconds. */
function reachedAt(fresh: Slot['fresh']): number | undefined {
  const first = fresh.at(-1)
  if (!first) return undefined
  const passed = first.state === 'running' || first.state === 'complete' || first.state === 'failed'
  return passed || first.state === 'rejected' || first.state === 'shutdown' ? first.since : undefined
}
