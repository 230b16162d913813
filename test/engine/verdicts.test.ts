import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { applyDraft } from '../../src/domain/draft'
import type { JsonObject } from '../../src/domain/json'
import { rolloutOf, type Rollout, type RolloutInput } from '../../src/domain/rollout'
import type { Spec } from '../../src/domain/service'
import { atOnce, createHarness, eventually, image, kinds, put, specFor, type Harness } from './harness'

const hour = 3_600_000_000_000
const step: JsonObject = { ...atOnce, Parallelism: 1, Monitor: 2_000_000_000 }

/** A job: it has no update policy, and what its tasks do ends. */
const jobFor = (image: string, mode: JsonObject, restart: JsonObject): Spec => ({
  Name: specFor(1)['Name'] as string,
  TaskTemplate: { ContainerSpec: { Image: image }, RestartPolicy: restart, Placement: {} },
  Mode: { ReplicatedJob: mode }
})

describe.each(kinds)('how a rollout is judged, on the %s', (kind) => {
  let harness: Harness
  beforeAll(async () => {
    harness = await createHarness(kind)
  })
  afterAll(() => {
    harness?.stop()
  })

  async function look(id: string, more: Partial<RolloutInput> = {}): Promise<Rollout> {
    const service = await harness.engine.inspect(id)
    const [tasks, nodes] = await Promise.all([harness.engine.tasks({ service: id }), harness.engine.nodes()])
    return rolloutOf({ service, tasks, nodes, now: Date.now(), changedAt: service.updatedAt, ...more })
  }
  const until = (id: string, holds: (seen: Rollout) => boolean, what: string, more?: Partial<RolloutInput>) =>
    eventually(() => look(id, more), holds, what)

  it.concurrent('start-first has two live tasks in a slot, and no slot is ever empty', () =>
    harness.withService(specFor(2, { UpdateConfig: { ...step, Order: 'start-first' } }), async (id) => {
      await harness.send(id, image('demo:v2'))
      let both = false
      const done = await until(
        id,
        (seen) => {
          expect(seen.counts.missing).toBe(0)
          both ||= seen.slots.some((slot) => slot.before?.state === 'running' && slot.after !== undefined)
          return seen.verdict !== undefined
        },
        'a verdict'
      )
      expect(both).toBe(true)
      expect(done).toMatchObject({ verdict: 'succeeded', dirty: 2, left: 0, batches: { total: 2, done: 2 } })
    })
  )

  it.concurrent('a global service is one slot for each node, by name', () =>
    harness.withService(specFor(1, { Mode: { Global: {} }, UpdateConfig: step }), async (id) => {
      await harness.send(id, image('demo:v2'))
      const names = (await harness.engine.nodes()).map((node) => node.hostname)
      const done = await until(id, (seen) => seen.verdict !== undefined, 'a verdict')
      expect(done.verdict).toBe('succeeded')
      expect(done.slots.map((slot) => slot.label)).toEqual(names)
    })
  )

  it.concurrent('a job runs again with each update, in slots from 0', () => {
    const spec = jobFor('demo:once', { MaxConcurrent: 2, TotalCompletions: 3 }, { Condition: 'none' })
    return harness.withJob(spec, async (id) => {
      const first = await until(id, (seen) => seen.phase === 'done', 'the first run')
      expect(first).toMatchObject({ verdict: 'succeeded', counts: { verified: 3, total: 3 } })
      expect(first.slots.map((slot) => slot.key)).toEqual(['0', '1', '2'])
      await harness.send(id, (old) => applyDraft(old, { env: { set: { RUN: '2' } } }))
      const service = await harness.engine.inspect(id)
      expect([service.job?.iteration, service.updateStatus]).toEqual([1, undefined])
      const again = await until(
        id,
        (seen) => {
          expect(seen.phase === 'done' && seen.counts.verified < 3).toBe(false)
          return seen.phase === 'done'
        },
        'the second run'
      )
      expect(again.verdict).toBe('succeeded')
      const ids = (seen: Rollout) => seen.slots.map((slot) => slot.after?.task)
      expect(ids(again).some((task) => ids(first).includes(task))).toBe(false)
    })
  })

  it.concurrent('a job that fails and is not tried again is failed', () => {
    const again = { Condition: 'on-failure', MaxAttempts: 1, Delay: 500_000_000 }
    return harness.withJob(jobFor('demo:bad', { TotalCompletions: 1 }, again), async (id) => {
      const seen = await until(id, ({ phase }) => phase === 'done', 'the end')
      expect(seen).toMatchObject({ verdict: 'failed', reasons: [{ code: 'exit-code', exitCode: 1 }] })
    })
  })

  it.concurrent('a rollback names who undid the update: the engine or a person', () =>
    harness.withService(
      specFor(2, { UpdateConfig: { ...step, FailureAction: 'rollback' }, RollbackConfig: { ...atOnce } }),
      async (id) => {
        await harness.send(id, image('demo:bad'))
        const engine = await until(id, (seen) => seen.verdict === 'rolled-back', 'rolled back')
        expect(engine).toMatchObject({ undoneBy: 'engine', reasons: [{ code: 'exit-code' }] })
        // Paced by the rollback policy of the spec that came back.
        expect(engine.policy.parallelism).toBe(0)
        await harness.send(id, (spec) => put({ ...step }, 'UpdateConfig')(image('demo:v2')(spec)))
        await until(id, (seen) => seen.verdict === 'succeeded', 'succeeded')
        await harness.rollback(id)
        const person = await until(id, (seen) => seen.verdict === 'rolled-back', 'rolled back by hand')
        expect(person.undoneBy).toBe('person')
      }
    )
  )

  it.concurrent('a hold is told with what it keeps, and a continued one counts only what was left', () =>
    harness.withService(specFor(3, { UpdateConfig: { ...step, Delay: 24 * hour } }), async (id) => {
      await harness.send(id, image('demo:v2'))
      const { held } = await until(id, (seen) => seen.held !== undefined, 'held')
      expect(held).toMatchObject({ done: 1, left: 2, step: 1, crashed: [], released: 0 })
      expect((held?.until ?? 0) - (held?.since ?? 0)).toBe(24 * 3_600_000)
      await harness.send(id, put({ ...step }, 'UpdateConfig'))
      const going = await until(id, (seen) => seen.startedAt !== undefined && !seen.held, 'going on')
      expect(going).toMatchObject({ dirty: 2, batches: { total: 2 } })
      expect((await until(id, (seen) => seen.verdict !== undefined, 'a verdict')).verdict).toBe('succeeded')
    })
  )

  it.concurrent('a canary that crashes while it is held is failed, though the engine says updating', () => {
    const policy = { ...step, Delay: 24 * hour, FailureAction: 'continue' }
    return harness.withService(specFor(3, { UpdateConfig: policy }), async (id) => {
      await harness.send(id, image('demo:bad'))
      const seen = await until(id, ({ verdict }) => verdict !== undefined, 'a verdict')
      expect(seen).toMatchObject({ verdict: 'failed', status: { state: 'updating' }, held: { left: 2 } })
    })
  })

  it.concurrent('a task that never gets ready is stuck after the time that a person gave', () =>
    harness.withService(specFor(1, { UpdateConfig: { ...step } }), async (id) => {
      // The first health check comes after an hour, so the task stays “starting”; the engine waits without a word.
      const check = { Test: ['CMD', 'true'], Interval: hour, Timeout: 1e9, Retries: 1 }
      await harness.send(id, (spec) =>
        put(check, 'TaskTemplate', 'ContainerSpec', 'Healthcheck')(image('demo:v2')(spec))
      )
      const patient = await until(id, (seen) => seen.counts.starting === 1, 'starting')
      expect(patient.verdict).toBeUndefined()
      const seen = await until(id, ({ verdict }) => verdict !== undefined, 'stuck', { deadline: 5_000 })
      expect(seen).toMatchObject({
        verdict: 'stuck',
        status: { state: 'updating' },
        stuck: { cause: 'no-progress', slots: ['1'] },
        deadline: { ms: 5_000, set: true }
      })
    })
  )

  it.concurrent('an update that another one replaces counts from the newer one', () =>
    harness.withService(specFor(2, { UpdateConfig: { ...step, Delay: 24 * hour } }), async (id) => {
      await harness.send(id, image('demo:v2'))
      await until(id, (seen) => seen.held !== undefined, 'held')
      const before = await look(id)
      await harness.send(id, (spec) => put({ ...step }, 'UpdateConfig')(image('demo:v3')(spec)))
      const after = await until(
        id,
        (seen) => seen.startedAt !== before.startedAt && seen.dirty === 2,
        'newer'
      )
      expect(after.image).toBe('demo:v3')
      expect((await until(id, (seen) => seen.verdict !== undefined, 'a verdict')).verdict).toBe('succeeded')
    })
  )
})
