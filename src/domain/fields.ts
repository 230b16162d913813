import * as forms from './field-forms'
import type { Form } from './field-forms'
import { at, isObject, type Json, type JsonObject } from './json'

export type FieldGroup =
  | 'command'
  | 'identity'
  | 'health'
  | 'resources'
  | 'restart'
  | 'placement'
  | 'network'
  | 'storage'
  | 'security'
  | 'logging'

/** One setting with a value, named as the flag of `docker service update` that changes it. */
export interface Field {
  readonly group: FieldGroup
  readonly path: readonly [string, ...string[]]
  readonly form: Form
  /** The values there are, when they are few. */
  readonly choices?: readonly string[]
  /** What the flag takes to clear the setting; absent where the CLI cannot. */
  readonly clear?: string
}

/** One setting with many entries, each named by its key. */
export interface ListField {
  readonly group: FieldGroup
  readonly path: readonly [string, ...string[]]
  readonly entry: Form
  /** What names an entry: adding one with the same key replaces it, and removing takes the key. */
  readonly key: (value: Json) => string
  /** Whether it is kept as an object instead of a list. */
  readonly map?: boolean
  /** What the CLI's flag takes to remove an entry, when that is not its key; it may match several entries. */
  readonly removal?: (value: Json) => string
}

const container = (...keys: string[]): [string, ...string[]] => ['TaskTemplate', 'ContainerSpec', ...keys]
const template = (...keys: string[]): [string, ...string[]] => ['TaskTemplate', ...keys]

/** Settings with one value, by flag (docker/cli, cli/command/service/update.go). */
export const fields = {
  args: { group: 'command', path: container('Args'), form: forms.words, clear: '' },
  entrypoint: { group: 'command', path: container('Command'), form: forms.words, clear: '' },
  workdir: { group: 'command', path: container('Dir'), form: forms.text, clear: '' },
  'stop-signal': { group: 'command', path: container('StopSignal'), form: forms.text, clear: '' },
  'stop-grace-period': { group: 'command', path: container('StopGracePeriod'), form: forms.duration },
  init: { group: 'command', path: container('Init'), ...forms.flag },
  tty: { group: 'command', path: container('TTY'), ...forms.flag, clear: 'false' },
  user: { group: 'identity', path: container('User'), form: forms.text, clear: '' },
  hostname: { group: 'identity', path: container('Hostname'), form: forms.text, clear: '' },
  'read-only': { group: 'security', path: container('ReadOnly'), ...forms.flag, clear: 'false' },
  isolation: {
    group: 'security',
    path: container('Isolation'),
    ...forms.oneOf('default', 'process', 'hyperv')
  },
  'health-cmd': {
    group: 'health',
    path: container('Healthcheck', 'Test'),
    form: {
      read: (typed) => (typed === '' ? undefined : ['CMD-SHELL', typed]),
      write: (value) =>
        Array.isArray(value) && value[0] === 'CMD-SHELL' ? String(value[1]) : forms.words.write(value)
    }
  },
  'health-interval': { group: 'health', path: container('Healthcheck', 'Interval'), form: forms.duration },
  'health-timeout': { group: 'health', path: container('Healthcheck', 'Timeout'), form: forms.duration },
  'health-start-period': {
    group: 'health',
    path: container('Healthcheck', 'StartPeriod'),
    form: forms.duration
  },
  'health-retries': {
    group: 'health',
    path: container('Healthcheck', 'Retries'),
    form: forms.whole,
    clear: '0'
  },
  'limit-cpu': {
    group: 'resources',
    path: template('Resources', 'Limits', 'NanoCPUs'),
    form: forms.cpus,
    clear: '0'
  },
  'limit-memory': {
    group: 'resources',
    path: template('Resources', 'Limits', 'MemoryBytes'),
    form: forms.bytes,
    clear: '0'
  },
  'limit-pids': {
    group: 'resources',
    path: template('Resources', 'Limits', 'Pids'),
    form: forms.whole,
    clear: '0'
  },
  'reserve-cpu': {
    group: 'resources',
    path: template('Resources', 'Reservations', 'NanoCPUs'),
    form: forms.cpus,
    clear: '0'
  },
  'reserve-memory': {
    group: 'resources',
    path: template('Resources', 'Reservations', 'MemoryBytes'),
    form: forms.bytes,
    clear: '0'
  },
  'restart-condition': {
    group: 'restart',
    path: template('RestartPolicy', 'Condition'),
    ...forms.oneOf('any', 'on-failure', 'none')
  },
  'restart-delay': { group: 'restart', path: template('RestartPolicy', 'Delay'), form: forms.duration },
  'restart-max-attempts': {
    group: 'restart',
    path: template('RestartPolicy', 'MaxAttempts'),
    form: forms.whole
  },
  'restart-window': { group: 'restart', path: template('RestartPolicy', 'Window'), form: forms.duration },
  'replicas-max-per-node': {
    group: 'placement',
    path: template('Placement', 'MaxReplicas'),
    form: forms.whole,
    clear: '0'
  },
  'endpoint-mode': { group: 'network', path: ['EndpointSpec', 'Mode'], ...forms.oneOf('vip', 'dnsrr') },
  'log-driver': { group: 'logging', path: template('LogDriver', 'Name'), form: forms.text }
} as const satisfies Readonly<Record<string, Field>>

const plainEntry = { entry: forms.text, key: String }
const mapEntry = {
  entry: forms.pair('name', 'value', '='),
  key: (value: Json) => String(at(value, 'name')),
  map: true
}

/** Settings with many entries, by the flag without its `-add` and `-rm`. */
export const listFields = {
  constraint: { group: 'placement', path: template('Placement', 'Constraints'), ...plainEntry },
  'placement-pref': {
    group: 'placement',
    path: template('Placement', 'Preferences'),
    entry: forms.spread,
    key: forms.spread.write
  },
  group: { group: 'identity', path: container('Groups'), ...plainEntry },
  'container-label': { group: 'identity', path: container('Labels'), ...mapEntry },
  host: { group: 'network', path: container('Hosts'), entry: forms.host, key: forms.host.write },
  dns: { group: 'network', path: container('DNSConfig', 'Nameservers'), ...plainEntry },
  'dns-option': { group: 'network', path: container('DNSConfig', 'Options'), ...plainEntry },
  'dns-search': { group: 'network', path: container('DNSConfig', 'Search'), ...plainEntry },
  publish: {
    group: 'network',
    path: ['EndpointSpec', 'Ports'],
    entry: forms.publish,
    key: forms.publish.write,
    removal: forms.portWithin
  },
  mount: {
    group: 'storage',
    path: container('Mounts'),
    entry: forms.mount,
    key: (value) => String(at(value, 'Target'))
  },
  ulimit: {
    group: 'security',
    path: container('Ulimits'),
    entry: forms.ulimit,
    key: (value) => String(at(value, 'Name'))
  },
  sysctl: { group: 'security', path: container('Sysctls'), ...mapEntry }
} as const satisfies Readonly<Record<string, ListField>>

export type FieldName = keyof typeof fields
export type ListName = keyof typeof listFields
export const fieldNames = Object.keys(fields) as readonly FieldName[]
export const listNames = Object.keys(listFields) as readonly ListName[]

const fieldOf = (name: FieldName): Field => fields[name]
const listOf = (name: ListName): ListField => listFields[name]

/** What a spec says of a setting, as the CLI writes it; undefined where it says nothing. */
export function fieldText(spec: JsonObject, name: FieldName): string | undefined {
  const { path, form } = fieldOf(name)
  const value = at(spec, ...path)
  return value === undefined || value === null ? undefined : form.write(value)
}

/** The value that a text stands for, `null` to clear it; undefined when it cannot be sent. */
export function fieldValue(name: FieldName, typed: string): Json | undefined {
  if (typed === '') return null
  return fieldOf(name).form.read(typed)
}

/** The entries of a setting in a spec, in their order. */
export function entriesOf(spec: JsonObject, name: ListName): readonly Json[] {
  const { path, map } = listOf(name)
  const value = at(spec, ...path)
  if (map)
    return isObject(value) ? Object.entries(value).map(([key, one]) => ({ name: key, value: one })) : []
  return Array.isArray(value) ? (value as readonly Json[]) : []
}

export interface ListEntry {
  /** What names it. */
  readonly key: string
  /** The whole entry as the CLI writes it. */
  readonly text: string
}

/** The entries of a setting as people read them. */
export const listEntries = (spec: JsonObject, name: ListName): readonly ListEntry[] =>
  entriesOf(spec, name).map((value) => ({
    key: listOf(name).key(value),
    text: listOf(name).entry.write(value)
  }))

/** An entry from a text; undefined when it cannot be sent. */
export const entryValue = (name: ListName, typed: string): Json | undefined =>
  typed.trim() === '' ? undefined : listOf(name).entry.read(typed.trim())

/** The entries with some replaced or added (by key, in place) and some taken away. */
export function changedEntries(
  spec: JsonObject,
  name: ListName,
  add: readonly Json[],
  remove: readonly string[]
): Json {
  const { key, map } = listOf(name)
  const fresh = new Map(add.map((value) => [key(value), value]))
  const kept = entriesOf(spec, name).flatMap((value) => {
    const known = fresh.get(key(value))
    fresh.delete(key(value))
    if (known !== undefined) return [known]
    return remove.includes(key(value)) ? [] : [value]
  })
  const next = [...kept, ...fresh.values()]
  return map
    ? Object.fromEntries(next.map((value) => [String(at(value, 'name')), at(value, 'value') ?? '']))
    : next
}
