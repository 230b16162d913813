import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { SkepError } from '../../src/domain/error'
import type { Engine } from '../../src/main/core/ports'
import { createTroubles } from '../../src/main/core/trouble'
import { systemClock } from '../../src/main/core/clock'
import type { ContextInfo } from '../../src/shared/contract'
import { createDemoWorld, type DemoWorld } from '../support/demo-world'
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
    const gone = (await call('contexts.list'))[1]?.id
    await call('contexts.remove', { context: gone })
    const { text } = await call('diagnostics.get')
    expect(text).toContain('a removed context')
    expect(text).not.toMatch(/canary|path\.sock|127\.0\.0\.1|shop|hive|registry\.example/i)
  })
})

describe('a diagnosis of clusters that say much', () => {
  let demo: DemoWorld | undefined
  afterEach(() => demo?.end())

  it('holds no service, value, login or word of an engine', async () => {
    let failing = false
    const refused = () =>
      Promise.reject(
        new SkepError('engine-error', { address: 'canary-address' }, { detail: 'canary-detail' })
      )
    const talkative = (real: Engine): Engine => ({
      ...real,
      open: async () =>
        failing ? refused() : { ...(await real.open()), engineVersion: '20.10.24 (canary-host) canary' },
      services: async () => (await real.services()).map((one) => ({ ...one, name: `canary-${one.name}` })),
      inspect: (service) => (failing ? refused() : real.inspect(service))
    })
    demo = await createDemoWorld({ login: 'registry.example.com', engine: talkative })
    const { call, context, folder } = demo
    const auth = Buffer.from('canary-user:canary-password').toString('base64')
    const auths = { 'registry.example.com': { auth } }
    writeFileSync(join(folder, 'config.json'), JSON.stringify({ auths }))
    const place = { context, service: 'mailer' }
    const plan = await call('updates.plan', {
      ...place,
      draft: {
        ...{ image: 'registry.example.com/tools/mailer:3.1.0', withRegistryAuth: true },
        ...{ env: { set: { CANARY_KEY: 'canary-value' } }, labels: { set: { 'canary.label': 'canary' } } }
      }
    })
    await call('updates.apply', { plan: plan.id, hash: plan.hash })
    failing = true
    const refusal = call('services.inspect', place)
    const saved = { name: 'canary', endpoint: { kind: 'demo' }, mode: 'full', environment: 'production' }
    const { id: lost } = await call('contexts.save', saved)
    await call('contexts.connect', { context: lost })
    const lostOne = async () => (await call('contexts.list')).find(({ id }) => id === lost)?.connection

    // All of it did reach the core, so that it could have been told.
    await expect(refusal).rejects.toMatchObject({ values: { address: 'canary-address' } })
    await expect.poll(async () => (await lostOne())?.detail).toContain('canary-detail')
    expect(plan.login).toBe('registry.example.com')
    const seen = await call('clusters.snapshot', { context })
    expect(seen.services.every(({ name }) => name.startsWith('canary-'))).toBe(true)

    const { text, ...diagnosis } = await call('diagnostics.get')
    expect(text).toMatch(/context 1 \(dev, full, demo\); live since .*engine 20\.10\.24, API 1\.41/)
    expect(text).toMatch(/context 2 \(production, full, demo\); lost since .* engine-error/)
    expect(text).toMatch(/context 1 services\.inspect engine-error/)
    const secrets = new RegExp(`canary|${auth}|mailer|registry\\.example|${folder}`, 'i')
    expect(text).not.toMatch(secrets)
    expect(JSON.stringify(diagnosis.trouble)).not.toMatch(secrets)
  })

  it('tells how long the newest look took, of what is connected', async () => {
    demo = await createDemoWorld({
      engine: (real) => ({
        ...real,
        nodes: async () => {
          await new Promise((done) => setTimeout(done, 60))
          return real.nodes()
        }
      })
    })
    const { contexts, text } = await demo.call('diagnostics.get')
    expect(contexts[0]?.lookMs).toBeGreaterThanOrEqual(55)
    expect(text).toContain(`newest look ${String(contexts[0]?.lookMs)} ms`)
    await demo.call('contexts.disconnect', { context: demo.context })
    expect((await demo.call('diagnostics.get')).contexts[0]?.lookMs).toBeUndefined()
  })
})

describe('what is remembered of trouble', () => {
  it('holds of what a call was given only the id of a saved context', () => {
    const troubles = createTroubles(systemClock, (id) => id === 'a')
    for (const input of [
      { context: 'a', env: 'canary' },
      { context: 'canary' },
      'canary',
      null,
      { context: 7 }
    ])
      troubles.failed('services.inspect', input, 'bad-input')
    expect(troubles.list().map(({ context }) => context)).toEqual([
      ...[undefined, undefined, undefined, undefined],
      'a'
    ])
    expect(JSON.stringify(troubles.list())).not.toContain('canary')
  })

  it('is the newest hundred, and of a connection only what changed', () => {
    const troubles = createTroubles(systemClock, (id) => id === 'a')
    const context = (state: string) =>
      [{ id: 'a', connection: { state, since: 1 } }] as unknown as ContextInfo[]
    for (const state of ['connecting', 'live', 'live', 'reconnecting']) troubles.look(context(state))
    expect(troubles.list().map(({ state }) => state)).toEqual(['reconnecting', 'live', 'connecting'])
    for (let count = 0; count < 150; count += 1) troubles.failed('x', undefined, String(count))
    expect(troubles.list()).toHaveLength(100)
    expect(troubles.list()[0]).toMatchObject({ code: '149' })
  })
})
