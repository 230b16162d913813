import { formatDuration, parseDuration } from './duration'
import { at, isObject, type Json } from './json'

/** How one value is typed and kept; `read` gives undefined for a text that cannot be sent. */
export interface Form {
  readonly read: (text: string) => Json | undefined
  readonly write: (value: Json) => string
}

export const text: Form = { read: (typed) => typed, write: String }
export const oneOf = (...choices: string[]): { form: Form; choices: readonly string[] } => ({
  form: { read: (typed) => (choices.includes(typed) ? typed : undefined), write: String },
  choices
})
export const whole: Form = {
  read: (typed) => (/^\d{1,15}$/.test(typed) ? Number(typed) : undefined),
  write: String
}
export const flag = {
  form: {
    read: (typed: string) => (typed === 'true' ? true : typed === 'false' ? false : undefined),
    write: String
  },
  choices: ['true', 'false']
}
export const duration: Form = { read: parseDuration, write: (value) => formatDuration(Number(value)) }

const units: Readonly<Record<string, number>> = { b: 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3, t: 1024 ** 4 }
/** Bytes as the CLI takes them (`64m`, `1.5g`, `512mib`), with units of 1024. */
export const bytes: Form = {
  read(typed) {
    const parts = /^(\d+(?:\.\d+)?) ?([bkmgt])?(?:i?b)?$/i.exec(typed)
    const value = parts
      ? Math.floor(Number(parts[1]) * (units[(parts[2] ?? 'b').toLowerCase()] ?? 1))
      : undefined
    return value !== undefined && Number.isSafeInteger(value) ? value : undefined
  },
  write(value) {
    const size = Number(value)
    const unit = ['t', 'g', 'm', 'k'].find((one) => size > 0 && size % (units[one] ?? 1) === 0)
    return unit === undefined ? String(size) : `${String(size / (units[unit] ?? 1))}${unit}`
  }
}
/** CPUs as the CLI takes them (`0.5`), kept as billionths. */
export const cpus: Form = {
  read: (typed) => (/^\d{1,6}(\.\d{1,9})?$/.test(typed) ? Math.round(Number(typed) * 1e9) : undefined),
  write: (value) => String(Number(value) / 1e9)
}
/** Words as a shell splits them; quotes keep words together. */
export const words: Form = {
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

export const pair = (name: string, value: string, sign: string): Form => ({
  read(typed) {
    const mark = typed.indexOf(sign)
    return mark < 1 ? undefined : { [name]: typed.slice(0, mark), [value]: typed.slice(mark + 1) }
  },
  write: (entry) => `${String(at(entry, name))}${sign}${String(at(entry, value))}`
})
/** `key=value,…` as the CLI's mounts and ports are written. */
function options(typed: string): Readonly<Record<string, string>> | undefined {
  const parts = typed.split(',').map((part) => part.split('='))
  if (parts.some(([name]) => !name)) return undefined
  return Object.fromEntries(parts.map(([name = '', ...rest]) => [name, rest.join('=')]))
}

export const mount: Form = {
  read(typed) {
    const said = options(typed)
    if (!said) return undefined
    const { type = 'volume', source, src, target, dst, destination, readonly, ro, ...rest } = said
    const place = target ?? dst ?? destination
    if (
      !place?.startsWith('/') ||
      !['volume', 'bind', 'tmpfs'].includes(type) ||
      Object.keys(rest).length > 0
    )
      return undefined
    const from = source ?? src
    if (type === 'bind' && !from) return undefined
    const sealed = [readonly, ro].some((value) => value !== undefined && value !== 'false' && value !== '0')
    return {
      Type: type,
      ...(from ? { Source: from } : {}),
      Target: place,
      ...(sealed ? { ReadOnly: true } : {})
    }
  },
  write(value) {
    const part = (name: string, key: string) => {
      const found = at(value, key)
      return found === undefined || found === '' ? [] : [`${name}=${String(found)}`]
    }
    return [
      ...part('type', 'Type'),
      ...part('source', 'Source'),
      ...part('target', 'Target'),
      ...part('readonly', 'ReadOnly')
    ].join(',')
  }
}
export const publish: Form = {
  read(typed) {
    const said = options(typed)
    if (!said) return undefined
    const { published, target, mode = 'ingress', protocol = 'tcp', ...rest } = said
    const number = (port: string | undefined) =>
      port !== undefined && /^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535
        ? Number(port)
        : undefined
    const inside = number(target)
    const outside = published === undefined ? 0 : number(published)
    const known = ['ingress', 'host'].includes(mode) && ['tcp', 'udp', 'sctp'].includes(protocol)
    if (inside === undefined || outside === undefined || !known || Object.keys(rest).length > 0)
      return undefined
    return {
      Protocol: protocol,
      TargetPort: inside,
      ...(outside === 0 ? {} : { PublishedPort: outside }),
      PublishMode: mode
    }
  },
  write(value) {
    const outside = at(value, 'PublishedPort')
    return [
      ...(outside === undefined ? [] : [`published=${String(outside)}`]),
      `target=${String(at(value, 'TargetPort'))}`,
      `protocol=${String(at(value, 'Protocol') ?? 'tcp')}`,
      `mode=${String(at(value, 'PublishMode') ?? 'ingress')}`
    ].join(',')
  }
}
/** The part of a published port that the CLI looks at when it removes one; the published number is not in it. */
export const portWithin = (value: Json): string => {
  const { PublishedPort: _, ...within } = isObject(value) ? value : {}
  return publish.write(within)
}
export const ulimit: Form = {
  read(typed) {
    const parts = /^([a-z]+)=(-?\d{1,15})(?::(-?\d{1,15}))?$/.exec(typed)
    return parts
      ? { Name: parts[1] ?? '', Soft: Number(parts[2]), Hard: Number(parts[3] ?? parts[2]) }
      : undefined
  },
  write: (value) =>
    `${String(at(value, 'Name'))}=${String(at(value, 'Soft') ?? 0)}:${String(at(value, 'Hard') ?? 0)}`
}
export const spread: Form = {
  read: (typed) =>
    /^spread=.+$/.test(typed) ? { Spread: { SpreadDescriptor: typed.slice('spread='.length) } } : undefined,
  write: (value) => `spread=${String(at(value, 'Spread', 'SpreadDescriptor'))}`
}
/** `name:address` for people and the CLI, `address name` in the spec. */
export const host: Form = {
  read(typed) {
    const mark = typed.indexOf(':')
    return mark < 1 || mark === typed.length - 1
      ? undefined
      : `${typed.slice(mark + 1)} ${typed.slice(0, mark)}`
  },
  write(value) {
    const [address = '', ...names] = String(value).split(' ')
    return `${names.join(' ')}:${address}`
  }
}
