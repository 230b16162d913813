import { parted, type EntryForm } from './entry-forms'
import { csvShape, one, type PartValues } from './entry-parts'
import { bytes } from './field-forms'
import { at, numberAt, objectAt, textAt, type Json, type JsonObject } from './json'

const volume = ['type', 'volume'] as const
const bind = ['type', 'bind'] as const
const tmpfs = ['type', 'tmpfs'] as const
const switches = ['true', 'false']
const propagations = ['rprivate', 'private', 'rshared', 'shared', 'rslave', 'slave']

/** Everything of a mount that an engine keeps; what it drops without a word has no part (docker/cli, moby convert). */
const shape = csvShape(
  [
    { name: 'type', choices: ['volume', 'bind', 'tmpfs', 'npipe', 'cluster'] },
    { name: 'source', example: 'data' },
    { name: 'target', example: '/data' },
    { name: 'readonly', choices: switches },
    { name: 'bind-propagation', choices: propagations, rare: true, when: bind },
    { name: 'bind-recursive', choices: ['enabled', 'disabled'], rare: true, when: bind },
    { name: 'volume-driver', rare: true, when: volume, example: 'local' },
    { name: 'volume-opt', many: true, rare: true, when: volume, example: 'type=nfs' },
    { name: 'volume-label', many: true, rare: true, when: volume, example: 'team=web' },
    { name: 'volume-nocopy', choices: switches, rare: true, when: volume },
    { name: 'volume-subpath', rare: true, when: volume, example: 'sub/folder' },
    { name: 'tmpfs-size', rare: true, when: tmpfs, example: '64MiB' },
    { name: 'tmpfs-mode', rare: true, when: tmpfs, example: '1777' }
  ],
  { also: { src: 'source', dst: 'target', destination: 'target', ro: 'readonly' } }
)

/** `true`, `1` or a key alone are on; undefined for what is neither on nor off. */
const on = (typed: string | undefined): boolean | undefined =>
  typed === undefined || ['false', '0'].includes(typed) ? false : ['true', '1'].includes(typed) || undefined

/** `key=value` texts as an object; undefined when one has no key. */
function pairs(texts: readonly string[] = []): JsonObject | undefined {
  const split = texts.map((text) => text.split(/=(.*)/s))
  return split.every(([key]) => key)
    ? Object.fromEntries(split.map(([key = '', value = '']) => [key, value]))
    : undefined
}

const some = (object: Readonly<Record<string, Json | undefined>>): JsonObject | undefined => {
  const kept = Object.entries(object).filter(([, value]) => value !== undefined)
  return kept.length > 0 ? (Object.fromEntries(kept) as JsonObject) : undefined
}

function build(values: PartValues): Json | undefined {
  const type = one(values, 'type') ?? 'volume'
  const [source, target] = [one(values, 'source'), one(values, 'target')]
  const foreign = shape.parts.some(({ name, when }) => when && when[1] !== type && values[name] !== undefined)
  if (foreign || !shape.parts[0]?.choices?.includes(type) || !/^(\/|[A-Za-z]:|\\\\)/.test(target ?? ''))
    return undefined
  if (type === 'bind' && !source) return undefined
  const options = optionsOf[type]?.(values)
  const sealed = on(one(values, 'readonly'))
  if (sealed === undefined || (type in optionsOf && options === undefined)) return undefined
  return {
    Type: type,
    ...(source ? { Source: source } : {}),
    Target: target ?? '',
    ...(sealed ? { ReadOnly: true } : {}),
    ...options
  }
}

/** What one type of mount adds to it; undefined when one of its options cannot be sent. */
const optionsOf: Readonly<Record<string, (values: PartValues) => JsonObject | undefined>> = {
  bind: bindOptions,
  volume: volumeOptions,
  tmpfs: tmpfsOptions
}

/** Options under their key, which is left out when there are none. */
const under = (key: string, options: JsonObject | undefined): JsonObject =>
  options ? { [key]: options } : {}

function bindOptions(values: PartValues): JsonObject | undefined {
  const [propagation, recursive = 'enabled'] = [
    one(values, 'bind-propagation'),
    one(values, 'bind-recursive')
  ]
  if (propagation !== undefined && !propagations.includes(propagation)) return undefined
  if (!['enabled', 'disabled'].includes(recursive)) return undefined
  return under(
    'BindOptions',
    some({ Propagation: propagation, NonRecursive: recursive === 'disabled' || undefined })
  )
}

function volumeOptions(values: PartValues): JsonObject | undefined {
  const bare = on(one(values, 'volume-nocopy'))
  const [labels, options] = [pairs(values['volume-label']), pairs(values['volume-opt'])]
  if (bare === undefined || !labels || !options) return undefined
  const driver = some({
    Name: one(values, 'volume-driver'),
    Options: values['volume-opt'] ? options : undefined
  })
  return under(
    'VolumeOptions',
    some({
      NoCopy: bare || undefined,
      Labels: values['volume-label'] ? labels : undefined,
      DriverConfig: driver,
      Subpath: one(values, 'volume-subpath')
    })
  )
}

function tmpfsOptions(values: PartValues): JsonObject | undefined {
  const [size, mode] = [one(values, 'tmpfs-size'), one(values, 'tmpfs-mode')]
  const SizeBytes = size === undefined ? undefined : bytes.read(size)
  if (size !== undefined && SizeBytes === undefined) return undefined
  if (mode !== undefined && !/^[0-7]{3,5}$/.test(mode)) return undefined
  return under(
    'TmpfsOptions',
    some({ SizeBytes, Mode: mode === undefined ? undefined : Number.parseInt(mode, 8) })
  )
}

function parts(value: Json): PartValues {
  const text = (...path: string[]) => {
    const found = textAt(value, ...path)
    return found === undefined || found === '' ? [] : [found]
  }
  const set = (...path: string[]) => (at(value, ...path) === true ? ['true'] : [])
  const named = (...path: string[]) =>
    Object.entries(objectAt(value, ...path)).map(([key, one]) => `${key}=${String(one)}`)
  const size = numberAt(value, 'TmpfsOptions', 'SizeBytes')
  const mode = numberAt(value, 'TmpfsOptions', 'Mode')
  return {
    type: text('Type'),
    source: text('Source'),
    target: text('Target'),
    readonly: set('ReadOnly'),
    'bind-propagation': text('BindOptions', 'Propagation'),
    'bind-recursive': at(value, 'BindOptions', 'NonRecursive') === true ? ['disabled'] : [],
    'volume-driver': text('VolumeOptions', 'DriverConfig', 'Name'),
    'volume-opt': named('VolumeOptions', 'DriverConfig', 'Options'),
    'volume-label': named('VolumeOptions', 'Labels'),
    'volume-nocopy': set('VolumeOptions', 'NoCopy'),
    'volume-subpath': text('VolumeOptions', 'Subpath'),
    'tmpfs-size': size ? [bytes.write(size)] : [],
    'tmpfs-mode': mode ? [mode.toString(8)] : []
  }
}

/** `type=…,source=…,target=…` with everything else that the engine keeps of a mount. */
export const mount: EntryForm = parted('mount', shape, build, parts)

/** The Engine API that a mount needs, when an older one would drop a part of it. */
export function mountNeeds(value: Json): string | undefined {
  if (textAt(value, 'VolumeOptions', 'Subpath') !== undefined) return '1.45'
  if (at(value, 'Type') === 'cluster') return '1.42'
  return at(value, 'BindOptions', 'NonRecursive') === true ? '1.40' : undefined
}
