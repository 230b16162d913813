import { fields, type Field } from './field-table'
import { at, isObject, type Json, type JsonObject } from './json'
import { listFields, type ListField } from './list-table'
import { noReferences, type References } from './references'

export { fields, healthIsOff, type Field, type FieldGroup, type Path } from './field-table'
export { listFields, type ListField } from './list-table'

export type FieldName = keyof typeof fields
export type ListName = keyof typeof listFields
export const fieldNames = Object.keys(fields) as readonly FieldName[]
export const listNames = Object.keys(listFields) as readonly ListName[]

export const fieldOf = (name: FieldName): Field => fields[name]
export const listOf = (name: ListName): ListField => listFields[name]

/** What a spec says of a setting, as the CLI writes it; undefined where it says nothing. */
export function fieldText(spec: JsonObject, name: FieldName): string | undefined {
  const { path, form, text } = fieldOf(name)
  if (text) return text(spec)
  const value = at(spec, ...path)
  return value === undefined || value === null ? undefined : form.write(value)
}

/** The value that a text stands for, `null` to clear it; undefined when it cannot be sent. */
export function fieldValue(name: FieldName, typed: string): Json | undefined {
  if (typed === '') return null
  return fieldOf(name).form.read(typed)
}

/** Everything at a setting's place in a spec, in its order. */
function allAt(spec: JsonObject, name: ListName): readonly Json[] {
  const { path, map } = listOf(name)
  const value = at(spec, ...path)
  if (map)
    return isObject(value) ? Object.entries(value).map(([key, one]) => ({ name: key, value: one })) : []
  return Array.isArray(value) ? (value as readonly Json[]) : []
}

/** Whether something at a setting's place is an entry of it. */
const owns = (name: ListName, value: Json): boolean => listOf(name).own?.(value) ?? true

/** The entries of a setting in a spec, in their order. */
export const entriesOf = (spec: JsonObject, name: ListName): readonly Json[] =>
  allAt(spec, name).filter((value) => owns(name, value))

export interface ListEntry {
  /** What names it. */
  readonly key: string
  /** The whole entry as the CLI writes it. */
  readonly text: string
}

/** The entries of a setting as people read them, with names where the spec has ids, as far as they are known. */
export function listEntries(
  spec: JsonObject,
  name: ListName,
  references: References = noReferences
): readonly ListEntry[] {
  const { key, entry, refers } = listOf(name)
  return entriesOf(spec, name).map((value) => ({
    key: key(value),
    text: entry.write(refers ? refers.spoken(value, references) : value)
  }))
}

/** What an entry looks like, as the CLI takes it: the same in every language. */
export function exampleOf(name: ListName): string {
  const { shape } = listOf(name).entry
  const usual = shape.parts.filter((part) => !part.rare && part.example !== undefined)
  return shape.join(Object.fromEntries(usual.map((part) => [part.name, [part.example ?? '']])))
}

/** An entry from a text; undefined when it cannot be sent. */
export const entryValue = (name: ListName, typed: string): Json | undefined =>
  typed.trim() === '' ? undefined : listOf(name).entry.read(typed.trim())

/**
 * The entries with some replaced or added (by key, in place) and some taken away, by their key or by what the CLI's
 * flag takes; sorted as the CLI does where the order means nothing.
 */
export function changedEntries(
  spec: JsonObject,
  name: ListName,
  add: readonly Json[],
  remove: readonly string[]
): Json {
  const { key, map, removal = key, order, meant } = listOf(name)
  const keys = entriesOf(spec, name).map(key)
  const gone = (value: Json) =>
    remove.some((given) => (keys.includes(given) ? key(value) === given : removal(value) === given))
  const fresh = new Map(add.map((value) => [key(value), value]))
  const kept = allAt(spec, name).flatMap((value) => {
    if (!owns(name, value)) return [value]
    const known = fresh.get(key(value))
    fresh.delete(key(value))
    if (known !== undefined) return [known]
    return gone(value) ? [] : [value]
  })
  const next = [...kept, ...fresh.values()]
  if (order && !meant) next.sort((a, b) => (order(a) < order(b) ? -1 : order(a) > order(b) ? 1 : 0))
  return map
    ? Object.fromEntries(next.map((value) => [String(at(value, 'name')), at(value, 'value') ?? '']))
    : next
}
