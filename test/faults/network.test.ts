import { createServer, type AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Fault } from '../support/chaos'
import { createFaultyWorld, type FaultyWorld } from './world'

let world: FaultyWorld
beforeEach(async () => {
  world = await createFaultyWorld()
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await world.stop()
})

const everything = /./
const listing = /^GET \/services(\?|$)/
const docker =
  'HTTP/1.1 500 X\r\nApi-Version: 1.41\r\nServer: Docker/20.10.24\r\nContent-Type: application/json\r\n'
const says = (message: string, head = docker) => {
  const body = JSON.stringify({ message })
  return `${head}Content-Length: ${String(Buffer.byteLength(body))}\r\n\r\n${body}`
}

/** Lets the network go wrong, sees what becomes of the connection, and that everything is well once it is mended. */
async function survives(
  match: RegExp,
  fault: Fault,
  state: 'reconnecting' | 'lost',
  code: string
): Promise<void> {
  const before = await world.call('clusters.snapshot', { context: world.context })
  world.chaos.fault = { match, fault }
  world.look()
  world.chaos.resetAll()
  await world.becomes(state, code)
  const during = await world.call('clusters.snapshot', { context: world.context })
  expect(during.services).toEqual(before.services)
  expect(during.asOf).toBeLessThanOrEqual((await world.connection()).since)
  await expect(
    world.call('updates.plan', { context: world.context, service: 'shop_web', draft: { replicas: 4 } })
  ).rejects.toMatchObject({ code: 'not-connected' })
  const good = (await world.call('contexts.list')).find(({ id }) => id === world.other)
  expect(good?.connection.state).toBe('live')
  world.chaos.fault = undefined
  world.look()
  await world.becomes('live')
  expect((await world.services()).length).toBe(before.services.length)
}

describe('the network', () => {
  it('F01 says that nothing listens or no such machine is known, and leaves the other contexts alone', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    await new Promise((resolve) => server.close(resolve))
    const input = { name: 'x', mode: 'full', environment: 'dev' }
    const { id } = await world.call('contexts.save', {
      ...input,
      endpoint: { kind: 'tcp', host: '127.0.0.1', port }
    })
    await world.call('contexts.connect', { context: id })
    const found = async (which: string) => (await world.call('contexts.list')).find((one) => one.id === which)
    await expect.poll(async () => (await found(id))?.connection.code).toBe('connection-refused')
    expect((await found(id))?.connection.state).toBe('lost')
    expect((await found(world.context))?.connection.state).toBe('live')
    const tls = { ca: process.execPath, cert: process.execPath, key: process.execPath }
    await expect(
      world.call('contexts.test', { endpoint: { kind: 'tcp', host: 'no.invalid', port: 1, tls } })
    ).rejects.toMatchObject({ code: 'tls-files' })
  })

  it('F02 F08 ends with a deadline when the other end is silent, and keeps what was seen with its age', () =>
    survives(everything, { kind: 'half-open' }, 'reconnecting', 'deadline'))

  it('F04 works over a slow link, and asks nothing twice', async () => {
    world.chaos.fault = { match: everything, fault: { kind: 'latency', ms: 40, jitter: 30 } }
    const plan = await world.call('updates.plan', {
      context: world.context,
      service: 'shop_worker',
      draft: { labels: { set: { a: 'b' } } }
    })
    await world.call('updates.apply', { plan: plan.id, hash: plan.hash })
    expect(world.chaos.passed.filter((line) => line.startsWith('POST'))).toHaveLength(1)
    expect((await world.connection()).state).toBe('live')
  })

  it('F05 keeps what was seen when a list is reset in the middle', () =>
    survives(listing, { kind: 'reset', after: 900 }, 'reconnecting', 'connection-cut'))

  it('F06 shows no part of a list that was cut', () =>
    survives(listing, { kind: 'cut', after: 900 }, 'reconnecting', 'connection-cut'))

  it('F07 ends with a deadline when a list stalls', () =>
    survives(listing, { kind: 'stall', after: 900 }, 'reconnecting', 'deadline'))

  it('F09 reads again over a new socket when the kept one is dead, without a word', async () => {
    const read = () => world.call('services.inspect', { context: world.context, service: 'shop_worker' })
    const before = await read()
    world.chaos.resetIdle()
    expect(await read()).toEqual(before)
    expect((await world.connection()).state).toBe('live')
    expect(world.chaos.streams()).toBe(1)
  })

  it('F10 reads the same when every byte comes alone', async () => {
    const whole = await world.services()
    world.chaos.fault = { match: everything, fault: { kind: 'segments' } }
    world.chaos.resetAll()
    await world.becomes('reconnecting')
    await world.becomes('live')
    expect(await world.services()).toEqual(whole)
  })

  it('F11 F12 keeps one event stream through many resets, and lists what it missed', async () => {
    const streams = () => world.chaos.asked.filter((line) => line.startsWith('GET /events')).length
    for (let times = 0; times < 8; times += 1) {
      await world.becomes('live')
      const before = streams()
      world.chaos.resetAll()
      await expect.poll(() => (world.look(), streams())).toBe(before + 1)
    }
    await world.becomes('live')
    world.chaos.fault = { match: /^GET \/events/, fault: { kind: 'half-open' } }
    for (let times = 0; times < 3; times += 1) {
      const draft = { labels: { set: { round: String(times) } } }
      const plan = await world.call('updates.plan', { context: world.other, service: 'shop_worker', draft })
      await world.call('updates.apply', { plan: plan.id, hash: plan.hash })
    }
    world.chaos.fault = undefined
    world.look()
    await world.becomes('live')
    await expect.poll(() => world.chaos.streams()).toBeLessThanOrEqual(1)
    const detail = await world.call('services.inspect', { context: world.context, service: 'shop_worker' })
    expect(detail.labels).toContainEqual(expect.objectContaining({ name: 'round', value: '2' }))
  })

  it('F13 gathers a burst of ten thousand events into few listings', async () => {
    const event = `${JSON.stringify({ Type: 'service', Action: 'update', Actor: { ID: 'x' }, timeNano: 1 })}\n`
    const head = `HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\nServer: Docker/20.10.24\r\n\r\n`
    const before = world.chaos.asked.length
    world.chaos.fault = {
      match: /^GET \/events/,
      fault: { kind: 'answer', text: head + event.repeat(10_000) }
    }
    world.chaos.resetAll()
    await world.becomes('reconnecting')
    world.chaos.fault = undefined
    world.look()
    await world.becomes('live')
    expect(world.chaos.asked.length - before).toBeLessThan(100)
  })

  it.each([
    ['a page', 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>'],
    ['a redirect', 'HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n']
  ])('F14 takes %s for no engine', (_name, text) =>
    survives(everything, { kind: 'answer', text }, 'lost', 'not-docker')
  )

  it('F15 refuses an answer larger than the cap', () => {
    const head =
      'HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\nServer: Docker/20.10.24\r\nContent-Type: application/json\r\n\r\n'
    return survives(
      listing,
      { kind: 'answer', text: `${head}"${'x'.repeat(5_000_000)}"` },
      'reconnecting',
      'too-large'
    )
  })

  it('F17 takes nothing from a hostile environment', async () => {
    for (const [name, value] of [
      ['DOCKER_HOST', 'tcp://127.0.0.1:1'],
      ['DOCKER_TLS_VERIFY', '1'],
      ['NODE_TLS_REJECT_UNAUTHORIZED', '0'],
      ['HTTP_PROXY', 'http://127.0.0.1:1'],
      ['http_proxy', 'http://127.0.0.1:1']
    ] as const)
      vi.stubEnv(name, value)
    world.chaos.resetAll()
    await world.becomes('reconnecting')
    await world.becomes('live')
    expect((await world.services()).length).toBeGreaterThan(0)
  })
})

describe('the engine', () => {
  it.each([
    [
      'F26',
      'reconnecting',
      'no-leader',
      'rpc error: code = Unknown desc = The swarm does not have a leader.'
    ],
    [
      'F27',
      'lost',
      'not-manager',
      'This node is not a swarm manager. Worker nodes can’t be used to view or modify cluster state.'
    ],
    ['F29', 'reconnecting', 'engine-error', `broken <b>${'x'.repeat(1_000_000)}</b>`]
  ] as const)('%s is %s with %s', async (_id, state, code, message) => {
    await survives(/^GET \/(services|tasks|nodes)/, { kind: 'answer', text: says(message) }, state, code)
    const { detail } = await world.connection()
    expect((detail ?? '').length).toBeLessThanOrEqual(1000)
  })

  it.each([
    ['text', 'HTTP/1.1 503 X\r\nContent-Length: 4\r\n\r\nbusy', 'lost', 'not-docker'],
    ['nothing', `${docker.replace('500', '429')}Content-Length: 0\r\n\r\n`, 'reconnecting', 'engine-error'],
    [
      'HTML',
      'HTTP/1.1 502 X\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>',
      'lost',
      'not-docker'
    ]
  ] as const)('F29 maps a failure that says %s', (_name, text, state, code) =>
    survives(listing, { kind: 'answer', text }, state, code)
  )

  it('F28 refuses another swarm behind the same address', async () => {
    world.replace()
    world.chaos.resetAll()
    await world.becomes('lost', 'other-cluster')
  })
})

describe('a write', () => {
  const plan = () =>
    world.call('updates.plan', {
      context: world.context,
      service: 'shop_worker',
      draft: { labels: { set: { a: 'b' } } }
    })
  const stateOf = async (update: string) =>
    (await world.call('updates.list', { context: world.context })).find((one) => one.update === update)?.state
  const newest = async () => (await world.call('updates.list', { context: world.context }))[0]
  const posts = (lines: readonly string[]) => lines.filter((line) => line.startsWith('POST')).length

  it('F30 is adopted when it was applied and its answer lost, and sent once', async () => {
    const { id, hash } = await plan()
    world.chaos.fault = { match: /^POST/, fault: { kind: 'apply-then-drop' } }
    await expect(world.call('updates.apply', { plan: id, hash })).rejects.toMatchObject({
      code: 'update-unknown'
    })
    world.chaos.fault = undefined
    await expect.poll(async () => (await newest())?.state).toBe('accepted')
    expect(posts(world.chaos.passed)).toBe(1)
  })

  it('F31 is known not to be applied when it never arrived, and not sent again by itself', async () => {
    const { id, hash } = await plan()
    world.chaos.fault = { match: /^POST/, fault: { kind: 'swallow' } }
    await expect(world.call('updates.apply', { plan: id, hash })).rejects.toMatchObject({
      code: 'update-unknown'
    })
    world.chaos.fault = undefined
    const found = async () => (world.look(), (await newest())?.state)
    await expect.poll(found, { timeout: 28_000, interval: 1_000 }).toBe('not-applied')
    expect([posts(world.chaos.asked), posts(world.chaos.passed)]).toEqual([1, 0])
    const again = await plan()
    const { update } = await world.call('updates.apply', { plan: again.id, hash: again.hash })
    expect(await stateOf(update)).toBe('accepted')
  }, 60_000)
})
