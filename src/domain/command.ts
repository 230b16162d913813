import { same } from './canonical'
import { isObject, numberAt, objectAt, type Json, type JsonObject } from './json'
import { looksSecret } from './mask'
import { policyOf, type Policy, type PolicyKind } from './policy'
import {
  constraintsOf,
  envOf,
  imageOf,
  labelsOf,
  modeOf,
  replicasOf,
  splitImage,
  taskTemplate,
  type Spec
} from './service'

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
  flags.push(...envFlags(before, after), ...labelFlags(before, after), ...constraintFlags(before, after))
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

function constraintFlags(before: Spec, after: Spec): readonly string[] {
  const a = constraintsOf(before)
  const b = constraintsOf(after)
  return [
    ...a.filter((text) => !b.includes(text)).map((text) => `--constraint-rm ${quoted(text)}`),
    ...b.filter((text) => !a.includes(text)).map((text) => `--constraint-add ${quoted(text)}`)
  ]
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
  const template = taskTemplate(own)
  const target = taskTemplate(covered)
  const pick = (from: JsonObject, ...keys: string[]): JsonObject =>
    Object.fromEntries(keys.flatMap((key) => (from[key] === undefined ? [] : [[key, from[key]]])))
  return {
    ...own,
    ...pick(covered, 'Labels', 'UpdateConfig', 'RollbackConfig'),
    Mode:
      modeOf(own) === modeOf(covered) && isObject(covered['Mode']) ? covered['Mode'] : (own['Mode'] ?? null),
    TaskTemplate: {
      ...template,
      ...pick(target, 'ForceUpdate'),
      Placement: {
        ...objectAt(template, 'Placement'),
        ...pick(objectAt(target, 'Placement'), 'Constraints', 'Platforms')
      },
      ContainerSpec: {
        ...objectAt(template, 'ContainerSpec'),
        ...pick(objectAt(target, 'ContainerSpec'), 'Image', 'Env')
      }
    }
  }
}
