import * as v from 'valibot'
import { failureActions, orders, type PolicyChange } from '../../domain/policy'
import type { PolicyGiven, PolicyPlan } from '../../domain/policy-plan'
import { call, count, id, line, none } from './schema'

export const policyChange = v.strictObject({
  parallelism: v.optional(count),
  delay: v.optional(line(40)),
  monitor: v.optional(line(40)),
  failureAction: v.optional(v.picklist(failureActions)),
  maxFailureRatio: v.optional(v.number()),
  order: v.optional(v.picklist(orders))
})

const policyName = v.pipe(line(60), v.trim(), v.minLength(1))
const file = v.pipe(v.string(), v.maxLength(256 * 1024))

/** What a policy says of updates and of rollbacks; what it leaves out stays as it is in a service. */
export interface PolicyContent {
  readonly policy: PolicyChange
  /** The policy of the engine's own rollbacks; absent when it says nothing of them. */
  readonly rollback?: PolicyChange | undefined
}

/** A policy by name. */
export interface NamedPolicy extends PolicyContent {
  readonly name: string
  /** Whether it comes with Skep and cannot be changed. */
  readonly preset: boolean
}

/** The policy that an update of a context's services begins with, or of one service, named as on its cluster. */
export interface PolicyDefault {
  readonly context: string
  readonly service?: string | undefined
  readonly policy: string
}

/** A policy that was read from a file, and what keeping it would do. */
export interface ReadPolicy {
  readonly name: string
  /** `refused`: `reason` says why, in the language of the settings. */
  readonly state: 'new' | 'same' | 'replaces' | 'refused'
  readonly content?: PolicyContent
  /** What is kept under that name now, where it would be replaced. */
  readonly before?: PolicyContent
  /** The line in the file, from 1. */
  readonly line: number
  readonly reason?: string
}

export const policyCalls = {
  'policies.list': call<readonly NamedPolicy[]>()(none),
  'policies.defaults': call<readonly PolicyDefault[]>()(none),
  /** Keeps one's own; `was` is its name until now, where it is renamed. */
  'policies.save': call<null>()(
    v.strictObject({
      name: policyName,
      policy: policyChange,
      rollback: v.optional(policyChange),
      was: v.optional(policyName)
    })
  ),
  'policies.remove': call<null>()(v.strictObject({ name: policyName })),
  /** Without a service it is the context's; null takes it away. */
  'policies.setDefault': call<null>()(
    v.strictObject({
      context: id,
      service: v.optional(v.pipe(line(256), v.minLength(1))),
      policy: v.nullable(policyName)
    })
  ),
  /** Writes one's own policies as a YAML file below Skep's own folder for exports. */
  'policies.export': call<{ readonly path: string }>()(none),
  /** Reads such a file; nothing is kept. */
  'policies.read': call<readonly ReadPolicy[]>()(v.strictObject({ text: file })),
  /** Keeps those of these names, all or none. */
  'policies.import': call<null>()(
    v.strictObject({ text: file, names: v.pipe(v.array(policyName), v.minLength(1), v.maxLength(500)) })
  ),
  /** Plans a policy alone for services of a context. */
  'policies.plan': call<PolicyPlan>()(
    v.strictObject({
      context: id,
      policy: policyName,
      services: v.pipe(v.array(id), v.minLength(1), v.maxLength(500))
    })
  ),
  'policies.apply': call<readonly PolicyGiven[]>()(
    v.strictObject({ plan: id, hash: v.pipe(v.string(), v.hash(['sha256'])), confirm: v.optional(line(256)) })
  )
} as const
