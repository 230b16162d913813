import { same } from './canonical'
import {
  fieldNames,
  fields,
  fieldText,
  listEntries,
  listFields,
  listNames,
  type Field,
  type ListField
} from './fields'
import { at, isObject, numberAt, withAt, withoutAt, type Json } from './json'
import { looksSecret } from './mask'
import { policyOf, type Policy, type PolicyKind } from './policy'
import { envOf, imageOf, labelsOf, modeOf, replicasOf, splitImage, taskTemplate, type Spec } from './service'

export interface Command {
  /** One `docker service update …` line, quoted for a POSIX shell. */
  readonly text: string
  /** Whether the line does everything that the plan does; if not, some changes have no flag here. */
  readonly complete: boolean
}

/** The Docker CLI's line for going from one spec to another. Secret-looking values stand as `"$NAME"`. */
export function commandFor(name: string, before: Spec, after: Spec): Command {
  const flags: string[] = []
  const flag = (key: string, value: string) => flags.push(`--${key} ${quoted(value)}`)
  if (imageOf(before) !== imageOf(after)) {
    flag('image', imageOf(after))
    // With a digest the CLI looks the platforms up; without one it must not pin, for the plan does not.
    if (splitImage(imageOf(after)).digest === undefined) flags.push('--no-resolve-image')
  }
  if (modeOf(after) === 'replicated' && replicasOf(before) !== replicasOf(after)) {
    flag('replicas', String(replicasOf(after)))
  }
  flags.push(...envFlags(before, after), ...labelFlags(before, after))
  flags.push(...settingFlags(before, after), ...listFlags(before, after))
  const forced =
    (numberAt(taskTemplate(after), 'ForceUpdate') ?? 0) - (numberAt(taskTemplate(before), 'ForceUpdate') ?? 0)
  if (forced === 1) flags.push('--force')
  flags.push(...policyFlags(before, after, 'UpdateConfig', 'update'))
  flags.push(...policyFlags(before, after, 'RollbackConfig', 'rollback'))
  const complete = (forced === 0 || forced === 1) && same(uncovered(before, after), uncovered(after, after))
  return { text: ['docker service update', ...flags, quoted(name)].join(' '), complete }
}

/** A word as a POSIX shell reads it back unchanged. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}

function envFlags(before: Spec, after: Spec): readonly string[] {
  const a = new Map(envOf(before).map((entry) => [entry.name, entry.value]))
  const b = new Map(envOf(after).map((entry) => [entry.name, entry.value]))
  const removed = [...a.keys()].filter((name) => !b.has(name)).map((name) => `--env-rm ${quoted(name)}`)
  const set = [...b].flatMap(([name, value]) => {
    if (a.has(name) && a.get(name) === value) return []
    if (value === undefined) return [`--env-add ${quoted(name)}`]
    return [
      looksSecret(name, value)
        ? `--env-add ${quoted(name)}="$${name}"`
        : `--env-add ${quoted(`${name}=${value}`)}`
    ]
  })
  return [...removed, ...set]
}

function labelFlags(before: Spec, after: Spec): readonly string[] {
  const a = labelsOf(before)
  const b = labelsOf(after)
  const removed = Object.keys(a)
    .filter((name) => !(name in b))
    .map((name) => `--label-rm ${quoted(name)}`)
  const set = Object.entries(b).flatMap(([name, value]) =>
    a[name] === value ? [] : [`--label-add ${quoted(`${name}=${String(value)}`)}`]
  )
  return [...removed, ...set]
}

function settingFlags(before: Spec, after: Spec): readonly string[] {
  return fieldNames.flatMap((name) => {
    const rule: Field = fields[name]
    const [a, b] = [at(before, ...rule.path), at(after, ...rule.path)]
    if (same(a, b)) return []
    const text = fieldText(after, name) ?? rule.clear
    if (text === undefined) return []
    // A switch without a value means true, and one with a value needs the equals sign.
    return [rule.choices?.[0] === 'true' ? `--${name}=${text}` : `--${name} ${quoted(text)}`]
  })
}

function listFlags(before: Spec, after: Spec): readonly string[] {
  return listNames.flatMap((name) => {
    const a = new Map(listEntries(before, name).map((entry) => [entry.key, entry.text]))
    const b = new Map(listEntries(after, name).map((entry) => [entry.key, entry.text]))
    const rule: ListField = listFields[name]
    const gone = [...a].filter(([key, text]) => (rule.removedWhole ? b.get(key) !== text : !b.has(key)))
    const removed = gone.map(([key, text]) => `--${name}-rm ${quoted(rule.removedWhole ? text : key)}`)
    const set = [...b].filter(([key, text]) => a.get(key) !== text)
    return [...removed, ...set.map(([, text]) => `--${name}-add ${quoted(text)}`)]
  })
}

const flagNames: Readonly<Record<keyof Policy, string>> = {
  parallelism: 'parallelism',
  delay: 'delay',
  monitor: 'monitor',
  failureAction: 'failure-action',
  maxFailureRatio: 'max-failure-ratio',
  order: 'order'
}

function policyFlags(before: Spec, after: Spec, kind: PolicyKind, prefix: string): readonly string[] {
  const a = policyOf(before, kind)
  const b = policyOf(after, kind)
  const fields = Object.keys(flagNames) as (keyof Policy)[]
  return fields
    .filter((field) => a[field] !== b[field])
    .map((field) => `--${prefix}-${flagNames[field]} ${String(b[field])}`)
}

/** What of `own` no flag above covers, with everything that is covered taken from `covered`. */
function uncovered(own: Spec, covered: Spec): Json {
  const paths: (readonly [string, ...string[]])[] = [
    ['Labels'],
    ['UpdateConfig'],
    ['RollbackConfig'],
    ['TaskTemplate', 'ForceUpdate'],
    ['TaskTemplate', 'Placement', 'Platforms'],
    ['TaskTemplate', 'ContainerSpec', 'Image'],
    ['TaskTemplate', 'ContainerSpec', 'Env'],
    ...listNames.map((name) => (listFields[name] as ListField).path),
    // A setting that the CLI cannot clear stays uncovered when it is gone.
    ...fieldNames.flatMap((name) => {
      const rule: Field = fields[name]
      return at(covered, ...rule.path) === undefined && rule.clear === undefined ? [] : [rule.path]
    })
  ]
  const bare = paths.reduce<Spec>((spec, path) => withoutAt(spec, path), own)
  const mode = modeOf(own) === modeOf(covered) ? covered['Mode'] : own['Mode']
  return withoutEmpty(mode === undefined ? bare : withAt(bare, ['Mode'], mode))
}

/** Holders that are only empty count as absent here: the flags make and fill them. */
function withoutEmpty(value: Json): Json {
  if (!isObject(value)) return value
  const kept = Object.entries(value)
    .map(([key, child]) => [key, withoutEmpty(child)] as const)
    .filter(([, child]) => !(isObject(child) && Object.keys(child).length === 0))
  return Object.fromEntries(kept)
}
