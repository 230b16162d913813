import { afterEach, describe, expect, it } from 'vitest'
import { SkepError } from '../../src/domain/error'
import type { Gates } from '../../src/domain/gates'
import type { Engine } from '../../src/main/core/ports'
import { createDemoWorld, type DemoWorld } from '../support/demo-world'

const image = 'registry.example.com/shop/worker:1.13.0'

let world: DemoWorld
/** Whether the tag is gone from its registry by now. */
let gone = false
afterEach(async () => {
  await world.end()
  gone = false
})

const losing = (real: Engine): Engine => ({
  ...real,
  distribution: (name, login) =>
    gone
      ? Promise.reject(new SkepError('engine-error', {}, { detail: 'manifest unknown' }))
      : real.distribution(name, login)
})

/** Holds the worker after one slot, watched by gates; the tag is lost right after. */
async function hold(gates: Gates): Promise<void> {
  const { call, context } = world
  const draft = { image }
  const { id, hash } = await call('rollouts.hold', { context, service: 'shop_worker', draft, gates })
  await call('updates.apply', { plan: id, hash })
  gone = true
}

const attended = () => world.call('attended.get', { context: world.context, service: 'shop_worker' })
const updates = () => world.call('updates.list', { context: world.context })

describe('a step that Skep takes by itself', () => {
  it('is not taken when a check of its plan failed: the cluster holds, and a person is asked', async () => {
    world = await createDemoWorld({ engine: losing })
    await hold({ bake: '1s', breach: 'hold', advance: true, slots: 1 })
    await expect.poll(async () => (await attended())?.gates?.state, { timeout: 30_000 }).toBe('stopped')
    expect(await attended()).toMatchObject({
      phase: 'held',
      changed: 1,
      gates: { state: 'stopped', code: 'checks-failed' }
    })
    expect(await updates()).toHaveLength(1)
    const { call, context } = world
    const next = await call('rollouts.continue', { context, service: 'shop_worker' })
    expect(next.checks.map(({ code, result }) => `${code} ${result}`)).toContain('image-missing failed')
    await call('updates.apply', { plan: next.id, hash: next.hash, anyway: true })
    expect(await updates()).toMatchObject([
      { step: 'hand-over', despite: ['image-missing'] },
      { step: 'hold' }
    ])
  })

  it('goes back on a breach even then, as was chosen, and keeps which check failed', async () => {
    world = await createDemoWorld({ engine: losing })
    const http = { url: 'http://127.0.0.1/', timeout: '1s' }
    await hold({ bake: '10m', breach: 'roll-back', advance: false, slots: 1, http })
    await expect.poll(async () => (await updates())[0]?.step, { timeout: 30_000 }).toBe('abort')
    expect((await updates())[0]).toMatchObject({ reason: 'gate-breached', despite: ['image-missing'] })
  })
})
