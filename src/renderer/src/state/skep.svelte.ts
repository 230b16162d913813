import { untrack } from 'svelte'
import type { Client } from '../../../shared/client'
import { SkepError } from '../../../domain/error'
import type { Rollout } from '../../../domain/rollout'
import type { ClusterSnapshot } from '../../../domain/snapshot'
import type {
  ContextInfo,
  Language,
  Method,
  OpenQuestion,
  Output,
  Parsed,
  ServiceDetail,
  SettingsView,
  UpdateRecord
} from '../../../shared/contract'
import { errorText } from '../../../shared/messages'
import { messages, type Messages } from '../messages'
import { DraftState } from './draft.svelte'

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
  /** What ssh wants to know, oldest first. */
  questions = $state.raw<readonly OpenQuestion[]>([])
  settings = $state.raw<SettingsView | undefined>(undefined)
  /** Grows with every change of a service's history. */
  historyTick = $state(0)
  /** The newest word on an update that Skep sent, by context and service. */
  sent = $state.raw<Readonly<Record<string, UpdateRecord>>>({})
  /** What failed without a place of its own in the window. */
  fault = $state.raw<Problem | undefined>(undefined)
  /** The service that was shown last, so that the list can give it the focus back. */
  left: string | undefined
  /** The last thing worth announcing to a screen reader. */
  said = $state('')
  /** Which context and service are shown, and in which tab. */
  context = $state<string | undefined>(undefined)
  service = $state<string | undefined>(undefined)
  tab = $state<Tab>('overview')
  /** When the newest rollout arrived, by this window's clock: milliseconds since the epoch. */
  rolloutSeen = $state(0)
  /** Grows when drafts were thrown away. */
  #draftTick = $state(0)
  readonly #drafts = new Map<string, DraftState>()
  /** A version whose plan is asked for as soon as the history is shown. */
  wanted = $state<number | undefined>(undefined)
  now = $state(Date.now())
  readonly #client: Client

  constructor(client: Client) {
    this.#client = client
    client.on('contexts.changed', (contexts) => (this.contexts = contexts))
    client.on('cluster.changed', (snapshot) => {
      this.snapshots = { ...this.snapshots, [snapshot.context]: snapshot }
    })
    client.on('rollout.changed', ({ context, rollout }) => this.#keep(context, rollout))
    client.on('update.changed', (record) => {
      // What was shown until now is the rollout before: never let its success stand for the new one.
      this.#drop(record.context, record.service)
      this.#note(record)
    })
    client.on('history.changed', () => (this.historyTick += 1))
    client.on('questions.changed', (questions) => (this.questions = questions))
    client.on('settings.changed', (settings) => (this.settings = settings))
    setInterval(() => (this.now = Date.now()), 1000)
    void this.attempt(() => this.#begin())
  }

  get language(): Language {
    return this.settings?.speaks ?? 'en'
  }

  get t(): Messages {
    return messages[this.language]
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
    this.context = context
    this.service = service
    this.tab = tab
  }

  /** Back from a service to the list. */
  leave(): void {
    this.left = this.service
    this.service = undefined
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
  }

  rolloutOf(context: string, service: string): Rollout | undefined {
    return this.rollouts[`${context} ${service}`]
  }

  /** What was typed for a service; it stays until it is applied or thrown away, whatever is shown meanwhile. */
  draftFor(context: string, detail: ServiceDetail): DraftState {
    void this.#draftTick
    const key = `${context} ${detail.id}`
    const known = this.#drafts.get(key)
    if (known?.draft) return known
    const fresh = untrack(() => new DraftState(detail))
    if (known && known.index === fresh.index) return known
    this.#drafts.set(key, fresh)
    return fresh
  }

  forgetDraft(context: string, service: string): void {
    this.#drafts.delete(`${context} ${service}`)
    this.#draftTick += 1
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

  async loadRollout(context: string, service: string): Promise<void> {
    this.#keep(context, await this.call('rollouts.get', { context, service }))
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
    }
  }
}

export type Tab = 'overview' | 'update' | 'history' | 'logs'
