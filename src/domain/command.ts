import { same } from './canonical'
import type { FieldName, ListName, Path } from './fields'
import { isObject, numberAt, withoutAt, type Json, type JsonObject } from './json'
import { defaultConfig, policyOf, type Policy, type PolicyKind } from './policy'
import { noReferences, type References } from './references'
import { envOf, imageOf, labelsOf, modeOf, replicasOf, splitImage, taskTemplate, type Spec } from './service'
import { settingFlags } from './setting-flags'
import { assigned, quoted } from './shell'

export { quoted } from './shell'

export interface Command {
  /** One `docker service update …` line, quoted for a POSIX shell. */
  readonly text: string
  /** Whether the line does everything that the plan does; if not, some changes have no flag here. */
  readonly complete: boolean
  /** The settings that the line leaves out, as far as they have a name. */
  readonly without: readonly (FieldName | ListName)[]
}

/**
 * The Docker CLI's line for going from one spec to another; `references` give the names of what the specs know by id.
 * Secret-looking values stand as `"$NAME"`.
 */
export function commandFor(
  name: string,
  before: Spec,
  after: Spec,
  references: References = noReferences,
  options: { readonly withRegistryAuth?: boolean } = {}
): Command {
  const flags: string[] = []
  const covered: Path[] = [['Mode', 'Replicated', 'Replicas']]
  const take = (path: Path, found: readonly string[] | undefined) => {
    if (found === undefined) return
    covered.push(path)
    flags.push(...found)
  }
  const image = `--image ${quoted(imageOf(after))}`
  if (imageOf(before) !== imageOf(after)) {
    // With a digest the CLI looks the platforms up; without one it must not pin, for the plan does not.
    const pinned = splitImage(imageOf(after)).digest !== undefined
    flags.push(...(pinned ? [image] : [image, '--no-resolve-image']))
  }
  if (modeOf(after) === 'replicated' && replicasOf(before) !== replicasOf(after))
    flags.push(`--replicas ${String(replicasOf(after))}`)
  take(['TaskTemplate', 'ContainerSpec', 'Env'], envFlags(before, after))
  take(['Labels'], labelFlags(before, after))
  const settings = settingFlags(before, after, references)
  covered.push(...settings.covered)
  flags.push(...settings.flags)
  const forced =
    (numberAt(taskTemplate(after), 'ForceUpdate') ?? 0) - (numberAt(taskTemplate(before), 'ForceUpdate') ?? 0)
  if (forced === 1) flags.push('--force')
  take(['UpdateConfig'], policyFlags(before, after, 'UpdateConfig', 'update'))
  take(['RollbackConfig'], policyFlags(before, after, 'RollbackConfig', 'rollback'))
  if (options.withRegistryAuth) flags.push('--with-registry-auth')
  const complete =
    modeOf(before) === modeOf(after) &&
    settings.without.length === 0 &&
    (forced === 0 || forced === 1) &&
    same(uncovered(before, covered), uncovered(after, covered))
  const { without } = settings
  return { text: ['docker service update', ...flags, quoted(name)].join(' '), complete, without }
}

/**
 * Undefined when only the order differs, when a variable has no value, for the CLI then takes that of its own
 * environment, or when one stands there twice.
 */
function envFlags(before: Spec, after: Spec): readonly string[] | undefined {
  const [from, to] = [envOf(before), envOf(after)]
  const a = new Map(from.map((entry) => [entry.name, entry.value]))
  const b = new Map(to.map((entry) => [entry.name, entry.value]))
  const removed = [...a.keys()].filter((name) => !b.has(name)).map((name) => `--env-rm ${quoted(name)}`)
  const changed = [...b].filter(([name, value]) => !a.has(name) || a.get(name) !== value)
  if (removed.length + changed.length === 0) return same(from.map(text), to.map(text)) ? [] : undefined
  if (changed.some(([, value]) => value === undefined) || b.size < to.length) return undefined
  return [...removed, ...changed.map(([name, value]) => `--env-add ${assigned(name, value ?? '')}`)]
}

const text = ({ name, value }: ReturnType<typeof envOf>[number]): string => `${name}=${value ?? ''}`

/** Undefined when a label's name has a blank in it, which the CLI refuses. */
function labelFlags(before: Spec, after: Spec): readonly string[] | undefined {
  const a = labelsOf(before)
  const b = labelsOf(after)
  const removed = Object.keys(a).filter((name) => !(name in b))
  const set = Object.entries(b).filter(([name, value]) => a[name] !== value)
  if (set.some(([name]) => /\s/.test(name))) return undefined
  return [
    ...removed.map((name) => `--label-rm ${quoted(name)}`),
    ...set.map(([name, value]) => `--label-add ${assigned(name, String(value))}`)
  ]
}

const policyKeys: Readonly<Record<keyof Policy, readonly [flag: string, key: string]>> = {
  parallelism: ['parallelism', 'Parallelism'],
  delay: ['delay', 'Delay'],
  monitor: ['monitor', 'Monitor'],
  failureAction: ['failure-action', 'FailureAction'],
  maxFailureRatio: ['max-failure-ratio', 'MaxFailureRatio'],
  order: ['order', 'Order']
}

/** Undefined when the config goes, for which there is no flag. */
function policyFlags(
  before: Spec,
  after: Spec,
  kind: PolicyKind,
  prefix: string
): readonly string[] | undefined {
  if (same(before[kind], after[kind])) return []
  const to = after[kind]
  if (!isObject(to)) return undefined
  const from: JsonObject = isObject(before[kind]) ? before[kind] : defaultConfig
  const policy = policyOf(after, kind)
  const fields = (Object.keys(policyKeys) as (keyof Policy)[]).filter((field) => {
    const [, key] = policyKeys[field]
    return !same(from[key], to[key])
  })
  const said = fields.map((field) => {
    const [flag, key] = policyKeys[field]
    const value = field === 'monitor' && !numberAt(to, key) ? '0s' : String(policy[field])
    return `--${prefix}-${flag} ${value}`
  })
  // The CLI fills a config that was absent although only one flag is given, so one at least is needed.
  return said.length > 0 || isObject(before[kind])
    ? said
    : [`--${prefix}-parallelism ${String(policy.parallelism)}`]
}

/** What of a spec has no flag: everything but the given paths. */
function uncovered(spec: Spec, changed: readonly Path[]): Json {
  const paths: readonly Path[] = [
    ['TaskTemplate', 'ForceUpdate'],
    ['TaskTemplate', 'Placement', 'Platforms'],
    ['TaskTemplate', 'ContainerSpec', 'Image'],
    ...changed
  ]
  return withoutEmpty(paths.reduce<Spec>((rest, path) => withoutAt(rest, path), spec))
}

/** Holders that are only empty count as absent here: the flags make and fill them. */
function withoutEmpty(value: Json): Json {
  if (!isObject(value)) return value
  const kept = Object.entries(value)
    .map(([key, child]) => [key, withoutEmpty(child)] as const)
    .filter(([, child]) => !(isObject(child) && Object.keys(child).length === 0))
  return Object.fromEntries(kept)
}
