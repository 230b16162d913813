/** Any JSON value; integers beyond 2^53 are `bigint`, so that a spec survives a round trip unchanged. */
export type Json = null | boolean | number | bigint | string | readonly Json[] | JsonObject

/** A JSON object that is read through helpers and changed only by key. */
export interface JsonObject {
  readonly [key: string]: Json
}

/** Whether a value is a JSON object (not an array, not null). */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The value at a path of keys, or undefined when any step is missing or not an object. */
export function at(value: Json | undefined, ...path: readonly string[]): Json | undefined {
  let here = value
  for (const key of path) {
    if (!isObject(here)) return undefined
    here = here[key]
  }
  return here
}

/** The object at a path, or an empty one. */
export function objectAt(value: Json | undefined, ...path: readonly string[]): JsonObject {
  const found = at(value, ...path)
  return isObject(found) ? found : {}
}

/** The list at a path, or an empty one. */
export function listAt(value: Json | undefined, ...path: readonly string[]): readonly Json[] {
  const found = at(value, ...path)
  return Array.isArray(found) ? found : []
}

/** The string at a path, or undefined. */
export function textAt(value: Json | undefined, ...path: readonly string[]): string | undefined {
  const found = at(value, ...path)
  return typeof found === 'string' ? found : undefined
}

/** The number at a path (a bigint is rounded to a number), or undefined. */
export function numberAt(value: Json | undefined, ...path: readonly string[]): number | undefined {
  const found = at(value, ...path)
  if (typeof found === 'bigint') return Number(found)
  return typeof found === 'number' ? found : undefined
}

/** A copy of `root` without the key at `path`; what holds it stays, even when empty. */
export function withoutAt(root: JsonObject, path: readonly [string, ...string[]]): JsonObject {
  const [key, ...rest] = path
  const [next, ...more] = rest
  const child = root[key]
  if (next === undefined) return Object.fromEntries(Object.entries(root).filter(([name]) => name !== key))
  return isObject(child) ? { ...root, [key]: withoutAt(child, [next, ...more]) } : root
}

/** A copy of `root` in which only the value at `path` is replaced; every other key keeps its value and its place. */
export function withAt(root: JsonObject, path: readonly [string, ...string[]], value: Json): JsonObject {
  const [key, ...rest] = path
  const [next, ...more] = rest
  if (next === undefined) return { ...root, [key]: value }
  const child = root[key]
  return { ...root, [key]: withAt(isObject(child) ? child : {}, [next, ...more], value) }
}
