import { isObject, type Json, type JsonObject } from './json'

/** What stands in place of a value that looks like a secret. */
export const masked = '••••••'

const secretName =
  /passw|pwd|secret|token|api[_-]?key|auth|credential|private[_-]?key|access[_-]?key|bearer|dsn|connection[_-]?string|salt|signing/i
const secretShape =
  /-----BEGIN |(?:^|[\s"'=,])(?:eyJ[\w-]+\.[\w-]+\.|AKIA[0-9A-Z]{16}|gh[pousr]_|glpat-|xox[abprs]-|dckr_pat_|npm_)|:\/\/[^/\s:@]*:[^/\s@]+@|-[\w-]*(?:passw|pwd|secret|token|api[_-]?key)[\w-]*=\S/

/** Whether a named value should not be shown: by its name, or by the shape of the value. */
export function looksSecret(name: string, value: string): boolean {
  return value !== '' && (secretName.test(name) || secretShape.test(value))
}

/** A value as it may be shown. */
export const shown = (name: string, value: string): string => (looksSecret(name, value) ? masked : value)

/** Keys of a spec whose members are named by people, so that a member's name says what its value is. */
const namedByPeople = new Set(['Labels', 'Options', 'DriverOpts', 'Sysctls'])

/** A copy of a spec for the renderer: secret-looking values masked, big integers as text. */
export function maskedSpec(spec: JsonObject): JsonObject {
  return maskObject(spec, false)
}

function maskObject(object: JsonObject, named: boolean): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, mask(key, value, named)]))
}

function mask(key: string, value: Json, named: boolean): Json {
  if (typeof value === 'bigint') return value.toString()
  if (typeof value === 'string') return shown(named ? key : '', value)
  if (Array.isArray(value)) {
    return value.map((item: Json) =>
      key === 'Env' && typeof item === 'string' ? maskedEntry(item) : mask('', item, false)
    )
  }
  return isObject(value) ? maskObject(value, namedByPeople.has(key)) : value
}

/** An Env entry `NAME=value` as it may be shown. */
export function maskedEntry(entry: string): string {
  const mark = entry.indexOf('=')
  return mark < 0 ? entry : `${entry.slice(0, mark)}=${shown(entry.slice(0, mark), entry.slice(mark + 1))}`
}

// A name is bounded in length: a hostile line of ten thousand dashes must not make the search slow.
const namedValue =
  /((?:^|[^\w])["']?[\w.-]{0,60}(?:passw|pwd|secret|token|api[_-]?key|credential|private[_-]?key|access[_-]?key)[\w.-]*["']?\s*[:=]\s*)("[^"]*"|'[^']*'|[^\s"',;&]+)/gi
const shapes: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [^-]+-----[\s\S]*?(?:-----END [^-]+-----|$)/g, masked],
  [/(\bbearer\s+)[^\s"',;]+/gi, `$1${masked}`],
  [/(:\/\/[^/\s:@]*:)[^/\s@]+@/g, `$1${masked}@`],
  [
    /eyJ[\w-]+\.[\w-]+\.[\w-]*|AKIA[0-9A-Z]{16}|(?:gh[pousr]_|glpat-|xox[abprs]-|dckr_pat_|npm_)[\w-]+/g,
    masked
  ]
]

/**
 * Free text, such as a log line or an engine's words, as it may be written to a file: what stands behind a name that
 * sounds secret, and what has the shape of a secret, is masked, and so are the known values of six characters or more
 * wherever they stand; the rest stays.
 */
export function maskedText(text: string, known: readonly string[] = []): string {
  const unknown = known
    .filter((value) => value.length >= 6)
    .reduce((all, value) => all.replaceAll(value, masked), text)
  const unshaped = shapes.reduce((all, [pattern, to]) => all.replace(pattern, to), unknown)
  return unshaped.replace(namedValue, `$1${masked}`)
}

/** A JSON value whose every text may be written to a file; see maskedText. */
export function maskedTexts(value: Json): Json {
  if (typeof value === 'string') return maskedText(value)
  if (Array.isArray(value)) return value.map(maskedTexts)
  return isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, maskedTexts(item)]))
    : value
}
