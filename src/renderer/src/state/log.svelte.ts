import type { LogBatch, LogLine } from '../../../shared/contract'
import { SkepError } from '../../../domain/error'
import { isAtLeast, severityOf, type Severity } from '../../../domain/severity'
import { patternOf } from './ansi'
import { merge, placeOf } from './ordered'
import { plainText } from './plain-text'
import type { Problem, SkepState } from './skep.svelte'

/** A log line as the window keeps it. */
export interface Line extends LogLine {
  /** The number by which it came. */
  readonly n: number
  /** The line as inert text. */
  readonly plain: string
  readonly severity: Severity | undefined
}

interface Filter {
  readonly task: string
  readonly stream: '' | LogLine['stream']
  readonly least: '' | Severity
  /** Whether only lines that hold the searched text are shown. */
  readonly onlyHits: boolean
  readonly text: string
}

/** Whose log is followed: of all the tasks of a service, or of one. */
export interface LogTarget {
  readonly context: string
  readonly service: string
  readonly task?: string
}

/** The most lines that are kept, and the most characters of them: the oldest go first. */
export const mostKept = { lines: 100_000, characters: 60_000_000 }

/** A followed log: what came of it, what of that is shown, and where the searched text stands. */
export class LogState {
  /** The lines that pass the filter, by time. */
  shown = $state.raw<readonly Line[]>([])
  /** Those of them that hold the searched text. */
  hits = $state.raw<readonly Line[]>([])
  /** How many lines are kept, shown or not, and how many came while the view stood still. */
  kept = $state(0)
  waiting = $state(0)
  /** Whether the oldest lines were given up to keep the newest. */
  full = $state(false)
  /** Whether new lines are shown as they come; else the view stands still, and they wait. */
  following = $state(true)
  state = $state<LogBatch['state'] | 'opening'>('opening')
  problem = $state.raw<Problem | undefined>(undefined)
  filter = $state.raw<Filter>({ task: '', stream: '', least: '', onlyHits: false, text: '' })
  /** How many lines of each task were asked for. */
  tail = $state(1000)
  readonly #skep: SkepState
  readonly #target: LogTarget
  #all: readonly Line[] = []
  #aside: readonly Line[] = []
  #characters = 0
  #count = 0
  #last = ''
  #subscription: string | undefined
  #silence: (() => void) | undefined

  constructor(skep: SkepState, target: LogTarget) {
    this.#skep = skep
    this.#target = target
  }

  /** Begins to follow, with the last `tail` lines of each task; what was there before is forgotten. */
  async open(tail = this.tail): Promise<void> {
    this.close()
    const subscription = crypto.randomUUID()
    this.#subscription = subscription
    this.tail = tail
    this.#all = this.#aside = []
    this.#characters = this.waiting = this.kept = 0
    this.#last = ''
    this.full = false
    this.following = true
    this.state = 'opening'
    this.problem = undefined
    this.#show()
    this.#silence = this.#skep.on('logs.batch', (batch) => {
      if (batch.subscription === subscription) this.#take(batch)
    })
    try {
      await this.#skep.call('logs.open', { subscription, ...this.#target, tail })
    } catch (error) {
      this.state = 'ended'
      this.problem = this.#skep.problem(error)
    }
  }

  close(): void {
    this.#silence?.()
    const subscription = this.#subscription
    this.#subscription = undefined
    // Main ends it by itself when nothing is taken; a failure here has nobody to tell.
    if (subscription !== undefined)
      void this.#skep.call('logs.close', { subscription }).catch(() => undefined)
  }

  /** Shows new lines again, those that waited first. */
  follow(): void {
    this.following = true
    const aside = this.#aside
    this.#aside = []
    this.waiting = 0
    this.#add(aside)
  }

  pause(): void {
    this.following = false
  }

  choose(change: Partial<Filter>): void {
    this.filter = { ...this.filter, ...change }
    this.#show()
  }

  /** Finds the searched text; undefined while there is none. */
  pattern = $derived(patternOf(this.filter.text))

  /** Where in the shown lines one of them is. */
  place(line: Line): number {
    return placeOf(this.shown, line)
  }

  /** What is shown, as text: time, task, node and line. */
  text(label: (line: Line) => string): string {
    return this.shown.map((line) => `${line.at} ${label(line)} ${line.plain}`.trimStart()).join('\n')
  }

  #take(batch: LogBatch): void {
    this.state = batch.state
    const { code, values, detail } = batch.problem ?? {}
    this.problem =
      code === undefined
        ? undefined
        : this.#skep.problem(new SkepError(code, values, detail === undefined ? {} : { detail }))
    const { subscription } = batch
    void this.#skep.call('logs.taken', { subscription }).catch(() => undefined)
    const lines = batch.lines.map((line) => this.#line(line))
    if (this.following) this.#add(lines)
    else {
      this.#aside = merge(this.#aside, lines).slice(-mostKept.lines)
      this.waiting = this.#aside.length
    }
  }

  #line(line: LogLine): Line {
    // A line of the engine's own has no time; it stays behind the one before it.
    this.#last = line.at === '' ? this.#last : line.at
    this.#count += 1
    const plain = plainText(line.text)
    return { ...line, at: this.#last, n: this.#count, plain, severity: severityOf(plain) }
  }

  #add(lines: readonly Line[]): void {
    if (lines.length === 0) return
    for (const line of lines) this.#characters += line.text.length
    const all = merge(this.#all, lines)
    let first = Math.max(0, all.length - mostKept.lines)
    for (const gone of all.slice(0, first)) this.#characters -= gone.text.length
    for (; this.#characters > mostKept.characters && first < all.length - 1; first += 1)
      this.#characters -= all[first]?.text.length ?? 0
    this.#all = first === 0 ? all : all.slice(first)
    this.kept = this.#all.length
    this.full ||= first > 0
    const oldest = this.#all[0]
    const fresh = lines.filter(this.#passes)
    const cut = <T extends Line>(list: readonly T[]) =>
      oldest && first > 0 ? list.slice(placeOf(list, oldest)) : list
    this.shown = cut(merge(this.shown, fresh))
    this.hits = cut(merge(this.hits, this.#found(fresh)))
  }

  #show(): void {
    this.shown = this.#all.filter(this.#passes)
    this.hits = this.#found(this.shown)
  }

  #found(lines: readonly Line[]): readonly Line[] {
    return this.filter.text === '' ? [] : lines.filter(this.#holds)
  }

  readonly #holds = (line: Line): boolean => {
    const { pattern } = this
    // A pattern with the flag g remembers where it was.
    return pattern === undefined || line.plain.search(pattern) >= 0
  }

  readonly #passes = (line: Line): boolean => {
    const { task, stream, least, onlyHits } = this.filter
    return (
      (task === '' || line.task === task) &&
      (stream === '' || line.stream === stream) &&
      isAtLeast(line.severity, least === '' ? undefined : least) &&
      (!onlyHits || this.#holds(line))
    )
  }
}
