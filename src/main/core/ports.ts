import type { JsonObject } from '../../domain/json'
import type { Node } from '../../domain/node'
import type { PolicyChange } from '../../domain/policy'
import type { Outcome, Version } from '../../domain/version'
import type { Service, Spec } from '../../domain/service'
import type { Task } from '../../domain/task'
import type {
  ContextInput,
  Endpoint,
  FoundContext,
  LanguageChoice,
  LogLine,
  Theme
} from '../../shared/contract'

export interface EngineInfo {
  /** The swarm's id. */
  readonly cluster: string
  readonly apiVersion: string
  readonly engineVersion: string
  /** Milliseconds to add to this machine's clock to get the engine's. */
  readonly skew: number
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
  readonly platforms: readonly { readonly architecture: string; readonly os: string }[]
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
  /** Sends a spec once, never again by itself; refuses one without a Placement. */
  update(service: string, index: number, spec: Spec): Promise<{ readonly warnings: readonly string[] }>
  distribution(image: string): Promise<Distribution>
  logs(
    target: { readonly service: string; readonly task?: string },
    tail: number
  ): Promise<readonly LogLine[]>
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
}

/** A version as the journal keeps it. */
export interface StoredVersion extends Version {
  readonly service: string
  /** The update of Skep's that made it, if one did. */
  readonly update?: string
}

/** The life of one update that Skep sent. */
export interface StoredUpdate {
  readonly update: string
  readonly cluster: string
  readonly service: string
  readonly serviceName: string
  readonly state: 'sending' | 'accepted' | 'not-applied' | 'unknown' | 'superseded'
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly baseIndex: number
  readonly baseHash: string
  readonly targetHash: string
  readonly restores?: number
  /** The error code of a refused or unknown one. */
  readonly code?: string
}

export interface StoredOutcome {
  readonly service: string
  readonly number: number
  readonly outcome: Outcome
  readonly at: number
  /** What the engine forgets: causes with error, exit code, slots and nodes. */
  readonly evidence: readonly JsonObject[]
}

/**
 * The facts, append-only and durable: when a method that writes returns, the entry is on the disk. Every one throws
 * SkepError('journal-failed') rather than losing anything.
 */
export interface Journal {
  addVersion(cluster: string, version: StoredVersion, spec: Spec): void
  versions(cluster: string, service: string): readonly StoredVersion[]
  /** The newest version's number, hash and outcome of every service of a cluster, by service id. */
  heads(
    cluster: string
  ): ReadonlyMap<string, { readonly number: number; readonly hash: string; readonly outcome: Outcome }>
  spec(hash: string): Spec | undefined
  addUpdate(update: StoredUpdate): void
  /** The newest state of each update of a cluster, newest first; `open` ones only if asked. */
  updates(
    cluster: string,
    filter?: { readonly service?: string; readonly open?: boolean }
  ): readonly StoredUpdate[]
  addOutcome(cluster: string, outcome: StoredOutcome): void
  outcomes(cluster: string, service: string): ReadonlyMap<number, Outcome>
  /** Writes all that `work` adds as one entry or none; a first look at thousands of services is one wait for the disk. */
  together(work: () => void): void
  close(): void
}

export interface SavedContext extends Omit<ContextInput, 'id' | 'managers'> {
  readonly id: string
  /** Further managers of the same swarm, tried in this order when the endpoint fails. */
  readonly managers: readonly Endpoint[]
  /** The swarm that answered here first; another one is refused. */
  readonly cluster?: string
  /** Whether to connect when the app starts. */
  readonly open: boolean
}

export interface SettingsData {
  readonly contexts: readonly SavedContext[]
  readonly policies: readonly { readonly name: string; readonly policy: PolicyChange }[]
  readonly language: LanguageChoice
  readonly theme: Theme
}

/** What may be lost, unlike the journal: contexts by reference and preferences. */
export interface Settings {
  get(): SettingsData
  /** Durable when it returns; throws SkepError('settings-failed') and changes nothing otherwise. */
  set(change: Partial<SettingsData>): void
  /** Sentences' codes on what was found damaged at start. */
  readonly notices: readonly { readonly code: string; readonly file: string }[]
}
