import { same } from './canonical'
import { formatDuration } from './duration'
import { at, isObject, listAt, objectAt, textAt, type Json, type JsonObject } from './json'
import { looksSecret, masked } from './mask'
import { policyOf, type Policy, type PolicyField, type PolicyKind } from './policy'
import { imageOf, modeOf, replicasOf, type Spec } from './service'

export const changeGroups = [
  'image',
  'scale',
  'environment',
  'labels',
  'container',
  'resources',
  'placement',
  'networks',
  'update-policy',
  'rollback-policy'
] as const

export type ChangeGroup = (typeof changeGroups)[number]

/** Which difference is meant: where it is, without its values. */
export interface ChangeRef {
  readonly group: ChangeGroup
  readonly field: string
  readonly key?: string | undefined
}

/** One difference between two specs, in Docker's words; secret-looking values are masked. */
export interface SpecChange {
  readonly group: ChangeGroup
  /** `image`, `replicas`, `parallelism`, `env`, … or, for what has no word of its own, the path in the spec. */
  readonly field: string
  /** Which one, where a field has many: a variable's, label's or mount's name. */
  readonly key?: string
  readonly kind: 'add' | 'remove' | 'change'
  readonly before?: string
  readonly after?: string
}

/** The differences from one spec to another; lists are compared by what their entries name, not by place. */
export function diffSpec(before: Spec, after: Spec): readonly SpecChange[] {
  const changes: SpecChange[] = []
  const add = (
    group: ChangeGroup,
    field: string,
    a: string | undefined,
    b: string | undefined,
    key?: string
  ): void => {
    const change = changeOf(group, field, a, b, key)
    if (change) changes.push(change)
  }
  add('image', 'image', imageOf(before) || undefined, imageOf(after) || undefined)
  if (modeOf(before) === modeOf(after)) {
    add('scale', 'replicas', replicasOf(before)?.toString(), replicasOf(after)?.toString())
  } else {
    add('scale', 'mode', modeOf(before), modeOf(after))
  }
  for (const rule of named) {
    const a = rule.read(before)
    const b = rule.read(after)
    for (const key of new Set([...a.keys(), ...b.keys()])) {
      const hidden = rule.secret && (looksSecret(key, a.get(key) ?? '') || looksSecret(key, b.get(key) ?? ''))
      if (a.get(key) === b.get(key)) continue
      const show = (value: string | undefined) => (hidden && value !== undefined ? masked : value)
      const kind = a.has(key) ? (b.has(key) ? 'change' : 'remove') : 'add'
      changes.push(built(rule.group, rule.field, kind, show(a.get(key)), show(b.get(key)), key))
    }
  }
  changes.push(...diffPolicy(before, after, 'UpdateConfig'), ...diffPolicy(before, after, 'RollbackConfig'))
  for (const [path, a, b] of leaves(rest(before), rest(after), '')) add(groupOf(path), path, a, b)
  return changes
}

function changeOf(
  group: ChangeGroup,
  field: string,
  a?: string,
  b?: string,
  key?: string
): SpecChange | undefined {
  if (a === b) return undefined
  return built(group, field, a === undefined ? 'add' : b === undefined ? 'remove' : 'change', a, b, key)
}

function built(
  group: ChangeGroup,
  field: string,
  kind: SpecChange['kind'],
  before: string | undefined,
  after: string | undefined,
  key: string | undefined
): SpecChange {
  return {
    group,
    field,
    kind,
    ...(key === undefined ? {} : { key }),
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after })
  }
}

const policyFields: readonly PolicyField[] = [
  'parallelism',
  'delay',
  'monitor',
  'failureAction',
  'maxFailureRatio',
  'order'
]

function diffPolicy(before: Spec, after: Spec, kind: PolicyKind): readonly SpecChange[] {
  if (same(before[kind], after[kind])) return []
  const group = kind === 'UpdateConfig' ? 'update-policy' : 'rollback-policy'
  const text = (policy: Policy, field: PolicyField) => String(policy[field])
  const a = policyOf(before, kind)
  const b = policyOf(after, kind)
  const changed = policyFields.flatMap(
    (field) => changeOf(group, field, text(a, field), text(b, field)) ?? []
  )
  // The stored config changed although the policy in force did not: say so, it is part of what is sent.
  return changed.length > 0
    ? changed
    : [built(group, kind, 'change', plain(before[kind]), plain(after[kind]), undefined)]
}

type Named = ReadonlyMap<string, string>

const named: readonly {
  readonly group: ChangeGroup
  readonly field: string
  readonly secret: boolean
  readonly read: (spec: Spec) => Named
}[] = [
  { group: 'environment', field: 'env', secret: true, read: (spec) => entries(container(spec, 'Env'), '=') },
  { group: 'labels', field: 'label', secret: true, read: (spec) => members(objectAt(spec, 'Labels')) },
  {
    group: 'container',
    field: 'container-label',
    secret: true,
    read: (spec) => members(objectAt(spec, 'TaskTemplate', 'ContainerSpec', 'Labels'))
  },
  {
    group: 'container',
    field: 'mount',
    secret: false,
    read: (spec) => keyed(container(spec, 'Mounts'), 'Target')
  },
  {
    group: 'container',
    field: 'secret',
    secret: false,
    read: (spec) => keyed(container(spec, 'Secrets'), 'SecretName')
  },
  {
    group: 'container',
    field: 'config',
    secret: false,
    read: (spec) => keyed(container(spec, 'Configs'), 'ConfigName')
  },
  {
    group: 'placement',
    field: 'constraint',
    secret: false,
    read: (spec) => entries(listAt(spec, 'TaskTemplate', 'Placement', 'Constraints'))
  },
  {
    group: 'networks',
    field: 'network',
    secret: false,
    read: (spec) => keyed(listAt(spec, 'TaskTemplate', 'Networks'), 'Target')
  },
  {
    group: 'networks',
    field: 'port',
    secret: false,
    read: (spec) => ports(listAt(spec, 'EndpointSpec', 'Ports'))
  }
]

const container = (spec: Spec, key: string): readonly Json[] =>
  listAt(spec, 'TaskTemplate', 'ContainerSpec', key)

function entries(list: readonly Json[], split?: string): Named {
  return new Map(
    list.flatMap((item) => {
      if (typeof item !== 'string') return []
      const mark = split === undefined ? -1 : item.indexOf(split)
      return [mark < 0 ? [item, ''] : [item.slice(0, mark), item.slice(mark + 1)]] as [string, string][]
    })
  )
}

const members = (object: JsonObject): Named =>
  new Map(Object.entries(object).map(([key, value]) => [key, plain(value)]))

const keyed = (list: readonly Json[], key: string): Named =>
  new Map(list.map((item, place) => [textAt(item, key) ?? String(place), plain(item)]))

const ports = (list: readonly Json[]): Named =>
  new Map(
    list.map((item) => {
      const text = (key: string, fallback: string) => plain(at(item, key) ?? fallback)
      const target = `${text('TargetPort', '?')}/${text('Protocol', 'tcp')}`
      return [target, `${text('PublishedPort', '')}→${target} ${text('PublishMode', 'ingress')}`]
    })
  )

/** What the rules above did not cover, as plain JSON without the parts they did. */
function rest(spec: Spec): JsonObject {
  const omit = (object: JsonObject, ...keys: string[]): JsonObject =>
    Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)))
  const template = objectAt(spec, 'TaskTemplate')
  return {
    ...omit(spec, 'Labels', 'Mode', 'UpdateConfig', 'RollbackConfig', 'TaskTemplate', 'EndpointSpec'),
    EndpointSpec: omit(objectAt(spec, 'EndpointSpec'), 'Ports'),
    TaskTemplate: {
      ...omit(template, 'Networks', 'ContainerSpec', 'Placement'),
      Placement: omit(objectAt(template, 'Placement'), 'Constraints'),
      ContainerSpec: omit(
        objectAt(template, 'ContainerSpec'),
        'Image',
        'Env',
        'Labels',
        'Mounts',
        'Secrets',
        'Configs'
      )
    }
  }
}

function leaves(
  a: Json | undefined,
  b: Json | undefined,
  path: string
): [string, string | undefined, string | undefined][] {
  if (same(a, b)) return []
  if (isObject(a) || isObject(b)) {
    const left = isObject(a) ? a : {}
    const right = isObject(b) ? b : {}
    const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])]
    return keys.flatMap((key) => leaves(left[key], right[key], path === '' ? key : `${path}.${key}`))
  }
  const write = (value: Json | undefined) =>
    value === undefined || value === null ? undefined : worded(path, value)
  return [[path, write(a), write(b)]]
}

const durations = /\.(Interval|Timeout|StartPeriod|StartInterval|StopGracePeriod|Delay|Window)$/

function worded(path: string, value: Json): string {
  if (typeof value === 'number' && durations.test(path)) return formatDuration(value)
  if (Array.isArray(value) && path.endsWith('Platforms')) {
    return value
      .map((item: Json) => `${textAt(item, 'OS') ?? '?'}/${textAt(item, 'Architecture') ?? '?'}`)
      .join(', ')
  }
  const text = plain(value)
  return looksSecret('', text) ? masked : text
}

/** A JSON value as one line of text. */
export function plain(value: Json | undefined): string {
  if (typeof value === 'string') return value
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value.join(' ')
  return (
    JSON.stringify(value, (_key, item: unknown) => (typeof item === 'bigint' ? item.toString() : item)) ?? ''
  )
}

function groupOf(path: string): ChangeGroup {
  if (path.startsWith('TaskTemplate.Resources')) return 'resources'
  if (path.startsWith('TaskTemplate.Placement')) return 'placement'
  if (path.startsWith('EndpointSpec') || path.startsWith('TaskTemplate.Networks')) return 'networks'
  return 'container'
}
