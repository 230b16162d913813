import { createServer, type AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createDockerodeEngine } from '../../src/main/engine/dockerode-engine'
import { defaultLimits } from '../../src/main/engine/routes'
import { createWire } from '../../src/main/engine/wire'
import { container, image, put } from '../engine/harness'
import type { Programme } from '../support/chaos'
import { failure } from '../support/fake-engine'
import {
  all,
  apply,
  createWorld,
  endWorlds,
  first,
  limits,
  lists,
  look,
  newImage,
  only,
  passes,
  rowOf,
  service,
  writes
} from './world'

afterEach(endWorlds)

describe('an engine that cannot be reached', () => {
  it('F01 is offline with its cause and can be tried again, while other contexts go on', async () => {
    const world = await createWorld()
    const { call, chaos } = world
    const closed = createServer()
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve))
    const { port } = closed.address() as AddressInfo
    await new Promise((resolve) => closed.close(resolve))
    const save = async (name: string, endpoint: object) => {
      const { id } = await call('contexts.save', { name, endpoint, mode: 'full', environment: 'dev' })
      await call('contexts.connect', { context: id })
      return async () => (await call('contexts.list')).find((one) => one.id === id)?.connection
    }
    const refused = await save('Refused', { kind: 'tcp', host: '127.0.0.1', port })
    const missing = await save('Missing', { kind: 'unix', path: `${chaos.path}-none` })
    await expect.poll(refused).toMatchObject({ state: 'lost', code: 'connection-refused' })
    await expect.poll(missing).toMatchObject({ state: 'lost', code: 'socket-missing' })
    expect((await refused())?.reason).toContain(String(port))
    // A label of 64 letters cannot be asked of any server: the name is unknown without a network.
    const target = { kind: 'tcp', host: `${'x'.repeat(64)}.invalid`, port, tls: {} } as const
    const nowhere = createDockerodeEngine(createWire(target), { readOnly: true, limits })
    expect((await failure(nowhere.open())).code).toBe('host-unknown')
    nowhere.close()
    expect((await world.connection()).state).toBe('live')
    await world.change(service, image(newImage))
    await expect.poll(() => rowOf(world, service)).toMatchObject({ image: newImage })
    closed.listen(port, '127.0.0.1')
    closed.on('connection', (made) => made.destroy())
    await expect.poll(refused).toMatchObject({ state: 'lost', code: 'connection-cut' })
    await new Promise((resolve) => closed.close(resolve))
  })

  it('F02 ends at the deadline when it accepts and never answers, and leaves no socket', async () => {
    const world = await createWorld({ plan: only(all, { kind: 'silence' }) })
    const { call, context, chaos } = world
    await world.becomes('lost', 'deadline')
    await expect.poll(() => chaos.open(), { interval: 2 }).toBe(0)
    expect(await call('settings.get')).toMatchObject({ speaks: 'en' })
    await expect(call('clusters.snapshot', { context })).rejects.toMatchObject({ code: 'not-connected' })
    chaos.plan = () => passes
    await world.becomes('live')
    expect((await world.snapshot()).services).toHaveLength(7)
  })
})

describe('a slow or broken way', () => {
  it('F04 works with every answer late, and asks nothing twice', async () => {
    // A tenth of three seconds, give or take two, and of the deadlines in force.
    const clocks = { connect: 500, firstByte: 1000, total: 1500 }
    const world = await createWorld({
      limits: { ...limits, read: clocks, update: clocks, distribution: clocks },
      plan: only(all, { kind: 'latency', ms: 300, jitter: 200 })
    })
    await world.becomes('live')
    await apply(world)
    await expect.poll(() => rowOf(world, service), { timeout: 10_000 }).toMatchObject({ image: newImage })
    expect(await world.connection()).toMatchObject({ state: 'live', slow: true })
    expect(writes(world)).toHaveLength(1)
    for (const path of ['/_ping', '/info', '/events'])
      expect(world.chaos.requests.filter((request) => request.path.startsWith(path))).toHaveLength(1)
  })

  it('F05 reads once more in silence when a list is reset, and keeps the old one when that fails too', async () => {
    const world = await createWorld({ over: 'tcp' })
    const { chaos, said } = world
    const old = await world.snapshot()
    const since = said.length
    const asked = () => chaos.requests.filter(({ path }) => path === '/services').length
    const before = asked()
    chaos.plan = first(1, lists, { kind: 'reset', after: 300 })
    await look(world)
    await expect.poll(async () => (await world.snapshot()).asOf).toBeGreaterThan(old.asOf)
    expect(asked()).toBeGreaterThanOrEqual(before + 2)
    expect(world.states(since)).toEqual([])
    chaos.plan = only(lists, { kind: 'reset', after: 300 })
    await look(world)
    await world.becomes('reconnecting', 'connection-cut')
    const kept = await world.snapshot()
    await expect.poll(asked).toBeGreaterThan(before + 8)
    expect(await world.snapshot()).toEqual(kept)
    expect(kept.services).toEqual(old.services)
    chaos.plan = () => passes
    await world.becomes('live')
    expect((await world.snapshot()).asOf).toBeGreaterThan(kept.asOf)
  })

  it.each<[string, Programme]>([
    ['at the connection’s end', { kind: 'cut', after: 1000 }],
    [
      'between two chunks',
      {
        kind: 'say',
        answer:
          'HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\nTransfer-Encoding: chunked\r\n\r\n12\r\n[{"ID":"a","Spec":\r\n'
      }
    ]
  ])('F06 shows nothing of a list that is cut %s, and says so', async (_name, programme) => {
    const world = await createWorld({ plan: only(lists, programme) })
    const { call, context, chaos, said } = world
    await world.becomes('lost', 'connection-cut')
    await expect(call('clusters.snapshot', { context })).rejects.toMatchObject({ code: 'not-connected' })
    expect(said.filter(({ name }) => name === 'cluster.changed')).toEqual([])
    expect((await failure(world.engine().services())).code).toBe('connection-cut')
    chaos.plan = () => passes
    await world.becomes('live')
  })

  it.each<[string, Programme]>([
    ['stalls', { kind: 'stall', after: 300 }],
    ['drips', { kind: 'slice', pause: 1 }]
  ])('F07 ends at the deadline when a list %s, and keeps the old one', async (_name, programme) => {
    const world = await createWorld()
    const old = await world.snapshot()
    world.chaos.plan = only(lists, programme)
    await look(world)
    await world.becomes('reconnecting', 'deadline')
    expect((await world.snapshot()).services).toEqual(old.services)
    const { asOf } = await world.snapshot()
    world.chaos.plan = () => passes
    await world.becomes('live')
    expect((await world.snapshot()).asOf).toBeGreaterThan(asOf)
  })

  it('F08 notices a link that died in silence, and shows what it missed', async () => {
    const world = await createWorld({ over: 'tcp' })
    const { chaos } = world
    chaos.freeze()
    chaos.plan = only(all, { kind: 'silence' })
    await world.change(service, image(newImage))
    await world.becomes('reconnecting', 'deadline')
    expect(await rowOf(world, service)).not.toMatchObject({ image: newImage })
    expect((await world.snapshot()).asOf).toBeLessThan((await world.connection()).since)
    chaos.plan = () => passes
    await world.becomes('live')
    await expect.poll(() => rowOf(world, service)).toMatchObject({ image: newImage })
  })

  it('F09 repeats a read once on a kept-alive socket that proves dead, and a write never', async () => {
    const world = await createWorld()
    const { chaos, said } = world
    const since = said.length
    const { asOf } = await world.snapshot()
    chaos.plan = ({ method, nth }) => (method === 'GET' && nth > 1 ? { kind: 'drop-request' } : passes)
    await look(world)
    await expect.poll(async () => (await world.snapshot()).asOf).toBeGreaterThan(asOf)
    expect(world.states(since)).toEqual([])
    chaos.plan = only(/^POST/, { kind: 'drop-request' })
    const old = await world.truth(service)
    await expect(apply(world)).rejects.toMatchObject({ code: 'update-unknown' })
    expect(writes(world)[0]?.nth).toBeGreaterThan(1)
    const { call, context } = world
    await expect
      .poll(async () => (await call('updates.list', { context }))[0]?.state, { timeout: 10_000 })
      .toBe('not-applied')
    expect(writes(world)).toHaveLength(1)
    expect(await world.truth(service)).toEqual(old)
  })

  it('F10 reads the same one byte at a time, with letters cut in two', async () => {
    const world = await createWorld()
    const text = 'naïve café – 日本語 🐝 العربية'
    await world.change('mailer', container([`GREETING=${text}`], 'Env'))
    const direct = world.engine({ direct: true })
    await expect
      .poll(async () => (await direct.inspect('mailer')).updateStatus?.state, { timeout: 20_000 })
      .toBe('completed')
    // A label replaces no task, so nothing moves from here on.
    await world.change('mailer', put({ note: text }, 'Labels'))
    const sliced = world.engine({ limits: defaultLimits })
    world.chaos.plan = () => ({ kind: 'slice' })
    expect(await sliced.services()).toEqual(await direct.services())
    expect(await sliced.tasks()).toEqual(await direct.tasks())
    expect(await sliced.nodes()).toEqual(await direct.nodes())
    const { spec } = await sliced.inspect('mailer')
    expect(spec['Labels']).toEqual({ note: text })
    const controller = new AbortController()
    const events = sliced.events(controller.signal)[Symbol.asyncIterator]()
    const next = events.next()
    await expect.poll(() => world.chaos.open('/events')).toBe(2)
    await world.change('mailer', put({ note: `${text}!` }, 'Labels'))
    expect((await next).value).toMatchObject({ type: 'service', action: 'update' })
    controller.abort()
    expect((await events.next()).done).toBe(true)
  })
})
