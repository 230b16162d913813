import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Draft } from '../../src/domain/draft'
import { at, withoutAt, type JsonObject } from '../../src/domain/json'
import type { Plan } from '../../src/domain/plan'
import { imageOf, type Spec } from '../../src/domain/service'
import { openCore, type Core } from './core'
import { atOnce, createHarness, eventually, image, kinds, raw, specFor, type Harness } from './harness'

// Engines before 29.7 crash for good when a rollback takes Placement away (measured on 20.10.24).
describe.each(kinds)('a service made without Placement, on the %s', (kind) => {
  let harness: Harness
  let world: Core
  let started = ''
  /** The process of the engine; the model runs in this one. */
  const pid = () =>
    kind === 'model' ? String(process.pid) : readFileSync(join(dirname(harness.socket), 'pid'), 'utf8')
  beforeAll(async () => {
    harness = await createHarness(kind)
    world = await openCore(harness.socket)
    started = pid()
  })
  afterAll(async () => {
    await world?.stop()
    harness?.stop()
  })

  const codes = ({ warnings }: Plan) => warnings.map(({ code }) => code)
  const plan = (service: string, draft: Draft) =>
    world.call('updates.plan', { context: world.context, service, draft })
  const send = async (made: Plan) => {
    await world.call('updates.apply', { plan: made.id, hash: made.hash })
    return made
  }
  const apply = async (service: string, draft: Draft) => send(await plan(service, draft))
  const reaches = (id: string, state: string) =>
    eventually(
      () => harness.engine.inspect(id),
      (service) => service.updateStatus?.state === state,
      state
    )
  const runs = (id: string, name: string, count: number) =>
    eventually(
      () => harness.wanted(id),
      (tasks) =>
        tasks.length === count &&
        tasks.every((task) => task.state === 'running' && imageOf({ TaskTemplate: task.spec }) === name),
      `${String(count)} of ${name}`
    )
  const placement = async (id: string) =>
    at((await harness.engine.inspect(id)).spec, 'TaskTemplate', 'Placement')
  /** Writes past Skep, which refuses to send this. */
  const write = async (id: string, change: (spec: Spec) => Spec) => {
    const { index, spec } = await harness.engine.inspect(id)
    await raw(harness.socket, 'POST', `/services/${id}/update?version=${String(index)}`, change(spec))
  }
  const withBare = (replicas: number, config: JsonObject, work: (id: string) => Promise<void>) =>
    harness.withService(
      withoutAt(specFor(replicas, { UpdateConfig: { ...atOnce, ...config } }), ['TaskTemplate', 'Placement']),
      async (id) => {
        await knows(id, 1)
        expect(await placement(id)).toBeUndefined()
        await work(id)
        await harness.engine.ping()
        expect(pid()).toBe(started)
      }
    )
  /** Waits until a version is in Skep's history: that is what it goes back to. */
  const knows = (id: string, number: number) =>
    eventually(
      () => world.call('clusters.snapshot', { context: world.context }),
      ({ services }) => services.some((row) => row.id === id && row.version >= number),
      `version ${String(number)} is known`
    )

  it.concurrent('is updated and brought back by Skep', () =>
    withBare(2, {}, async (id) => {
      const made = await apply(id, { image: 'demo:v2', resolveImage: false })
      expect(codes(made)).toContain('placement-added')
      await runs(id, 'demo:v2', 2)
      await knows(id, 2)
      expect(await placement(id)).toEqual({})
      const back = await plan(id, { kind: 'version', number: 1 })
      expect(back).toMatchObject({ nativePossible: false, restores: 1 })
      await send(back)
      await runs(id, 'demo:v1', 2)
      expect(await placement(id)).toEqual({})
    })
  )

  it.concurrent('is brought back by the engine itself, and updated again', () =>
    withBare(2, { FailureAction: 'rollback', Monitor: 30e9 }, async (id) => {
      const made = await apply(id, { image: 'demo:bad', resolveImage: false })
      expect(codes(made)).not.toContain('automatic-rollback-unsafe')
      await reaches(id, 'rollback_completed')
      await runs(id, 'demo:v1', 2)
      expect(await placement(id)).toBeUndefined()
      await apply(id, { image: 'demo:v2', resolveImage: false })
      await runs(id, 'demo:v2', 2)
    })
  )

  it.concurrent('takes the engine’s own way back where no task has a Placement', () =>
    withBare(2, {}, async (id) => {
      await write(id, image('demo:v2'))
      await runs(id, 'demo:v2', 2)
      await knows(id, 2)
      const back = await plan(id, { kind: 'version', number: 1, native: true })
      expect(back).toMatchObject({ nativePossible: true, native: true })
      await send(back)
      await runs(id, 'demo:v1', 2)
    })
  )

  it.concurrent('is held and aborted', () =>
    withBare(3, {}, async (id) => {
      const draft = { image: 'demo:v2', resolveImage: false }
      await send(await world.call('rollouts.hold', { context: world.context, service: id, slots: 1, draft }))
      await eventually(
        () => harness.wanted(id),
        (tasks) => tasks.some((task) => imageOf({ TaskTemplate: task.spec }) === 'demo:v2'),
        'one slot of v2'
      )
      await send(await world.call('rollouts.abort', { context: world.context, service: id }))
      await runs(id, 'demo:v1', 3)
      expect(await placement(id)).toEqual({})
    })
  )

  it.concurrent(
    'is said to be in danger where a rollback would meet its own template, and pauses instead',
    () =>
      withBare(2, { Parallelism: 1, Delay: 3600e9, Monitor: 60e9 }, async (id) => {
        await write(id, image('demo:bad'))
        await reaches(id, 'paused')
        await knows(id, 2)
        // What is left goes on with the same template and a Placement: there the engine would crash.
        const policy = { delay: '0s', monitor: '10s' } as const
        const made = await plan(id, { updatePolicy: { ...policy, failureAction: 'rollback' } })
        const danger = made.warnings.find(({ code }) => code === 'automatic-rollback-unsafe')
        expect(danger).toMatchObject({
          severity: 'danger',
          repair: { updatePolicy: { failureAction: 'pause' } }
        })
        const repaired = await plan(id, { updatePolicy: { ...policy, ...danger?.repair?.updatePolicy } })
        expect(codes(repaired)).not.toContain('automatic-rollback-unsafe')
        await send(repaired)
        await reaches(id, 'paused')
        await apply(id, { kind: 'version', number: 1 })
        await runs(id, 'demo:v1', 2)
      })
  )
})
