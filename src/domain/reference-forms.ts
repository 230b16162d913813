import { parted, type EntryForm } from './entry-forms'
import { csvShape, one } from './entry-parts'
import { at, isObject, listAt, numberAt, objectAt, textAt, type Json, type JsonObject } from './json'
import type { Reference, ReferenceKind, References } from './references'

/** An octal mode as people write it; `444` and `0444` are the same. */
const octal = (typed: string): number | undefined =>
  /^0?[0-7]{3,4}$/.test(typed) ? Number.parseInt(typed, 8) : undefined

/** A secret or a config that is mounted as a file; typed by name, kept with an id that `withId` adds. */
function fileForm(kind: ReferenceKind, name: 'SecretName' | 'ConfigName', example: string): EntryForm {
  const shape = csvShape(
    [
      { name: 'source', reference: kind, example },
      { name: 'target', example: kind === 'configs' ? '/etc/app.conf' : example },
      { name: 'uid', rare: true, example: '0' },
      { name: 'gid', rare: true, example: '0' },
      { name: 'mode', rare: true, example: '0444' }
    ],
    { short: 'source', also: { src: 'source' } }
  )
  return parted(
    'file',
    shape,
    (values) => {
      const source = one(values, 'source') ?? ''
      const mode = octal(one(values, 'mode') ?? '0444')
      if (source === '' || mode === undefined) return undefined
      const [uid, gid] = [one(values, 'uid') ?? '0', one(values, 'gid') ?? '0']
      const file = { Name: one(values, 'target') ?? source, UID: uid, GID: gid, Mode: mode }
      return { [name]: source, File: file }
    },
    (value) => {
      const file = objectAt(value, 'File')
      const [uid, gid, mode] = [textAt(file, 'UID'), textAt(file, 'GID'), numberAt(file, 'Mode') ?? 0]
      const source = textAt(value, name) ?? ''
      return {
        source: [source],
        target: file['Name'] === source ? [] : [textAt(file, 'Name') ?? ''],
        uid: uid === undefined || uid === '0' ? [] : [uid],
        gid: gid === undefined || gid === '0' ? [] : [gid],
        mode: mode === 0o444 ? [] : [`0${mode.toString(8)}`]
      }
    }
  )
}
export const secretFile = fileForm('secrets', 'SecretName', 'db_password')
export const configFile = fileForm('configs', 'ConfigName', 'app_conf')

/** A network that a service is attached to; typed by name or id, kept by id. */
export const network: EntryForm = parted(
  'network',
  csvShape(
    [
      { name: 'name', reference: 'networks', example: 'backend' },
      { name: 'alias', many: true, example: 'db' },
      { name: 'driver-opt', many: true, rare: true, example: 'key=value' }
    ],
    { short: 'name' }
  ),
  (values) => {
    const target = one(values, 'name') ?? ''
    const options = (values['driver-opt'] ?? []).map((option) => option.split(/=(.*)/s))
    if (target === '' || options.some(([key, value]) => !key || value === undefined)) return undefined
    const aliases = values['alias'] ?? []
    return {
      Target: target,
      ...(aliases.length > 0 ? { Aliases: aliases } : {}),
      ...(options.length > 0 ? { DriverOpts: Object.fromEntries(options) as JsonObject } : {})
    }
  },
  (value) => ({
    name: [textAt(value, 'Target') ?? ''],
    alias: listAt(value, 'Aliases').map(String),
    'driver-opt': Object.entries(objectAt(value, 'DriverOpts')).map(([key, text]) => `${key}=${String(text)}`)
  })
)

/** How a list's entries refer to the cluster. */
export interface Refers {
  readonly kind: ReferenceKind
  /** The entry with the id in it; undefined when the cluster has nothing of that name. */
  readonly withId: (value: Json, references: References) => Json | undefined
  /** The entry as its text says it: without the id of a secret or config, with a network's name. */
  readonly spoken: (value: Json, references: References) => Json
  /** The name in an entry, for saying that there is no such thing. */
  readonly name: (value: Json) => string
}

const find = (known: readonly Reference[], name: string): Reference | undefined =>
  known.find((one) => one.name === name) ?? known.find((one) => one.id === name)

const fileRefers = (kind: 'secrets' | 'configs', word: 'Secret' | 'Config'): Refers => ({
  kind,
  withId(value, references) {
    const found = find(references[kind], textAt(value, `${word}Name`) ?? '')
    return found && { ...(value as JsonObject), [`${word}ID`]: found.id, [`${word}Name`]: found.name }
  },
  spoken(value, references) {
    const { [`${word}ID`]: id, ...rest } = value as JsonObject
    // The CLI finds the id by the name: where that gives another one, the text does not say this entry.
    const found = find(references[kind], textAt(value, `${word}Name`) ?? '')
    return found?.id === id ? rest : value
  },
  name: (value) => textAt(value, `${word}Name`) ?? ''
})
export const secretRefers = fileRefers('secrets', 'Secret')
export const configRefers = fileRefers('configs', 'Config')
export const networkRefers: Refers = {
  kind: 'networks',
  withId(value, { networks }) {
    const found = find(networks, textAt(value, 'Target') ?? '')
    return found && { ...(value as JsonObject), Target: found.id }
  },
  spoken(value, { networks }) {
    const known = networks.find(({ id }) => id === at(value, 'Target'))
    return known && isObject(value) ? { ...value, Target: known.name } : value
  },
  name: (value) => textAt(value, 'Target') ?? ''
}
