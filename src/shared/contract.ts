import type * as v from 'valibot'
import type { ErrorCode, ErrorValues } from '../domain/error'
import type { Rollout } from '../domain/rollout'
import type { ClusterSnapshot } from '../domain/snapshot'
import type { StackOperation } from '../domain/stack-plan'
import { auditCalls } from './contract/audit'
import { attendedCalls, type AttendedView } from './contract/attended'
import { contextCalls, type ContextInfo, type OpenQuestion } from './contract/contexts'
import { fileCalls } from './contract/files'
import { diagnosticsCalls } from './contract/diagnostics'
import { draftCalls } from './contract/drafts'
import { historyCalls } from './contract/history'
import { logCalls, type LogBatch } from './contract/logs'
import { policyCalls } from './contract/policies'
import { registryCalls } from './contract/registry'
import { rolloutCalls } from './contract/rollouts'
import { runbookCalls } from './contract/runbooks'
import { serviceCalls } from './contract/services'
import { sharedCalls } from './contract/shared'
import { settingsCalls, type SettingsView } from './contract/settings'
import { stackCalls } from './contract/stacks'
import { updateCalls, type UpdateRecord } from './contract/updates'

export * from './contract/audit'
export * from './contract/attended'
export * from './contract/contexts'
export * from './contract/diagnostics'
export * from './contract/drafts'
export * from './contract/history'
export * from './contract/logs'
export * from './contract/policies'
export * from './contract/registry'
export * from './contract/runbooks'
export * from './contract/services'
export * from './contract/settings'
export * from './contract/shared'
export * from './contract/stacks'
export * from './contract/updates'

/** Every call there is, from which the handlers, the client and the dispatch table follow; one file an area. */
export const calls = {
  ...contextCalls,
  ...serviceCalls,
  ...updateCalls,
  ...draftCalls,
  ...rolloutCalls,
  ...attendedCalls,
  ...historyCalls,
  ...policyCalls,
  ...stackCalls,
  ...runbookCalls,
  ...logCalls,
  ...fileCalls,
  ...registryCalls,
  ...auditCalls,
  ...settingsCalls,
  ...diagnosticsCalls,
  ...sharedCalls
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
  /** Null when no attended rollout of the service asks for anything any more. */
  readonly 'attended.changed': {
    readonly context: string
    readonly service: string
    readonly view: AttendedView | null
  }
  readonly 'update.changed': UpdateRecord
  readonly 'history.changed': { readonly context: string; readonly service: string }
  readonly 'stack.changed': StackOperation
  readonly 'settings.changed': SettingsView
  /** A person followed a notification or a link to a context, or to a service of it. */
  readonly 'sight.wanted': { readonly context: string; readonly service?: string }
  /** A link from outside leads nowhere; the window says the sentence of that code. */
  readonly 'link.failed': { readonly code: ErrorCode; readonly values: ErrorValues }
  /** A person chose a command in the native menu, by the id it has in the window. */
  readonly 'command.wanted': { readonly id: string }
  readonly 'logs.batch': LogBatch
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
