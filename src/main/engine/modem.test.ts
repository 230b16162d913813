import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Socket } from 'node:net'
import type { Spec } from '../../domain/service'
import {
  createFakeEngine,
  docker,
  failure,
  json,
  limits,
  secret,
  spec,
  type FakeEngine,
  type Handler
} from '../../../test/support/fake-engine'

let fake: FakeEngine
beforeEach(async () => {
  fake = await createFakeEngine()
})
afterEach(() => fake.stop())

describe('an answer that cannot be trusted', () => {
  it.each<[string, Handler, string]>([
    [
      'has a cut body',
      (_, r) => r.writeHead(200, { ...docker, 'Content-Length': 100 }).write('[{"ID":', () => r.destroy()),
      'connection-cut'
    ],
    [
      'has a cut chunked body',
      (_, r) => r.writeHead(200, docker).write('[]', () => r.destroy()),
      'connection-cut'
    ],
    [
      'is a web page',
      (_, r) => r.writeHead(200, { 'Content-Type': 'text/html' }).end('<html>sign in</html>'),
      'not-docker'
    ],
    [
      'is a web page with an error status',
      (_, r) => r.writeHead(502, { 'Content-Type': 'text/html' }).end('<html>'),
      'not-docker'
    ],
    ['is not JSON', (_, r) => r.writeHead(200, docker).end('[{"ID":"a"'), 'not-docker'],
    ['is empty', (_, r) => r.writeHead(200, docker).end(), 'not-docker'],
    ['is not HTTP', (q) => q.socket.end('garbage\r\n\r\n'), 'not-docker'],
    ['is closed without a word', (q) => q.socket.destroy(), 'connection-cut'],
    [
      'is larger than the cap',
      (_, r) => r.writeHead(200, docker).end(`"${'x'.repeat(limits.body)}"`),
      'too-large'
    ]
  ])('is refused when it %s', async (_name, fault, code) => {
    fake.handle = fault
    expect((await failure(fake.connect().services())).code).toBe(code)
  })

  it('is not followed when it is a redirect', async () => {
    fake.handle = (request, response) =>
      request.url === '/services'
        ? response.writeHead(302, { ...docker, Location: '/elsewhere' }).end()
        : json(response, [])
    expect((await failure(fake.connect().services())).code).toBe('not-docker')
    expect(fake.requests.map(({ url }) => url)).toEqual(['/services'])
  })

  it('ends at the deadline for the first byte', async () => {
    fake.handle = () => undefined
    const error = await failure(fake.connect().services())
    expect(error).toMatchObject({ code: 'deadline', outcome: undefined })
  })

  it('ends at the total deadline when it only drips', async () => {
    let drip: NodeJS.Timeout | undefined
    fake.handle = (_request, response) => {
      response.writeHead(200, docker)
      drip = setInterval(() => response.write(' '), 20)
    }
    expect((await failure(fake.connect().services())).code).toBe('deadline')
    clearInterval(drip)
  })

  it('does not hide the services that can be read', async () => {
    const good = { ID: 'a', Version: { Index: 7 }, Spec: { Name: 'web' } }
    fake.handle = (_request, response) => json(response, [null, {}, { ID: 'b', Spec: 3 }, good])
    expect((await fake.connect().services()).map(({ name }) => name)).toEqual(['web'])
  })
})

describe('a write', () => {
  it('has the spec in its body, every digit of it, and never in the URL', async () => {
    fake.handle = (_request, response) => json(response, { Warnings: ['careful'] })
    expect(await fake.connect().update('abc', 12, spec)).toEqual({ warnings: ['careful'] })
    expect(fake.requests).toEqual([
      {
        method: 'POST',
        url: '/services/abc/update?version=12&registryAuthFrom=spec',
        body: `{"Name":"web","TaskTemplate":{"ContainerSpec":{"Image":"demo:v1","Env":["TOKEN=${secret}"]},"Placement":{}},"UpdateConfig":{"Delay":9223372036854775807}}`
      }
    ])
  })

  it.each<[string, Spec]>([
    ['absent', { Name: 'web', TaskTemplate: {} }],
    ['null', { Name: 'web', TaskTemplate: { Placement: null } }]
  ])('is refused before the wire when Placement is %s', async (_name, crashing) => {
    fake.handle = (_request, response) => json(response, {})
    expect(await failure(fake.connect().update('abc', 1, crashing))).toMatchObject({
      code: 'internal',
      outcome: 'not-applied'
    })
    expect(fake.requests).toEqual([])
  })

  it('is refused before the wire on a read-only connection', async () => {
    fake.handle = (_request, response) => json(response, {})
    const engine = fake.connect({ readOnly: true })
    expect(await failure(engine.update('abc', 1, spec))).toMatchObject({
      code: 'read-only',
      outcome: 'not-applied'
    })
    expect(fake.requests).toEqual([])
    expect(fake.open.size).toBe(0)
  })

  it.each<[string, Handler]>([
    ['is cut after the request', (request) => request.socket.destroy()],
    [
      'is cut in the body',
      (_, r) => r.writeHead(200, { ...docker, 'Content-Length': 99 }).write('{', () => r.destroy())
    ],
    ['never comes', () => undefined],
    ['is no JSON', (_, r) => r.writeHead(200, docker).end('ok')],
    ['is a redirect', (_, r) => r.writeHead(307, { ...docker, Location: '/x' }).end()],
    ['is too large', (_, r) => r.writeHead(200, docker).end('x'.repeat(limits.body + 1))],
    [
      'is an error of the server',
      (_, r) => json(r, { message: 'rpc error: code = Unavailable desc = gone' }, 500)
    ]
  ])('has an unknown outcome and is not repeated when its answer %s', async (_name, fault) => {
    fake.handle = fault
    expect((await failure(fake.connect().update('abc', 1, spec))).outcome).toBe('unknown')
    expect(fake.requests).toHaveLength(1)
  })

  it.each<[number, string, string]>([
    [500, 'rpc error: code = Unknown desc = update out of sequence', 'index-moved'],
    [400, 'rpc error: code = InvalidArgument desc = port already in use', 'update-refused'],
    [501, 'rpc error: code = Unimplemented desc = renaming services is not supported', 'update-refused'],
    [404, 'service abc not found', 'service-unknown'],
    [500, 'rpc error: code = Unknown desc = The swarm does not have a leader.', 'no-leader'],
    [
      503,
      "This node is not a swarm manager. Worker nodes can't be used to view or modify cluster state.",
      'not-manager'
    ]
  ])('was not applied when the engine says %i %j', async (status, message, code) => {
    fake.handle = (_request, response) => json(response, { message }, status)
    expect(await failure(fake.connect().update('abc', 1, spec))).toMatchObject({
      code,
      outcome: 'not-applied'
    })
  })

  it('was not applied when nothing listens', async () => {
    const engine = fake.connect({ target: { kind: 'socket', path: '/none/docker.sock' } })
    expect(await failure(engine.update('abc', 1, spec))).toMatchObject({
      code: 'socket-missing',
      outcome: 'not-applied'
    })
  })

  it('is not repeated on a kept-alive socket that proves dead, while a read is, once', async () => {
    const seen = new WeakSet<Socket>()
    fake.handle = (request, response) => {
      if (seen.has(request.socket)) return request.socket.destroy()
      seen.add(request.socket)
      return json(response, [])
    }
    const engine = fake.connect()
    await engine.services()
    expect(await engine.services()).toEqual([])
    expect(fake.requests).toHaveLength(3)
    await engine.services()
    expect((await failure(engine.update('abc', 1, spec))).outcome).toBe('unknown')
    expect(fake.requests).toHaveLength(5)
  })
})
