import { same } from './canonical'
import { capabilitiesOf, capabilityFlags } from './capabilities'
import { isRuntime } from './credential-spec'
import {
  entriesOf,
  fieldNames,
  fieldOf,
  fields,
  fieldText,
  healthIsOff,
  listNames,
  listOf,
  type FieldName,
  type ListName,
  type Path
} from './fields'
import type { Form } from './field-forms'
import { at, listAt, objectAt, textAt, type Json } from './json'
import { looksSecret } from './mask'
import type { References } from './references'
import { containerSpec, type Spec } from './service'
import { assigned, quoted, variable } from './shell'

/** The flags for the settings that differ between two specs, and what the CLI has no flag for. */
export interface SettingFlags {
  readonly flags: readonly string[]
  /** The places in a spec that the flags take care of. */
  readonly covered: readonly Path[]
  readonly without: readonly (FieldName | ListName)[]
}

/** Undefined stands for a change that the CLI cannot make. */
type Flags = readonly string[] | undefined

export function settingFlags(before: Spec, after: Spec, references: References): SettingFlags {
  const flags: string[] = []
  const covered: Path[] = []
  const without: (FieldName | ListName)[] = []
  const take = (name: FieldName | ListName, path: Path, found: Flags) => {
    if (found === undefined) return void without.push(name)
    covered.push(path)
    flags.push(...found)
  }
  for (const name of fieldNames) {
    if (name === 'no-healthcheck' || (name.startsWith('health-') && healthIsOff(after))) continue
    take(name, fieldOf(name).path, fieldFlags(name, before, after, references))
  }
  if (healthIsOff(after)) take('no-healthcheck', fields['no-healthcheck'].path, switchedOff(before, after))
  take('log-driver', ['TaskTemplate', 'LogDriver'], logFlags(before, after))
  for (const name of listNames) {
    if (name === 'log-opt' || name.startsWith('cap-')) continue
    take(name, listOf(name).path, listFlags(name, before, after, references))
  }
  const caps = capFlags(before, after)
  take('cap-add', listOf('cap-add').path, caps)
  if (caps) covered.push(listOf('cap-drop').path)
  return { flags, covered, without }
}

/** Whether a value is what the CLI makes of its own text; what carries more than the text says has no flag. */
const sayable = (form: Form, value: Json): boolean => same(form.read(form.write(value)) ?? null, value)

function fieldFlags(name: FieldName, before: Spec, after: Spec, references: References): Flags {
  const rule = fieldOf(name)
  const [a, b] = [at(before, ...rule.path) ?? null, at(after, ...rule.path) ?? null]
  // The log driver has flags of its own, with its options.
  if (same(a, b) || name === 'log-driver') return []
  if (rule.noFlag) return undefined
  if (name === 'credential-spec') return credentialFlags(after, references)
  if (b !== null && !sayable(rule.form, b)) return undefined
  const text = b === null ? rule.clear : rule.form.write(b)
  if (text === undefined) return undefined
  // A switch without a value means true, and one with a value needs the equals sign.
  if (rule.choices?.[0] === 'true') return [`--${name}=${text}`]
  const parts = Array.isArray(b) ? b.map(String) : [text]
  const secret = parts.some((part) => looksSecret('', part))
  return [`--${name} ${secret ? variable(name.toUpperCase()) : quoted(text)}`]
}

/** The CLI replaces the whole health check when it switches it off, and knows no other setting of it beside that. */
function switchedOff(before: Spec, after: Spec): Flags {
  const { path } = fields['no-healthcheck']
  if (same(at(before, ...path), at(after, ...path))) return []
  return same(at(after, ...path), { Test: ['NONE'] }) ? ['--no-healthcheck'] : undefined
}

function credentialFlags(after: Spec, references: References): Flags {
  const text = fieldText(after, 'credential-spec') ?? ''
  const id = textAt(after, ...fields['credential-spec'].path, 'Config')
  const [, name] = /^config:\/\/(.+)$/.exec(text) ?? []
  const known = references.configs.find((config) => config.name === name)
  return id && known?.id !== id ? undefined : [`--credential-spec ${quoted(text)}`]
}

/** The flags of a list that changed; undefined when an entry says more than the CLI can. */
function listFlags(name: ListName, before: Spec, after: Spec, references: References): Flags {
  const rule = listOf(name)
  const [a, b] = [entriesOf(before, name), entriesOf(after, name)]
  const strangers = (spec: Spec) => listAt(spec, ...rule.path).filter((value: Json) => isRuntime(value))
  if (rule.own && !same([...strangers(before)], [...strangers(after)])) {
    // Those of the credential spec come and go with its flag.
    if (fieldText(before, 'credential-spec') === fieldText(after, 'credential-spec')) return undefined
  }
  if (same([...a], [...b])) return []
  const spoken = (value: Json) => rule.refers?.spoken(value, references) ?? value
  const removal = (value: Json) =>
    rule.refers ? rule.refers.name(spoken(value)) : (rule.removal ?? rule.key)(value)
  const keys = new Set(b.map(rule.key))
  const had = (value: Json) => a.some((known) => same(known, value))
  const stays = (value: Json) =>
    keys.has(rule.key(value)) && (!rule.anew || b.some((next) => same(next, value)))
  const removed = new Set(a.filter((value) => !stays(value)).map(removal))
  const lost = (value: Json) => had(value) && removed.has(removal(value))
  // A removal may match an entry that stays, and not every list takes it back in the same command (measured).
  if (!rule.anew && b.some(lost)) return undefined
  const set = b.filter((value) => !had(value) || lost(value)).map(spoken)
  if (!set.every((value) => sayable(rule.entry, value))) return undefined
  // What the CLI cannot read stops it from changing any other entry.
  if (name === 'generic-resource' && !a.every((value) => sayable(rule.entry, value))) return undefined
  const texts = set.map((value) => textOf(name, value))
  if (texts.includes(undefined)) return undefined
  // Only the order differs, or it means something and is not the CLI's: it sorts what it changes.
  const keysInOrder = b.map(rule.order ?? rule.key)
  if (removed.size + set.length === 0) return rule.map ? [] : undefined
  if (rule.meant && !same(keysInOrder, [...keysInOrder].sort())) return undefined
  // The CLI takes one name of a host away at a time.
  if (name === 'host' && [...removed].some((text) => text.includes(' '))) return undefined
  return [
    ...[...removed].map((text) => `--${name}-rm ${quoted(text)}`),
    ...texts.map((text) => `--${name}-add ${text ?? ''}`)
  ]
}

/** An entry as one word of the command. */
function textOf(name: ListName, value: Json): string | undefined {
  const rule = listOf(name)
  if (rule.map) return assigned(rule.key(value), String(at(value, 'value') ?? ''))
  const text = rule.entry.write(value)
  // The CLI lowers every letter of a network that it reads part by part; a name alone is left as it is.
  if (name === 'network' && text !== text.toLowerCase())
    return Object.keys(value as object).length === 1 ? quoted(textAt(value, 'Target') ?? '') : undefined
  return looksSecret('', text) ? variable(name.toUpperCase()) : quoted(text)
}

/** The CLI replaces a log driver whole, its options with it; undefined when there is none any more. */
function logFlags(before: Spec, after: Spec): Flags {
  const path = ['TaskTemplate', 'LogDriver'] as const
  const [a, b] = [objectAt(before, ...path), objectAt(after, ...path)]
  if (same(a, b)) return []
  const name = textAt(b, 'Name')
  if (name === undefined || name === '') return undefined
  const options = Object.entries(objectAt(b, 'Options'))
  return [
    `--log-driver ${quoted(name)}`,
    ...options.map(([key, value]) => `--log-opt ${assigned(key, String(value))}`)
  ]
}

function capFlags(before: Spec, after: Spec): Flags {
  const [a, b] = [capabilitiesOf(containerSpec(before)), capabilitiesOf(containerSpec(after))]
  if (same([[...a.add], [...a.drop]], [[...b.add], [...b.drop]])) return []
  const found = capabilityFlags(a, b)
  return (
    found && [
      ...found.add.map((name) => `--cap-add ${quoted(name)}`),
      ...found.drop.map((name) => `--cap-drop ${quoted(name)}`)
    ]
  )
}
