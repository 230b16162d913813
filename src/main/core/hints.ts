/** Gathers what may have changed until somebody looks: a service's id, or `*` for everything. */
export interface Hints {
  add(service?: string): void
  /** A hint that also cuts the wait before the next attempt to connect short. */
  wake(): void
  pending(): boolean
  /** Whether something is said to have changed about this service, or about everything. */
  about(service: string): boolean
  /** How many there were so far: what was read while this grew may be old. */
  count(): number
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
  let counted = 0
  let waiting: (() => void)[] = []
  let urgent: (() => void)[] = []
  const add = (service = '*'): void => {
    gathered.add(service)
    counted += 1
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
    about: (service) => gathered.has(service) || gathered.has('*'),
    count: () => counted,
    take() {
      const taken = [...gathered]
      gathered = new Set()
      return taken
    },
    next: () => (gathered.size > 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
    urgent: () => new Promise((resolve) => urgent.push(resolve))
  }
}
