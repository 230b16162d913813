/** Gathers what may have changed until somebody looks: a service's id, or `*` for everything. */
export interface Hints {
  add(service?: string): void
  /** A hint that also cuts the wait before the next attempt to connect short. */
  wake(): void
  pending(): boolean
  /** All hints since the last take. */
  take(): readonly string[]
  /** Resolves at the next hint, at once if one is pending. */
  next(): Promise<void>
  /** Resolves at the next wake. */
  urgent(): Promise<void>
}

/** An empty set of hints. */
export function createHints(): Hints {
  let gathered = new Set<string>()
  let waiting: (() => void)[] = []
  let urgent: (() => void)[] = []
  const add = (service = '*'): void => {
    gathered.add(service)
    const resolve = waiting
    waiting = []
    for (const done of resolve) done()
  }
  return {
    add,
    wake() {
      add()
      const resolve = urgent
      urgent = []
      for (const done of resolve) done()
    },
    pending: () => gathered.size > 0,
    take() {
      const taken = [...gathered]
      gathered = new Set()
      return taken
    },
    next: () => (gathered.size > 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
    urgent: () => new Promise((resolve) => urgent.push(resolve))
  }
}
