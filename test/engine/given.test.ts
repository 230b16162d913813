import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SkepError } from '../../src/domain/error'
import { objectAt, type JsonObject } from '../../src/domain/json'
import { policyOf } from '../../src/domain/policy'
import { stringifyJson } from '../../src/main/core/json'
import { openCore, type Core } from './core'
import { atOnce, createHarness, eventually, image, kinds, put, specFor, type Harness } from './harness'

const policy = { name: 'Night', policy: { parallelism: 3, delay: '1m30s' }, rollback: { parallelism: 0 } }
const has: JsonObject = { ...atOnce, Parallelism: 3, Delay: 90_000_000_000 }

describe.each(kinds)('a policy alone for many services, on the %s', (kind) => {
  let harness: Harness
  let world: Core
  beforeAll(async () => {
    harness = await createHarness(kind)
    world = await openCore(harness.socket)
    await world.call('policies.save', policy)
  })
  afterAll(async () => {
    await world?.stop()
    harness?.stop()
  })

  /** Three services: one to change, one that has the policy, and one whose update waits. */
  const withThree = (work: (ids: readonly [string, string, string]) => Promise<void>) =>
    harness.withService(specFor(1, { UpdateConfig: atOnce, RollbackConfig: atOnce }), (one) =>
      harness.withService(
        specFor(1, { UpdateConfig: has, RollbackConfig: { ...atOnce, Parallelism: 0 } }),
        (two) =>
          harness.withService(
            specFor(1, { UpdateConfig: { ...atOnce, FailureAction: 'pause' } }),
            async (three) => {
              await harness.send(three, image('demo:crash'))
              await eventually(
                () => harness.engine.inspect(three),
                ({ updateStatus }) => updateStatus?.state === 'paused',
                'the update of the third waits'
              )
              await work([one, two, three])
            }
          )
      )
    )
  const plan = (services: readonly string[], one = world) =>
    one.call('policies.plan', { context: one.context, policy: policy.name, services })
  const specOf = async (id: string) => (await harness.engine.inspect(id)).spec
  const code = (error: unknown) => (error as SkepError).code

  it('changes two keys of those that need it, leaves the rest and every task, and is journaled', () =>
    withThree(async (all) => {
      const [one, two, three] = all
      const before = await specOf(one)
      const untouched = await Promise.all([two, three].map(async (id) => stringifyJson(await specOf(id))))
      const tasks = (await harness.wanted(one)).map(({ id }) => id)
      const made = await plan([...all, 'f'.repeat(25), one])
      expect(made.plans.map(({ service }) => service)).toEqual([one])
      expect(made.plans[0]).toMatchObject({ effect: { replaces: 0, batches: 0 } })
      expect(made.left.map(({ service, reason }) => [service, reason])).toEqual([
        [two, 'same'],
        [three, 'busy'],
        ['f'.repeat(25), 'gone']
      ])
      expect(made.confirm).toBeUndefined()
      const given = await world.call('policies.apply', { plan: made.id, hash: made.hash })
      expect(given).toMatchObject([{ service: one, state: 'accepted' }])
      const after = await specOf(one)
      expect(policyOf(after, 'UpdateConfig')).toMatchObject({ parallelism: 3, delay: '1m30s' })
      expect(objectAt(after, 'RollbackConfig')['Parallelism'] ?? 0).toBe(0)
      // But for the two policies, byte for byte what it was.
      const rest = (spec: JsonObject) => stringifyJson({ ...spec, UpdateConfig: null, RollbackConfig: null })
      expect(rest(after)).toBe(rest(before))
      expect((await harness.wanted(one)).map(({ id }) => id)).toEqual(tasks)
      expect(await Promise.all([two, three].map(async (id) => stringifyJson(await specOf(id))))).toEqual(
        untouched
      )
      const [sent] = await world.call('updates.list', { context: world.context })
      expect(sent).toMatchObject({ service: one, state: 'accepted' })
      await expect(world.call('policies.apply', { plan: made.id, hash: made.hash })).rejects.toMatchObject({
        code: 'plan-unknown'
      })
    }))

  it('sends nothing at all where one of them was changed after the review, or began an update', () =>
    harness.withService(specFor(1, { UpdateConfig: atOnce }), (one) =>
      harness.withService(specFor(1, { UpdateConfig: atOnce }), async (two) => {
        const made = await plan([one, two])
        expect(made.plans).toHaveLength(2)
        const before = stringifyJson(await specOf(one))
        await harness.send(two, put({ by: 'someone' }, 'Labels'))
        const refused = await world.call('policies.apply', { plan: made.id, hash: made.hash }).catch(code)
        expect(refused).toBe('index-moved')
        expect(stringifyJson(await specOf(one))).toBe(before)
        expect(await world.call('policies.apply', { plan: made.id, hash: 'a'.repeat(64) }).catch(code)).toBe(
          'plan-hash'
        )
      })
    ))

  it('asks for the name of a production cluster, and is refused where a context may not send', () =>
    harness.withService(specFor(1, { UpdateConfig: atOnce }), async (one) => {
      const production = await openCore(harness.socket, { environment: 'production' })
      const assisted = await openCore(harness.socket, { mode: 'assisted' })
      try {
        await production.call('policies.save', policy)
        const made = await plan([one], production)
        expect(made.confirm).toBe('lab')
        const apply = (confirm?: string) =>
          production.call('policies.apply', { plan: made.id, hash: made.hash, confirm }).catch(code)
        expect(await apply()).toBe('confirm-context')
        expect(await apply('lab')).toMatchObject([{ state: 'accepted' }])
        await assisted.call('policies.save', policy)
        expect(await plan([one], assisted).catch(code)).toBe('mode-refuses')
      } finally {
        await production.stop()
        await assisted.stop()
      }
    }))
})
