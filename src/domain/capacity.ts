import { nanoseconds, type Policy } from './policy'

/** Seconds a task is assumed to need to stop and start when nothing better is known. */
export const assumedStart = 3

/** A stretch of an update during which nothing changes: how many of the tasks to replace run, by kind. */
export interface Stretch {
  readonly seconds: number
  /** Tasks of the old spec that run. */
  readonly old: number
  /** Tasks of the new spec that run. */
  readonly fresh: number
  /** Tasks that are missing, because the old ones are stopped and the new ones do not run yet. */
  readonly missing: number
  /** New tasks that start beside old ones which still run. */
  readonly starting: number
}

/**
 * How many old, new and missing tasks there are over time when `tasks` tasks are replaced under a policy and each
 * takes as long as assumed. Batches follow each other by the delay, which runs after the last one too, and the watch
 * follows it (measured on 20.10.24).
 */
export function capacityOf(policy: Policy, tasks: number): readonly Stretch[] {
  const delay = nanoseconds(policy.delay) / 1e9
  const monitor = nanoseconds(policy.monitor) / 1e9
  const watch = monitor > delay ? monitor : delay + 1
  const first = policy.order === 'start-first'
  const stretches: Stretch[] = []
  for (let done = 0; done < tasks;) {
    const batch = Math.min(policy.parallelism || tasks, tasks - done)
    const rest = tasks - done
    stretches.push({
      seconds: assumedStart,
      old: first ? rest : rest - batch,
      fresh: done,
      missing: first ? 0 : batch,
      starting: first ? batch : 0
    })
    done += batch
    const seconds = done < tasks ? delay : delay + watch
    if (seconds > 0) stretches.push({ seconds, old: tasks - done, fresh: done, missing: 0, starting: 0 })
  }
  return stretches
}

/** The fewest tasks that run at any moment, and the most that run or start. */
export function extremesOf(stretches: readonly Stretch[]): { readonly least: number; readonly most: number } {
  let least = Infinity
  let most = 0
  for (const { old, fresh, starting } of stretches) {
    least = Math.min(least, old + fresh)
    most = Math.max(most, old + fresh + starting)
  }
  return { least: most === 0 ? 0 : least, most }
}
