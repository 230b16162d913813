import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { applyDraft } from '../../src/domain/draft'
import { masked } from '../../src/domain/mask'
import { createCoreWorld, type CoreWorld } from '../support/core-world'

describe('a service that somebody else changes after the review', () => {
  let world: CoreWorld
  beforeEach(async () => {
    world = await createCoreWorld()
  })
  afterEach(() => world.stop())

  const planned = async (draft: object) => {
    const { call, context } = world
    const plan = await call('updates.plan', { context, service: 'shop_api', draft })
    return { plan: plan.id, hash: plan.hash }
  }

  it('is no conflict while only its status moved the index', async () => {
    const { call, change, service } = world
    await change('shop_api', (spec) =>
      applyDraft(spec, { force: true, updatePolicy: { parallelism: 0, delay: '0s', monitor: '1s' } })
    )
    await expect.poll(async () => (await service('shop_api')).updateStatus?.state).toBe('updating')
    const mine = await planned({ replicas: 5 })
    const { index } = await service('shop_api')
    await expect
      .poll(async () => (await service('shop_api')).index, { timeout: 60_000 })
      .toBeGreaterThan(index)
    expect(await call('updates.conflict', mine)).toBeNull()
  })

  it('is told beside one’s own before and after the refusal, secrets masked', async () => {
    const { call, change } = world
    const mine = await planned({ replicas: 5, env: { set: { DATABASE_PASSWORD: 'canary-31' } } })
    expect(await call('updates.conflict', mine)).toBeNull()
    await change('shop_api', (spec) =>
      applyDraft(spec, { env: { set: { DATABASE_PASSWORD: 'canary-32', POOL_SIZE: '30' } } })
    )
    const before = await call('updates.conflict', mine)
    expect(before?.rows.map(({ side, field, key }) => [side, field, key])).toEqual([
      ['conflict', 'env', 'DATABASE_PASSWORD'],
      ['theirs', 'env', 'POOL_SIZE'],
      ['ours', 'replicas', undefined]
    ])
    expect(before?.rows[0]).toMatchObject({ base: masked, theirs: masked, ours: masked })
    expect(JSON.stringify(before)).not.toContain('canary')
    await expect(call('updates.apply', mine)).rejects.toMatchObject({ code: 'index-moved' })
    expect(await call('updates.conflict', mine)).toEqual(before)
    await expect(call('updates.apply', mine)).rejects.toMatchObject({ code: 'plan-unknown' })
  })

  it('is asked about only with the plan’s own hash', async () => {
    const { call } = world
    const mine = await planned({ replicas: 5 })
    await expect(call('updates.conflict', { ...mine, hash: 'a'.repeat(64) })).rejects.toMatchObject({
      code: 'plan-hash'
    })
  })
})
