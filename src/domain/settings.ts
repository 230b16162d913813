import { isOlder } from './api-version'
import { canonical } from './canonical'
import { capabilitiesOf, mergedCapabilities } from './capabilities'
import {
  changedEntries,
  entryValue,
  fieldNames,
  fieldOf,
  fieldValue,
  healthIsOff,
  listNames,
  listOf,
  type FieldName,
  type ListName
} from './fields'
import type { Expectation } from './field-forms'
import { at, listAt, numberAt, withAt, withoutAt, type Json } from './json'
import { masked } from './mask'
import { referenceKinds, type ReferenceKind, type References } from './references'
import { containerSpec, modeOf, type Spec } from './service'

/** Entries to add or replace, as the CLI writes them, and keys of those to take away. */
export interface ListChange {
  readonly add?: readonly string[] | undefined
  readonly remove?: readonly string[] | undefined
}

/** The part of a draft that is made of settings. */
export interface SettingsDraft {
  /** Settings with one value, as the CLI's flag takes it; an empty text clears the setting. */
  readonly settings?: { readonly [N in FieldName]?: string | undefined } | undefined
  readonly lists?: { readonly [N in ListName]?: ListChange | undefined } | undefined
}

/** Whether a text has a masked value in it: the window never had that value, so it must not be sent back. */
const hidden = (typed: string): boolean => typed.includes(masked)

/** The entries to add to a list, with the ids of what they refer to where the cluster has it. */
function added(draft: SettingsDraft, name: ListName, references: References): readonly Json[] {
  const { refers } = listOf(name)
  return (draft.lists?.[name]?.add ?? []).flatMap((typed) => {
    const value = entryValue(name, typed)
    if (value === undefined) return []
    return [refers?.withId(value, references) ?? value]
  })
}

/** The spec with the draft's settings and entries changed, each at its own place. */
export function withSettings(spec: Spec, draft: SettingsDraft, references: References): Spec {
  let next = spec
  for (const name of fieldNames) {
    const typed = draft.settings?.[name]
    const value = typed === undefined ? undefined : fieldValue(name, typed)
    if (value === undefined) continue
    const { path, put } = fieldOf(name)
    if (put) next = put(next, value, references)
    else next = value === null ? withoutAt(next, path) : withAt(next, path, value)
  }
  for (const name of listNames) {
    const change = draft.lists?.[name]
    if (!change || name === 'cap-add' || name === 'cap-drop') continue
    const known = listOf(name).refers?.kind === 'networks' ? references.networks : []
    const remove = (change.remove ?? []).map((given) => known.find((one) => one.name === given)?.id ?? given)
    next = withAt(next, listOf(name).path, changedEntries(next, name, added(draft, name, references), remove))
  }
  return withCapabilities(next, draft)
}

/** Both lists of capabilities at once, because what is added may only take back what was dropped. */
function withCapabilities(spec: Spec, { lists }: SettingsDraft): Spec {
  const changes = [lists?.['cap-add'], lists?.['cap-drop']] as const
  if (!changes[0] && !changes[1]) return spec
  const now = capabilitiesOf(containerSpec(spec))
  const typed = (change: ListChange | undefined, side: 'add' | 'remove') =>
    (change?.[side] ?? []).flatMap((text) => entryValue('cap-add', text) ?? []).map(String)
  const kept = {
    add: now.add.filter((name) => !typed(changes[0], 'remove').includes(name)),
    drop: now.drop.filter((name) => !typed(changes[1], 'remove').includes(name))
  }
  const merged = mergedCapabilities(kept, { add: typed(changes[0], 'add'), drop: typed(changes[1], 'add') })
  let next = spec
  for (const [name, list] of [
    ['cap-add', merged.add],
    ['cap-drop', merged.drop]
  ] as const) {
    const { path } = listOf(name)
    if (list.join() === listAt(spec, ...path).join()) continue
    next = list.length > 0 ? withAt(next, path, list) : withoutAt(next, path)
  }
  return next
}

/** The settings of a draft that cannot be sent for this spec, each with what is expected instead. */
export function settingProblems(
  spec: Spec,
  draft: SettingsDraft
): ReadonlyMap<FieldName | ListName, Expectation> {
  const problems = new Map<FieldName | ListName, Expectation>()
  for (const name of fieldNames) {
    const typed = draft.settings?.[name]
    const { form, mode } = fieldOf(name)
    if (typed === undefined) continue
    if (hidden(typed) || fieldValue(name, typed) === undefined || (mode && modeOf(spec) !== mode))
      problems.set(name, form.expects)
  }
  for (const name of listNames)
    if (draft.lists?.[name]?.add?.some((typed) => hidden(typed) || entryValue(name, typed) === undefined))
      problems.set(name, listOf(name).entry.expects)
  if (problems.size > 0) return problems
  const after = withSettings(spec, draft, { secrets: [], configs: [], networks: [] })
  // Docker has no health check that is off and has settings: the CLI refuses that, or switches it on again.
  const checks = fieldNames.filter((name) => name.startsWith('health-') && draft.settings?.[name])
  if (healthIsOff(after)) for (const name of checks) problems.set(name, 'health-off')
  if (draft.settings?.['no-healthcheck'] === 'true' && checks.length > 0)
    problems.set('no-healthcheck', 'health-off')
  // Both are refused by the engine, in words that name no setting.
  const limit = numberAt(after, 'TaskTemplate', 'Resources', 'Limits', 'MemoryBytes') ?? 0
  if (draft.settings?.['memory-swap'] && limit === 0) problems.set('memory-swap', 'needs-memory-limit')
  if (draft.lists?.['log-opt']?.add && !at(after, 'TaskTemplate', 'LogDriver', 'Name'))
    problems.set('log-opt', 'needs-log-driver')
  return problems
}

/** The settings of a draft that need a newer Engine API than this one, which would drop them without a word. */
export function tooNew(
  draft: SettingsDraft,
  api: string
): readonly { readonly name: FieldName | ListName; readonly needs: string }[] {
  const found: { name: FieldName | ListName; needs: string }[] = []
  const look = (name: FieldName | ListName, needs: string | undefined) => {
    if (needs !== undefined && isOlder(api, needs)) found.push({ name, needs })
  }
  // To clear a setting or take an entry away, an engine need not know it.
  for (const name of fieldNames) if (draft.settings?.[name]) look(name, fieldOf(name).since)
  for (const name of listNames)
    for (const typed of draft.lists?.[name]?.add ?? []) {
      const value = entryValue(name, typed)
      look(name, (value === undefined ? undefined : listOf(name).needs?.(value)) ?? listOf(name).since)
    }
  return found
}

/** What kinds of things of the cluster a draft names, so that they can be read before it is applied. */
export function referencedKinds(draft: SettingsDraft): readonly ReferenceKind[] {
  const kinds = listNames.flatMap((name) => (draft.lists?.[name] ? (listOf(name).refers?.kind ?? []) : []))
  if (draft.settings?.['credential-spec']?.startsWith('config://')) kinds.push('configs')
  return referenceKinds.filter((kind) => kinds.includes(kind))
}

/** What a draft names that is not on the cluster. */
export function missingReferences(
  draft: SettingsDraft,
  references: References
): readonly { readonly kind: ReferenceKind; readonly name: string }[] {
  const missing = listNames.flatMap((list) => {
    const { refers } = listOf(list)
    if (!refers) return []
    return (draft.lists?.[list]?.add ?? []).flatMap((typed) => {
      const value = entryValue(list, typed)
      if (value === undefined || refers.withId(value, references)) return []
      return [{ kind: refers.kind, name: refers.name(value) }]
    })
  })
  const [, config] = /^config:\/\/(.+)$/.exec(draft.settings?.['credential-spec'] ?? '') ?? []
  if (config !== undefined && !references.configs.some(({ name }) => name === config))
    missing.push({ kind: 'configs', name: config })
  return missing
}

/** What kinds of things two specs refer to differently. */
export function differingKinds(before: Spec, after: Spec): readonly ReferenceKind[] {
  const text = (spec: Spec, path: readonly string[]) => canonical(at(spec, ...path) ?? null)
  return listNames.flatMap((name) => {
    const { refers, path } = listOf(name)
    return refers && text(before, path) !== text(after, path) ? [refers.kind] : []
  })
}
