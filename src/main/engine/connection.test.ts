import type { ServerResponse } from 'node:http'
import { createServer as createTcp, type AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  createFakeEngine,
  docker,
  failure,
  json,
  short,
  spec,
  type FakeEngine,
  type Handler
} from '../../../test/support/fake-engine'
import { defaultLimits } from './routes'
import { createWire, type Target } from './wire'

let fake: FakeEngine
beforeEach(async () => {
  fake = await createFakeEngine()
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await fake.stop()
})

describe('a connection', () => {
  it.each(['../info', 'a/b', 'a?x=1', '', '%2e%2e', 'a\r\nX: y'])(
    'sends nothing for the id %j',
    async (id) => {
      fake.handle = (_request, response) => json(response, {})
      expect((await failure(fake.connect().inspect(id))).code).toBe('bad-input')
      expect((await failure(fake.connect().update(id, 1, spec))).outcome).toBe('not-applied')
      expect(fake.requests).toEqual([])
    }
  )

  it('takes nothing from the environment', async () => {
    vi.stubEnv('DOCKER_HOST', 'tcp://127.0.0.1:1')
    vi.stubEnv('DOCKER_TLS_VERIFY', '1')
    vi.stubEnv('DOCKER_CERT_PATH', '/none')
    fake.handle = (_request, response) => json(response, [])
    expect(await fake.connect().nodes()).toEqual([])
  })

  it('uses at most six sockets, and an event stream needs one of its own', async () => {
    let most = 0
    fake.handle = (request, response) => {
      if (request.url?.startsWith('/events')) return response.writeHead(200, docker).flushHeaders()
      most = Math.max(most, fake.open.size)
      return void setTimeout(() => json(response, []), 10)
    }
    const engine = fake.connect()
    const controller = new AbortController()
    const ended = (async () => {
      for await (const _event of engine.events(controller.signal)) throw new Error('no event was sent')
    })()
    await vi.waitFor(() => {
      expect(fake.requests).toHaveLength(1)
    })
    await Promise.all(Array.from({ length: 20 }, () => engine.services()))
    expect(most).toBe(7)
    controller.abort()
    await ended
    await vi.waitFor(() => {
      expect(fake.open.size).toBe(6)
    })
  })

  it('fails every call in flight and all later ones once it is closed', async () => {
    fake.handle = () => undefined
    const engine = fake.connect({ limits: defaultLimits })
    const read = failure(engine.services())
    const write = failure(engine.update('abc', 1, spec))
    await vi.waitFor(() => {
      expect(fake.requests).toHaveLength(2)
    })
    engine.close()
    expect((await read).code).toBe('stopped')
    expect(await write).toMatchObject({ code: 'stopped', outcome: 'unknown' })
    expect(await failure(engine.update('abc', 1, spec))).toMatchObject({
      code: 'stopped',
      outcome: 'not-applied'
    })
  })

  it.each<[string, Target, string]>([
    ['plain TCP to another machine', { kind: 'tcp', host: '192.0.2.1', port: 2375 }, 'endpoint-insecure'],
    [
      'TLS with a file that is not there',
      { kind: 'tcp', host: '127.0.0.1', port: 1, tls: { ca: '/none/ca.pem' } },
      'tls-files'
    ],
    [
      'TLS with a certificate but no key',
      { kind: 'tcp', host: '127.0.0.1', port: 1, tls: { cert: '/none/cert.pem' } },
      'tls-files'
    ]
  ])('is not made over %s', (_name, target, code) => {
    expect(() => createWire(target)).toThrow(expect.objectContaining({ code }))
  })

  it.each([
    ['localhost', true],
    ['127.0.0.1', false]
  ])('asks %s for the certificate of that very machine', async (host, named) => {
    let hello: Buffer = Buffer.alloc(0)
    const tcp = createTcp((made) => {
      made.on('error', () => undefined)
      made.once('data', (chunk: Buffer) => {
        hello = chunk
        made.destroy()
      })
    })
    await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', resolve))
    const { port } = tcp.address() as AddressInfo
    expect(
      (await failure(fake.connect({ target: { kind: 'tcp', host, port, tls: {} } }).services())).code
    ).toBe('connection-cut')
    await new Promise((resolve) => tcp.close(resolve))
    // The name that TLS asks for, and then checks, is not the one in the Host header.
    expect(hello.length).toBeGreaterThan(100)
    expect(hello.includes('localhost')).toBe(named)
    expect(hello.includes('docker')).toBe(false)
  })

  it('says what keeps it from being made', async () => {
    const tcp = createTcp((made) =>
      made
        .on('error', () => undefined)
        .resume()
        .end('HTTP/1.1 400 Bad Request\r\n\r\n')
    )
    await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', resolve))
    const { port } = tcp.address() as AddressInfo
    const over = (target: Target) => failure(fake.connect({ target }).update('abc', 1, spec))
    expect(await over({ kind: 'tcp', host: '127.0.0.1', port, tls: {} })).toMatchObject({
      code: 'tls-failed',
      outcome: 'not-applied'
    })
    await new Promise((resolve) => tcp.close(resolve))
    expect(await over({ kind: 'tcp', host: '127.0.0.1', port })).toMatchObject({
      code: 'connection-refused',
      outcome: 'not-applied'
    })
  })
})

describe('opening', () => {
  const info =
    (swarm: object): Handler =>
    (request, response) =>
      request.url === '/_ping'
        ? void response.writeHead(200, { ...docker, 'Content-Type': 'text/plain' }).end('OK')
        : json(response, { ServerVersion: '20.10.24', Swarm: swarm })

  it.each<[string, object, object]>([
    ['outside a swarm', { LocalNodeState: 'inactive' }, { code: 'not-swarm' }],
    [
      'on a worker',
      {
        LocalNodeState: 'active',
        ControlAvailable: false,
        RemoteManagers: [{ Addr: '10.0.0.1:2377' }, { Addr: '10.0.0.2:2377' }]
      },
      { code: 'not-manager', values: { managers: '10.0.0.1:2377, 10.0.0.2:2377' } }
    ],
    ['without a leader', { LocalNodeState: 'active', ControlAvailable: true }, { code: 'no-leader' }]
  ])('is refused %s', async (_name, swarm, expected) => {
    fake.handle = info(swarm)
    expect(await failure(fake.connect().open())).toMatchObject(expected)
  })

  it('is refused when the API is too old, or when it is no engine', async () => {
    fake.handle = (_request, response) =>
      void response.writeHead(200, { ...docker, 'Api-Version': '1.29' }).end('OK')
    expect(await failure(fake.connect().open())).toMatchObject({
      code: 'api-too-old',
      values: { version: '1.29' }
    })
    fake.handle = (_request, response) => void response.writeHead(200).end('OK')
    expect((await failure(fake.connect().open())).code).toBe('not-docker')
  })
})

describe('events', () => {
  const swarmEvent =
    '{"Type":"service","Action":"update","Actor":{"ID":"abc"},"timeNano":1795479923943320386}\n'

  it.each<[string, (response: ServerResponse) => void]>([
    ['breaks', (response) => response.destroy()],
    ['ends', (response) => response.end()]
  ])('give what came and throw when the stream %s', async (_name, finish) => {
    fake.handle = (_request, response) => {
      response.writeHead(200, docker)
      response.write(swarmEvent.slice(0, 30))
      response.write(swarmEvent.slice(30), () => setImmediate(() => finish(response)))
    }
    const got: unknown[] = []
    const read = async () => {
      for await (const event of fake.connect().events(new AbortController().signal)) got.push(event)
    }
    expect((await failure(read())).code).toBe('connection-cut')
    expect(got).toEqual([{ type: 'service', action: 'update', id: 'abc', timeNano: '1795479923943320386' }])
  })

  it('outlast the deadlines of a call and end quietly when aborted', async () => {
    fake.handle = (_request, response) => {
      response.writeHead(200, docker).flushHeaders()
      setTimeout(() => response.write(swarmEvent), short.total + 100)
    }
    const controller = new AbortController()
    let seen = 0
    for await (const _event of fake.connect().events(controller.signal)) {
      seen += 1
      controller.abort()
    }
    expect(seen).toBe(1)
  })

  it('end quietly when aborted before the engine answered', async () => {
    fake.handle = () => undefined
    const controller = new AbortController()
    const next = fake.connect().events(controller.signal)[Symbol.asyncIterator]().next()
    await vi.waitFor(() => {
      expect(fake.requests).toHaveLength(1)
    })
    controller.abort()
    expect(await next).toEqual({ done: true, value: undefined })
  })
})
