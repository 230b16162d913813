import { afterEach, describe, expect, it, vi } from 'vitest'
import { SkepError } from '../../src/domain/error'
import type { LogBatch, LogLine } from '../../src/shared/contract'
import type { Cluster } from '../../src/main/core/cluster'
import { createLogs, type Logs } from '../../src/main/core/logs'
import type { Engine, SavedContext } from '../../src/main/core/ports'

type From = Parameters<Engine['followLogs']>[1]

/** One reading of the log by the core, which the test feeds. */
interface Reading {
  readonly from: From
  readonly signal: AbortSignal
  /** Resolves when the core takes the lines, and so asks for more. */
  give(...lines: LogLine[]): Promise<void>
  fail(error: Error): void
  end(): void
}

const line = (seconds: number, task = 't1', text = `line ${String(seconds)}`): LogLine => ({
  at: `2026-11-25T07:00:${String(seconds).padStart(2, '0')}.000000000Z`,
  task,
  node: 'n1',
  stream: 'stdout',
  text
})

let logs: Logs | undefined
afterEach(() => {
  logs?.stop()
  vi.useRealTimers()
})

function world(last: readonly LogLine[] = []) {
  vi.useFakeTimers()
  const readings: Reading[] = []
  const batches: LogBatch[] = []
  const engine: Pick<Engine, 'followLogs' | 'logs'> = {
    logs: () => Promise.resolve(last),
    async *followLogs(_target, from, signal) {
      const queue: { lines?: readonly LogLine[]; error?: Error; taken?: () => void }[] = [{ lines: [] }]
      let wake: () => void = () => undefined
      const put = (one: (typeof queue)[number]) => {
        queue.push(one)
        wake()
      }
      readings.push({
        from,
        signal,
        give: (...lines) => new Promise((taken) => put({ lines, taken })),
        fail: (error) => put({ error }),
        end: () => put({})
      })
      signal.addEventListener('abort', () => put({}))
      for (;;) {
        const next = queue.shift()
        if (!next) await new Promise<void>((resolve) => (wake = resolve))
        else if (next.error) throw next.error
        else if (!next.lines || signal.aborted) return
        else {
          yield next.lines
          next.taken?.()
        }
      }
    }
  }
  logs = createLogs({
    clusters: {
      context: () => ({}) as SavedContext,
      cluster: () => ({ live: () => ({ engine }) }) as unknown as Cluster
    },
    clock: {
      now: () => Date.now(),
      after(ms, fn) {
        const timer = setTimeout(fn, ms)
        return () => clearTimeout(timer)
      }
    },
    language: () => 'en',
    publish: (batch) => batches.push(batch)
  })
  const open = (subscription = 's1') => {
    logs?.open({ subscription, context: 'c1', service: 'web', tail: 100 })
    return vi.advanceTimersByTimeAsync(0)
  }
  const texts = () => batches.flatMap((batch) => batch.lines.map(({ text }) => text))
  return { logs, readings, batches, open, texts, pass: (ms: number) => vi.advanceTimersByTimeAsync(ms) }
}

describe('logs that are followed', () => {
  it('come in at most ten batches a second, each sorted by time', async () => {
    const { readings, batches, open, pass } = world()
    await open()
    for (let place = 9; place >= 0; place -= 1) {
      void readings[0]?.give(line(place, `t${String(place % 3)}`))
      await pass(10)
    }
    await pass(20)
    expect(batches.length).toBe(1)
    expect(batches[0]?.lines.map(({ at }) => at)).toEqual(
      Array.from({ length: 10 }, (_, place) => line(place).at)
    )
  })

  it('are read no further while the window takes nothing, and end when it is gone', async () => {
    const { logs: all, readings, batches, open, pass } = world()
    await open()
    let taken = 0
    void (async () => {
      for (let round = 0; round < 30; round += 1) {
        await readings[0]?.give(...Array.from({ length: 1000 }, () => line(1)))
        taken += 1
      }
    })()
    await pass(5_000)
    expect(batches.length).toBe(4)
    // Four batches of 2,000 lines under way, two waiting, and what was read beyond that is at most one more.
    expect(taken).toBeLessThanOrEqual(13)
    all.taken('s1')
    await pass(1_000)
    expect(batches.length).toBe(5)
    await pass(61_000)
    expect(readings[0]?.signal.aborted).toBe(true)
  })

  it('go on after a break where they were, and say no line twice', async () => {
    const { readings, batches, open, texts, pass } = world()
    await open()
    void readings[0]?.give(line(10), line(11, 't2'))
    await pass(200)
    readings[0]?.fail(new SkepError('connection-cut'))
    await pass(200)
    expect(batches.at(-1)).toMatchObject({ state: 'broken', problem: { code: 'connection-cut' } })
    await pass(2_000)
    expect(readings[1]?.from).toEqual({ since: Date.parse(line(6).at) / 1000 })
    void readings[1]?.give(line(10), line(11, 't2'), line(12))
    await pass(200)
    expect(batches.at(-1)?.state).toBe('following')
    expect(texts()).toEqual(['line 10', 'line 11', 'line 12'])
  })

  it('are read again when the engine leaves a task out', async () => {
    const { readings, open, texts, pass } = world([line(30), line(25, 't2')])
    await open()
    void readings[0]?.give(line(30))
    await pass(19_000)
    expect(readings.length).toBe(1)
    await pass(2_000)
    expect(readings[0]?.signal.aborted).toBe(true)
    expect(readings[1]?.from).toEqual({ tail: 100 })
    void readings[1]?.give(line(25, 't2'), line(30))
    await pass(30_000)
    expect(texts()).toEqual(['line 30', 'line 25'])
    expect(readings.length, 'now nothing is missing').toBe(2)
  })

  it('end for good when the service is gone, and with their reader', async () => {
    const { logs: all, readings, batches, open, pass } = world()
    await open()
    readings[0]?.fail(new SkepError('service-unknown', { service: 'web' }))
    await pass(10_000)
    expect(batches.at(-1)).toMatchObject({ state: 'ended', problem: { code: 'service-unknown' } })
    await open('s2')
    expect(readings.length).toBe(2)
    all.close('s2')
    expect(readings[1]?.signal.aborted).toBe(true)
    readings[1]?.end()
    await pass(60_000)
    expect(readings.length).toBe(2)
  })

  it('are two at most of one context: a third ends the oldest, which is said', async () => {
    const { readings, batches, open } = world()
    await open('s1')
    await open('s2')
    await open('s3')
    expect(readings.map(({ signal }) => signal.aborted)).toEqual([true, false, false])
    expect(batches).toEqual([{ subscription: 's1', lines: [], state: 'ended' }])
  })
})
