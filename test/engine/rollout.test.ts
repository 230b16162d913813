import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { objectAt } from '../../src/domain/json'
import { imageOf, type Spec } from '../../src/domain/service'
import { hasEnded, type Task } from '../../src/domain/task'
import { atOnce, createHarness, eventually, image, kinds, put, specFor, type Harness } from './harness'

const hour = 3_600_000_000_000
const imageOfTask = (task: Task) => imageOf({ TaskTemplate: task.spec })
const runs = (tag: string) => (task: Task) => task.state === 'running' && imageOfTask(task) === `demo:${tag}`

describe.each(kinds)('how an update goes, on the %s', (kind) => {
  let harness: Harness
  beforeAll(async () => {
    harness = await createHarness(kind)
  })
  afterAll(() => {
    harness?.stop()
  })
  const state = async (id: string) => (await harness.engine.inspect(id)).updateStatus?.state
  const until = (id: string, wanted: string) =>
    eventually(
      () => state(id),
      (seen) => seen === wanted,
      wanted
    )
  const policy = (changes: object) => (spec: Spec) =>
    put({ ...objectAt(spec, 'UpdateConfig'), ...changes }, 'UpdateConfig')(spec)

  it.concurrent('slots follow each other at least the delay apart', () =>
    harness.withService(
      specFor(3, { UpdateConfig: { ...atOnce, Parallelism: 1, Delay: 800_000_000 } }),
      async (id) => {
        await harness.send(id, image('demo:v2'))
        await until(id, 'completed')
        const made = (await harness.wanted(id)).map((task) => task.createdAt).sort((a, b) => a - b)
        expect(made).toHaveLength(3)
        for (const [place, at] of made.slice(1).entries())
          expect(at - (made[place] ?? 0)).toBeGreaterThan(800)
      }
    )
  )

  it.concurrent('start-first never runs fewer tasks than asked', () =>
    harness.withService(
      specFor(2, { UpdateConfig: { ...atOnce, Parallelism: 1, Order: 'start-first' } }),
      async (id) => {
        await harness.send(id, image('demo:v2'))
        await eventually(
          async () => {
            const alive = (await harness.engine.tasks({ service: id })).filter(
              (task) => task.state === 'running'
            )
            expect(alive.length).toBeGreaterThanOrEqual(2)
            return state(id)
          },
          (seen) => seen === 'completed',
          'completed'
        )
        expect((await harness.wanted(id)).filter(runs('v2'))).toHaveLength(2)
      }
    )
  )

  it.concurrent('one previous spec is kept: the second update takes its place', () =>
    harness.withService(specFor(1), async (id) => {
      await harness.send(id, image('demo:v2'))
      await until(id, 'completed')
      await harness.send(id, image('demo:v3'))
      const { previousSpec } = await harness.engine.inspect(id)
      expect(imageOf(previousSpec ?? {})).toBe('demo:v2')
    })
  )

  it.concurrent('sending the old spec during a hold puts back only the slot that was changed', () =>
    harness.withService(
      specFor(3, { UpdateConfig: { ...atOnce, Parallelism: 1, Delay: hour } }),
      async (id) => {
        const before = (await harness.wanted(id)).map((task) => task.id)
        const { spec: old } = await harness.send(id, image('demo:v2'))
        await eventually(
          () => harness.wanted(id),
          (tasks) => tasks.some(runs('v2')),
          'the first slot runs'
        )
        const untouched = (await harness.wanted(id))
          .map((task) => task.id)
          .filter((task) => before.includes(task))
        expect(untouched).toHaveLength(2)
        await harness.send(id, () => old)
        const after = await eventually(
          () => harness.wanted(id),
          (tasks) => tasks.length === 3 && tasks.every(runs('v1')),
          'all run the old image'
        )
        expect(after.map((task) => task.id)).toEqual(expect.arrayContaining(untouched))
      }
    )
  )

  it.concurrent('the old spec with a policy of all at once is back without waiting for the old delay', () =>
    harness.withService(
      specFor(3, { UpdateConfig: { ...atOnce, Parallelism: 1, Delay: hour } }),
      async (id) => {
        const { spec: old } = await harness.send(id, (spec) =>
          image('demo:bad')(policy({ Parallelism: 0, Delay: 0, Monitor: 2_000_000_000 })(spec))
        )
        await until(id, 'paused')
        await harness.send(id, () => ({ ...old, UpdateConfig: atOnce }))
        await until(id, 'completed')
        const tasks = await harness.wanted(id)
        expect(tasks.filter(runs('v1'))).toHaveLength(3)
        const made = tasks.map((task) => task.createdAt)
        expect(Math.max(...made) - Math.min(...made)).toBeLessThan(5000)
      }
    )
  )

  it.concurrent('any write goes on with a paused update', () =>
    harness.withService(
      specFor(2, { UpdateConfig: { ...atOnce, Parallelism: 1, Monitor: 1_500_000_000 } }),
      async (id) => {
        await harness.send(id, image('demo:bad'))
        await until(id, 'paused')
        const failed = (await harness.engine.tasks({ service: id })).filter((task) => task.state === 'failed')
        expect(failed[0]).toMatchObject({ error: 'task: non-zero exit (1)', exitCode: 1 })
        await harness.send(id, image('demo:v2'))
        await until(id, 'completed')
        expect((await harness.wanted(id)).filter(runs('v2'))).toHaveLength(2)
      }
    )
  )

  it.concurrent('a reservation that fits nowhere waits, with the reason in the task', () =>
    harness.withService(specFor(1), async (id) => {
      await harness.send(id, put({ Reservations: { MemoryBytes: 1024 ** 5 } }, 'TaskTemplate', 'Resources'))
      const tasks = await eventually(
        () => harness.wanted(id),
        (found) => found.some((task) => task.error !== undefined && task.state === 'pending'),
        'a pending task'
      )
      expect(tasks.map((task) => task.error).join()).toContain('insufficient resources')
      expect(await state(id)).toBe('updating')
    })
  )

  it.concurrent('a health check that fails ends the task with the reason', () =>
    harness.withService(specFor(1), async (id) => {
      await harness.send(id, image('demo:unhealthy'))
      await until(id, 'paused')
      const ended = (await harness.engine.tasks({ service: id })).filter(
        (task) => hasEnded(task) && imageOfTask(task) === 'demo:unhealthy'
      )
      expect(ended[0]?.error).toContain('unhealthy container')
    })
  )

  it.concurrent('logs give the last lines of one task, oldest first, with the node by name', () =>
    harness.withService(specFor(1), async (id) => {
      await harness.send(id, image('demo:chatty'))
      await eventually(
        () => harness.wanted(id),
        (tasks) => tasks.some(runs('chatty')),
        'it runs'
      )
      const task = (await harness.wanted(id)).find(runs('chatty'))?.id ?? ''
      const nodes = (await harness.engine.nodes()).map((node) => node.hostname)
      const lines = await eventually(
        () => harness.engine.logs({ service: id, task }, 3),
        (found) => found.some((line) => line.text === 'line 500'),
        'the last line'
      )
      const texts = lines.map((line) => line.text)
      expect(texts).toHaveLength(3)
      expect(texts[texts.indexOf('line 500') - 1]).toBe('line 499')
      expect(new Set(lines.map((line) => line.task))).toEqual(new Set([task]))
      expect(nodes).toContain(lines[0]?.node)
      expect(lines[0]?.stream).toBe('stdout')
      expect(Date.parse(lines[0]?.at ?? '')).toBeGreaterThan(0)
    })
  )

  it.concurrent('a read-only connection reads, and refuses to write before anything is sent', () =>
    harness.withService(specFor(1), async (id) => {
      const reader = harness.connect({ readOnly: true })
      const { index, spec } = await reader.inspect(id)
      await expect(reader.update(id, index, image('demo:v2')(spec))).rejects.toMatchObject({
        code: 'read-only',
        outcome: 'not-applied'
      })
      expect((await reader.inspect(id)).index).toBe(index)
      reader.close()
      await expect(reader.services()).rejects.toMatchObject({ code: 'stopped' })
    })
  )

  it.concurrent('an event stream breaks with an error when its connection is closed', async () => {
    const watcher = harness.connect({ readOnly: true })
    await watcher.ping()
    const next = watcher.events(new AbortController().signal)[Symbol.asyncIterator]().next()
    const seen = next.then(
      () => 'an event',
      (error: { code?: string }) => error.code
    )
    await watcher.ping()
    watcher.close()
    // Other tests of this engine may have caused an event before the close.
    expect(['an event', 'stopped', 'connection-cut']).toContain(await seen)
    await expect(watcher.ping()).rejects.toMatchObject({ code: 'stopped' })
  })

  it.concurrent('a removed service is unknown to every call', async () => {
    let gone = ''
    await harness.withService(specFor(1), (id) => Promise.resolve(void (gone = id)))
    await expect(harness.engine.inspect(gone)).rejects.toMatchObject({ code: 'service-unknown' })
    await expect(harness.engine.tasks({ service: gone })).rejects.toMatchObject({ code: 'service-unknown' })
    await expect(harness.engine.logs({ service: gone }, 5)).rejects.toMatchObject({ code: 'service-unknown' })
    await expect(harness.engine.update(gone, 1, specFor(1))).rejects.toMatchObject({
      code: 'service-unknown',
      outcome: 'not-applied'
    })
  })
})
