import type { Failure, LogBatch, LogLine } from '../../shared/contract'
import type { Clock } from './clock'

/** Milliseconds between two batches, and the most lines in one. */
const batchEvery = 100
const batchSize = 2_000
/** Lines that may wait for their batch: beyond them the engine is not read, so that memory is bounded. */
const mostWaiting = 2 * batchSize
/** Batches under way to the window; a reader that takes none for this many milliseconds is gone. */
const mostUnderWay = 4
const goneAfter = 60_000

/** Lines on their way to the window: in batches, sorted by time, and no more than the window takes. */
export interface Batches {
  add(lines: readonly LogLine[]): void
  /** How the stream fares; goes out with the next batch, or as one of its own. */
  say(state: LogBatch['state'], problem?: Failure): void
  /** Resolves when there is room for more lines. */
  room(): Promise<void>
  /** Whether every line is on its way. */
  empty(): boolean
  /** The window took a batch in. */
  taken(): void
  stop(): void
}

/** `onGone` is called when nobody takes the batches any more, and after the last one of a stream that ended. */
export function createBatches(
  clock: Clock,
  publish: (batch: Omit<LogBatch, 'subscription'>) => void,
  onGone: () => void
): Batches {
  /** With the time by which each is sorted: a line without one stays behind the line before it. */
  const waiting: { readonly line: LogLine; readonly order: string }[] = []
  let order = ''
  let state: LogBatch['state'] = 'following'
  let problem: Failure | undefined
  let news = false
  let underWay = 0
  let cancelFlush: (() => void) | undefined
  let cancelGone: (() => void) | undefined
  let makeRoom: (() => void) | undefined

  const soon = (): void => {
    cancelFlush ??= clock.after(batchEvery, flush)
  }
  function flush(): void {
    cancelFlush = undefined
    if ((waiting.length === 0 && !news) || underWay >= mostUnderWay) return
    const batch = waiting.splice(0, batchSize)
    batch.sort((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : 0))
    underWay += 1
    news = false
    cancelGone ??= clock.after(goneAfter, onGone)
    publish({ lines: batch.map(({ line }) => line), state, ...(problem ? { problem } : {}) })
    makeRoom?.()
    if (waiting.length > 0) soon()
    else if (state === 'ended') onGone()
  }
  return {
    add(lines) {
      for (const line of lines) {
        order = line.at === '' ? order : line.at
        waiting.push({ line, order })
      }
      if (lines.length > 0) soon()
    },
    say(next, failure) {
      if (state === next && failure?.code === problem?.code) return
      state = next
      problem = failure
      news = true
      soon()
    },
    room: () =>
      waiting.length < mostWaiting ? Promise.resolve() : new Promise((resolve) => (makeRoom = resolve)),
    empty: () => waiting.length === 0,
    taken() {
      underWay = Math.max(0, underWay - 1)
      cancelGone?.()
      cancelGone = underWay > 0 ? clock.after(goneAfter, onGone) : undefined
      if (waiting.length > 0 || news) soon()
    },
    stop() {
      cancelFlush?.()
      cancelGone?.()
      makeRoom?.()
    }
  }
}
