import type { Language } from '../../../shared/contract'

/** Made once: making one costs more than a hundred uses of it. */
const clock: Readonly<Record<Language, Intl.DateTimeFormat>> = {
  en: new Intl.DateTimeFormat('en', { timeStyle: 'medium', hourCycle: 'h23' }),
  fr: new Intl.DateTimeFormat('fr', { timeStyle: 'medium', hourCycle: 'h23' })
}

/** A clock time such as 14:02:09: of 24 hours in every language, as the engine's logs have it. */
export const clockTime = (ms: number, language: Language): string => clock[language].format(ms)

/** A size in the largest fitting unit of 1,000, as file managers write it. */
export function byteSize(bytes: number, language: Language): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const
  const place = Math.min(3, Math.floor(Math.log10(Math.max(1, bytes)) / 3))
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: units[place] ?? 'byte',
    unitDisplay: place === 0 ? 'long' : 'short',
    maximumFractionDigits: 1
  }).format(bytes / 1000 ** place)
}

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

const spans = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000]
] as const

/** A stretch of time, in its one or two largest units: `3 h 10 min`; below a second, `0.4 s`. */
export function lasting(ms: number, language: Language): string {
  const write = (count: number, unit: string) =>
    new Intl.NumberFormat(language, {
      ...{ style: 'unit', unit, unitDisplay: unit === 'day' ? 'long' : 'short' },
      maximumFractionDigits: 1
    } as Intl.NumberFormatOptions).format(count)
  if (ms < 1000) return write(Math.max(0, ms) / 1000, 'second')
  const first = spans.findIndex(([, size]) => ms >= size)
  const [unit, size] = spans[first] ?? spans[3]
  const count = Math.floor(ms / size)
  const next = spans[first + 1]
  const more = next ? Math.floor((ms - count * size) / next[1]) : 0
  return more > 0 && next ? `${write(count, unit)} ${write(more, next[0])}` : write(count, unit)
}
