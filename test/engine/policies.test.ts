import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { applyDraft } from '../../src/domain/draft'
import { effectOf } from '../../src/domain/effect'
import type { Json, JsonObject } from '../../src/domain/json'
import { lintPolicy } from '../../src/domain/lint'
import { roomFor } from '../../src/domain/room'
import type { Spec } from '../../src/domain/service'
import { hasEnded } from '../../src/domain/task'
import {
  atOnce,
  container,
  createHarness,
  eventually,
  image,
  kinds,
  put,
  specFor,
  type Harness
} from './harness'

const startFirst = { ...atOnce, Order: 'start-first' }
const hour = 3_600_000_000_000

const stateOf = async ({ engine }: Harness, id: string) => (await engine.inspect(id)).updateStatus?.state
const reaches = (harness: Harness, id: string, wanted: string) =>
  eventually(
    () => stateOf(harness, id),
    (now) => now === wanted,
    wanted
  )

describe.each(kinds)('what a policy is warned of, on the %s', (kind) => {
  let harness: Harness
  beforeAll(async () => {
    harness = await createHarness(kind)
  })
  afterAll(() => {
    harness?.stop()
  })

  const state = (id: string) => stateOf(harness, id)
  const until = (id: string, wanted: string) => reaches(harness, id, wanted)
  const runs = async (id: string, tag: string) =>
    (await harness.wanted(id)).filter(
      (task) => JSON.stringify(task.spec).includes(`demo:${tag}`) && task.state === 'running'
    ).length

  /** A service whose task keeps more than half of the node's memory to itself. */
  async function large(changes: JsonObject): Promise<Spec> {
    const [node] = await harness.engine.nodes()
    expect(node?.nanoCPUs).toBeGreaterThan(0)
    const MemoryBytes = Math.floor((node?.memoryBytes ?? 0) * 0.6)
    return put(
      { Reservations: { MemoryBytes } },
      'TaskTemplate',
      'Resources'
    )(specFor(1, { UpdateConfig: startFirst, ...changes }))
  }

  async function waitsForRoom(spec: Spec, words: string): Promise<void> {
    await harness.withService(spec, async (id) => {
      const now = await harness.engine.inspect(id)
      const next = image('demo:v2')(now.spec)
      const nodes = await harness.engine.nodes()
      const { room } = roomFor(next, id, 1, nodes, await harness.engine.tasks())
      expect(room).toBe(0)
      await harness.engine.update(id, now.index, next)
      const tasks = await eventually(
        () => harness.wanted(id),
        (found) => found.some((task) => task.state === 'pending' && task.error !== undefined),
        'a task that waits'
      )
      expect(tasks.map((task) => task.error).join()).toContain(words)
      expect([await state(id), await runs(id, 'v1')]).toEqual(['updating', 1])
    })
  }

  // One after the other: they would take each other's room.
  it('a new task waits beside an old one that keeps the memory, and nothing is reported', async () => {
    await waitsForRoom(await large({}), 'insufficient resources')
    await waitsForRoom(await large({ Mode: { Global: {} } }), 'insufficient resources')
    const most = put(
      { MaxReplicas: 1 },
      'TaskTemplate',
      'Placement'
    )(specFor(1, { UpdateConfig: startFirst }))
    await waitsForRoom(most, 'max replicas per node')
  })

  it('has room again when the old one stops first', async () => {
    await harness.withService(await large({ UpdateConfig: atOnce }), async (id) => {
      await harness.send(id, image('demo:v2'))
      await until(id, 'completed')
      expect(await runs(id, 'v2')).toBe(1)
    })
  })

  it.concurrent('a policy alone goes on with a paused update, as its effect says', () =>
    harness.withService(
      // The delay is never over: two tasks are left behind, however slow the machine.
      specFor(3, { UpdateConfig: { ...atOnce, Parallelism: 1, Delay: hour, Monitor: hour } }),
      async (id) => {
        await harness.send(id, image('demo:bad'))
        await until(id, 'paused')
        const before = await harness.engine.inspect(id)
        const after = applyDraft(before.spec, {
          updatePolicy: { parallelism: 2, delay: '0s', monitor: '1s', failureAction: 'continue' }
        })
        const nodes = await harness.engine.nodes()
        const effect = effectOf(before.spec, after, await harness.engine.tasks({ service: id }), nodes)
        expect(await runs(id, 'v1')).toBe(2)
        expect(effect).toMatchObject({ replaces: 2, leftBehind: 2, batches: 1 })
        await harness.engine.update(id, before.index, after)
        await until(id, 'completed')
        expect((await harness.engine.inspect(id)).previousSpec).toEqual(before.spec)
        expect(await runs(id, 'v1')).toBe(0)
      }
    )
  )

  it.concurrent('a rollback policy alone takes the next batch of a held update, and no more', () =>
    harness.withService(
      specFor(4, { UpdateConfig: { ...atOnce, Parallelism: 1, Delay: hour } }),
      async (id) => {
        const count = (wanted: number) =>
          eventually(
            () => runs(id, 'v2'),
            (now) => now === wanted,
            `${String(wanted)} of v2`
          )
        await harness.send(id, image('demo:v2'))
        await count(1)
        const before = await harness.engine.inspect(id)
        const after = applyDraft(before.spec, { rollbackPolicy: { delay: '3s' } })
        const nodes = await harness.engine.nodes()
        const effect = effectOf(before.spec, after, await harness.engine.tasks({ service: id }), nodes)
        expect(effect).toMatchObject({ replaces: 3, leftBehind: 3, batches: 3 })
        await harness.engine.update(id, before.index, after)
        await count(2)
        expect(await runs(id, 'v1')).toBe(2)
      }
    )
  )

  it.concurrent('a policy alone replaces nothing where nothing was left behind', () =>
    harness.withService(specFor(2), async (id) => {
      const before = await harness.engine.inspect(id)
      const tasks = await harness.wanted(id)
      const after = applyDraft(before.spec, { updatePolicy: { parallelism: 2 } })
      expect(effectOf(before.spec, after, tasks, [])).toMatchObject({ replaces: 0, leftBehind: 0 })
      await harness.engine.update(id, before.index, after)
      await eventually(
        () => harness.engine.inspect(id),
        (now) => now.previousSpec !== undefined,
        'the previous spec'
      )
      expect((await harness.wanted(id)).map((task) => task.id).sort()).toEqual(
        tasks.map((task) => task.id).sort()
      )
    })
  )
})

// The model runs no health checks of a spec.
describe('what the watch of an update sees of a health check, on the dockerd', () => {
  let harness: Harness
  beforeAll(async () => {
    harness = await createHarness('dockerd')
  })
  afterAll(() => {
    harness?.stop()
  })

  /** A health check that succeeds some times and then fails. */
  const failing = (succeeds: number, more: JsonObject): Json => ({
    Test: ['CMD-SHELL', `echo >> /tmp/n; test $(wc -l < /tmp/n) -le ${String(succeeds)}`],
    Interval: 1e9,
    Retries: 2,
    ...more
  })

  it.concurrent('a failed check counts from the first good one on, however long the start period', () =>
    harness.withService(specFor(1, { UpdateConfig: { ...atOnce, Monitor: 30e9 } }), async (id) => {
      await harness.send(id, container(failing(3, { StartPeriod: 600e9 }), 'Healthcheck'))
      await reaches(harness, id, 'paused')
      const ended = (await harness.engine.tasks({ service: id })).filter(hasEnded)
      expect(ended.some((task) => task.error?.includes('unhealthy') || task.state === 'complete')).toBe(true)
    })
  )

  it.concurrent('a task that turns bad after the watch goes unnoticed, as warned', () =>
    harness.withService(specFor(1), async (id) => {
      const before = await harness.engine.inspect(id)
      const next = container(
        failing(3, {}),
        'Healthcheck'
      )({ ...before.spec, UpdateConfig: { ...atOnce, Monitor: 1e9 } })
      const codes = lintPolicy(next, { tasks: 1, seconds: 5, production: false }).map(({ code }) => code)
      expect(codes).toContain('monitor-short')
      await harness.engine.update(id, before.index, next)
      await reaches(harness, id, 'completed')
      await eventually(
        () => harness.engine.tasks({ service: id }),
        (tasks) =>
          tasks.filter((task) => hasEnded(task) && JSON.stringify(task.spec).includes('wc -l')).length > 0,
        'an unhealthy end'
      )
      expect(await stateOf(harness, id)).toBe('completed')
    })
  )
})
