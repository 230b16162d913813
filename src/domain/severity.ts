/** How bad a log line says that it is; programs agree on no format, so this is a guess. */
export type Severity = 'error' | 'warning' | 'info' | 'debug'

const words: Readonly<Record<string, Severity>> = {
  emerg: 'error',
  emergency: 'error',
  alert: 'error',
  crit: 'error',
  critical: 'error',
  fatal: 'error',
  panic: 'error',
  err: 'error',
  error: 'error',
  severe: 'error',
  eror: 'error',
  warn: 'warning',
  warning: 'warning',
  wrn: 'warning',
  notice: 'info',
  info: 'info',
  inf: 'info',
  information: 'info',
  informational: 'info',
  debug: 'debug',
  dbg: 'debug',
  trace: 'debug',
  trc: 'debug',
  verbose: 'debug',
  fine: 'debug'
}
const any = Object.keys(words)
  .sort((a, b) => b.length - a.length)
  .join('|')

/** A field of JSON or logfmt: `"level":"warn"`, `level=warn`, `severity: ERROR`. */
const field = new RegExp(`\\b(?:level|lvl|severity|loglevel)["']?\\s*[:=]\\s*["']?(${any})\\b`, 'i')
/** Numbers as pino and bunyan write them: `"level":50`. */
const number = /"level"\s*:\s*(\d{2})\b/
/** A mark of its own, `[warn]` or `<error>`, in any case. */
const bracketed = new RegExp(`[[(<](${any})[\\])>]`, 'i')
/** `ERROR` in capitals before the text, or `error:` as its first word. */
const capital = new RegExp(`(?:^|[\\s|])(${any.toUpperCase()})(?=[\\s:|\\]]|$)`)
const first = new RegExp(`^\\W*(${any})\\s*:`, 'i')
/** The format of klog and glog: `E0102 15:04:05`. */
const klog = /^([EWIDF])\d{4} \d\d:\d\d:/
const thrown =
  /^(?:Traceback \(most recent call last\)|Exception in thread|panic: |Caused by: |\w*(?:Error|Exception): )/

/** How far into a line its severity is looked for, in characters. */
const within = 300

/** The severity that a line of a log states, or undefined when it states none; it reads the first 300 characters. */
export function severityOf(line: string): Severity | undefined {
  const text = line.slice(0, within)
  const named = field.exec(text) ?? bracketed.exec(text) ?? capital.exec(text) ?? first.exec(text)
  if (named?.[1] !== undefined) return words[named[1].toLowerCase()]
  const level = number.exec(text)?.[1]
  if (level !== undefined)
    return Number(level) >= 50
      ? 'error'
      : Number(level) >= 40
        ? 'warning'
        : Number(level) >= 30
          ? 'info'
          : 'debug'
  const letter = klog.exec(text)?.[1]
  if (letter !== undefined)
    return letter === 'E' || letter === 'F'
      ? 'error'
      : letter === 'W'
        ? 'warning'
        : letter === 'I'
          ? 'info'
          : 'debug'
  return thrown.test(text) ? 'error' : undefined
}

const rank: Readonly<Record<Severity, number>> = { error: 3, warning: 2, info: 1, debug: 0 }

/** Whether a line is at least as bad as asked; one that states nothing is bad enough only when everything is wanted. */
export const isAtLeast = (severity: Severity | undefined, least: Severity | undefined): boolean =>
  least === undefined || (severity !== undefined && rank[severity] >= rank[least])
