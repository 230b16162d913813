import { formatDuration, parseDuration } from './duration'
import { type Json } from './json'

/** What a field takes, so that an error can say what is expected. */
export const expectations = [
  'choice',
  'duration',
  'bytes',
  'swap',
  'swappiness',
  'cpus',
  'whole',
  'oom-score',
  'words',
  'credential-spec',
  'needs-memory-limit',
  'health-off',
  'constraint',
  'spread',
  'capability',
  'label',
  'host',
  'address',
  'text',
  'publish',
  'mount',
  'ulimit',
  'sysctl',
  'resource',
  'file',
  'network',
  'needs-log-driver'
] as const
export type Expectation = (typeof expectations)[number]

/** How one value is typed and kept; `read` gives undefined for a text that cannot be sent. */
export interface Form {
  readonly expects: Expectation
  readonly read: (text: string) => Json | undefined
  readonly write: (value: Json) => string
}

export const text: Form = { expects: 'text', read: (typed) => typed, write: String }
export const oneOf = (...choices: string[]): { form: Form; choices: readonly string[] } => ({
  form: {
    expects: 'choice',
    read: (typed) => (choices.includes(typed) ? typed : undefined),
    write: String
  },
  choices
})
export const whole: Form = {
  expects: 'whole',
  read: (typed) => (/^\d{1,15}$/.test(typed) ? Number(typed) : undefined),
  write: String
}
/** A whole number from one to another, both included. */
export const between = (least: number, most: number, expects: Expectation): Form => ({
  expects,
  read(typed) {
    const value = /^-?\d{1,5}$/.test(typed) ? Number(typed) : NaN
    return value >= least && value <= most ? value : undefined
  },
  write: String
})
export const flag: { form: Form; choices: readonly string[] } = {
  form: {
    expects: 'choice',
    read: (typed) => (typed === 'true' ? true : typed === 'false' ? false : undefined),
    write: String
  },
  choices: ['true', 'false']
}
export const duration: Form = {
  expects: 'duration',
  read: parseDuration,
  write: (value) => formatDuration(Number(value))
}

const units: Readonly<Record<string, number>> = { b: 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3, t: 1024 ** 4 }
/** Bytes as the CLI takes them (`64m`, `1.5g`, `512MiB`), with units of 1024; written as people do (`512MiB`). */
export const bytes: Form = {
  expects: 'bytes',
  read(typed) {
    const parts = /^(\d+(?:\.\d+)?) ?([bkmgt])?(?:i?b|io)?$/i.exec(typed.trim())
    const value = parts
      ? Math.floor(Number(parts[1]) * (units[(parts[2] ?? 'b').toLowerCase()] ?? 1))
      : undefined
    return value !== undefined && Number.isSafeInteger(value) ? value : undefined
  },
  write(value) {
    const size = Number(value)
    const unit = ['t', 'g', 'm', 'k'].find((name) => size > 0 && size % (units[name] ?? 1) === 0)
    return unit === undefined ? String(size) : `${String(size / (units[unit] ?? 1))}${unit.toUpperCase()}iB`
  }
}
/** Bytes of swap, or -1 for as much as there is. */
export const swap: Form = {
  expects: 'swap',
  read: (typed) => (typed === '-1' ? -1 : bytes.read(typed)),
  write: (value) => (value === -1 ? '-1' : bytes.write(value))
}
/** CPUs as the CLI takes them (`0.5`), kept as billionths. */
export const cpus: Form = {
  expects: 'cpus',
  read(typed) {
    const trimmed = typed.trim().replace(',', '.')
    return /^\d{1,6}(\.\d{1,9})?$/.test(trimmed) ? Math.round(Number(trimmed) * 1e9) : undefined
  },
  write: (value) => String(Number(value) / 1e9)
}
/** Words as a shell splits them; quotes keep words together. */
export const words: Form = {
  expects: 'words',
  read: splitWords,
  write: (value) => (Array.isArray(value) ? value.map((word: Json) => joinable(String(word))).join(' ') : '')
}
const joinable = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`

function splitWords(typed: string): readonly string[] | undefined {
  const found: string[] = []
  let word: string | undefined
  let quote = ''
  for (let place = 0; place < typed.length; place += 1) {
    const sign = typed.charAt(place)
    if (quote !== '') {
      if (sign === quote) quote = ''
      else if (sign === '\\' && quote === '"' && /["\\$`]/.test(typed.charAt(place + 1)))
        word = (word ?? '') + typed.charAt((place += 1))
      else word = (word ?? '') + sign
    } else if (sign === "'" || sign === '"') {
      quote = sign
      word ??= ''
    } else if (/\s/.test(sign)) {
      if (word !== undefined) found.push(word)
      word = undefined
    } else if (sign === '\\' && place + 1 < typed.length) word = (word ?? '') + typed.charAt((place += 1))
    else word = (word ?? '') + sign
  }
  if (quote !== '') return undefined
  return word === undefined ? found : [...found, word]
}

/** A shell command as the one that checks a task's health; anything but CMD-SHELL is shown word by word. */
export const healthCommand: Form = {
  expects: 'text',
  read: (typed) => ['CMD-SHELL', typed],
  write: (value) => (Array.isArray(value) && value[0] === 'CMD-SHELL' ? String(value[1]) : words.write(value))
}
/** Where a credential spec comes from, as the CLI writes it. */
export const credentialSpec: Form = {
  expects: 'credential-spec',
  read: (typed) => (/^(config|file|registry):\/\/.+/.test(typed) ? typed : undefined),
  write: String
}
