import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { at, numberAt, type JsonObject } from '../../src/domain/json'
import { imageOf } from '../../src/domain/service'
import { hasFailed, type Task } from '../../src/domain/task'
import { atOnce, createHarness, eventually, image, kinds, put, specFor, type Harness } from './harness'

const hour = 3_600_000_000_000
/** A hold: so many slots, then nothing for a hundred days, during which a failure is noticed. */
const hold = (slots: number, hours = 2400): JsonObject => ({
  ...atOnce,
  Parallelism: slots,
  Delay: hours * hour,
  Monitor: hours * hour
})
const imageOfTask = (task: Task) => imageOf({ TaskTemplate: task.spec })
const runs = (tag: string) => (task: Task) => task.state === 'running' && imageOfTask(task) === `demo:${tag}`
const config = (value: JsonObject) => put(value, 'UpdateConfig')

describe.each(kinds)('a hold, on the %s', (kind) => {
  let harness: Harness
  beforeAll(async () => {
    harness = await createHarness(kind)
  })
  afterAll(() => {
    harness?.stop()
  })
  const status = async (id: string) => (await harness.engine.inspect(id)).updateStatus?.state
  const reach = (id: string, tag: string, count: number, of: number) =>
    eventually(
      () => harness.wanted(id),
      (tasks) => tasks.length === of && tasks.filter(runs(tag)).length === count,
      `${String(count)} of ${String(of)} run ${tag}`
    )
  /** Whether nothing more changes: the engine has had time to pick the next slot, had it wanted to. */
  const stays = async (id: string, tag: string, count: number) => {
    const end = Date.now() + 2_500
    await eventually(
      async () => {
        const changed = (await harness.wanted(id)).filter((task) => imageOfTask(task) === `demo:${tag}`)
        expect(changed.length).toBeLessThanOrEqual(count)
      },
      () => Date.now() > end,
      'nothing changes'
    )
    expect((await harness.wanted(id)).filter(runs(tag))).toHaveLength(count)
  }
  const ids = (tasks: readonly Task[], tag: string) => tasks.filter(runs(tag)).map((task) => task.id)

  it.concurrent('changes n slots and stays, and the same n again needs another text of the policy', () =>
    harness.withService(specFor(4), async (id) => {
      await harness.send(id, (spec) => config(hold(1))(image('demo:v2')(spec)))
      const first = ids(await reach(id, 'v2', 1, 4), 'v2')
      expect(await status(id)).toBe('updating')
      await harness.send(id, (spec) => spec)
      await stays(id, 'v2', 1)
      expect(await status(id)).toBeUndefined()
      await harness.send(id, config(hold(1, 2399)))
      const second = ids(await reach(id, 'v2', 2, 4), 'v2')
      expect(second).toEqual(expect.arrayContaining(first))
      expect(await status(id)).toBe('updating')
      await stays(id, 'v2', 2)
      expect(imageOf((await harness.engine.inspect(id)).previousSpec ?? {})).toBe('demo:v2')
      await harness.send(id, config(atOnce))
      expect(ids(await reach(id, 'v2', 4, 4), 'v2')).toEqual(expect.arrayContaining(second))
    })
  )

  it.concurrent('notices a slot that fails long after it ran, while others wait', () =>
    harness.withService(specFor(3), async (id) => {
      await harness.send(id, (spec) => config(hold(1))(image('demo:v2')(spec)))
      const [canary] = ids(await reach(id, 'v2', 1, 3), 'v2')
      await harness.kill(canary ?? '')
      await eventually(
        () => status(id),
        (seen) => seen === 'paused',
        'paused'
      )
      // The paused one still sleeps its delay, so the same spec once more is ignored; a new text of it goes on.
      await harness.send(id, (spec) => spec)
      await reach(id, 'v2', 1, 3)
      await stays(id, 'v2', 1)
      await harness.send(id, config(hold(1, 2399)))
      await reach(id, 'v2', 2, 3)
      expect(await status(id)).toBe('updating')
    })
  )

  it.concurrent('is blind where it leaves no slot waiting', () =>
    harness.withService(specFor(2), async (id) => {
      await harness.send(id, (spec) => config(hold(2))(image('demo:bad')(spec)))
      await eventually(
        async () => (await harness.engine.tasks({ service: id })).filter(hasFailed),
        (failed) => new Set(failed.map((task) => task.slot)).size === 2,
        'both slots failed'
      )
      expect(await status(id)).toBe('updating')
    })
  )

  it.concurrent('leaks: an old task that dies comes back new', () =>
    harness.withService(specFor(3), async (id) => {
      await harness.send(id, (spec) => config(hold(1))(image('demo:v2')(spec)))
      const old = (await reach(id, 'v2', 1, 3)).find(runs('v1'))
      await harness.kill(old?.id ?? '')
      const after = await reach(id, 'v2', 2, 3)
      expect(after.find(runs('v1'))?.slot).not.toBe(old?.slot)
      const all = await harness.engine.tasks({ service: id })
      const dead = all.find((task) => task.id === old?.id)
      const fresh = after.find((task) => task.slot === old?.slot)
      expect(dead?.state).toBe('failed')
      expect(fresh?.createdAt).toBeGreaterThanOrEqual(dead?.since ?? Infinity)
    })
  )

  it.concurrent('leaks: a slot that scaling adds is new, and the write lets one more go', () =>
    harness.withService(specFor(3), async (id) => {
      await harness.send(id, (spec) => config(hold(1))(image('demo:v2')(spec)))
      await reach(id, 'v2', 1, 3)
      await harness.send(id, put({ Replicated: { Replicas: 4 } }, 'Mode'))
      await reach(id, 'v2', 3, 4)
      await stays(id, 'v2', 3)
    })
  )

  it.concurrent('leaks: any write lets as many slots go as the parallelism', () =>
    harness.withService(specFor(4), async (id) => {
      await harness.send(id, (spec) => config(hold(1))(image('demo:v2')(spec)))
      await reach(id, 'v2', 1, 4)
      await harness.send(id, put({ touched: 'yes' }, 'Labels'))
      await reach(id, 'v2', 2, 4)
      await stays(id, 'v2', 2)
    })
  )

  it.concurrent('stops a running update after the slots in flight and n more', () =>
    harness.withService(
      specFor(6, { UpdateConfig: { ...atOnce, Parallelism: 2, Delay: 1_000_000_000 } }),
      async (id) => {
        await harness.send(id, image('demo:v2'))
        await eventually(
          () => harness.wanted(id),
          (tasks) => tasks.some(runs('v2')),
          'the first slot runs'
        )
        const before = await harness.engine.inspect(id)
        const changed = (await harness.wanted(id)).filter((task) => imageOfTask(task) === 'demo:v2').length
        await harness.engine.update(id, before.index, config(hold(1))(before.spec)).catch(async () => {
          const again = await harness.engine.inspect(id)
          await harness.engine.update(id, again.index, config(hold(1))(again.spec))
        })
        const bound = changed + 2 + 1
        const held = await eventually(
          () => harness.wanted(id),
          (tasks) =>
            tasks.filter(runs('v2')).length > changed && tasks.every((task) => task.state === 'running'),
          'one more runs and it is quiet'
        )
        const reached = held.filter(runs('v2')).length
        expect(reached).toBeLessThanOrEqual(bound)
        await stays(id, 'v2', reached)
      }
    )
  )

  it.concurrent('an emergency brings all back in one call where a native rollback waits for its policy', () =>
    harness.withService(
      specFor(4, {
        UpdateConfig: { ...atOnce, Parallelism: 2 },
        RollbackConfig: { ...atOnce, Parallelism: 1, Delay: hour }
      }),
      async (id) => {
        const { spec: good } = await harness.send(id, image('demo:v2'))
        await reach(id, 'v2', 4, 4)
        await eventually(
          () => status(id),
          (seen) => seen === 'completed',
          'completed'
        )
        await harness.rollback(id)
        await reach(id, 'v1', 1, 4)
        await stays(id, 'v1', 1)
        // The same spec as the one in force would be ignored: its rollback works towards it already.
        await harness.send(id, () => good)
        await stays(id, 'v1', 1)
        await harness.send(id, () => config(atOnce)(good))
        const back = await reach(id, 'v1', 4, 4)
        expect(back).toHaveLength(4)
        const { spec } = await harness.engine.inspect(id)
        expect(numberAt(spec, 'UpdateConfig', 'Parallelism') ?? 0).toBe(0)
        expect(at(spec, 'UpdateConfig', 'FailureAction')).toBe('pause')
      }
    )
  )
})
