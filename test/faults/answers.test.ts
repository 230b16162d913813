import { afterEach, describe, expect, it, vi } from 'vitest'
import { systemClock, type Clock } from '../../src/main/core/clock'
import { createEngines } from '../../src/main/engine/engines'
import { defaultLimits } from '../../src/main/engine/routes'
import { image, put } from '../engine/harness'
import {
  all,
  answer,
  apply,
  createWorld,
  endWorlds,
  lists,
  look,
  newImage,
  only,
  passes,
  rowOf,
  service,
  trap,
  writes
} from './world'

afterEach(async () => {
  vi.unstubAllEnvs()
  await endWorlds()
})

describe('events', () => {
  it('F11 that break a hundred times are one stream at most, ever further apart, and lose nothing', async () => {
    const waits: number[] = []
    const clock: Clock = {
      now: () => Date.now(),
      after: (ms, fn) => (waits.push(ms), systemClock.after(Math.min(ms, 3), fn))
    }
    const world = await createWorld({ clock, over: 'tcp' })
    const { chaos } = world
    let broken = 0
    let most = 0
    chaos.plan = ({ path }) => {
      most = Math.max(most, chaos.open('/events'))
      if (!path.startsWith('/events') || broken === 100) return passes
      broken += 1
      return { kind: 'reset', after: 0 }
    }
    waits.length = 0
    chaos.drop()
    await expect.poll(() => broken, { timeout: 15_000 }).toBeGreaterThanOrEqual(50)
    await world.change('mailer', put({ note: 'while it flaps' }, 'Labels'))
    await expect.poll(() => broken, { timeout: 15_000 }).toBe(100)
    await world.becomes('live')
    expect(most).toBe(1)
    expect(Math.max(...waits)).toBeLessThanOrEqual(30_000)
    expect(waits.filter((ms) => ms > 20_000).length).toBeGreaterThan(50)
    const { call, context } = world
    // The hundredth break may still be on its way: what is read during it is cut, and read again.
    await expect
      .poll(() => call('services.inspect', { context, service: 'mailer' }).catch(() => undefined), {
        timeout: 15_000
      })
      .toMatchObject({ labels: [{ name: 'note', value: 'while it flaps', masked: false }] })
    expect((await call('history.list', { context, service: 'mailer' }))[0]?.number).toBe(2)
    expect(chaos.open()).toBeLessThanOrEqual(7)
  })

  it('F12 that were missed by the hundred leave the true state and a gap in the history', async () => {
    const world = await createWorld()
    const { call, context, chaos } = world
    chaos.plan = only(all, { kind: 'drop-request' })
    chaos.drop()
    await world.becomes('reconnecting')
    for (let change = 1; change <= 320; change += 1)
      await world.change('mailer', put({ change: String(change) }, 'Labels'))
    chaos.plan = () => passes
    await world.becomes('live')
    const { labels } = await call('services.inspect', { context, service: 'mailer' })
    expect(labels).toEqual([{ name: 'change', value: '320', masked: false }])
    const [newest, between] = await call('history.list', { context, service: 'mailer' })
    expect(newest).toMatchObject({ number: 3, source: 'gap', by: 'outside', current: true })
    expect(between).toMatchObject({ number: 2, source: 'gap', outcome: 'unknown' })
  })

  it('F13 that come ten thousand at once are gathered into few looks', async () => {
    const events = Array.from({ length: 10_000 }, (_, n) =>
      JSON.stringify({ Type: 'service', Action: 'update', Actor: { ID: `none${String(n)}` }, timeNano: n })
    )
    const head = 'HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\n\r\n'
    const burst = { kind: 'say', answer: `${head}${events.join('\n')}\n`, hold: true } as const
    const world = await createWorld({ plan: only(/\/events/, burst) })
    await world.becomes('live')
    await world.change(service, image(newImage))
    await expect.poll(() => rowOf(world, service), { timeout: 10_000 }).toMatchObject({ image: newImage })
    expect(world.chaos.requests.length).toBeLessThan(200)
    expect(world.said.length).toBeLessThan(300)
    expect((await world.snapshot()).services).toHaveLength(7)
    expect((await world.connection()).state).toBe('live')
  })
})

describe('something else in the way', () => {
  it.each([200, 302, 307])('F14 is told apart when it answers %i, and is not followed', async (status) => {
    const elsewhere = await trap()
    const portal = answer(
      status,
      '<html>sign in</html>',
      `Content-Type: text/html\r\nLocation: http://127.0.0.1:${String(elsewhere.port)}/services`
    )
    const world = await createWorld({ plan: only(all, portal) })
    const { chaos, call, context } = world
    const { reason, detail } = await world.becomes('lost', 'not-docker')
    expect(`${String(reason)} ${String(detail)}`).not.toContain('sign in')
    chaos.plan = () => passes
    await world.becomes('live')
    chaos.plan = only(/^POST/, portal)
    await expect(apply(world)).rejects.toMatchObject({ code: 'update-unknown' })
    await expect
      .poll(async () => (await call('updates.list', { context }))[0]?.state, { timeout: 10_000 })
      .toBe('not-applied')
    expect(writes(world)).toHaveLength(1)
    expect(elsewhere.visits()).toBe(0)
    expect(chaos.requests.filter(({ head }) => /authorization|x-registry|cookie/i.test(head))).toEqual([])
  })

  it('F15 shows ten thousand services, and refuses an answer beyond 64 MiB', async () => {
    const world = await createWorld({ limits: defaultLimits })
    const { chaos } = world
    const { spec } = await world.truth('mailer')
    const many = Array.from({ length: 10_000 }, (_, n) => ({
      ID: `many${String(n)}`,
      Version: { Index: n + 1 },
      CreatedAt: '2026-01-01T00:00:00Z',
      UpdatedAt: '2026-01-01T00:00:00Z',
      Spec: { ...spec, Name: `many-${String(n)}` }
    }))
    chaos.plan = only(lists, answer(200, JSON.stringify(many)))
    await look(world)
    await expect.poll(async () => (await world.snapshot()).services.length, { timeout: 25_000 }).toBe(10_000)
    const old = await world.snapshot()
    const head = 'HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\n\r\n['
    const size = defaultLimits.body + 1024
    chaos.plan = only(lists, {
      kind: 'say',
      answer: Buffer.concat([Buffer.from(head), Buffer.alloc(size, ' ')])
    })
    await look(world)
    expect((await world.becomes('reconnecting', 'too-large')).reason).toContain('64 MiB')
    expect((await world.snapshot()).services).toEqual(old.services)
    chaos.plan = () => passes
    await world.becomes('live')
    expect((await world.snapshot()).services).toHaveLength(7)
  })

  it.each(['unix', 'tcp'] as const)('F17 is not let in by the environment, over %s', async (over) => {
    const elsewhere = await trap()
    const there = `127.0.0.1:${String(elsewhere.port)}`
    for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'http_proxy', 'https_proxy', 'all_proxy'])
      vi.stubEnv(name, `http://${there}`)
    vi.stubEnv('NO_PROXY', '')
    vi.stubEnv('NODE_USE_ENV_PROXY', '1')
    vi.stubEnv('DOCKER_HOST', `tcp://${there}`)
    vi.stubEnv('DOCKER_CONTEXT', 'elsewhere')
    vi.stubEnv('DOCKER_API_VERSION', '1.12')
    vi.stubEnv('DOCKER_TLS_VERIFY', '1')
    vi.stubEnv('DOCKER_CERT_PATH', '/none')
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0')
    const engines = createEngines({
      env: { ...process.env },
      home: '/none',
      platform: 'linux',
      demo: () => {
        throw new Error('no demo here')
      }
    })
    const world = await createWorld({ engines, over })
    await apply(world)
    expect(writes(world)).toHaveLength(1)
    expect(world.chaos.requests.filter(({ path }) => path.startsWith('/v1.'))).toEqual([])
    expect(elsewhere.visits()).toBe(0)
  })
})
