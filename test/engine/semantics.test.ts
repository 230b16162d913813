import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { objectAt } from '../../src/domain/json'
import { imageOf, replicasOf } from '../../src/domain/service'
import type { Task } from '../../src/domain/task'
import { atOnce, createHarness, eventually, image, kinds, put, specFor, type Harness } from './harness'

const second = 1_000_000_000
const hour = 3_600 * second
const imageOfTask = (task: Task) => imageOf({ TaskTemplate: task.spec })
const runs = (tag: string) => (task: Task) => task.state === 'running' && imageOfTask(task) === `demo:${tag}`
const one = { ...atOnce, Parallelism: 1 }

// What swarm.md says of ways back, holds and failures, where another file does not prove it already.
describe.each(kinds)('ways back, holds and failures, on the %s', (kind) => {
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
  const all = (id: string, tag: string, count: number) =>
    eventually(
      () => harness.wanted(id),
      (tasks) => tasks.length === count && tasks.every(runs(tag)),
      `${String(count)} run ${tag}`
    )
  const imageIs = async (id: string) => imageOf((await harness.engine.inspect(id)).spec)

  it.concurrent('the engine’s own rollback swaps the whole spec, and sent twice it goes forward again', () =>
    harness.withService(specFor(1), async (id) => {
      await harness.send(id, (spec) =>
        put({ mine: 'yes' }, 'Labels')(put(2, 'Mode', 'Replicated', 'Replicas')(image('demo:v2')(spec)))
      )
      await until(id, 'completed')
      await harness.rollback(id)
      await until(id, 'rollback_completed')
      const back = (await harness.engine.inspect(id)).spec
      expect([imageOf(back), replicasOf(back), objectAt(back, 'Labels')?.['mine']]).toEqual([
        'demo:v1',
        1,
        undefined
      ])
      await harness.rollback(id)
      await all(id, 'v2', 2)
    })
  )

  it.concurrent('after an automatic rollback there is no way back for the engine', () =>
    harness.withService(
      specFor(1, {
        UpdateConfig: { ...one, Monitor: 2 * second, FailureAction: 'rollback' },
        RollbackConfig: one
      }),
      async (id) => {
        await harness.send(id, image('demo:bad'))
        await until(id, 'rollback_completed')
        await expect(harness.rollback(id)).rejects.toThrow('does not have a previous spec')
      }
    )
  )

  it.concurrent(
    'an update of the policy alone takes the previous spec, and the engine’s rollback then changes nothing',
    () =>
      harness.withService(specFor(1), async (id) => {
        await harness.send(id, image('demo:v2'))
        await until(id, 'completed')
        await harness.send(id, put({ ...atOnce, Delay: second }, 'UpdateConfig'))
        const { previousSpec } = await harness.engine.inspect(id)
        expect(imageOf(previousSpec ?? {})).toBe('demo:v2')
        const tasks = (await harness.wanted(id)).map((task) => task.id)
        await harness.rollback(id)
        await until(id, 'rollback_completed')
        expect(await imageIs(id)).toBe('demo:v2')
        expect((await harness.wanted(id)).map((task) => task.id)).toEqual(tasks)
      })
  )

  it.concurrent('the engine’s rollback goes by the rollback policy of the spec that comes back', () =>
    harness.withService(specFor(2, { RollbackConfig: { ...one, Delay: hour } }), async (id) => {
      await harness.send(id, (spec) => put(atOnce, 'RollbackConfig')(image('demo:v2')(spec)))
      await until(id, 'completed')
      await harness.rollback(id)
      await eventually(
        () => harness.wanted(id),
        (tasks) => tasks.some(runs('v1')),
        'one is back'
      )
      // By the other policy both would have been sent at once.
      expect((await harness.wanted(id)).filter((task) => imageOfTask(task) === 'demo:v2')).toHaveLength(1)
    })
  )

  it.concurrent('a rollback that fails pauses, and its tasks go on crashing', () =>
    harness.withService(
      specFor(1, { RollbackConfig: { ...one, Monitor: 2 * second, FailureAction: 'pause' } }),
      async (id) => {
        await harness.send(id, (spec) =>
          put({ ...atOnce, FailureAction: 'continue' }, 'UpdateConfig')(image('demo:bad')(spec))
        )
        await until(id, 'completed')
        await harness.send(id, image('demo:v2'))
        await all(id, 'v2', 1)
        await until(id, 'completed')
        await harness.rollback(id)
        await until(id, 'rollback_paused')
        expect(await imageIs(id)).toBe('demo:bad')
      }
    )
  )

  it.concurrent('the engine’s rollback during a hold replaces the canary alone', () =>
    harness.withService(specFor(3, { UpdateConfig: { ...one, Delay: hour } }), async (id) => {
      await harness.send(id, image('demo:v2'))
      await eventually(
        () => harness.wanted(id),
        (tasks) => tasks.filter(runs('v2')).length === 1,
        'the canary runs'
      )
      const kept = (await harness.wanted(id)).filter(runs('v1')).map((task) => task.id)
      expect(kept).toHaveLength(2)
      await harness.rollback(id)
      const after = (await all(id, 'v1', 3)).map((task) => task.id)
      expect(after).toEqual(expect.arrayContaining(kept))
    })
  )

  it.concurrent('another image during a hold begins anew, and what was held is the previous spec', () =>
    harness.withService(specFor(3, { UpdateConfig: { ...one, Delay: hour } }), async (id) => {
      await harness.send(id, image('demo:v2'))
      await eventually(
        () => harness.wanted(id),
        (tasks) => tasks.filter(runs('v2')).length === 1,
        'the canary runs'
      )
      await harness.send(id, (spec) => put(atOnce, 'UpdateConfig')(image('demo:v3')(spec)))
      await all(id, 'v3', 3)
      const { previousSpec } = await harness.engine.inspect(id)
      expect(imageOf(previousSpec ?? {})).toBe('demo:v2')
    })
  )

  it.concurrent('the longest delay is accepted to the nanosecond, and comes back as it was sent', () =>
    harness.withService(specFor(1), async (id) => {
      const longest = 9_007_199_254_740_991
      await harness.send(id, put({ ...atOnce, Delay: longest }, 'UpdateConfig'))
      expect(objectAt((await harness.engine.inspect(id)).spec, 'UpdateConfig')?.['Delay']).toBe(longest)
    })
  )

  it.concurrent('a task that ends with 0 within its monitor time is a failure too', () =>
    harness.withService(
      specFor(1, { UpdateConfig: { ...one, Monitor: 5 * second, FailureAction: 'pause' } }),
      async (id) => {
        await harness.send(id, image('demo:once'))
        await until(id, 'paused')
      }
    )
  )

  it.concurrent('a share of failures acts only when it is exceeded', () =>
    harness.withService(
      specFor(2, { UpdateConfig: { ...one, Monitor: second, MaxFailureRatio: 1, FailureAction: 'pause' } }),
      async (id) => {
        await harness.send(id, image('demo:bad'))
        await until(id, 'completed')
        expect((await harness.wanted(id)).filter(runs('v1'))).toHaveLength(0)
      }
    )
  )

  it.concurrent('the index goes up by itself when the state of the update changes', () =>
    harness.withService(specFor(1), async (id) => {
      await harness.send(id, image('demo:v2'))
      const { index } = await harness.engine.inspect(id)
      await until(id, 'completed')
      expect((await harness.engine.inspect(id)).index).toBeGreaterThan(index)
    })
  )

  it.concurrent('the same spec again replaces nothing, and leaves no state of an update', () =>
    harness.withService(specFor(1), async (id) => {
      const tasks = (await harness.wanted(id)).map((task) => task.id)
      await harness.send(id, (spec) => spec)
      await new Promise((next) => setTimeout(next, 1_000))
      expect((await harness.wanted(id)).map((task) => task.id)).toEqual(tasks)
      expect(await state(id)).toBeUndefined()
    })
  )

  it.concurrent('slots that are added in an update do not wait for its delay', () =>
    harness.withService(specFor(1, { UpdateConfig: { ...one, Delay: hour } }), async (id) => {
      await harness.send(id, (spec) => put(3, 'Mode', 'Replicated', 'Replicas')(image('demo:v2')(spec)))
      await all(id, 'v2', 3)
    })
  )
})
