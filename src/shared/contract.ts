import * as v from 'valibot'
import type { ErrorCode, ErrorValues } from '../domain/error'
import { fieldNames, listNames } from '../domain/fields'
import type { JsonObject } from '../domain/json'
import type { Plan } from '../domain/plan'
import { failureActions, orders, type Policy, type PolicyChange } from '../domain/policy'
import type { Rollout } from '../domain/rollout'
import type { Mode, UpdateStatus } from '../domain/service'
import type { ClusterSnapshot } from '../domain/snapshot'
import type { SpecChange } from '../domain/spec-diff'
import type { TaskState } from '../domain/task'
import type { Author, Outcome, Source } from '../domain/version'

// ---- what calls take: strict objects with length limits; ids are single path segments
const id = v.pipe(v.string(), v.regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,127}$/))
const line = (max: number) => v.pipe(v.string(), v.maxLength(max), v.regex(/^[^\0\r\n]*$/))
const path = v.pipe(v.string(), v.minLength(1), v.maxLength(4096), v.regex(/^[^\0\r\n]*$/))
const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000_000_000))
const none = v.optional(v.nullable(v.strictObject({})))

const host = v.pipe(v.string(), v.maxLength(255), v.regex(/^[A-Za-z0-9][A-Za-z0-9._:%-]*$/))
const port = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535))

export const endpointSchema = v.variant('kind', [
  v.strictObject({ kind: v.literal('unix'), path }),
  v.strictObject({ kind: v.literal('npipe'), path }),
  v.strictObject({
    kind: v.literal('tcp'),
    host,
    port,
    tls: v.optional(v.strictObject({ ca: path, cert: path, key: path }))
  }),
  v.strictObject({
    kind: v.literal('ssh'),
    destination: v.pipe(
      v.string(),
      v.maxLength(320),
      v.regex(/^([A-Za-z0-9_][A-Za-z0-9._-]*@)?[A-Za-z0-9][A-Za-z0-9._:%-]*$/)
    ),
    port: v.optional(port),
    socket: v.optional(path)
  }),
  v.strictObject({ kind: v.literal('docker-context'), name: id }),
  v.strictObject({ kind: v.literal('demo') })
])

export const modes = ['read-only', 'assisted', 'full'] as const
export const environments = ['dev', 'staging', 'production'] as const

const contextSchema = v.strictObject({
  id: v.optional(id),
  name: v.pipe(line(60), v.trim(), v.minLength(1)),
  endpoint: endpointSchema,
  /** Further managers of the same swarm; left out, they stay as they are. */
  managers: v.optional(v.pipe(v.array(endpointSchema), v.maxLength(9), v.readonly())),
  mode: v.picklist(modes),
  environment: v.picklist(environments)
})

const contextRef = v.strictObject({ context: id })
const serviceRef = v.strictObject({ context: id, service: id })

const named = v.strictObject({
  set: v.optional(v.record(v.pipe(line(1024), v.minLength(1)), v.pipe(v.string(), v.maxLength(131_072)))),
  remove: v.optional(v.pipe(v.array(line(1024)), v.readonly()))
})

const listChange = v.strictObject({
  add: v.optional(v.pipe(v.array(line(8192)), v.maxLength(500), v.readonly())),
  remove: v.optional(v.pipe(v.array(line(8192)), v.maxLength(500), v.readonly()))
})

export const policyChange = v.strictObject({
  parallelism: v.optional(count),
  delay: v.optional(line(40)),
  monitor: v.optional(line(40)),
  failureAction: v.optional(v.picklist(failureActions)),
  maxFailureRatio: v.optional(v.number()),
  order: v.optional(v.picklist(orders))
})

const policyName = v.pipe(line(60), v.trim(), v.minLength(1))

const draftSchema = v.union([
  v.strictObject({
    kind: v.literal('version'),
    number: v.pipe(v.number(), v.integer(), v.minValue(1)),
    emergency: v.optional(v.boolean()),
    keepReplicas: v.optional(v.boolean())
  }),
  v.strictObject({
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
    resolveImage: v.optional(v.boolean())
  })
])

const settingsChange = v.strictObject({
  language: v.optional(v.picklist(['system', 'en', 'fr'])),
  theme: v.optional(v.picklist(['system', 'light', 'dark']))
})

// ---- what calls give
export type Endpoint = v.InferOutput<typeof endpointSchema>
export type ContextInput = v.InferOutput<typeof contextSchema>
export type ContextMode = (typeof modes)[number]
export type Environment = (typeof environments)[number]

/**
 * `lost`: never reached since it was opened, or it needs a person; it is tried again all the same. `reconnecting`: it was
 * live before. `since` is milliseconds since the epoch.
 */
export interface Connection {
  readonly state: 'disconnected' | 'connecting' | 'live' | 'reconnecting' | 'lost'
  readonly since: number
  /** Whether the last look at the cluster took more than two seconds to be answered. */
  readonly slow?: boolean
  /** Why, as a sentence in the language of the settings. */
  readonly reason?: string
  readonly code?: ErrorCode
  readonly detail?: string
}

export interface ContextInfo {
  readonly id: string
  readonly name: string
  readonly endpoint: Endpoint
  readonly managers: readonly Endpoint[]
  readonly mode: ContextMode
  readonly environment: Environment
  readonly connection: Connection
}

/** A context found in the Docker CLI's store or in DOCKER_HOST, not yet saved. */
export interface FoundContext {
  readonly name: string
  readonly endpoint: Endpoint
  /** Where it leads, as Docker writes it: `unix:///var/run/docker.sock`. */
  readonly address: string
  readonly source: 'docker-context' | 'docker-host' | 'default-socket'
  readonly current: boolean
}

/** An update policy by name; what it leaves out stays as it is in a service. */
export interface NamedPolicy {
  readonly name: string
  readonly policy: PolicyChange
  /** Whether it comes with Skep and cannot be changed. */
  readonly preset: boolean
}

/** What a try of an endpoint found. */
export interface Tried {
  /** The swarm's id. */
  readonly cluster: string
  readonly engineVersion: string
  readonly apiVersion: string
  readonly nodes: number
  readonly managers: number
}

/** Something that ssh wants to know before it connects; `context` is empty for a try of an endpoint. */
export interface OpenQuestion {
  readonly id: string
  readonly context: string
  readonly kind: 'host-key' | 'passphrase' | 'password'
  /** ssh's own words. */
  readonly text: string
  readonly fingerprint?: string
}

export interface TaskRow {
  readonly id: string
  readonly slot?: string
  readonly node?: string
  readonly image: string
  readonly state: TaskState
  readonly desiredState: TaskState
  readonly error?: string
  readonly exitCode?: number
  /** Since when it is in this state: milliseconds since the epoch. */
  readonly at: number
  /** Whether it runs the spec in force. */
  readonly current: boolean
}

export interface ServiceDetail {
  readonly context: string
  readonly id: string
  readonly name: string
  readonly stack?: string
  readonly image: string
  readonly digest?: string
  readonly mode: Mode
  readonly replicas?: number
  readonly index: number
  readonly createdAt: number
  readonly updatedAt: number
  readonly status?: UpdateStatus
  readonly env: readonly { readonly name: string; readonly value: string; readonly masked: boolean }[]
  /** The service's own labels; those of its containers are in the spec. */
  readonly labels: readonly { readonly name: string; readonly value: string; readonly masked: boolean }[]
  readonly policy: { readonly update: Policy; readonly rollback: Policy }
  /** Newest first in each slot. */
  readonly tasks: readonly TaskRow[]
  /** The whole spec with secret-looking values masked. */
  readonly spec: JsonObject
}

export interface HistoryEntry {
  readonly number: number
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly by: Author
  readonly image: string
  readonly digest?: string
  /** What it changed of the version before it; empty for the oldest one. */
  readonly changes: readonly SpecChange[]
  readonly outcome: Outcome
  readonly restores?: number
  readonly current: boolean
  readonly source: Source
  /** Whether it can be rolled back to; partial ones lack what tasks do not carry. */
  readonly complete: boolean
}

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
}

export interface LogLine {
  readonly at: string
  readonly task: string
  readonly node: string
  readonly stream: 'stdout' | 'stderr'
  readonly text: string
}

export type Language = 'en' | 'fr'
export type LanguageChoice = 'system' | Language
export type Theme = 'system' | 'light' | 'dark'

export interface SettingsView {
  readonly language: LanguageChoice
  readonly theme: Theme
  /** The language in force. */
  readonly speaks: Language
  readonly versions: { readonly skep: string; readonly electron: string }
  /** What went wrong with stored data and what was done about it, if anything. */
  readonly notices: readonly string[]
}

// ---- the calls: one entry each, from which the handlers, the client and the dispatch table follow
interface Call<S extends v.GenericSchema, Output> {
  readonly input: S
  /** Never there at run time; carries the type of the answer. */
  readonly output?: { readonly value: Output }
}
const call =
  <Output>() =>
  <S extends v.GenericSchema>(input: S): Call<S, Output> => ({ input })

export const calls = {
  'contexts.list': call<readonly ContextInfo[]>()(none),
  'contexts.discover': call<readonly FoundContext[]>()(none),
  'contexts.save': call<{ readonly id: string }>()(contextSchema),
  'contexts.remove': call<null>()(contextRef),
  'contexts.connect': call<null>()(contextRef),
  'contexts.disconnect': call<null>()(contextRef),
  'contexts.test': call<Tried>()(v.strictObject({ endpoint: endpointSchema })),
  'contexts.renew': call<null>()(none),
  'questions.list': call<readonly OpenQuestion[]>()(none),
  'questions.answer': call<null>()(
    v.strictObject({
      question: id,
      answer: v.nullable(v.pipe(v.string(), v.maxLength(4096), v.regex(/^[^\0\r\n]*$/)))
    })
  ),
  'clusters.snapshot': call<ClusterSnapshot>()(contextRef),
  'services.inspect': call<ServiceDetail>()(serviceRef),
  'services.logs': call<readonly LogLine[]>()(
    v.strictObject({
      context: id,
      service: id,
      task: v.optional(id),
      tail: v.pipe(count, v.minValue(1), v.maxValue(2000))
    })
  ),
  'updates.plan': call<Plan>()(v.strictObject({ context: id, service: id, draft: draftSchema })),
  'updates.apply': call<{ readonly update: string }>()(
    v.strictObject({ plan: id, hash: v.pipe(v.string(), v.hash(['sha256'])), confirm: v.optional(line(256)) })
  ),
  'updates.list': call<readonly UpdateRecord[]>()(contextRef),
  'rollouts.get': call<Rollout>()(serviceRef),
  'rollouts.hold': call<Plan>()(
    v.strictObject({ context: id, service: id, slots: v.optional(v.pipe(count, v.minValue(1))) })
  ),
  'rollouts.continue': call<Plan>()(
    v.strictObject({ context: id, service: id, policy: v.optional(policyChange) })
  ),
  'rollouts.abort': call<Plan>()(serviceRef),
  'history.list': call<readonly HistoryEntry[]>()(serviceRef),
  'history.diff': call<readonly SpecChange[]>()(
    v.strictObject({
      context: id,
      service: id,
      a: v.pipe(count, v.minValue(1)),
      b: v.pipe(count, v.minValue(1))
    })
  ),
  'policies.list': call<readonly NamedPolicy[]>()(none),
  'policies.save': call<null>()(v.strictObject({ name: policyName, policy: policyChange })),
  'policies.remove': call<null>()(v.strictObject({ name: policyName })),
  'settings.get': call<SettingsView>()(none),
  'settings.set': call<SettingsView>()(settingsChange)
} as const

export type Method = keyof typeof calls
export type Input<M extends Method> = v.InferInput<(typeof calls)[M]['input']>
export type Parsed<M extends Method> = v.InferOutput<(typeof calls)[M]['input']>
export type Output<M extends Method> = NonNullable<(typeof calls)[M]['output']>['value']

/** What main announces; always whole, never a delta. */
export interface Events {
  readonly 'contexts.changed': readonly ContextInfo[]
  readonly 'cluster.changed': ClusterSnapshot
  readonly 'rollout.changed': { readonly context: string; readonly rollout: Rollout }
  readonly 'update.changed': UpdateRecord
  readonly 'history.changed': { readonly context: string; readonly service: string }
  readonly 'settings.changed': SettingsView
  /** All questions that are open; empty when none is. */
  readonly 'questions.changed': readonly OpenQuestion[]
}

export type EventName = keyof Events
export type Announcement = {
  readonly [N in EventName]: { readonly name: N; readonly payload: Events[N] }
}[EventName]

export interface Failure {
  readonly code: ErrorCode
  /** A complete sentence for a person, in the language of the settings. */
  readonly message: string
  /** Values of the sentence's blanks, so that the window can say it in its own language. */
  readonly values?: ErrorValues
  /** Redacted evidence. */
  readonly detail?: string
}

export type Reply =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: Failure }

/** The two functions that the preload puts on `window.skep`. */
export interface Bridge {
  call(method: string, input: unknown): Promise<Reply>
  listen(fn: (announcement: Announcement) => void): () => void
}
