import { afterEach, describe, expect, it } from 'vitest'
import { createTroubles } from '../../src/main/core/trouble'
import { systemClock } from '../../src/main/core/clock'
import type { ContextInfo } from '../../src/shared/contract'
import { createCoreWorld, type CoreWorld } from '../support/core-world'

let world: CoreWorld | undefined
afterEach(async () => {
  await world?.stop()
  world = undefined
})

describe('a diagnosis', () => {
  it('tells what runs, what is connected and what failed', async () => {
    world = await createCoreWorld('production')
    await world
      .call('services.inspect', { context: world.context, service: 'nowhere' })
      .catch(() => undefined)
    const seen = await world.call('diagnostics.get')
    expect(seen.contexts).toMatchObject([
      { environment: 'production', mode: 'full', kind: 'demo', state: 'live', nodes: 3, services: 7 }
    ])
    expect(seen.journal).toMatchObject({ versions: 9, budget: 256 * 1024 * 1024 })
    expect(seen.trouble[0]).toMatchObject({ call: 'services.inspect', code: 'service-unknown' })
    expect(seen.text).toContain('context 1 (production, full, demo); live since')
    expect(seen.text).toMatch(/context 1 services\.inspect service-unknown/)
    expect(seen.text).toContain('chain intact')
  })

  it('gives nothing away, whatever people and clusters named', async () => {
    world = await createCoreWorld()
    const { call, context } = world
    const endpoints = [
      { kind: 'unix', path: '/canary/path.sock' },
      {
        kind: 'tcp',
        host: '127.0.0.1',
        port: 1,
        tls: { ca: '/canary/ca', cert: '/canary/c', key: '/canary/k' }
      },
      { kind: 'docker-context', name: 'canary-context' }
    ]
    for (const [place, endpoint] of endpoints.entries()) {
      const saved = { name: `canary-${String(place)}`, endpoint, mode: 'full', environment: 'dev' }
      const { id } = await call('contexts.save', saved)
      await call('contexts.connect', { context: id })
    }
    const place = { context, service: 'shop_web' }
    await call('updates.plan', { ...place, draft: { image: 'canary image' } }).catch(() => undefined)
    await call('updates.plan', {
      ...place,
      draft: { env: { set: { CANARY: 'canary' } }, labels: 'canary' }
    }).catch(() => undefined)
    await call('services.inspect', { context, service: 'canary-service' }).catch(() => undefined)
    await call('services.inspect', { context: 'canary-id', service: 'x' }).catch(() => undefined)
    await expect.poll(async () => (await call('diagnostics.get')).trouble.length).toBeGreaterThan(6)
    const { text } = await call('diagnostics.get')
    expect(text).toContain('a removed context')
    expect(text).not.toMatch(/canary|path\.sock|127\.0\.0\.1|shop|hive|registry\.example/i)
  })
})

describe('what is remembered of trouble', () => {
  it('is the newest hundred, and of a connection only what changed', () => {
    const troubles = createTroubles(systemClock)
    const context = (state: string) =>
      [{ id: 'a', connection: { state, since: 1 } }] as unknown as ContextInfo[]
    for (const state of ['connecting', 'live', 'live', 'reconnecting']) troubles.look(context(state))
    expect(troubles.list().map(({ state }) => state)).toEqual(['reconnecting', 'live', 'connecting'])
    for (let count = 0; count < 150; count += 1) troubles.failed('x', undefined, String(count))
    expect(troubles.list()).toHaveLength(100)
    expect(troubles.list()[0]).toMatchObject({ code: '149' })
  })
})
