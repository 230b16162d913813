import type { Rollout, Verdict } from './rollout'

/** What a person wants to hear of although they look elsewhere: how an update ended, and that one waits for them. */
export type News = Exclude<Verdict, 'superseded' | 'unknown'> | 'held'

/** News that needs somebody soon. */
export const urgentNews: ReadonlySet<News> = new Set(['failed', 'rolled-back', 'paused', 'stuck'])

/**
 * What is new from one look at a rollout to the next. Of the first look nothing is: what ended before anybody watched is
 * told in the window, and not as if it happened now.
 */
export function newsOf(
  before: Pick<Rollout, 'verdict' | 'held'> | undefined,
  now: Pick<Rollout, 'verdict' | 'held'>
): News | undefined {
  if (!before) return undefined
  const { verdict } = now
  if (verdict === undefined) return now.held && !before.held ? 'held' : undefined
  if (verdict === before.verdict || verdict === 'superseded' || verdict === 'unknown') return undefined
  return verdict
}
