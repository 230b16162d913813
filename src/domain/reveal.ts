import { isObject, objectAt, type Json, type JsonObject } from './json'
import { envOf, type Spec } from './service'
import { plain } from './spec-diff'

/**
 * One value of a spec as it really is, by the words of a difference: a variable, a label or a container's label by its
 * name, and anything else by its path. Undefined when the spec has no such value.
 */
export function valueOf(spec: Spec, field: string, key: string | undefined): string | undefined {
  if (field === 'env') return envOf(spec).find(({ name }) => name === key)?.value
  if (field === 'label') return text(member(objectAt(spec, 'Labels'), key))
  if (field === 'container-label')
    return text(member(objectAt(spec, 'TaskTemplate', 'ContainerSpec', 'Labels'), key))
  return text(leaf(spec, field))
}

const member = (object: JsonObject, key = ''): Json | undefined =>
  Object.hasOwn(object, key) ? object[key] : undefined

const text = (value: Json | undefined): string | undefined =>
  value === undefined || value === null ? undefined : plain(value)

/** What is at a joined path; a key may have dots in it itself. */
function leaf(value: Json | undefined, joined: string): Json | undefined {
  if (!isObject(value)) return undefined
  if (Object.hasOwn(value, joined)) return value[joined]
  for (const key of Object.keys(value)) {
    const found = joined.startsWith(`${key}.`) ? leaf(value[key], joined.slice(key.length + 1)) : undefined
    if (found !== undefined) return found
  }
  return undefined
}
