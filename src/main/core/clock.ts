/** Time as a port, so that tests own it: milliseconds since the epoch, and one-shot timers. */
export interface Clock {
  now(): number
  /** Runs `fn` once after `ms` milliseconds; the returned function cancels it. */
  after(ms: number, fn: () => void): () => void
}

/** The longest that one timer of Node's waits; a longer one would fire at once. */
const longestTimer = 2 ** 31 - 1

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, fn) {
    let left = ms
    let timer: NodeJS.Timeout
    const wait = (): void => {
      const part = Math.min(left, longestTimer)
      left -= part
      timer = setTimeout(left > 0 ? wait : fn, part)
    }
    wait()
    return () => clearTimeout(timer)
  }
}

/** Resolves after `ms` milliseconds, or at once when `signal` aborts; it never rejects. */
export function sleep(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve()
    const done = () => {
      cancel()
      signal?.removeEventListener('abort', done)
      resolve()
    }
    const cancel = clock.after(ms, done)
    signal?.addEventListener('abort', done, { once: true })
  })
}
