import * as v from 'valibot'
import { demoClusters } from '../../domain/demo-cluster'
import type { ErrorCode } from '../../domain/error'
import { call, contextRef, id, line, none, path } from './schema'

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
  v.strictObject({ kind: v.literal('demo'), cluster: v.optional(v.picklist(demoClusters)) })
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

export const contextCalls = {
  /** Goes where a link leads, connecting what is disconnected; what cannot be is announced. */
  'links.follow': call<null>()(v.strictObject({ link: v.pipe(v.string(), v.maxLength(2_000)) })),
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
  )
} as const
