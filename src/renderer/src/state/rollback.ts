import type { HistoryEntry } from '../../../shared/contract'
import type { SkepState } from './skep.svelte'

/** The version to offer first: the newest earlier one that was good, else the newest earlier one that is complete. */
export function lastGood(versions: readonly HistoryEntry[]): HistoryEntry | undefined {
  const now = versions.find((version) => version.current)
  const earlier = versions.filter((version) => !version.current && version.complete && !sameAs(now, version))
  return (
    earlier.find((version) => version.outcome === 'succeeded') ??
    earlier.find((version) => version.outcome === 'unknown' || version.outcome === 'superseded') ??
    earlier[0]
  )
}

/** A version that the present one restored is what runs now: going there changes nothing. */
const sameAs = (now: HistoryEntry | undefined, other: HistoryEntry): boolean =>
  now?.restores === other.number || (other.restores !== undefined && other.restores === now?.restores)

/** Opens the history with the plan for the last good version. */
export async function rollBackTarget(skep: SkepState): Promise<void> {
  const { context, service } = skep
  if (context === undefined || service === undefined) return
  const target = lastGood(await skep.call('history.list', { context, service }))
  skep.tab = 'history'
  skep.wanted = target?.number
}
