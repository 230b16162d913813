import { untrack } from 'svelte'
import type { Client } from '../../../shared/client'
import { SkepError } from '../../../domain/error'
import type { References } from '../../../domain/references'
import type { Rollout } from '../../../domain/rollout'
import type { ClusterSnapshot } from '../../../domain/snapshot'
import type { StackOperation } from '../../../domain/stack-plan'
import type {
  AttendedView,
  ContextInfo,
  Language,
  Method,
  OpenQuestion,
  Output,
  Parsed,
  SettingsView,
  UpdateRecord
} from '../../../shared/contract'
import { errorText } from '../../../shared/messages'
import { messages, type Messages, type TermName } from '../messages'
import { Drafts } from './drafts.svelte'
import { Policies } from './policies.svelte'
import { Tour } from './tour.svelte'

/** A problem as the window shows it: a sentence, and the engine's own words if there are any. */
export interface Problem {
  readonly code: string
  readonly message: string
  readonly detail?: string
}

/** Copies of what main said, replaced whole and never changed here; the only user of the client. */
export class SkepState {
  contexts = $state.raw<readonly ContextInfo[] | undefined>(undefined)
  snapshots = $state.raw<Readonly<Record<string, ClusterSnapshot>>>({})
  rollouts = $state.raw<Readonly<Record<string, Rollout>>>({})
  /** Attended rollouts that ask for something, by context and service. */
  attended = $state.raw<Readonly<Record<string, AttendedView | null>>>({})
  /** What ssh wants to know, oldest first. */
  questions = $state.raw<readonly OpenQuestion[]>([])
  settings = $state.raw<SettingsView | undefined>(undefined)
  /** Grows with every change of a service's history. */
  historyTick = $state(0)
  /** The newest word on an update that Skep sent, by context and service. */
  sent = $state.raw<Readonly<Record<string, UpdateRecord>>>({})
  /** What failed without a place of its own in the window. */
  fault = $state.raw<Problem | undefined>(undefined)
  /** The key of the line of what was shown last, so that the list can give it the focus back. */
  left: string | undefined
  /** The last thing worth announcing to a screen reader. */
  said = $state('')
  /** Which context and service are shown, and in which tab. */
  context = $state<string | undefined>(undefined)
  service = $state<string | undefined>(undefined)
  /** The stack that is shown, or that the service shown was reached from. */
  stack = $state<string | undefined>(undefined)
  /** Roll backs of whole stacks by context, newest first. */
  operations = $state.raw<Readonly<Record<string, readonly StackOperation[]>>>({})
  /** What is shown in place of one cluster. */
  page = $state<Page | undefined>(undefined)
  /** Whether the list shows services below their stacks. */
  grouped = $state(true)
  #closed = $state.raw<Readonly<Record<string, ReadonlySet<string>>>>({})
  tab = $state<Tab>('overview')
  /** When the newest rollout arrived, by this window's clock: milliseconds since the epoch. */
  rolloutSeen = $state(0)
  /** What there is to refer to, by context. */
  references = $state.raw<Readonly<Record<string, References>>>({})
  /** What is typed for services and not sent yet. */
  readonly drafts = new Drafts((method, input) => this.call(method, input))
  readonly policies = new Policies((method, input) => this.call(method, input))
  readonly tour = new Tour(this)
  /** A version whose plan is asked for as soon as the history is shown. */
  wanted = $state<number | undefined>(undefined)
  /** The id of the task whose log the page of logs begins with. */
  logTask = $state<string | undefined>(undefined)
  now = $state(Date.now())
  readonly #client: Client

  constructor(client: Client) {
    this.#client = client
    client.on('contexts.changed', (contexts) => (this.contexts = contexts))
    client.on('cluster.changed', (snapshot) => {
      if (!this.snapshots[snapshot.context]) void this.attempt(() => this.#loadOperations(snapshot.context))
      this.snapshots = { ...this.snapshots, [snapshot.context]: snapshot }
    })
    client.on('stack.changed', (operation) => {
      const others = this.operations[operation.context]?.filter(
        (known) => known.operation !== operation.operation
      )
      const before = this.operationOf(operation.context, operation.stack)
      this.operations = { ...this.operations, [operation.context]: [operation, ...(others ?? [])] }
      if (before?.operation !== operation.operation || before.state !== operation.state)
        this.said = `${operation.stack}: ${this.t.stack.headline(operation)}`
    })
    client.on('rollout.changed', ({ context, rollout }) => this.#keep(context, rollout))
    client.on('attended.changed', ({ context, service, view }) => {
      this.attended = { ...this.attended, [`${context} ${service}`]: view }
    })
    client.on('update.changed', (record) => {
      // What was shown until now is the rollout before: never let its success stand for the new one.
      this.#drop(record.context, record.service)
      this.#note(record)
    })
    client.on('history.changed', () => (this.historyTick += 1))
    client.on('questions.changed', (questions) => (this.questions = questions))
    client.on('settings.changed', (settings) => (this.settings = settings))
    client.on('sight.wanted', ({ context, service }) => this.open(context, service))
    client.on('link.failed', ({ code, values }) => (this.fault = this.problem(new SkepError(code, values))))
    setInterval(() => (this.now = Date.now()), 1000)
    void this.attempt(() => this.#begin())
  }

  get language(): Language {
    return this.settings?.speaks ?? 'en'
  }

  get t(): Messages {
    return messages[this.language]
  }

  /** A word with what it means, for the small button beside it. */
  explain(term: TermName): { readonly name: string; readonly text: string } {
    const { word, text } = this.t.terms[term]
    return { name: this.t.term.what(word), text }
  }

  get info(): ContextInfo | undefined {
    return this.contexts?.find((context) => context.id === this.context)
  }

  get snapshot(): ClusterSnapshot | undefined {
    return this.context === undefined ? undefined : this.snapshots[this.context]
  }

  /** Calls main; every input is copied out of the proxies of `$state` first. */
  call<M extends Method>(method: M, input?: Parsed<M>): Promise<Output<M>> {
    const call = this.#client.call as (method: M, input: unknown) => Promise<Output<M>>
    return call(method, $state.snapshot(input))
  }

  /** Listens to one kind of event that concerns one screen only; the returned function ends it. */
  get on(): Client['on'] {
    return this.#client.on
  }

  /** A failure as a sentence in the window's language. */
  problem(error: unknown): Problem {
    const known = error instanceof SkepError ? error : new SkepError('internal')
    const message = errorText(this.language, known.code, known.values)
    return { code: known.code, message, ...(known.detail === undefined ? {} : { detail: known.detail }) }
  }

  /** Does something that has no place of its own for a failure; the shell shows it. */
  async attempt(work: () => Promise<unknown>): Promise<void> {
    try {
      this.fault = undefined
      await work()
    } catch (error) {
      this.fault = this.problem(error)
    }
  }

  open(context: string, service?: string, tab: Tab = 'overview'): void {
    this.page = undefined
    this.context = context
    this.service = service
    this.stack = undefined
    this.tab = tab
  }

  openStack(context: string, stack: string): void {
    this.open(context)
    this.stack = stack
  }

  /** Back from a service to its stack, where it was reached from there, and from a stack to the list. */
  leave(): void {
    if (this.page !== undefined) {
      this.page = undefined
    } else if (this.service !== undefined) {
      this.left = this.service
      this.service = undefined
    } else {
      this.left = this.stack === undefined ? undefined : `stack ${this.stack}`
      this.stack = undefined
    }
  }

  /** The newest roll back of a stack. */
  operationOf(context: string, stack: string): StackOperation | undefined {
    return this.operations[context]?.find((operation) => operation.stack === stack)
  }

  async #loadOperations(context: string): Promise<void> {
    const loaded = await this.call('stacks.operations', { context })
    this.operations = { ...this.operations, [context]: loaded }
  }

  /** The stacks of a context whose services are hidden in the list. */
  closedStacks(context: string): ReadonlySet<string> {
    return this.#closed[context] ?? new Set()
  }

  closeStack(context: string, stack: string, close: boolean): void {
    const others = [...this.closedStacks(context)].filter((known) => known !== stack)
    this.#closed = { ...this.#closed, [context]: new Set(close ? [...others, stack] : others) }
  }

  /** Saves a context, shows it and connects. */
  async addContext(input: Parsed<'contexts.save'>): Promise<void> {
    const { id } = await this.call('contexts.save', input)
    this.open(id)
    await this.call('contexts.connect', { context: id })
  }

  async removeContext(id: string): Promise<void> {
    await this.call('contexts.remove', { context: id })
    this.context = this.contexts?.find((context) => context.id !== id)?.id
    this.service = undefined
    this.stack = undefined
  }

  rolloutOf(context: string, service: string): Rollout | undefined {
    return this.rollouts[`${context} ${service}`]
  }

  attendedOf(context: string, service: string): AttendedView | undefined {
    return this.attended[`${context} ${service}`] ?? undefined
  }

  async loadAttended(context: string, service: string): Promise<void> {
    const view = await this.call('attended.get', { context, service })
    this.attended = { ...this.attended, [`${context} ${service}`]: view }
  }

  /** Reads what there is to refer to on a cluster: it may have changed since the last time. */
  async loadReferences(context: string): Promise<void> {
    const read = await this.call('clusters.references', { context })
    this.references = { ...this.references, [context]: read }
  }

  /** The newest updates that Skep sent to a service, as far as they are still open or were not applied. */
  async loadSent(context: string, service: string): Promise<void> {
    const all = await this.call('updates.list', { context })
    const record = all.find((one) => one.service === service)
    if (record) this.#note(record)
  }

  #note(record: UpdateRecord): void {
    this.sent = { ...this.sent, [`${record.context} ${record.service}`]: record }
  }

  #drop(context: string, service: string): void {
    const { [`${context} ${service}`]: _gone, ...rest } = this.rollouts
    this.rollouts = rest
  }

  /** Reads a rollout; what was read before a change of the service went out is not the rollout of that change. */
  async loadRollout(context: string, service: string): Promise<void> {
    const key = `${context} ${service}`
    // Not for an effect to depend on: it would read anew because something is being sent.
    const sent = untrack(() => this.sent[key])
    const rollout = await this.call('rollouts.get', { context, service })
    if (this.sent[key] === sent) this.#keep(context, rollout)
  }

  #keep(context: string, rollout: Rollout): void {
    const before = this.rolloutOf(context, rollout.service)
    this.rolloutSeen = Date.now()
    this.rollouts = { ...this.rollouts, [`${context} ${rollout.service}`]: rollout }
    if (before && (before.verdict !== rollout.verdict || before.phase !== rollout.phase)) {
      this.said = `${rollout.name}: ${this.t.rollout.headline(rollout)}`
    }
  }

  async #begin(): Promise<void> {
    this.settings = await this.call('settings.get')
    this.questions = await this.call('questions.list')
    const contexts = await this.call('contexts.list')
    this.contexts = contexts
    this.context ??= contexts[0]?.id
    for (const { id, connection } of contexts) {
      if (connection.state !== 'live') continue
      const snapshot = await this.call('clusters.snapshot', { context: id })
      this.snapshots = { ...this.snapshots, [id]: snapshot }
      await this.#loadOperations(id)
    }
  }
}

/** A screen over all clusters. */
export type Page = 'activity' | 'policies' | 'settings' | 'diagnostics' | 'guide'

export type Tab = 'overview' | 'update' | 'history' | 'logs' | 'runbook'
