import { same } from './canonical'
import {
  entriesOf,
  fieldNames,
  fields,
  listFields,
  listNames,
  type Field,
  type FieldName,
  type ListField,
  type ListName
} from './fields'
import type { Form } from './field-forms'
import { at, isObject, numberAt, objectAt, textAt, withAt, withoutAt, type Json } from './json'
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
  const covered: Path[] = []
  const change = (path: Path, found: readonly string[] | undefined) => {
    if (found === undefined) return
    covered.push(path)
    flags.push(...found)
  }
  for (const name of fieldNames) change(fields[name].path, settingFlags(name, before, after))
  change([...logDriver], logFlags(before, after))
  for (const name of listNames) change(listFields[name].path, listFlags(name, before, after))
  const forced =
    (numberAt(taskTemplate(after), 'ForceUpdate') ?? 0) - (numberAt(taskTemplate(before), 'ForceUpdate') ?? 0)
  if (forced === 1) flags.push('--force')
  flags.push(...policyFlags(before, after, 'UpdateConfig', 'update'))
  flags.push(...policyFlags(before, after, 'RollbackConfig', 'rollback'))
  const complete =
    (forced === 0 || forced === 1) &&
    same(uncovered(before, after, covered), uncovered(after, after, covered))
  return { text: ['docker service update', ...flags, quoted(name)].join(' '), complete }
}

/** A word as a POSIX shell reads it back unchanged. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}

/** `name=value` for a flag; a secret-looking value stands as a variable of the person's own shell. */
function assigned(name: string, value: string): string {
  return looksSecret(name, value) ? `${quoted(name)}=${variable(name)}` : quoted(`${name}=${value}`)
}

const variable = (name: string): string => `"$${name.replace(/\W/g, '_').replace(/^\d/, '_$&')}"`

function envFlags(before: Spec, after: Spec): readonly string[] {
  const a = new Map(envOf(before).map((entry) => [entry.name, entry.value]))
  const b = new Map(envOf(after).map((entry) => [entry.name, entry.value]))
  const removed = [...a.keys()].filter((name) => !b.has(name)).map((name) => `--env-rm ${quoted(name)}`)
  const set = [...b].flatMap(([name, value]) => {
    if (a.has(name) && a.get(name) === value) return []
    return [`--env-add ${value === undefined ? quoted(name) : assigned(name, value)}`]
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
    a[name] === value ? [] : [`--label-add ${assigned(name, String(value))}`]
  )
  return [...removed, ...set]
}

/** Whether a value is what the CLI makes of its own text; what carries more than the text says has no flag. */
const sayable = (form: Form, value: Json): boolean => same(form.read(form.write(value)) ?? null, value)

/** The flags of a setting that changed; undefined when the CLI cannot make this change. */
function settingFlags(name: FieldName, before: Spec, after: Spec): readonly string[] | undefined {
  const rule: Field = fields[name]
  const [a, b] = [at(before, ...rule.path) ?? null, at(after, ...rule.path) ?? null]
  // The log driver has flags of its own, with its options.
  if (same(a, b) || name === 'log-driver') return []
  // The CLI switches a disabled health check on again with any other of its flags.
  if (name.startsWith('health-') && same(at(after, ...fields['health-cmd'].path), ['NONE'])) return undefined
  if (b !== null && !sayable(rule.form, b)) return undefined
  const text = b === null ? rule.clear : rule.form.write(b)
  if (text === undefined) return undefined
  // A switch without a value means true, and one with a value needs the equals sign.
  if (rule.choices?.[0] === 'true') return [`--${name}=${text}`]
  const parts = Array.isArray(b) ? b.map(String) : [text]
  const secret = parts.some((part) => looksSecret('', part))
  return [`--${name} ${secret ? variable(name.toUpperCase()) : quoted(text)}`]
}

/** The flags of a list that changed; undefined when an entry says more than the CLI can. */
function listFlags(name: ListName, before: Spec, after: Spec): readonly string[] | undefined {
  const rule: ListField = listFields[name]
  const [a, b] = [entriesOf(before, name), entriesOf(after, name)]
  const removal = rule.removal ?? rule.key
  const keys = new Set(b.map(rule.key))
  const removed = new Set(a.filter((value) => !keys.has(rule.key(value))).map(removal))
  const had = (value: Json) => a.some((known) => same(known, value))
  // A removal may match an entry that stays, and adding that one in the same command does not save it (measured).
  if (b.some((value) => had(value) && removed.has(removal(value)))) return undefined
  const set = b.filter((value) => !had(value))
  if (!set.every((value) => sayable(rule.entry, value))) return undefined
  const said = (value: Json): string => {
    if (rule.map) return assigned(rule.key(value), String(at(value, 'value') ?? ''))
    const text = rule.entry.write(value)
    return looksSecret('', text) ? variable(name.toUpperCase()) : quoted(text)
  }
  return [
    ...[...removed].map((text) => `--${name}-rm ${quoted(text)}`),
    ...set.map((value) => `--${name}-add ${said(value)}`)
  ]
}

/** The CLI replaces a log driver whole, its options with it; undefined when there is none any more. */
function logFlags(before: Spec, after: Spec): readonly string[] | undefined {
  const [a, b] = [objectAt(before, ...logDriver), objectAt(after, ...logDriver)]
  if (same(a, b)) return []
  const name = textAt(b, 'Name')
  if (name === undefined || name === '') return undefined
  const options = Object.entries(objectAt(b, 'Options'))
  return [
    `--log-driver ${quoted(name)}`,
    ...options.map(([key, value]) => `--log-opt ${assigned(key, String(value))}`)
  ]
}

const logDriver = ['TaskTemplate', 'LogDriver'] as const

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

type Path = readonly [string, ...string[]]

/** What of `own` has no flag: everything but the given paths, with what is always covered taken from `covered`. */
function uncovered(own: Spec, covered: Spec, changed: readonly Path[]): Json {
  const paths: readonly Path[] = [
    ['Labels'],
    ['UpdateConfig'],
    ['RollbackConfig'],
    ['TaskTemplate', 'ForceUpdate'],
    ['TaskTemplate', 'Placement', 'Platforms'],
    ['TaskTemplate', 'ContainerSpec', 'Image'],
    ['TaskTemplate', 'ContainerSpec', 'Env'],
    ...changed
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
