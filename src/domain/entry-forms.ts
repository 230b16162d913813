import { capability } from './capabilities'
import { csvShape, one, pairShape, singleShape, type PartValues, type Shape } from './entry-parts'
import type { Expectation, Form } from './field-forms'
import { at, isObject, numberAt, textAt, type Json } from './json'

/** How one entry of a list is typed, kept, and edited part by part. */
export interface EntryForm extends Form {
  readonly shape: Shape
}

/** A form over the parts of a shape; `build` gives undefined for parts that cannot be sent. */
export const parted = (
  expects: Expectation,
  shape: Shape,
  build: (values: PartValues) => Json | undefined,
  parts: (value: Json) => PartValues
): EntryForm => ({
  expects,
  shape,
  read(typed) {
    const values = shape.split(typed)
    return values && build(values)
  },
  write: (value) => shape.join(parts(value))
})

/** One text, kept as it is, that looks like this. */
export const plainEntry = (expects: Expectation, pattern: RegExp, example: string): EntryForm => ({
  expects,
  shape: singleShape({ name: 'value', example }),
  read: (typed) => (pattern.test(typed) ? typed : undefined),
  write: String
})

/** A constraint as swarmkit reads it: an attribute, `==` or `!=`, and a value. */
export const constraint = plainEntry(
  'constraint',
  /^(node|engine)\.[\w.-]+\s*(==|!=)\s*\S.*$/,
  'node.labels.zone==a'
)
const addresses = /^(\d{1,3}(\.\d{1,3}){3}|[0-9a-fA-F]*:[0-9a-fA-F:.]*)$/
export const address = plainEntry('address', addresses, '1.1.1.1')

/** A named value as the CLI's labels and options are; kept as `{name, value}`. */
export function namedEntry(
  expects: Expectation,
  names: RegExp,
  example: readonly [string, string]
): EntryForm {
  const shape = pairShape({ name: 'name', example: example[0] }, { name: 'value', example: example[1] }, '=')
  return parted(
    expects,
    shape,
    (values) => {
      const name = one(values, 'name') ?? ''
      return names.test(name) ? { name, value: one(values, 'value') ?? '' } : undefined
    },
    (value) => ({ name: [String(at(value, 'name'))], value: [String(at(value, 'value'))] })
  )
}

const port = (typed: string | undefined): number | undefined =>
  typed !== undefined && /^\d{1,5}$/.test(typed) && Number(typed) >= 1 && Number(typed) <= 65_535
    ? Number(typed)
    : undefined
const protocols = ['tcp', 'udp', 'sctp']
const modes = ['ingress', 'host']
const publishParts = csvShape([
  { name: 'published', example: '8080' },
  { name: 'target', example: '80' },
  { name: 'protocol', choices: protocols },
  { name: 'mode', choices: modes }
])
export const publish: EntryForm = parted(
  'publish',
  {
    ...publishParts,
    // `8080:80/udp` is what people know from `docker run`.
    split(typed) {
      const [short, published, target = '', protocol] = /^(?:(\d+):)?(\d+)(?:\/([a-z]+))?$/.exec(typed) ?? []
      if (short === undefined) return publishParts.split(typed)
      return {
        target: [target],
        ...(published === undefined ? {} : { published: [published] }),
        ...(protocol === undefined ? {} : { protocol: [protocol] })
      }
    }
  },
  (values) => {
    const [mode = 'ingress', protocol = 'tcp'] = [one(values, 'mode'), one(values, 'protocol')]
    const [inside, typed] = [port(one(values, 'target')), one(values, 'published')]
    const outside = typed === undefined ? 0 : port(typed)
    if (inside === undefined || outside === undefined) return undefined
    if (!modes.includes(mode) || !protocols.includes(protocol)) return undefined
    return {
      Protocol: protocol,
      TargetPort: inside,
      ...(outside === 0 ? {} : { PublishedPort: outside }),
      PublishMode: mode
    }
  },
  (value) => ({
    published: numberAt(value, 'PublishedPort') ? [String(numberAt(value, 'PublishedPort'))] : [],
    target: [String(at(value, 'TargetPort'))],
    protocol: [textAt(value, 'Protocol') ?? 'tcp'],
    mode: [textAt(value, 'PublishMode') ?? 'ingress']
  })
)
/** The part of a published port that the CLI looks at when it removes one; the published number is not in it. */
export const portWithin = (value: Json): string => {
  const { PublishedPort: _, ...within } = isObject(value) ? value : {}
  return publish.write(within)
}

const limit = /^(-?\d{1,15})(?::(-?\d{1,15}))?$/
export const ulimit: EntryForm = parted(
  'ulimit',
  {
    parts: [
      { name: 'name', example: 'nofile' },
      { name: 'soft', example: '1024' },
      { name: 'hard', example: '2048' }
    ],
    split(typed) {
      const [name = '', rest = ''] = typed.split('=')
      const [soft = '', hard] = rest.split(':')
      return { name: [name], soft: [soft], ...(hard === undefined ? {} : { hard: [hard] }) }
    },
    join(values) {
      const [name = '', soft = '', hard = ''] = ['name', 'soft', 'hard'].map((part) => one(values, part))
      return [name, soft, hard].every((part) => part === '') ? '' : `${name}=${soft}${hard && `:${hard}`}`
    }
  },
  (values) => {
    const [name = '', soft = '', hard = soft] = ['name', 'soft', 'hard'].map((part) => one(values, part))
    if (!/^[a-z]+$/.test(name) || !limit.test(`${soft}:${hard}`)) return undefined
    return { Name: name, Soft: Number(soft), Hard: Number(hard) }
  },
  (value) => ({
    name: [String(at(value, 'Name'))],
    soft: [String(numberAt(value, 'Soft') ?? 0)],
    hard: [String(numberAt(value, 'Hard') ?? 0)]
  })
)

export const spread: EntryForm = parted(
  'spread',
  singleShape({ name: 'value', example: 'node.labels.zone' }, 'spread='),
  (values) => {
    const descriptor = one(values, 'value') ?? ''
    return descriptor === '' ? undefined : { Spread: { SpreadDescriptor: descriptor } }
  },
  (value) => ({ value: [textAt(value, 'Spread', 'SpreadDescriptor') ?? ''] })
)

/** `name:address` for people and the CLI, `address name` in the spec; one with aliases is shown with all its names. */
export const host: EntryForm = parted(
  'host',
  pairShape({ name: 'name', example: 'db' }, { name: 'address', example: '10.0.0.5' }, ':'),
  (values) => {
    const [name = '', place = ''] = [one(values, 'name'), one(values, 'address')]
    if (!/^[^\s:]+$/.test(name) || !(addresses.test(place) || place === 'host-gateway')) return undefined
    return `${place} ${name}`
  },
  (value) => {
    const [place = '', ...names] = String(value).split(' ')
    return { name: [names.join(' ')], address: [place] }
  }
)

/** Something of which a node has several, such as a GPU; a named one has no flag. */
export const resource: EntryForm = parted(
  'resource',
  pairShape({ name: 'kind', example: 'gpu' }, { name: 'amount', example: '1' }, '='),
  (values) => {
    const [kind = '', amount = ''] = [one(values, 'kind'), one(values, 'amount')]
    if (!/^[\w.-]+$/.test(kind) || !/^[1-9]\d{0,14}$/.test(amount)) return undefined
    return { DiscreteResourceSpec: { Kind: kind, Value: Number(amount) } }
  },
  (value) => {
    const spec = at(value, 'DiscreteResourceSpec') ?? at(value, 'NamedResourceSpec')
    return { kind: [textAt(spec, 'Kind') ?? '?'], amount: [String(at(spec, 'Value') ?? '')] }
  }
)

export const capabilityEntry: EntryForm = {
  expects: 'capability',
  shape: singleShape({ name: 'value', example: 'NET_ADMIN' }),
  read: (typed) => (/^[A-Za-z_]+$/.test(typed) ? capability(typed) : undefined),
  write: (value) => capability(String(value))
}
