import * as v from 'valibot'
import { fieldNames, listNames } from '../../domain/fields'
import type { Typed } from '../../domain/typed'
import { call, id, line, serviceRef } from './schema'

const text = v.pipe(v.string(), v.maxLength(131_072))
const policyText = v.strictObject({
  parallelism: v.optional(line(40)),
  delay: v.optional(line(40)),
  monitor: v.optional(line(40)),
  failureAction: v.optional(line(40)),
  maxFailureRatio: v.optional(line(40)),
  order: v.optional(line(40))
})
const named = v.strictObject({
  set: v.record(line(1024), text),
  removed: v.pipe(v.array(line(1024)), v.maxLength(1000), v.readonly()),
  added: v.pipe(v.array(v.strictObject({ name: line(1024), value: text })), v.maxLength(1000), v.readonly())
})

/** What a person typed for a service, as texts: also what cannot be sent yet. Only what was touched is there. */
export const typedSchema = v.strictObject({
  image: v.optional(line(1024)),
  replicas: v.optional(line(40)),
  force: v.optional(v.literal(true)),
  resolveImage: v.optional(v.literal(false)),
  withRegistryAuth: v.optional(v.literal(true)),
  /** The name of the policy that was chosen last. */
  policy: v.optional(line(60)),
  update: v.optional(policyText),
  rollback: v.optional(policyText),
  settings: v.optional(v.record(v.picklist(fieldNames), v.optional(line(8192)))),
  lists: v.optional(
    v.record(
      v.picklist(listNames),
      v.optional(
        v.strictObject({
          removed: v.pipe(v.array(line(8192)), v.maxLength(500), v.readonly()),
          added: v.pipe(v.array(line(8192)), v.maxLength(500), v.readonly())
        })
      )
    )
  ),
  env: v.optional(named),
  labels: v.optional(named)
})

/** What was typed in an earlier run of Skep. */
export interface KeptDraft {
  readonly typed: Typed
  /** When it was typed last: milliseconds since the epoch. */
  readonly at: number
  /** The hash of the spec that it was typed for. */
  readonly base: string
  /** Names of what was typed too and looked like a secret, so that it was never written down. */
  readonly lost: readonly string[]
}

export const draftCalls = {
  'drafts.get': call<KeptDraft | null>()(serviceRef),
  /** Keeps what was typed for a service, or forgets it with null. What looks like a secret is left out. */
  'drafts.keep': call<null>()(
    v.strictObject({
      context: id,
      service: id,
      base: v.pipe(v.string(), v.hash(['sha256'])),
      typed: v.nullable(typedSchema)
    })
  )
} as const
