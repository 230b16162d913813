import { isObject, type Json, type JsonObject } from './json'
import { badFields, type PolicyChange, type PolicyField } from './policy'
import { isPreset } from './presets'

/** The fields of a policy as a compose file names them below `deploy`, in the order they are written. */
export const fileKeys: Readonly<Record<PolicyField, string>> = {
  parallelism: 'parallelism',
  delay: 'delay',
  failureAction: 'failure_action',
  monitor: 'monitor',
  maxFailureRatio: 'max_failure_ratio',
  order: 'order'
}

/** The two parts of a policy, named as in a compose file. */
export const fileParts = { policy: 'update_config', rollback: 'rollback_config' } as const

/** Why a policy in a file cannot be kept: its name, its form, a key that there is not, a value, or that it says nothing. */
export type PolicyProblem =
  | { readonly code: 'name' | 'preset' | 'form' | 'nothing' | 'rollback-action' }
  | { readonly code: 'key'; readonly key: string }
  | { readonly code: 'value'; readonly key: string; readonly field: PolicyField }

export const longestPolicyName = 60

/** What a policy says of updates and of rollbacks. */
export interface PolicyParts {
  readonly policy: PolicyChange
  readonly rollback?: PolicyChange | undefined
}

const says = (change: PolicyChange | undefined): boolean =>
  change !== undefined && Object.values(change).some((value) => value !== undefined)

/** A policy as an entry of a file; fields that it leaves out are left out. */
export function toFile({ policy, rollback }: PolicyParts): JsonObject {
  return {
    ...(says(policy) ? { [fileParts.policy]: partToFile(policy) } : {}),
    ...(rollback && says(rollback) ? { [fileParts.rollback]: partToFile(rollback) } : {})
  }
}

function partToFile(change: PolicyChange): JsonObject {
  return Object.fromEntries(
    Object.entries(fileKeys).flatMap(([field, key]): [string, Json][] => {
      const value = change[field as PolicyField]
      return value === undefined ? [] : [[key, value]]
    })
  )
}

/** The policy that an entry of a file says, or why it cannot be kept. */
export function fromFile(name: string, entry: Json | undefined): PolicyParts | PolicyProblem {
  if (name.trim() === '' || name !== name.trim() || name.length > longestPolicyName || /[\0\r\n]/.test(name))
    return { code: 'name' }
  if (isPreset(name)) return { code: 'preset' }
  if (!isObject(entry)) return { code: 'form' }
  const parts: readonly string[] = Object.values(fileParts)
  const strange = Object.keys(entry).find((key) => !parts.includes(key))
  if (strange !== undefined) return { code: 'key', key: strange }
  const policy = partFrom(entry[fileParts.policy])
  if ('code' in policy) return policy
  const rollback = partFrom(entry[fileParts.rollback])
  if ('code' in rollback) return rollback
  // A rollback whose own failure rolls back ends as `completed` while its tasks crash (measured on 20.10.24).
  if (rollback.change.failureAction === 'rollback') return { code: 'rollback-action' }
  if (!says(policy.change) && !says(rollback.change)) return { code: 'nothing' }
  return { policy: policy.change, ...(says(rollback.change) ? { rollback: rollback.change } : {}) }
}

function partFrom(part: Json | undefined): { readonly change: PolicyChange } | PolicyProblem {
  if (part === undefined || part === null) return { change: {} }
  if (!isObject(part)) return { code: 'form' }
  const fields = Object.keys(fileKeys) as PolicyField[]
  const change: Partial<Record<PolicyField, Json>> = {}
  for (const [key, value] of Object.entries(part)) {
    const field = fields.find((known) => fileKeys[known] === key)
    if (field === undefined) return { code: 'key', key }
    const wanted = field === 'parallelism' || field === 'maxFailureRatio' ? 'number' : 'string'
    if (typeof value !== wanted || badFields({ [field]: value } as PolicyChange).length > 0)
      return { code: 'value', key, field }
    change[field] = value
  }
  return { change: change as PolicyChange }
}

/** Whether two policies say the same. */
export const samePolicy = (a: PolicyParts, b: PolicyParts): boolean =>
  JSON.stringify(toFile(a)) === JSON.stringify(toFile(b))
