import type { Platform } from '../../../domain/image'
import type { Node } from '../../../domain/node'
import type { Reference, ReferenceKind } from '../../../domain/references'
import type { Service, Spec } from '../../../domain/service'
import type { Task } from '../../../domain/task'
import type { Endpoint, FoundContext, LogLine, Logins } from '../../../shared/contract'
import type { Registry } from './registry'

export interface EngineInfo {
  /** The swarm's id. */
  readonly cluster: string
  readonly apiVersion: string
  readonly engineVersion: string
  /** Milliseconds to add to this machine's clock to get the engine's. */
  readonly skew: number
  /** The id of the node that answers: only its containers can be asked. */
  readonly node: string
}

/** A hint that something changed; the listing is the truth. */
export interface EngineEvent {
  readonly type: string
  readonly action: string
  readonly id: string
  /** The daemon's clock, nanoseconds as text. */
  readonly timeNano: string
}

/** What a registry says of an image, asked through the manager. */
export interface Distribution {
  readonly digest: string
  /** As the Engine sends them: `{architecture, os}`. */
  readonly platforms: readonly Platform[]
}

/** A config of the swarm's; what is in it never changes. */
export interface StoredConfig {
  readonly id: string
  readonly name: string
  readonly data: Uint8Array
}

/** What a container on the connected node tells of its end. */
export interface ContainerEnd {
  /** The last health checks, oldest first; `output` is what they printed. */
  readonly checks: readonly { readonly at: string; readonly exitCode: number; readonly output: string }[]
  readonly outOfMemory: boolean
}

export interface TaskFilter {
  readonly service?: string
  readonly desiredState?: 'running' | 'shutdown' | 'accepted'
}

/** One connection to one cluster. Every method rejects with SkepError; reads end by a deadline, writes carry an outcome. */
export interface Engine {
  /** Checks that this is a swarm manager of a usable version. */
  open(): Promise<EngineInfo>
  ping(): Promise<void>
  services(): Promise<readonly Service[]>
  inspect(service: string): Promise<Service>
  tasks(filter?: TaskFilter): Promise<readonly Task[]>
  nodes(): Promise<readonly Node[]>
  /** What a spec can refer to by id, sorted by name; of secrets and configs never the content. */
  references(kind: ReferenceKind): Promise<readonly Reference[]>
  /**
   * Sends a spec once, never again by itself; refuses one without a Placement. With an X-Registry-Auth the nodes pull
   * with that login from then on, without one they go on with what is stored with the service (measured on 20.10.24).
   */
  update(
    service: string,
    index: number,
    spec: Spec,
    registryAuth?: string
  ): Promise<{ readonly warnings: readonly string[] }>
  /**
   * Asks for the engine's own rollback, once: it swaps Spec and PreviousSpec, whatever they are by then, and only
   * validates the spec that is sent; a second one goes forward again (measured on 20.10.24).
   */
  rollBack(service: string, index: number, spec: Spec): Promise<{ readonly warnings: readonly string[] }>
  distribution(image: string, registryAuth?: string): Promise<Distribution>
  /** The configs that carry a label, with what is in them. */
  configs(label: string): Promise<readonly StoredConfig[]>
  /** Makes a config, once; the engine takes at most 500 KiB (1,000 KiB since 23.0) and no name twice. */
  createConfig(config: Omit<StoredConfig, 'id'>, label: string): Promise<void>
  /** Removes a config by its id, once. */
  removeConfig(id: string): Promise<void>
  /** How a container of the connected node ended; rejects when it is gone or on another node. */
  container(id: string): Promise<ContainerEnd>
  logs(
    target: { readonly service: string; readonly task?: string | undefined },
    tail: number
  ): Promise<readonly LogLine[]>
  /**
   * First an empty list, once the engine has answered; then the lines of now and all that come, also those of tasks that start later, until the signal aborts; read no
   * faster than asked for. `tail` counts for each task, `since` is seconds since the epoch. Throws when the link breaks,
   * and does not end when the task or the service does (measured on 20.10.24).
   */
  followLogs(
    target: { readonly service: string; readonly task?: string | undefined },
    from: { readonly tail?: number | undefined; readonly since?: number | undefined },
    signal: AbortSignal
  ): AsyncIterable<readonly LogLine[]>
  /** Swarm events until the signal aborts or the stream breaks (then it throws). */
  events(signal: AbortSignal): AsyncIterable<EngineEvent>
  /** Ends every socket and timer of this connection. */
  close(): void
}

/** What ssh wants to know before it connects. */
export interface Question {
  readonly kind: 'host-key' | 'passphrase' | 'password'
  /** ssh's own words. */
  readonly text: string
  /** Of the host's key, when that is what it is about. */
  readonly fingerprint?: string
}

/** Asks the person; gives undefined when the person says no or the signal aborts first. */
export type Ask = (question: Question, signal: AbortSignal) => Promise<string | undefined>

export interface ConnectOptions {
  readonly readOnly: boolean
  /** Only where a person just asked for the connection; what runs by itself never asks. */
  readonly ask?: Ask | undefined
}

/** Makes connections and finds contexts; the edge to Docker. */
export interface Engines {
  connect(endpoint: Endpoint, options: ConnectOptions): Promise<Engine>
  /** Where an endpoint leads at this moment, as a text to compare: a context of the Docker CLI may change on disk. */
  whereabouts(endpoint: Endpoint): string
  discover(): Promise<readonly FoundContext[]>
  /** From where logins for registries would come. */
  logins(): Logins
  /** The registries as they are seen from an engine's place: `127.0.0.1` is this machine only for an engine here. */
  registry(endpoint: Endpoint): Registry
}
