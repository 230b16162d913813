import { isRuntime } from './credential-spec'
import * as entries from './entry-forms'
import type { EntryForm } from './entry-forms'
import { container, template, type FieldGroup, type Path } from './field-table'
import { numberAt, textAt, type Json } from './json'
import { mount, mountNeeds } from './mount-form'
import {
  configFile,
  configRefers,
  network,
  networkRefers,
  secretFile,
  secretRefers,
  type Refers
} from './reference-forms'

/** One setting with many entries, each named by its key; named as its flags are, without `-add` and `-rm`. */
export interface ListField {
  readonly group: FieldGroup
  readonly path: Path
  readonly entry: EntryForm
  /** What names an entry: adding one with the same key replaces it, and removing takes the key. */
  readonly key: (value: Json) => string
  /** Whether it is kept as an object instead of a list. */
  readonly map?: boolean
  /** What the CLI's flag takes to remove an entry, when that is not its key; it may match several entries. */
  readonly removal?: (value: Json) => string
  /** Whether the CLI changes an entry by taking it away and adding it anew in one command, the removal first. */
  readonly anew?: boolean
  /** The Engine API that knows it; older ones drop it without a word. */
  readonly since?: string
  /** The Engine API that an entry needs, when it is newer. */
  readonly needs?: (value: Json) => string | undefined
  /** How the entries refer to what is on the cluster. */
  readonly refers?: Refers
  /**
   * By what the CLI sorts the list when it changes it. `meant` says that the order has a meaning, so that Skep leaves it
   * as it is; else Skep sorts alike.
   */
  readonly order?: (value: Json) => string
  readonly meant?: boolean
  /** Whether something at the path is one of its entries; the others stay as they are. */
  readonly own?: (value: Json) => boolean
}

const plain = { key: String, order: String }
const named = { key: (value: Json) => textAt(value, 'name') ?? '', map: true }
const word = (example: string) => entries.plainEntry('text', /^\S+$/, example)
const label = /^\S+$/
/** What Docker lets a container set (docker/cli, ValidateSysctl). */
const sysctls =
  /^(kernel\.(msgmax|msgmnb|msgmni|sem|shmall|shmmax|shmmni|shm_rmid_forced)|(net|fs\.mqueue)\..+)$/
const fileName = (value: Json) => textAt(value, 'File', 'Name') ?? ''
/** A port as the CLI writes it to sort by. */
const portOrder = (value: Json): string => {
  const [outside, inside] = [numberAt(value, 'PublishedPort') ?? 0, numberAt(value, 'TargetPort') ?? 0]
  return `${String(outside)}:${String(inside)}/${textAt(value, 'Protocol') ?? ''}/${textAt(value, 'PublishMode') ?? ''}`
}

/** Settings with many entries, by the flag without its `-add` and `-rm` (docker/cli, update.go). */
export const listFields = {
  constraint: {
    group: 'placement',
    path: template('Placement', 'Constraints'),
    entry: entries.constraint,
    ...plain
  },
  'placement-pref': {
    group: 'placement',
    path: template('Placement', 'Preferences'),
    entry: entries.spread,
    key: entries.spread.write
  },
  'generic-resource': {
    group: 'resources',
    path: template('Resources', 'Reservations', 'GenericResources'),
    entry: entries.resource,
    key: (value) => entries.resource.write(value).split('=', 1)[0] ?? '',
    since: '1.32'
  },
  group: { group: 'identity', path: container('Groups'), entry: word('www-data'), ...plain },
  'container-label': {
    group: 'identity',
    path: container('Labels'),
    entry: entries.namedEntry('label', label, ['team', 'web']),
    ...named
  },
  network: {
    group: 'network',
    path: template('Networks'),
    entry: network,
    key: (value) => textAt(value, 'Target') ?? '',
    order: (value) => textAt(value, 'Target') ?? '',
    anew: true,
    refers: networkRefers
  },
  host: { group: 'network', path: container('Hosts'), entry: entries.host, key: entries.host.write },
  dns: {
    group: 'network',
    path: container('DNSConfig', 'Nameservers'),
    entry: entries.address,
    ...plain,
    meant: true
  },
  'dns-option': {
    group: 'network',
    path: container('DNSConfig', 'Options'),
    entry: word('ndots:2'),
    ...plain
  },
  'dns-search': {
    group: 'network',
    path: container('DNSConfig', 'Search'),
    entry: word('example.com'),
    ...plain,
    meant: true
  },
  publish: {
    group: 'network',
    path: ['EndpointSpec', 'Ports'],
    entry: entries.publish,
    key: entries.publish.write,
    removal: entries.portWithin,
    order: portOrder
  },
  secret: {
    group: 'storage',
    path: container('Secrets'),
    entry: secretFile,
    key: fileName,
    removal: secretRefers.name,
    anew: true,
    refers: secretRefers
  },
  config: {
    group: 'storage',
    path: container('Configs'),
    entry: configFile,
    key: fileName,
    removal: configRefers.name,
    anew: true,
    refers: configRefers,
    own: (value) => !isRuntime(value)
  },
  mount: {
    group: 'storage',
    path: container('Mounts'),
    entry: mount,
    key: (value) => textAt(value, 'Target') ?? '',
    order: (value) => `${textAt(value, 'Source') ?? ''}\0${textAt(value, 'Target') ?? ''}`,
    needs: mountNeeds
  },
  'cap-add': {
    group: 'security',
    path: container('CapabilityAdd'),
    entry: entries.capabilityEntry,
    key: entries.capabilityEntry.write,
    since: '1.41'
  },
  'cap-drop': {
    group: 'security',
    path: container('CapabilityDrop'),
    entry: entries.capabilityEntry,
    key: entries.capabilityEntry.write,
    since: '1.41'
  },
  ulimit: {
    group: 'security',
    path: container('Ulimits'),
    entry: entries.ulimit,
    key: (value) => textAt(value, 'Name') ?? '',
    order: (value) => textAt(value, 'Name') ?? '',
    since: '1.41'
  },
  sysctl: {
    group: 'security',
    path: container('Sysctls'),
    entry: entries.namedEntry('sysctl', sysctls, ['net.core.somaxconn', '1024']),
    ...named,
    since: '1.40'
  },
  'log-opt': {
    group: 'logging',
    path: template('LogDriver', 'Options'),
    entry: entries.namedEntry('label', label, ['max-size', '10m']),
    ...named
  }
} as const satisfies Readonly<Record<string, ListField>>
