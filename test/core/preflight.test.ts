import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { Engine } from '../../src/main/core/ports'
import { createDemoWorld, password, type DemoWorld } from '../support/demo-world'

const registry = 'registry.example.com'
const mailer = { image: `${registry}/tools/mailer:3.1.0` }

let world: DemoWorld
/** The X-Registry-Auth of each update that was sent. */
let sent: (string | undefined)[] = []
afterEach(async () => {
  await world.end()
  sent = []
})

const spying = (real: Engine): Engine => ({
  ...real,
  update(service, index, spec, registryAuth) {
    sent.push(registryAuth)
    return real.update(service, index, spec, registryAuth)
  }
})

const plan = (service: string, draft: object) =>
  world.call('updates.plan', { context: world.context, service, draft })
const results = async (service: string, draft: object) =>
  (await plan(service, draft)).checks.map(({ code, result }) => `${code} ${result}`)

describe('the checks of a plan', () => {
  it('tell that the tag exists, where it can run, and that nothing is missing', async () => {
    world = await createDemoWorld()
    const { checks } = await plan('shop_worker', { image: `${registry}/shop/worker:1.13.0` })
    expect(checks.map(({ result }) => result)).toEqual(checks.map(() => 'ok'))
    expect(checks.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['image-found', 'nodes-fit', 'login-needless'])
    )
    expect(checks.find(({ code }) => code === 'nodes-fit')?.message).toBe('3 of 3 nodes can run its tasks.')
  })

  it('are none where no task starts', async () => {
    world = await createDemoWorld()
    expect(await results('shop_worker', { updatePolicy: { delay: '3s' } })).toEqual([])
    expect(await results('shop_worker', { labels: { set: { a: 'b' } } })).toEqual([])
  })

  it('fail for a tag that is not there, a constraint that nobody meets and room that nobody has', async () => {
    world = await createDemoWorld()
    expect(await results('shop_worker', { image: `${registry}/shop/worker:9` })).toContain(
      'image-missing failed'
    )
    const constraint = { lists: { constraint: { add: ['node.labels.zone==nowhere'] } } }
    expect(await results('shop_worker', { ...constraint, force: true })).toContain(
      'nodes-none-constraints failed'
    )
    // The demo's three nodes have 8 GiB each.
    expect(await results('shop_worker', { settings: { 'reserve-memory': '5g' } })).toContain('room-enough ok')
    expect(await results('shop_worker', { settings: { 'reserve-memory': '9g' } })).toContain(
      'room-short failed'
    )
    expect(
      await results('shop_worker', { settings: { 'replicas-max-per-node': '1' }, replicas: 4 })
    ).toContain('room-short failed')
  })

  it('that failed are overruled only on purpose, and that is written down', async () => {
    world = await createDemoWorld()
    const { call, context, journal } = world
    const { id, hash } = await plan('shop_worker', { image: `${registry}/shop/worker:9` })
    await expect(call('updates.apply', { plan: id, hash, anyway: false })).rejects.toMatchObject({
      code: 'checks-failed'
    })
    await call('updates.apply', { plan: id, hash, anyway: true })
    const [record] = await call('updates.list', { context })
    expect(record).toMatchObject({ state: 'accepted', despite: ['image-missing'] })
    expect(journal.updates('demo0skep0swarm0000000000')[0]?.despite).toEqual(['image-missing'])
  })

  it('look at the image of a version too, by its digest', async () => {
    world = await createDemoWorld()
    const [now, before] = await world.call('history.list', { context: world.context, service: 'shop_web' })
    expect(now?.current).toBe(true)
    const found = await plan('shop_web', { kind: 'version', number: before?.number ?? 0 })
    expect(found.checks.find(({ code }) => code === 'image-found')?.values['image']).toBe(
      `${registry}/shop/web:4.1.0`
    )
  })
})

describe('a registry that wants a login', () => {
  it('leaves open whether the image is there, and warns, when this machine has none', async () => {
    world = await createDemoWorld()
    const found = await plan('mailer', mailer)
    expect(found.checks.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['login-kept', 'image-private'])
    )
    expect(found.warnings.map(({ code }) => code)).toContain('image-not-pinned')
    expect(await results('mailer', { ...mailer, withRegistryAuth: true })).toContain('login-none failed')
  })

  it('is asked from here with this machine’s login, and the image is pinned', async () => {
    world = await createDemoWorld({ login: registry })
    const found = await plan('mailer', mailer)
    expect(found.checks.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['image-found', 'login-at-hand'])
    )
    expect(found.command).toMatch(/mailer:3\.1\.0@sha256:[0-9a-f]{64}/)
    expect(found.login).toBeUndefined()
    expect(found.command).not.toContain('--with-registry-auth')
  })

  it('gets the login with the one request it was asked for, and it is nowhere else', async () => {
    world = await createDemoWorld({ login: registry, engine: spying })
    const { call, context, folder } = world
    const found = await plan('mailer', { ...mailer, withRegistryAuth: true })
    expect(found).toMatchObject({ login: registry, commandComplete: true })
    expect(found.command).toContain('--with-registry-auth')
    expect(found.checks.map(({ code }) => code)).toContain('login-sent')
    await call('updates.apply', { plan: found.id, hash: found.hash })
    expect(sent).toHaveLength(1)
    const header = Buffer.from(sent[0] ?? '', 'base64url').toString()
    expect(JSON.parse(header)).toEqual({ username: 'ann', password, serveraddress: registry })
    const detail = await call('services.inspect', { context, service: 'mailer' })
    const shown = JSON.stringify([found, detail, await call('updates.list', { context })])
    for (const secret of [password, sent[0] ?? '-', Buffer.from(`ann:${password}`).toString('base64')]) {
      expect(shown).not.toContain(secret)
      for (const file of ['journal.db', 'journal.db-wal'])
        expect(readFileSync(join(folder, file)).includes(secret), file).toBe(false)
    }
    const next = await plan('mailer', { replicas: 2 })
    await call('updates.apply', { plan: next.id, hash: next.hash })
    expect(sent).toHaveLength(2)
    expect(sent[1]).toBeUndefined()
  })

  it('can be given a fresh login alone, and a version one with it', async () => {
    world = await createDemoWorld({ login: registry, engine: spying })
    const { call, context } = world
    const alone = await plan('shop_web', { withRegistryAuth: true })
    expect(alone).toMatchObject({ login: registry, changes: [], warnings: [] })
    await call('updates.apply', { plan: alone.id, hash: alone.hash })
    const versions = await call('history.list', { context, service: 'shop_web' })
    const before = versions.find((version) => !version.current && version.complete)
    const back = await plan('shop_web', {
      kind: 'version',
      number: before?.number ?? 0,
      withRegistryAuth: true
    })
    await call('updates.apply', { plan: back.id, hash: back.hash })
    expect(sent.map((header) => header !== undefined)).toEqual([true, true])
  })

  it('gets nothing when the login is gone by then, and nothing is sent', async () => {
    world = await createDemoWorld({ login: registry, engine: spying })
    const found = await plan('mailer', { ...mailer, withRegistryAuth: true })
    writeFileSync(join(world.folder, 'config.json'), '{}')
    const apply = world.call('updates.apply', { plan: found.id, hash: found.hash })
    await expect(apply).rejects.toMatchObject({ code: 'login-missing' })
    expect(sent).toEqual([])
    expect(await world.call('updates.list', { context: world.context })).toEqual([])
  })
})
