import { isObject, type Json } from './json'

/** Keys whose zero value means something other than "not given": they are pointers in the Engine API's types. */
const zeroMatters = new Set(['Replicas', 'Init', 'MaxConcurrent', 'TotalCompletions', 'StopGracePeriod'])

/**
 * The one text of a JSON value, for hashing and comparing: keys sorted, and members left out that the Engine
 * leaves out too when it sends a spec back (null, empty, zero: Go's `omitempty`, read in moby api/types/swarm).
 */
export function canonical(value: Json): string {
  return text(value, '') ?? 'null'
}

/** Whether two JSON values mean the same to the Engine. */
export function same(a: Json | undefined, b: Json | undefined): boolean {
  return canonical(a ?? null) === canonical(b ?? null)
}

function text(value: Json, key: string): string | undefined {
  if (Array.isArray(value)) {
    if (value.length === 0) return undefined
    return `[${value.map((item: Json) => text(item, '') ?? 'null').join(',')}]`
  }
  if (isObject(value)) {
    const members = Object.keys(value)
      .sort()
      .flatMap((name) => {
        const member = value[name]
        // The kind of a service's mode is the presence of an object that may be empty: {"Global":{}}.
        const written =
          member === undefined ? undefined : (text(member, name) ?? (key === 'Mode' ? '{}' : undefined))
        return written === undefined ? [] : [`${JSON.stringify(name)}:${written}`]
      })
    return members.length === 0 ? undefined : `{${members.join(',')}}`
  }
  if (value === null || value === '') return undefined
  if ((value === 0 || value === false) && key !== '' && !zeroMatters.has(key)) return undefined
  return typeof value === 'bigint' ? value.toString() : JSON.stringify(value)
}
