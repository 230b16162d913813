import * as v from 'valibot'
import { fieldNames, listNames } from '../../domain/fields'
import type { Plan } from '../../domain/plan'
import type { CheckCode } from '../../domain/preflight'
import { changeGroups } from '../../domain/spec-diff'
import type { ThreeWayRow } from '../../domain/three-way'
import type { StepKind, StepReason } from '../../domain/step'
import { policyChange } from './policies'
import { call, contextRef, count, id, line } from './schema'

const named = v.strictObject({
  set: v.optional(v.record(v.pipe(line(1024), v.minLength(1)), v.pipe(v.string(), v.maxLength(131_072)))),
  remove: v.optional(v.pipe(v.array(line(1024)), v.readonly()))
})

const listChange = v.strictObject({
  add: v.optional(v.pipe(v.array(line(8192)), v.maxLength(500), v.readonly())),
  remove: v.optional(v.pipe(v.array(line(8192)), v.maxLength(500), v.readonly()))
})

/** Which difference between two specs is meant, without its values. */
const changeRef = v.strictObject({
  group: v.picklist(changeGroups),
  field: v.pipe(line(1024), v.minLength(1)),
  key: v.optional(line(8192))
})

export const changeSchema = v.strictObject({
  kind: v.optional(v.literal('change')),
  image: v.optional(line(1024)),
  replicas: v.optional(count),
  env: v.optional(named),
  labels: v.optional(named),
  updatePolicy: v.optional(policyChange),
  rollbackPolicy: v.optional(policyChange),
  settings: v.optional(v.record(v.picklist(fieldNames), v.optional(line(8192)))),
  lists: v.optional(v.record(v.picklist(listNames), v.optional(listChange))),
  force: v.optional(v.boolean()),
  resolveImage: v.optional(v.boolean()),
  withRegistryAuth: v.optional(v.boolean())
})

const draftSchema = v.union([
  v.strictObject({
    kind: v.literal('version'),
    number: v.pipe(v.number(), v.integer(), v.minValue(1)),
    emergency: v.optional(v.boolean()),
    keepReplicas: v.optional(v.boolean()),
    part: v.optional(v.literal('image')),
    only: v.optional(v.pipe(v.array(changeRef), v.minLength(1), v.maxLength(500), v.readonly())),
    native: v.optional(v.boolean()),
    withRegistryAuth: v.optional(v.boolean())
  }),
  changeSchema
])

const planHash = v.pipe(v.string(), v.hash(['sha256']))

/** Where an update that was sent stands. */
export interface UpdateRecord {
  readonly update: string
  readonly context: string
  readonly service: string
  readonly serviceName: string
  readonly state: 'sending' | 'accepted' | 'not-applied' | 'unknown' | 'superseded'
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly restores?: number
  /** Checks that had failed when it was applied all the same. */
  readonly despite?: readonly CheckCode[]
  /** What it is for, when it is a step of an attended rollout, and why when Skep took it by itself. */
  readonly step?: StepKind
  readonly reason?: StepReason
}

/** What somebody else made of a service since a plan was reviewed, beside what the plan makes of it. */
export interface Conflict {
  readonly rows: readonly ThreeWayRow[]
}

export const updateCalls = {
  'updates.plan': call<Plan>()(v.strictObject({ context: id, service: id, draft: draftSchema })),
  /** Null while the service is what the plan was made from; its status does not count. */
  'updates.conflict': call<Conflict | null>()(v.strictObject({ plan: id, hash: planHash })),
  'updates.apply': call<{ readonly update: string }>()(
    v.strictObject({
      plan: id,
      hash: planHash,
      confirm: v.optional(line(256)),
      /** Whether to apply although checks failed; false refuses then, left out leaves it to the caller. */
      anyway: v.optional(v.boolean())
    })
  ),
  'updates.list': call<readonly UpdateRecord[]>()(contextRef)
} as const
