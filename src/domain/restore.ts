import { same } from './canonical'
import { applyDraft, type VersionDraft } from './draft'
import { at, isObject, listAt, objectAt, textAt, withAt, withoutAt, type Json, type JsonObject } from './json'
import { withPlacement } from './placement'
import { policyOf, withPolicy, type PolicyField, type PolicyKind } from './policy'
import { taskTemplate, type Spec } from './service'
import { diffSpec, type ChangeRef } from './spec-diff'

/** The parts of a spec that no task carries: what is missing of a version known from its tasks only. */
export const missingParts = ['replicas', 'ports', 'labels', 'update-policy', 'rollback-policy'] as const

export type MissingPart = (typeof missingParts)[number]

type Path = readonly [string, ...string[]]

/**
 * A remembered spec made ready to be sent again: all of it, its image only, or the changes that were chosen; with
 * today's replicas if asked, with a Placement, and in an emergency with a policy that brings everything back at once.
 * FailureAction is then pause: PreviousSpec will be the bad spec.
 */
export function applyVersion(stored: Spec, live: Spec, draft: VersionDraft): Spec {
  let next = stored
  if (draft.part === 'image') next = withChanges(live, stored, [{ group: 'image', field: 'image' }])
  else if (draft.only) next = withChanges(live, stored, draft.only)
  if (draft.keepReplicas && isObject(live['Mode'])) next = { ...next, Mode: live['Mode'] }
  return draft.emergency
    ? applyDraft(next, { updatePolicy: { parallelism: 0, delay: '0s', failureAction: 'pause' } })
    : withPlacement(next)
}

/** A spec known from a task, with what tasks do not carry taken from the live one, so that the two can be compared. */
export function completed(partial: Spec, live: Spec): Spec {
  const runtime = at(live, 'TaskTemplate', 'Runtime')
  const template = { ...taskTemplate(partial), ...(runtime === undefined ? {} : { Runtime: runtime }) }
  return { ...live, TaskTemplate: template }
}

/** The live spec with only these of the differences to the stored one brought back. */
export function withChanges(live: Spec, stored: Spec, chosen: readonly ChangeRef[]): Spec {
  return chosen.reduce<Spec>((spec, change) => withChange(spec, stored, change), live)
}

/** Those of the chosen changes that could not be brought back alone, and what would change besides. */
export function unfaithful(live: Spec, next: Spec, chosen: readonly ChangeRef[]): readonly ChangeRef[] {
  const key = ({ group, field, key = '' }: ChangeRef) => `${group}\n${field}\n${key}`
  const made = diffSpec(live, next).filter(({ field }) => !companions.has(field))
  const wanted = new Set(chosen.map(key))
  const found = new Set(made.map(key))
  return [
    ...chosen.filter((change) => !companions.has(change.field) && !found.has(key(change))),
    ...made.filter((change) => !wanted.has(key(change)))
  ]
}

const platforms: Path = ['TaskTemplate', 'Placement', 'Platforms']

/** What changes along with the image: the platforms that it exists for. */
const companions = new Set([platforms.join('.')])

const lists: Readonly<
  Record<string, { readonly path: Path; readonly key: (item: Json) => string | undefined }>
> = {
  env: {
    path: ['TaskTemplate', 'ContainerSpec', 'Env'],
    key: (item) => (typeof item === 'string' ? item.split('=', 1)[0] : undefined)
  },
  mount: { path: ['TaskTemplate', 'ContainerSpec', 'Mounts'], key: (item) => textAt(item, 'Target') },
  secret: { path: ['TaskTemplate', 'ContainerSpec', 'Secrets'], key: (item) => textAt(item, 'SecretName') },
  config: { path: ['TaskTemplate', 'ContainerSpec', 'Configs'], key: (item) => textAt(item, 'ConfigName') },
  constraint: {
    path: ['TaskTemplate', 'Placement', 'Constraints'],
    key: (item) => (typeof item === 'string' ? item : undefined)
  },
  network: { path: ['TaskTemplate', 'Networks'], key: (item) => textAt(item, 'Target') },
  port: {
    path: ['EndpointSpec', 'Ports'],
    key: (item) => `${String(at(item, 'TargetPort') ?? '?')}/${textAt(item, 'Protocol') ?? 'tcp'}`
  }
}

const maps: Readonly<Record<string, Path>> = {
  label: ['Labels'],
  'container-label': ['TaskTemplate', 'ContainerSpec', 'Labels']
}

const policyKeys: Readonly<Record<string, string>> = {
  parallelism: 'Parallelism',
  delay: 'Delay',
  monitor: 'Monitor',
  failureAction: 'FailureAction',
  maxFailureRatio: 'MaxFailureRatio',
  order: 'Order'
}

function withChange(spec: Spec, stored: Spec, { group, field, key }: ChangeRef): Spec {
  if (field === 'image')
    return copied(copied(spec, stored, ['TaskTemplate', 'ContainerSpec', 'Image']), stored, platforms)
  if (field === 'replicas' || field === 'mode') return copied(spec, stored, ['Mode'])
  const list = lists[field]
  if (list && key !== undefined) return withEntries(spec, stored, list, key)
  const map = maps[field]
  if (map && key !== undefined) return copied(spec, stored, [...map, key])
  if (group === 'update-policy' || group === 'rollback-policy')
    return withPolicyField(spec, stored, group === 'update-policy' ? 'UpdateConfig' : 'RollbackConfig', field)
  const path = pathIn(stored, field) ?? pathIn(spec, field)
  return path ? copied(spec, stored, path) : spec
}

/** One field of a policy; one that then says all that the stored one says is taken over as it stands. */
function withPolicyField(spec: Spec, stored: Spec, kind: PolicyKind, field: string): Spec {
  const member = policyKeys[field]
  if (member === undefined) return copied(spec, stored, [kind])
  const theirs = policyOf(stored, kind)
  const config = spec[kind]
  const change = { [field]: theirs[field as PolicyField] }
  const next = { ...spec, [kind]: withPolicy(isObject(config) ? config : undefined, change) }
  if (same({ ...policyOf(next, kind) }, { ...theirs })) return copied(spec, stored, [kind])
  return at(stored, kind, member) === undefined ? next : copied(next, stored, [kind, member])
}

/** The entries of one key as the stored spec has them; a list that then says the same is taken over as it stands. */
function withEntries(
  spec: Spec,
  stored: Spec,
  list: { path: Path; key: (item: Json) => string | undefined },
  key: string
): Spec {
  const mine = listAt(spec, ...list.path)
  const theirs = listAt(stored, ...list.path)
  const back = theirs.filter((item) => list.key(item) === key)
  const place = mine.findIndex((item) => list.key(item) === key)
  const kept = mine.filter((item) => list.key(item) !== key)
  const next = place < 0 ? [...kept, ...back] : [...kept.slice(0, place), ...back, ...kept.slice(place)]
  const texts = (items: readonly Json[]) => items.map((item) => JSON.stringify(plainly(item))).sort()
  if (texts(next).join('\n') === texts(theirs).join('\n')) return copied(spec, stored, list.path)
  return withAt(spec, list.path, next)
}

const plainly = (item: Json): Json => (typeof item === 'bigint' ? item.toString() : item)

/** The value at a path as the stored spec has it, or its absence; a holder that is left empty goes where there is none. */
function copied(spec: Spec, stored: Spec, path: Path): Spec {
  const value = at(stored, ...path)
  let next = value === undefined ? withoutAt(spec, path) : withAt(spec, path, value)
  for (let depth = path.length - 1; depth > 0; depth -= 1) {
    const holder = path.slice(0, depth) as unknown as Path
    if (at(stored, ...holder) !== undefined || !same(at(next, ...holder), undefined)) break
    next = withoutAt(next, holder)
  }
  return next
}

/** The keys that a joined path stands for; a key may have dots in it itself. */
function pathIn(root: JsonObject, joined: string): Path | undefined {
  for (const key of Object.keys(root)) {
    if (key === joined) return [key]
    if (!joined.startsWith(`${key}.`)) continue
    const rest = pathIn(objectAt(root, key), joined.slice(key.length + 1))
    if (rest) return [key, ...rest]
  }
  return undefined
}
