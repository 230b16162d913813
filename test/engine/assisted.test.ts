import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { numberAt } from '../../src/domain/json'
import type { Plan } from '../../src/domain/plan'
import { imageOf } from '../../src/domain/service'
import { openCore, type Core } from './core'
import { atOnce, createHarness, eventually, image, kinds, put, specFor, type Harness } from './harness'

/** One slot after the other, pausing at the first that fails. */
const careful = { ...atOnce, Parallelism: 1, Monitor: 1_500_000_000 }

describe.each(kinds)('an assisted context of production, on the %s', (kind) => {
  let harness: Harness
  let world: Core
  beforeAll(async () => {
    harness = await createHarness(kind)
    world = await openCore(harness.socket, { mode: 'assisted', environment: 'production' })
  })
  afterAll(async () => {
    await world?.stop()
    harness?.stop()
  })

  const of = (service: string) => ({ context: world.context, service })
  const plan = (service: string, draft: object) => world.call('updates.plan', { ...of(service), draft })
  const apply = ({ id, hash, serviceName }: Plan) =>
    world.call('updates.apply', { plan: id, hash, confirm: serviceName })
  const refused = { code: 'mode-refuses' }
  const verdict = (service: string, wanted: string) =>
    eventually(
      () => world.call('rollouts.get', of(service)),
      (rollout) => rollout.verdict === wanted,
      `it is ${wanted}`
    )
  const isRunning = (id: string, tag: string, count: number) =>
    eventually(
      () => harness.wanted(id),
      (tasks) =>
        tasks.length === count &&
        tasks.every((task) => task.state === 'running' && imageOf({ TaskTemplate: task.spec }) === tag),
      `${String(count)} run ${tag}`
    )
  const withService = (work: (id: string) => Promise<void>) =>
    harness.withService(specFor(3, { UpdateConfig: careful }), async (id) => {
      await eventually(
        () => world.call('clusters.snapshot', { context: world.context }),
        ({ services }) => services.some((row) => row.id === id && row.version > 0),
        'Skep knows the service'
      )
      await work(id)
    })

  it('takes back a bad update that somebody else made, by the name only, and lets nothing else through', () =>
    withService(async (id) => {
      await harness.send(id, image('demo:bad'))
      await verdict(id, 'paused')
      await expect(plan(id, { image: 'demo:v3' })).rejects.toMatchObject(refused)
      await expect(plan(id, { force: true })).rejects.toMatchObject(refused)
      await expect(world.call('rollouts.hold', of(id))).rejects.toMatchObject(refused)
      const back = await plan(id, { kind: 'version', number: 1 })
      await expect(world.call('updates.apply', { plan: back.id, hash: back.hash })).rejects.toMatchObject({
        code: 'confirm-needed'
      })
      await apply(back)
      await isRunning(id, 'demo:v1', 3)
      await verdict(id, 'succeeded')
    }))

  it('goes back at once in an emergency, and puts the policy of that version back', () =>
    withService(async (id) => {
      await harness.send(id, image('demo:bad'))
      await verdict(id, 'paused')
      await apply(await plan(id, { kind: 'version', number: 1, emergency: true }))
      await isRunning(id, 'demo:v1', 3)
      await verdict(id, 'succeeded')
      await apply(await world.call('rollouts.restore', of(id)))
      await eventually(
        () => harness.engine.inspect(id),
        ({ spec }) => numberAt(spec, 'UpdateConfig', 'Parallelism') === 1,
        'the policy is back'
      )
    }))

  it('aborts a paused update', () =>
    withService(async (id) => {
      await harness.send(id, image('demo:bad'))
      await verdict(id, 'paused')
      await expect(
        world.call('rollouts.continue', { ...of(id), policy: { failureAction: 'continue' } })
      ).rejects.toMatchObject(refused)
      const plan = await world.call('rollouts.abort', of(id))
      expect(plan).toMatchObject({ restores: 1, step: { kind: 'abort' } })
      await apply(plan)
      await isRunning(id, 'demo:v1', 3)
    }))

  it('lets a held update go on, by the policy of before', () =>
    withService(async (id) => {
      const hold = { ...careful, Delay: 2400 * 3_600e9, Monitor: 2400 * 3_600e9 }
      await harness.send(id, (spec) => put(hold, 'UpdateConfig')(image('demo:v2')(spec)))
      await eventually(
        () => world.call('rollouts.get', of(id)),
        (rollout) => rollout.held?.done === 1,
        'it is held'
      )
      await expect(plan(id, { force: true })).rejects.toMatchObject(refused)
      await apply(await world.call('rollouts.continue', of(id)))
      await isRunning(id, 'demo:v2', 3)
      await verdict(id, 'succeeded')
    }))

  it('restarts every task of a service that is at rest, with the same spec', () =>
    withService(async (id) => {
      const before = (await harness.wanted(id)).map((task) => task.id)
      const made = await plan(id, { force: true })
      expect(made.effect.replaces).toBe(3)
      await apply(made)
      await eventually(
        () => harness.wanted(id),
        (tasks) =>
          tasks.length === 3 && tasks.every((task) => task.state === 'running' && !before.includes(task.id)),
        'all are new'
      )
      await verdict(id, 'succeeded')
    }))
})
