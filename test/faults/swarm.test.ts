import { afterEach, describe, expect, it } from 'vitest'
import type { Programme } from '../support/chaos'
import { failure, secret, spec } from '../support/fake-engine'
import { image } from '../engine/harness'
import {
  answer,
  apply,
  createWorld,
  endWorlds,
  first,
  look,
  lists,
  newImage,
  only,
  passes,
  rowOf,
  service,
  writes,
  type World
} from './world'

afterEach(endWorlds)

const says = (status: number, message: string) => answer(status, JSON.stringify({ message }))
const data = /^GET \/(services|tasks|nodes)/
const post = /^POST/
const stateOf =
  ({ call, context }: World) =>
  async () =>
    (await call('updates.list', { context }))[0]?.state
const updates = ({ said }: World) =>
  said.flatMap(({ name, payload }) => (name === 'update.changed' ? [payload.state] : []))
const imageOf = async (world: World) => JSON.stringify((await world.truth(service)).spec['TaskTemplate'])

describe('a manager that cannot answer for its swarm', () => {
  it('F26 is tried again without a leader, and no change is ever called done', async () => {
    const leaderless = says(
      500,
      "rpc error: code = Unknown desc = The swarm does not have a leader. It's possible that too few managers are online."
    )
    const world = await createWorld()
    const { call, context, chaos } = world
    chaos.plan = only(post, leaderless)
    await expect(apply(world)).rejects.toMatchObject({ code: 'no-leader' })
    expect(await stateOf(world)()).toBe('not-applied')
    const old = await world.snapshot()
    const asked = chaos.requests.length
    chaos.plan = (request) => only(data, leaderless)(request)
    await look(world)
    expect((await world.becomes('reconnecting', 'no-leader')).reason).toContain('leader')
    await expect.poll(() => chaos.requests.length).toBeGreaterThan(asked + 20)
    expect((await world.snapshot()).services).toEqual(old.services)
    const plan = call('updates.plan', { context, service, draft: { image: newImage } })
    await expect(plan).rejects.toMatchObject({ code: 'not-connected' })
    chaos.plan = () => passes
    await world.becomes('live')
    expect(updates(world)).toEqual(['sending', 'not-applied'])
    expect(writes(world)).toHaveLength(1)
    expect(await imageOf(world)).not.toContain(newImage)
  })

  it.each<[string, object, string, string, string]>([
    [
      'is a worker now',
      {
        LocalNodeState: 'active',
        ControlAvailable: false,
        RemoteManagers: [{ Addr: '10.0.0.9:2377' }, { Addr: '10.0.0.8:2377' }]
      },
      "This node is not a swarm manager. Worker nodes can't be used to view or modify cluster state.",
      'not-manager',
      '10.0.0.9:2377, 10.0.0.8:2377'
    ],
    [
      'left its swarm',
      { LocalNodeState: 'inactive', ControlAvailable: false },
      'This node is not a swarm manager. Use "docker swarm init" or "docker swarm join" to connect this node to swarm and try again.',
      'not-swarm',
      'docker swarm init'
    ]
  ])('F27 is told apart when it %s, with the way on', async (_name, swarm, message, code, words) => {
    const world = await createWorld()
    const { call, context, chaos } = world
    const info = answer(200, JSON.stringify({ ServerVersion: '20.10.24', Swarm: swarm }))
    const old = await world.snapshot()
    chaos.plan = (request) => (request.path === '/info' ? info : only(data, says(503, message))(request))
    await look(world)
    await world.becomes('lost', code)
    await expect.poll(async () => (await world.connection()).reason).toContain(words)
    expect((await world.snapshot()).services).toEqual(old.services)
    const plan = call('updates.plan', { context, service, draft: { image: newImage } })
    await expect(plan).rejects.toMatchObject({ code: 'not-connected' })
    expect(writes(world)).toEqual([])
    chaos.plan = () => passes
    await world.becomes('live')
  })

  it('F28 is refused when it belongs to another swarm, and nothing of it is shown', async () => {
    const world = await createWorld({ over: 'tcp' })
    const { call, context, chaos, said } = world
    const plan = await call('updates.plan', { context, service, draft: { image: newImage } })
    const own = chaos.upstream
    // In the middle of a listing, which is read again on a new connection: that one leads to the other swarm.
    chaos.plan = first(1, lists, { kind: 'stall', after: 10 })
    const asked = chaos.requests.length
    await look(world)
    await expect.poll(() => chaos.requests.slice(asked).map(({ path }) => path)).toContain('/services')
    chaos.upstream = await world.other()
    chaos.drop()
    expect((await world.becomes('lost', 'other-cluster')).reason).toContain('different swarm')
    const shown = said.flatMap(({ name, payload }) => (name === 'cluster.changed' ? [payload] : []))
    expect(shown.filter(({ services, nodes }) => services.length !== 7 || nodes.length !== 3)).toEqual([])
    const { id, hash } = plan
    await expect(call('updates.apply', { plan: id, hash })).rejects.toMatchObject({ code: 'not-connected' })
    expect(writes(world)).toEqual([])
    chaos.upstream = own
    await world.becomes('live')
    expect(await call('history.list', { context, service })).toHaveLength(1)
  })
})

describe('an error in the engine’s place', () => {
  const html = '<html><script>alert(1)</script>Bad gateway</html>'
  const page = 'Content-Type: text/html\r\nServer: nginx'
  it.each<[string, Programme, string, string | undefined, string, string]>([
    [
      '500 with a message',
      says(500, 'rpc error: gone'),
      'engine-error',
      'rpc error: gone',
      'engine-error',
      'unknown'
    ],
    ['500 with a page', answer(500, html, page), 'not-docker', 'HTTP 500', 'not-docker', 'unknown'],
    ['500 with plain text', answer(500, 'oops'), 'engine-error', undefined, 'engine-error', 'unknown'],
    [
      '500 with 1 MB',
      says(500, 'x'.repeat(1_000_000)),
      'engine-error',
      'x'.repeat(1000),
      'engine-error',
      'unknown'
    ],
    ['502 with a page', answer(502, html, page), 'not-docker', 'HTTP 502', 'not-docker', 'unknown'],
    ['503 with nothing', answer(503, '', ''), 'not-docker', 'HTTP 503', 'not-docker', 'unknown'],
    [
      '429 with a message',
      says(429, 'slow down'),
      'engine-error',
      'slow down',
      'update-refused',
      'not-applied'
    ]
  ])('F29 is told in few words: %s', async (_name, programme, code, detail, writeCode, outcome) => {
    const world = await createWorld()
    const { chaos } = world
    const old = await world.snapshot()
    chaos.plan = only(data, programme)
    await look(world)
    const state = code === 'not-docker' ? 'lost' : 'reconnecting'
    const told = await world.becomes(state, code)
    expect(told.detail).toBe(detail)
    expect(JSON.stringify(told)).not.toContain('script')
    expect((await world.snapshot()).services).toEqual(old.services)
    chaos.plan = (request) => only(post, programme)(request)
    const refused = await failure(world.engine().update('any', 1, spec))
    expect(refused).toMatchObject({ code: writeCode, outcome })
    expect(JSON.stringify(refused)).not.toContain(secret)
    expect(writes(world)).toHaveLength(1)
    await world.becomes('live')
  })
})

describe('an update that gets lost', () => {
  it.each<[string, Programme]>([
    ['cut off', { kind: 'drop-answer' }],
    ['cut in the middle', { kind: 'cut', after: 3 }],
    ['never complete', { kind: 'stall', after: 3 }]
  ])('F30 is applied once and adopted when only its answer was %s', async (_name, programme) => {
    const world = await createWorld()
    const { call, context, chaos } = world
    chaos.plan = only(post, programme)
    await expect(apply(world)).rejects.toMatchObject({ code: 'update-unknown' })
    await expect.poll(stateOf(world), { timeout: 10_000 }).toBe('accepted')
    await expect.poll(() => rowOf(world, service)).toMatchObject({ image: newImage, version: 2 })
    expect(updates(world)).toEqual(['sending', 'unknown', 'accepted'])
    expect(writes(world)).toHaveLength(1)
    expect(await imageOf(world)).toContain(newImage)
    const history = await call('history.list', { context, service })
    expect(history.map(({ by }) => by)).toEqual(['skep', 'outside'])
  })

  it('F31 is not sent again when it never arrived: that is found out, and the person may', async () => {
    const world = await createWorld()
    const { call, context, chaos } = world
    const old = await world.truth(service)
    chaos.plan = first(1, post, { kind: 'drop-request' })
    await expect(apply(world)).rejects.toMatchObject({ code: 'update-unknown' })
    await expect(apply(world)).rejects.toMatchObject({ code: 'update-open' })
    await expect.poll(stateOf(world), { timeout: 10_000 }).toBe('not-applied')
    expect(writes(world)).toHaveLength(1)
    expect(await world.truth(service)).toEqual(old)
    await apply(world)
    expect(writes(world)).toHaveLength(2)
    expect(writes(world)[1]).toMatchObject({ path: writes(world)[0]?.path, body: writes(world)[0]?.body })
    await expect.poll(() => rowOf(world, service)).toMatchObject({ image: newImage, version: 2 })
    expect(updates(world)).toEqual(['sending', 'unknown', 'not-applied', 'sending', 'accepted'])
    expect(await call('history.list', { context, service })).toHaveLength(2)
  })

  it('F31 is not adopted when somebody else changed the service meanwhile', async () => {
    const world = await createWorld()
    world.chaos.plan = only(post, { kind: 'drop-request' })
    await expect(apply(world)).rejects.toMatchObject({ code: 'update-unknown' })
    await world.change(service, image('registry.example.com/shop/worker:1.14.0'))
    await expect.poll(stateOf(world), { timeout: 10_000 }).toBe('superseded')
    expect(writes(world)).toHaveLength(1)
    expect(await imageOf(world)).toContain('1.14.0')
  })
})
