import type { Language } from '../../../shared/contract'

/** A clock time such as 14:02:09: of 24 hours in every language, as the engine's logs have it. */
export const clockTime = (ms: number, language: Language): string =>
  new Intl.DateTimeFormat(language, { timeStyle: 'medium', hourCycle: 'h23' }).format(ms)

/** A clock time, with the day in front unless that is today. */
export function moment(ms: number, now: number, language: Language): string {
  const time = clockTime(ms, language)
  if (new Date(ms).toDateString() === new Date(now).toDateString()) return time
  return `${new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short' }).format(ms)}, ${time}`
}

/** A date and time in full. */
export const fullTime = (ms: number, language: Language): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23' }).format(ms)

/** A day in full words. */
export const day = (ms: number, language: Language): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'full' }).format(ms)

/** How long ago something was, in the largest fitting unit. */
export function ago(ms: number, now: number, language: Language): string {
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'short' })
  const seconds = Math.min(0, Math.round((ms - now) / 1000))
  if (seconds > -60) return format.format(seconds, 'second')
  if (seconds > -3600) return format.format(Math.round(seconds / 60), 'minute')
  if (seconds > -86_400) return format.format(Math.round(seconds / 3600), 'hour')
  return format.format(Math.round(seconds / 86_400), 'day')
}
