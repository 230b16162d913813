import { untrack } from 'svelte'
import type { Typed } from '../../../domain/typed'
import type { KeptDraft, Method, Output, Parsed, ServiceDetail } from '../../../shared/contract'
import { DraftState } from './draft.svelte'

type Call = <M extends Method>(method: M, input: Parsed<M>) => Promise<Output<M>>

/** What is typed for services, by context and service: it stays until it is applied or thrown away, over restarts too. */
export class Drafts {
  /** Grows when a draft was put in the place of another. */
  #tick = $state(0)
  readonly #drafts = new Map<string, DraftState>()
  /** For which services main was asked what was typed before. */
  readonly #asked = new Set<string>()
  /** What main keeps of each, as text. */
  readonly #kept = new Map<string, string>()
  readonly #call: Call

  constructor(call: Call) {
    this.#call = call
  }

  /** The draft for a service. When the service changes under it, what was not touched follows the service. */
  of(context: string, detail: ServiceDetail): DraftState {
    void this.#tick
    const key = `${context} ${detail.id}`
    const known = this.#drafts.get(key)
    if (known?.base === detail.specHash) return known
    const fresh = untrack(() => {
      const typed = known?.typed
      const made = new DraftState(detail, typed)
      if (!known) return made
      made.offered = known.offered
      made.watch = known.watch
      if (!typed) return made
      made.moved = true
      made.restoredAt = known.restoredAt
      made.lost = known.lost
      return made
    })
    this.#drafts.set(key, fresh)
    return fresh
  }

  forget(context: string, service: string): Promise<void> {
    const key = `${context} ${service}`
    const base = this.#drafts.get(key)?.base
    this.#drafts.delete(key)
    this.#tick += 1
    return base === undefined ? Promise.resolve() : this.#keep(context, service, base, undefined)
  }

  /** Brings back what was typed before a restart; what was typed for another spec is only offered. */
  async restore(context: string, detail: ServiceDetail): Promise<void> {
    const key = `${context} ${detail.id}`
    if (this.#asked.has(key)) return
    const kept = await this.#call('drafts.get', { context, service: detail.id })
    this.#asked.add(key)
    if (!kept) return
    this.#kept.set(key, 'as in the file')
    const known = this.of(context, detail)
    if (known.typed) return
    if (kept.base === known.base) this.#place(key, detail, kept)
    else known.offered = kept
  }

  /** Puts what was offered on top of the present spec, under what was typed meanwhile. */
  take(context: string, detail: ServiceDetail): void {
    const { offered, typed } = this.of(context, detail)
    if (offered)
      this.#place(`${context} ${detail.id}`, detail, { ...offered, typed: { ...offered.typed, ...typed } })
  }

  #place(key: string, detail: ServiceDetail, { typed, at, lost }: KeptDraft): void {
    const draft = new DraftState(detail, typed)
    draft.watch = this.#drafts.get(key)?.watch ?? draft.watch
    draft.restoredAt = at
    draft.lost = lost
    this.#drafts.set(key, draft)
    this.#tick += 1
  }

  /** Has main keep what is typed now. While something older is offered that stays kept instead. */
  async keep(context: string, service: string, draft: DraftState): Promise<void> {
    if (!this.#asked.has(`${context} ${service}`) || draft.offered) return
    await this.#keep(context, service, draft.base, draft.typed)
  }

  async #keep(context: string, service: string, base: string, typed: Typed | undefined): Promise<void> {
    const key = `${context} ${service}`
    const text = typed === undefined ? '' : JSON.stringify([base, typed])
    if ((this.#kept.get(key) ?? '') === text) return
    this.#kept.set(key, text)
    await this.#call('drafts.keep', { context, service, base, typed: typed ?? null })
  }
}
