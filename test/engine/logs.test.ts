import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LogLine } from '../../src/shared/contract'
import { createHarness, eventually, image, kinds, specFor, type Harness } from './harness'

describe.each(kinds)('logs of %s', (kind) => {
  let harness: Harness
  beforeAll(async () => {
    harness = await createHarness(kind)
  })
  afterAll(() => harness.stop())

  const running = (name: string, replicas: number) => image(`demo:${name}`)(specFor(replicas))

  /**
   * Follows until the lines hold, then ends. A real engine now and then hands on nothing of one task to one reader
   * (measured on 20.10.24: 1 of 15, “failed to publish log message: EOF” in its log), so a reader that waits in vain
   * begins anew, as the core does.
   */
  async function follow(
    target: { readonly service: string; readonly task?: string },
    from: { readonly tail?: number; readonly since?: number },
    holds: (lines: readonly LogLine[]) => boolean
  ): Promise<readonly LogLine[]> {
    for (let attempt = 1; ; attempt += 1) {
      const ended = new AbortController()
      const lines: LogLine[] = []
      const following = (async () => {
        for await (const some of harness.engine.followLogs(target, from, ended.signal)) lines.push(...some)
      })()
      try {
        await eventually(() => Promise.resolve(lines), holds, 'the lines', 10_000)
        return lines
      } catch (error) {
        if (attempt === 5) throw error
      } finally {
        ended.abort()
        await following
      }
    }
  }

  it.concurrent('are followed from the last lines of each task on, task by task', () =>
    harness.withService(running('chatty', 2), async (id) => {
      await eventually(
        () => harness.engine.logs({ service: id }, 1000),
        (lines) => lines.filter(({ text }) => text === 'line 500').length === 2,
        'both tasks have said everything'
      )
      const lines = await follow({ service: id }, { tail: 10 }, (all) => all.length >= 20)
      const tasks = new Set(lines.map(({ task }) => task))
      expect(tasks.size).toBe(2)
      for (const task of tasks) expect(lines.filter((line) => line.task === task).length).toBe(10)
      const [one = ''] = tasks
      const alone = await follow({ service: id, task: one }, { tail: 3 }, (all) => all.length >= 3)
      expect(alone.map(({ task }) => task)).toEqual([one, one, one])
      expect(alone.every(({ at }) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/.test(at))).toBe(true)
      const since = Math.floor(Date.parse(lines[0]!.at) / 1000) - 60
      const again = await follow({ service: id }, { since }, (all) => all.length >= 1000)
      expect(again.filter(({ text }) => text === 'line 1').length).toBe(2)
    })
  )

  it.concurrent('go on with the tasks of the next version', () =>
    harness.withService(specFor(1), async (id) => {
      const [first] = await harness.wanted(id)
      const following = follow({ service: id }, { tail: 5 }, (all) =>
        all.some(({ text, task }) => text === 'line 500' && task !== first?.id)
      )
      await harness.send(id, image('demo:chatty'))
      const lines = await following
      expect(new Set(lines.map(({ task }) => task)).size).toBeGreaterThan(1)
    })
  )

  it.concurrent('keep what a crashing program said last', () =>
    harness.withService(specFor(1), async (id) => {
      await harness.send(id, image('demo:bad'))
      const lines = await follow({ service: id }, {}, (all) => all.some(({ stream }) => stream === 'stderr'))
      expect(lines.find(({ stream }) => stream === 'stderr')?.text).toBe(
        'fatal: cannot read the configuration'
      )
    })
  )

  it.concurrent('are cut where a line is a megabyte long, and are otherwise what was printed', () =>
    harness.withService(running('hostile', 2), async (id) => {
      const long = (all: readonly LogLine[]) => all.filter(({ text }) => text.startsWith('yyyy'))
      // Of two such lines at once a slow engine loses parts (measured on 20.10.24): one that came whole is enough.
      const whole = (all: readonly LogLine[]) => long(all).filter(({ cut }) => cut === 990_000)
      const lines = await follow({ service: id }, {}, (all) => whole(all).length >= 1)
      expect(whole(lines)[0]?.text).toBe('y'.repeat(10_000))
      expect(long(lines).every(({ text }) => text.length <= 10_000)).toBe(true)
      const all = lines.map(({ text }) => text)
      expect(all).toContain('\u001b[31mred\u001b[0m <img src=x onerror=alert(1)>')
      expect(all.some((text) => text.includes('\u0000'))).toBe(true)
      expect(all.some((text) => text.includes('\u001b]8;;https://evil.example'))).toBe(true)
    })
  )

  it.concurrent('of an unknown service are refused, and a broken link ends them with an error', async () => {
    const none = harness.engine.followLogs({ service: 'nosuch' }, {}, new AbortController().signal)
    await expect(none[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'service-unknown' })
    await harness.withService(specFor(1), async (id) => {
      const engine = harness.connect({ readOnly: true })
      const reading = (async () => {
        for await (const lines of engine.followLogs({ service: id }, {}, new AbortController().signal)) {
          // The first word says that the engine has answered.
          if (lines.length === 0) engine.close()
        }
      })()
      await expect(reading).rejects.toMatchObject({
        code: expect.stringMatching(/stopped|connection-cut/) as string
      })
    })
  })
})
