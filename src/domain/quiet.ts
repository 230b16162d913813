/** For how long nothing is told outside of the window. */
export const quietChoices = ['hour', 'morning', 'off'] as const
export type QuietChoice = (typeof quietChoices)[number]

/** The hour of the local day at which a quiet night ends. */
const morning = 8

/** When quiet ends that is chosen now: milliseconds since the epoch, by this machine's clock and zone; null for none. */
export function quietEnd(choice: QuietChoice, now: number): number | null {
  if (choice === 'off') return null
  if (choice === 'hour') return now + 3_600_000
  const end = new Date(now)
  end.setHours(morning, 0, 0, 0)
  if (end.getTime() <= now) end.setDate(end.getDate() + 1)
  return end.getTime()
}
