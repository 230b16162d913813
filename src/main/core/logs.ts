import { SkepError } from '../../domain/error'
import type { Language, LogBatch, LogLine, Parsed } from '../../shared/contract'
import { sleep, type Clock } from './clock'
import type { Clusters } from './clusters'
import { createBatches } from './log-batches'
import type { Engine } from './ports'
import { failureOf } from './speech'

/** Logs that the window follows, each by a stream of its own that goes on after a break of the link. */
export interface Logs {
  open(input: Parsed<'logs.open'>): void
  /** The window took a batch in. */
  taken(subscription: string): void
  close(subscription: string): void
  stop(): void
}

interface LogsDeps {
  readonly clusters: Pick<Clusters, 'context' | 'cluster'>
  readonly clock: Clock
  readonly language: () => Language
  readonly publish: (batch: LogBatch) => void
}

/** Milliseconds before a broken stream is tried again. */
const again = { first: 1_000, most: 5_000 }
/** Milliseconds that are read once more after a break: the tasks of a service are not in step. */
const overlap = 5_000
/** Milliseconds between two looks at whether the stream leaves a task out. */
const checkEvery = 10_000
/** Streams of one context: over ssh each is a login. */
const mostOfContext = 2
/** What trying again does not help with. */
const lasting: ReadonlySet<string> = new Set(['service-unknown', 'context-unknown', 'bad-input'])

type From = Parameters<Engine['followLogs']>[1]

/** From a little before the oldest of these times on. */
const sinceOf = (times: readonly string[]): From => ({
  since: Math.floor((Math.min(...times.map((at) => Date.parse(at) || 0)) - overlap) / 1000)
})

export function createLogs(deps: LogsDeps): Logs {
  const open = new Map<string, { readonly context: string; taken(): void; end(): void }>()
  return {
    open(input) {
      const { context, subscription } = input
      deps.clusters.context(context)
      open.get(subscription)?.end()
      const [oldest, ...others] = [...open].filter(([, one]) => one.context === context)
      if (oldest && others.length + 1 >= mostOfContext) {
        oldest[1].end()
        deps.publish({ subscription: oldest[0], lines: [], state: 'ended' })
      }
      const followed = follow(deps, input, () => open.delete(subscription))
      open.set(subscription, { context, ...followed })
    },
    taken: (subscription) => open.get(subscription)?.taken(),
    close: (subscription) => open.get(subscription)?.end(),
    stop() {
      for (const one of [...open.values()]) one.end()
    }
  }
}

function follow(
  { clusters, clock, language, publish }: LogsDeps,
  { subscription, context, service, task, tail }: Parsed<'logs.open'>,
  onEnd: () => void
): { taken(): void; end(): void } {
  const ended = new AbortController()
  const end = (): void => {
    ended.abort()
    batches.stop()
    onEnd()
  }
  const batches = createBatches(clock, (batch) => publish({ subscription, ...batch }), end)
  /** The newest line of each task and stream, so that what is read once more is not said twice. */
  const newest = new Map<string, string>()
  const newestOf = (of: string): string => {
    const [out = '', err = ''] = [newest.get(`${of} stdout`), newest.get(`${of} stderr`)]
    return out > err ? out : err
  }
  let repeated = false

  function take(lines: readonly LogLine[]): void {
    const fresh = lines.filter((line) => {
      const key = `${line.task} ${line.stream}`
      const before = newest.get(key) ?? ''
      if (repeated && line.at !== '' && line.at <= before) return false
      if (line.at > before) newest.set(key, line.at)
      return true
    })
    batches.say('following')
    batches.add(fresh)
  }

  /**
   * Finds tasks whose newest line did not come in ten seconds: an engine now and then hands on nothing of one task to
   * one reader (measured on 20.10.24). Resolves with where to read again from, or when the stream ended.
   */
  async function leftOut(engine: Engine, stream: AbortSignal): Promise<From | undefined> {
    let before: readonly LogLine[] = []
    for (;;) {
      await sleep(clock, checkEvery, stream)
      if (stream.aborted) return undefined
      if (!batches.empty()) continue
      const missed = before.filter((line) => line.at > newestOf(line.task)).map((line) => newestOf(line.task))
      if (missed.length > 0) return missed.includes('') ? { tail } : sinceOf(missed)
      before = await engine.logs({ service, task }, 1).catch(() => [])
    }
  }

  /** Reads until the engine ends it (then nothing is given), it breaks, or it has to be read again. */
  async function read(engine: Engine, from: From): Promise<From | undefined> {
    const stream = new AbortController()
    const stop = () => stream.abort()
    ended.signal.addEventListener('abort', stop, { once: true })
    let next: From | undefined
    const checking = leftOut(engine, stream.signal).then((found) => {
      next = found
      stream.abort()
    })
    try {
      for await (const lines of engine.followLogs({ service, task }, from, stream.signal)) {
        take(lines)
        await batches.room()
      }
    } finally {
      ended.signal.removeEventListener('abort', stop)
      stream.abort()
      await checking
    }
    return next
  }

  async function run(): Promise<void> {
    let from: From = { tail }
    let wait = again.first
    while (!ended.signal.aborted) {
      const seen = newest.size
      try {
        const next = await read(clusters.cluster(context).live().engine, from)
        if (next === undefined) return batches.say('ended')
        from = next
      } catch (error) {
        if (ended.signal.aborted) return
        const gone = error instanceof SkepError && lasting.has(error.code)
        batches.say(gone ? 'ended' : 'broken', failureOf(error, language()))
        if (gone) return
        if (newest.size > 0) from = sinceOf([...newest.values()].sort().slice(-1))
        wait = newest.size > seen ? again.first : Math.min(again.most, 2 * wait)
        await sleep(clock, wait, ended.signal)
      }
      repeated = true
    }
  }
  void run()
  return { taken: batches.taken, end }
}
