import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Plan } from '../../src/domain/plan'
import { same } from '../../src/domain/canonical'
import { at, type JsonObject } from '../../src/domain/json'
import { imageOf, type Spec } from '../../src/domain/service'
import type { Task } from '../../src/domain/task'
import type { AttendedView } from '../../src/shared/contract'
import { openCore, type Core } from './core'
import { atOnce, createHarness, eventually, kinds, put, specFor, type Harness } from './harness'

/** The person's own policy, which has to be in force again at the end. */
const own: JsonObject = { ...atOnce, Parallelism: 2, Monitor: 1_500_000_000 }
const imageOfTask = (task: Task) => imageOf({ TaskTemplate: task.spec })
const runs = (tag: string) => (task: Task) => task.state === 'running' && imageOfTask(task) === `demo:${tag}`
const ids = (tasks: readonly Task[], tag: string) => tasks.filter(runs(tag)).map((task) => task.id)

describe.each(kinds)('an attended rollout, on the %s', (kind) => {
  let harness: Harness
  let world: Core
  beforeAll(async () => {
    harness = await createHarness(kind)
    world = await openCore(harness.socket)
  })
  afterAll(async () => {
    await world?.stop()
    harness?.stop()
  })
  const of = (service: string) => ({ context: world.context, service })
  const apply = async (plan: Plan) => {
    await world.call('updates.apply', { plan: plan.id, hash: plan.hash })
    return plan
  }
  const spec = async (service: string): Promise<Spec> => (await harness.engine.inspect(service)).spec
  const view = (service: string, holds: (view: AttendedView | null) => boolean, what: string) =>
    eventually(() => world.call('attended.get', of(service)), holds, what)
  const held = (service: string, changed: number) =>
    view(
      service,
      (seen) => seen?.phase === 'held' && seen.changed === changed,
      `held after ${String(changed)}`
    )
  const reach = (id: string, tag: string, count: number, total: number) =>
    eventually(
      () => harness.wanted(id),
      (tasks) => tasks.length === total && tasks.filter(runs(tag)).length === count,
      `${String(count)} of ${String(total)} run ${tag}`
    )
  const hold = async (service: string, image: string, slots = 1, more: object = {}) =>
    apply(await world.call('rollouts.hold', { ...of(service), slots, draft: { image }, ...more }))
  const withService = (replicas: number, config: JsonObject, work: (id: string) => Promise<void>) =>
    harness.withService(specFor(replicas, { UpdateConfig: config }), async (id) => {
      // What Skep goes back to is what it saw.
      await eventually(
        () => world.call('clusters.snapshot', { context: world.context }),
        ({ services }) => services.some((row) => row.id === id && row.version > 0),
        'Skep knows the service'
      )
      await work(id)
    })

  it('goes on step by step to the person’s own policy, and keeps what was done', () =>
    withService(4, own, async (id) => {
      const before = await spec(id)
      const plan = await hold(id, 'demo:v2')
      expect(plan).toMatchObject({
        step: { kind: 'hold', slots: 1, left: 4, running: false },
        effect: { replaces: 1, batches: 1 }
      })
      const first = await held(id, 1)
      expect(first).toMatchObject({ step: 1, allowed: 1, left: 3, beyond: 0, foreignPolicy: true, back: 1 })
      expect(first?.intended).toMatchObject({ parallelism: 2, monitor: '1s500ms' })
      const canary = ids(await harness.wanted(id), 'v2')
      const advance = await apply(await world.call('rollouts.hold', { ...of(id), slots: 1 }))
      expect(advance).toMatchObject({ step: { kind: 'advance', left: 3 }, effect: { replaces: 1 } })
      expect(advance.changes.every((change) => change.group === 'update-policy')).toBe(true)
      await held(id, 2)
      expect(ids(await harness.wanted(id), 'v2')).toEqual(expect.arrayContaining(canary))
      const rest = await apply(await world.call('rollouts.continue', of(id)))
      expect(rest).toMatchObject({ step: { kind: 'hand-over' }, effect: { replaces: 2, batches: 1 } })
      const after = ids(await reach(id, 'v2', 4, 4), 'v2')
      expect(after).toEqual(expect.arrayContaining(canary))
      expect(same((await spec(id))['UpdateConfig'], before['UpdateConfig'])).toBe(true)
      await view(id, (seen) => seen === null, 'nothing is left to decide')
    }))

  it('comes back to the stored spec, and slots that were not reached keep their tasks', () =>
    withService(4, own, async (id) => {
      const before = await spec(id)
      const old = ids(await harness.wanted(id), 'v1')
      await hold(id, 'demo:v2', 2)
      await held(id, 2)
      const untouched = ids(await harness.wanted(id), 'v1')
      await apply(await world.call('rollouts.hold', { ...of(id), slots: 1 }))
      await held(id, 3)
      const plan = await apply(await world.call('rollouts.abort', of(id)))
      expect(plan).toMatchObject({ restores: 1, step: { kind: 'abort' }, effect: { replaces: 3 } })
      const back = ids(await reach(id, 'v1', 4, 4), 'v1')
      const kept = back.filter((task) => old.includes(task))
      expect(kept).toHaveLength(1)
      expect(untouched).toEqual(expect.arrayContaining(kept))
      expect(same(await spec(id), before)).toBe(true)
      await view(id, (seen) => seen === null, 'nothing is left to decide')
    }))

  it('pauses where the person wants a rollback until all is done, and then gives it back', () =>
    withService(3, { ...own, FailureAction: 'rollback' }, async (id) => {
      await hold(id, 'demo:v2')
      await held(id, 1)
      const rest = await world.call('rollouts.continue', of(id))
      expect(rest.warnings.map((warning) => warning.code)).toContain('pause-until-done')
      await apply(rest)
      expect(at(await spec(id), 'UpdateConfig', 'FailureAction')).toBe('pause')
      const done = ids(await reach(id, 'v2', 3, 3), 'v2')
      await view(id, (seen) => seen?.phase === 'settled' && seen.foreignPolicy, 'the policy is offered back')
      const plan = await apply(await world.call('rollouts.restore', of(id)))
      expect(plan).toMatchObject({ step: { kind: 'restore' }, effect: { replaces: 0 } })
      expect(at(await spec(id), 'UpdateConfig', 'FailureAction')).toBe('rollback')
      expect(ids(await reach(id, 'v2', 3, 3), 'v2').sort()).toEqual(done.sort())
    }))

  it('holds a running update after the slots in flight and one more', () =>
    withService(6, { ...own, Parallelism: 1, Delay: 1_500_000_000 }, async (id) => {
      const before = await spec(id)
      await apply(await world.call('updates.plan', { ...of(id), draft: { image: 'demo:v2' } }))
      await eventually(
        () => harness.wanted(id),
        (tasks) => tasks.some(runs('v2')),
        'the first slot runs'
      )
      const plan = await apply(await world.call('rollouts.hold', of(id)))
      expect(plan.step).toMatchObject({ kind: 'hold', slots: 1, running: true })
      const seen = await view(id, (one) => one?.phase === 'held', 'held')
      expect(seen).toMatchObject({ beyond: 0, changed: seen?.allowed, back: 1 })
      expect(seen?.left).toBeGreaterThan(0)
      await apply(await world.call('rollouts.abort', of(id)))
      await reach(id, 'v1', 6, 6)
      expect(same(await spec(id), before)).toBe(true)
    }))

  it('goes on with a paused one although its workers still sleep', () =>
    withService(3, { ...own, Parallelism: 1, Delay: 8_000_000_000 }, async (id) => {
      await apply(await world.call('updates.plan', { ...of(id), draft: { image: 'demo:bad' } }))
      await eventually(
        () => world.call('rollouts.get', of(id)),
        (seen) => seen.phase === 'paused',
        'paused'
      )
      const reached = new Set(
        (await harness.wanted(id)).filter((task) => imageOfTask(task) === 'demo:bad').map((task) => task.slot)
      )
      const plan = await apply(await world.call('rollouts.continue', { ...of(id), policy: { delay: '8s' } }))
      expect(plan.step?.kind).toBe('continue')
      await eventually(
        () => harness.wanted(id),
        (tasks) =>
          new Set(tasks.filter((task) => imageOfTask(task) === 'demo:bad').map((task) => task.slot)).size >
          reached.size,
        'one more slot changes'
      )
      await apply(await world.call('rollouts.abort', of(id)))
      await reach(id, 'v1', 3, 3)
    }))

  it('is recognised after a restart, and its leaks are counted with their cause', () =>
    withService(5, own, async (id) => {
      await hold(id, 'demo:v2')
      await held(id, 1)
      const [old] = (await harness.wanted(id)).filter(runs('v1'))
      await harness.kill(old?.id ?? '')
      const ended = await view(id, (seen) => seen?.beyond === 1, 'one slot beyond')
      expect(ended?.leaks).toEqual([{ cause: 'old-ended', slots: [String(old?.slot)] }])
      await harness.send(id, put({ touched: 'yes' }, 'Labels'))
      const written = await view(id, (seen) => seen?.beyond === 2, 'two slots beyond')
      expect(written?.leaks.map(({ cause }) => cause)).toContain('written')
      await world.stop()
      world = await openCore(harness.socket, { folder: world.folder })
      const again = await view(id, (seen) => seen?.phase === 'held', 'held after the restart')
      expect(again).toMatchObject({ step: 1, changed: 3, allowed: 1, beyond: 2, back: 1 })
      await apply(await world.call('rollouts.hold', { ...of(id), slots: 1 }))
      expect(await held(id, 4)).toMatchObject({ step: 2, allowed: 4, beyond: 0 })
      await harness.send(id, put({ Replicated: { Replicas: 6 } }, 'Mode'))
      const scaled = await view(id, (seen) => seen?.total === 6 && seen.beyond > 0, 'scaled')
      expect(scaled?.leaks).toContainEqual({ cause: 'scaled', slots: ['6'] })
    }))

  it('brings all back at once in an emergency, and offers the policy back', () =>
    withService(3, { ...own, Parallelism: 1, Delay: 3_600_000_000_000 }, async (id) => {
      const before = await spec(id)
      await apply(
        await world.call('updates.plan', {
          ...of(id),
          draft: { image: 'demo:v2', updatePolicy: { parallelism: 0, delay: '0s' } }
        })
      )
      await reach(id, 'v2', 3, 3)
      const draft = { kind: 'version', number: 1, emergency: true }
      const plan = await apply(await world.call('updates.plan', { ...of(id), draft }))
      expect(plan).toMatchObject({
        restores: 1,
        step: { kind: 'emergency' },
        effect: { replaces: 3, batches: 1 }
      })
      await reach(id, 'v1', 3, 3)
      expect(at(await spec(id), 'UpdateConfig', 'Parallelism') ?? 0).toBe(0)
      await view(id, (seen) => seen?.phase === 'settled' && seen.foreignPolicy, 'the policy is offered back')
      await apply(await world.call('rollouts.restore', of(id)))
      expect(same(await spec(id), before)).toBe(true)
    }))

  it('refuses a hold that would be blind, and one of nothing', () =>
    withService(2, own, async (id) => {
      const image = 'demo:v2'
      const ask = (input: object) => world.call('rollouts.hold', { ...of(id), ...input })
      await expect(ask({ slots: 2, draft: { image } })).rejects.toMatchObject({ code: 'hold-blind' })
      await expect(ask({ slots: 1, draft: { labels: { set: { a: 'b' } } } })).rejects.toMatchObject({
        code: 'hold-nothing'
      })
      await expect(ask({})).rejects.toMatchObject({ code: 'not-updating' })
      await expect(world.call('rollouts.continue', of(id))).rejects.toMatchObject({ code: 'not-updating' })
      await hold(id, image)
      await held(id, 1)
      await expect(ask({ slots: 1 })).rejects.toMatchObject({ code: 'hold-blind' })
    }))
})
