import type { Author, Quality } from '../../../domain/version'
import type { HistoryEntry, HistoryQuery } from '../../../shared/contract'
import type { Problem, SkepState } from './skep.svelte'

/** Rows that are asked for at once. */
const page = 500

export const withins = ['day', 'week', 'month', 'year'] as const
const days: Readonly<Record<(typeof withins)[number], number>> = { day: 1, week: 7, month: 30, year: 365 }

/** What a person looks for; empty texts do not matter. */
export interface Wanted {
  readonly text: string
  readonly where: 'any' | 'image' | 'changed'
  readonly quality: Quality | ''
  readonly by: Author | ''
  readonly within: (typeof withins)[number] | ''
  readonly pinned: boolean
}

export const anything: Wanted = { text: '', where: 'any', quality: '', by: '', within: '', pinned: false }

function queryOf(wanted: Wanted): HistoryQuery {
  const text = wanted.text.trim()
  const key = wanted.where === 'any' ? 'text' : wanted.where
  return {
    ...(text === '' ? {} : { [key]: text }),
    ...(wanted.quality === '' ? {} : { quality: wanted.quality }),
    ...(wanted.by === '' ? {} : { by: wanted.by }),
    ...(wanted.within === '' ? {} : { from: Date.now() - days[wanted.within] * 86_400_000 }),
    ...(wanted.pinned ? { pinned: true } : {})
  }
}

/** The versions of one service as far as they were read: the newest first, older ones page by page. */
export class HistoryState {
  rows = $state.raw<readonly HistoryEntry[]>([])
  /** Whether there is nothing older. */
  done = $state(false)
  /** Whether anything was read yet. */
  read = $state(false)
  wanted = $state.raw<Wanted>(anything)
  problem = $state.raw<Problem | undefined>(undefined)
  readonly #skep: SkepState
  readonly #place: { readonly context: string; readonly service: string }
  /** The query of the rows that are shown; another one begins anew. */
  #turn = 0
  #loading = false

  constructor(skep: SkepState, context: string, service: string) {
    this.#skep = skep
    this.#place = { context, service }
  }

  get filtered(): boolean {
    return JSON.stringify(queryOf({ ...this.wanted, within: '' })) !== '{}' || this.wanted.within !== ''
  }

  look(wanted: Wanted): void {
    this.wanted = wanted
    void this.refresh(true)
  }

  /** Reads the newest page again; what was read of older ones stays unless another thing is looked for. */
  async refresh(anew = false): Promise<void> {
    const turn = anew ? (this.#turn += 1) : this.#turn
    const newest = await this.#ask({})
    if (!newest || turn !== this.#turn) return
    const last = newest.at(-1)?.number ?? 0
    const older = anew ? [] : this.rows.filter((row) => row.number < last)
    this.rows = [...newest, ...older]
    if (older.length === 0) this.done = newest.length < page
    this.read = true
  }

  /** Reads the next older page, unless one is on its way. */
  async more(): Promise<void> {
    const last = this.rows.at(-1)
    if (this.done || this.#loading || !last) return
    this.#loading = true
    const turn = this.#turn
    const older = await this.#ask({ before: last.number })
    this.#loading = false
    if (!older || turn !== this.#turn) return
    this.rows = [...this.rows, ...older]
    this.done = older.length < page
  }

  /** Reads one row again: something was written on it. */
  async renew(number: number): Promise<void> {
    const [row] = (await this.#ask({ before: number + 1, limit: 1 }, {})) ?? []
    if (row?.number === number) this.rows = this.rows.map((known) => (known.number === number ? row : known))
  }

  async #ask(
    more: HistoryQuery,
    query: HistoryQuery = queryOf(this.wanted)
  ): Promise<readonly HistoryEntry[] | undefined> {
    try {
      const rows = await this.#skep.call('history.list', { ...this.#place, limit: page, ...query, ...more })
      this.problem = undefined
      return rows
    } catch (error) {
      this.problem = this.#skep.problem(error)
      return undefined
    }
  }
}
