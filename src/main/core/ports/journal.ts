import type { ErrorCode } from '../../../domain/error'
import type { JsonObject } from '../../../domain/json'
import type { CheckCode } from '../../../domain/preflight'
import type { Spec } from '../../../domain/service'
import type { MemberStatus, StopReason } from '../../../domain/stack-plan'
import type { Step } from '../../../domain/step'
import type { Note, Outcome, RestoredPart, Version } from '../../../domain/version'
import type { ChainState } from '../../../shared/contract'

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
  readonly restoredPart?: RestoredPart
  /** The computer user who applied it. */
  readonly user?: string
  /** The reviewed plan's hash. */
  readonly plan?: string
  /** The error code of a refused or unknown one. */
  readonly code?: string
  /** Checks that had failed when it was applied all the same. */
  readonly despite?: readonly CheckCode[]
  /** The registry whose login went along; never the login. */
  readonly login?: string
  /** What it is for, when it is a step of an attended rollout. */
  readonly step?: Step
}

export interface StoredOutcome {
  readonly service: string
  readonly number: number
  readonly outcome: Outcome
  readonly at: number
  /** What the engine forgets: causes with error, exit code, slots and nodes. */
  readonly evidence: readonly JsonObject[]
}

/** What a person wrote on a version; later ones replace only what they name. */
export interface StoredNote extends Note {
  readonly service: string
  readonly number: number
}

/** A roll back of a stack as the journal keeps it; each of its states is an entry of its own. */
export interface StoredStackOperation {
  readonly operation: string
  readonly stack: string
  readonly release: number
  readonly from: number
  readonly at: number
  readonly user?: string
  /** The reviewed plan's hash. */
  readonly plan: string
  readonly state: 'running' | 'stopped' | 'succeeded' | 'closed'
  readonly reason?: StopReason
  readonly code?: ErrorCode
  readonly waves: readonly (readonly StoredStackMember[])[]
}

export interface StoredStackMember {
  readonly service: string
  readonly serviceName: string
  readonly version: number
  readonly from: number
  /** The update that carries it; written down before that is sent. */
  readonly update?: string
  /** What became of an update that was undone or replaced too soon to become a version. */
  readonly status?: MemberStatus
}

/** Kinds of entries: what became of a service, and what people did besides (`stack`: roll backs of whole stacks; `act`: revealing, exporting, …). */
export type EntryKind = 'version' | 'update' | 'outcome' | 'dossier' | 'note' | 'act' | 'runbook' | 'stack'

/** An entry to append; `number` and `operation` are what it can be found by. */
export interface NewEntry {
  readonly cluster: string
  /** Empty for what concerns no one service. */
  readonly service: string
  readonly kind: EntryKind
  readonly number?: number
  readonly operation?: string
  /** Plain JSON; never a spec or a value that looks secret. */
  readonly body: object
}

/** An entry as it was written. */
export interface JournalEntry {
  readonly seq: number
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly cluster: string
  readonly service: string
  /** `pruned` and `lost` are the journal's own: entries that went, on purpose or by damage. */
  readonly kind: EntryKind | 'pruned' | 'lost'
  readonly body: JsonObject
  /** SHA-256 over the hash of the entry before it and over what it says. */
  readonly hash: string
}

/**
 * The facts, append-only and durable: when a method that writes returns, the entry is on the disk. Every one throws
 * SkepError('journal-failed') rather than losing anything.
 */
export interface Journal {
  addVersion(cluster: string, version: StoredVersion, spec: Spec): void
  /** Oldest first; numbers may be missing where old ones were pruned. */
  versions(cluster: string, service: string): readonly StoredVersion[]
  /** The newest version's number, hash and outcome of every service of a cluster, by service id. */
  heads(
    cluster: string
  ): ReadonlyMap<string, { readonly number: number; readonly hash: string; readonly outcome: Outcome }>
  spec(hash: string): Spec | undefined
  hasSpec(hash: string): boolean
  addUpdate(update: StoredUpdate): void
  /** The newest state of each update of a cluster, newest first; `open` ones only if asked. */
  updates(
    cluster: string,
    filter?: { readonly service?: string; readonly open?: boolean }
  ): readonly StoredUpdate[]
  addOutcome(cluster: string, outcome: StoredOutcome): void
  outcomes(cluster: string, service: string): ReadonlyMap<number, Outcome>
  /** The newest outcome of each version, with when it came and its evidence. */
  judgements(cluster: string, service: string): ReadonlyMap<number, StoredOutcome>
  addNote(cluster: string, note: StoredNote): void
  notes(cluster: string, service: string): ReadonlyMap<number, Note>
  /** Appends what has no method of its own. */
  add(entry: NewEntry): void
  /** Entries in the order in which they were written, from behind `after` on. */
  entries(filter?: {
    readonly cluster?: string
    readonly service?: string
    readonly kinds?: readonly JournalEntry['kind'][]
    readonly after?: number
    readonly limit?: number
  }): readonly JournalEntry[]
  /** How much there is. */
  size(): { readonly bytes: number; readonly entries: number; readonly versions: number }
  /** Brings the journal within its budget now. */
  tidy(): void
  /** Looks through the whole chain of hashes. */
  check(): ChainState
  /** Remembers when a cluster was last looked at: milliseconds since the epoch; not an entry, the newest counts. */
  looked(cluster: string, at: number): void
  lastLook(cluster: string): number | undefined
  /** Writes all that `work` adds as one entry or none; a first look at thousands of services is one wait for the disk. */
  together(work: () => void): void
  close(): void
}
