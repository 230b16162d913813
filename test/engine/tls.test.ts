import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer as createTls, type Server as TlsServer } from 'node:https'
import { connect, createServer, type AddressInfo, type Server } from 'node:net'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Engine } from '../../src/main/core/ports'
import { createDockerodeEngine } from '../../src/main/engine/dockerode-engine'
import { createWire, type TlsFiles } from '../../src/main/engine/wire'
import { createAuthority, type Authority, type Files } from '../lab/certificates'
import { docker, failure, limits } from '../support/fake-engine'

const lab = JSON.parse(process.env['SKEP_LAB'] ?? '{}') as { staging: { socket: string } }
const engineFolder = dirname(lab.staging.socket)
const pem = (name: string) => join(engineFolder, 'certificates', name)
const client: Files = { ca: pem('ca.pem'), cert: pem('client.pem'), key: pem('client-key.pem') }

/** Runs in the engine's network: what comes in at a socket goes on to its TLS port, byte for byte. */
const forward = `
  const net = require('node:net')
  net.createServer((a) => {
    const b = net.connect(2376, '127.0.0.1')
    a.pipe(b).pipe(a)
    for (const s of [a, b]) s.on('error', () => { a.destroy(); b.destroy() })
  }).listen(process.argv[1], () => console.log('ready'))`

let folder: string
let forwarder: ChildProcess
let entrance: Server
let port: number
let foreign: Authority
const engines: Engine[] = []

beforeAll(async () => {
  folder = mkdtempSync('/var/tmp/skep-tls-')
  const socket = join(folder, 'tls.sock')
  const namespace = readFileSync(join(engineFolder, 'namespace'), 'utf8')
  forwarder = spawn('nsenter', [`--net=/run/netns/${namespace}`, process.execPath, '-e', forward, socket])
  await new Promise((resolve) => forwarder.stdout?.once('data', resolve))
  entrance = createServer((a) => {
    const b = connect(socket)
    a.pipe(b).pipe(a)
    for (const end of [a, b]) end.on('error', () => [a, b].forEach((one) => one.destroy()))
  })
  port = await listen(entrance)
  foreign = createAuthority(join(folder, 'foreign'))
})
afterAll(() => {
  for (const engine of engines) engine.close()
  entrance.close()
  forwarder.kill()
  rmSync(folder, { recursive: true, force: true })
})

const listen = (server: Server | TlsServer): Promise<number> =>
  new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  )

function over(tls: TlsFiles | undefined, to = port, host = '127.0.0.1'): Engine {
  const wire = createWire({ kind: 'tcp', host, port: to, ...(tls ? { tls } : {}) })
  const engine = createDockerodeEngine(wire, { readOnly: false, limits: { ...limits, read: slow } })
  engines.push(engine)
  return engine
}
const slow = { connect: 2_000, firstByte: 5_000, total: 10_000 }

describe('TLS to a real engine', () => {
  it('reaches it with files that its authority signed, by name and by address', async () => {
    expect((await over(client).open()).cluster).toMatch(/^[a-z0-9]{25}$/)
    expect(await over(client, port, 'localhost').nodes()).toHaveLength(1)
  })

  it('F16 says that the engine does not accept this client, or none', async () => {
    const stranger = { ...foreign.sign('stranger'), ca: client.ca }
    const expired = createAuthority(join(folder, 'late')).sign('late', { from: -3, to: -2 })
    for (const files of [{ ca: client.ca }, stranger, { ...expired, ca: client.ca }])
      expect((await failure(over(files).open())).code).toBe('tls-client')
  })

  it('F16 says that another authority signed the engine’s certificate', async () => {
    const files = { ...client, ca: foreign.sign('other').ca }
    expect((await failure(over(files).open())).code).toBe('tls-untrusted')
  })

  it('says that TLS is needed when plain TCP reaches a TLS port', async () => {
    expect((await failure(over(undefined).open())).code).toBe('tls-needed')
  })
})

describe('TLS to a server with a certificate that is wrong', () => {
  it.each([
    ['tls-expired', { from: -10, to: -1 }],
    ['tls-not-yet', { from: 1, to: 10 }],
    ['tls-name', { names: 'DNS:engine.example' }]
  ] as const)('F16 says %s, and sends nothing', async (code, options) => {
    const authority = createAuthority(join(folder, code))
    const { ca, cert, key } = authority.sign('server', options)
    let requests = 0
    const server = createTls({ cert: readFileSync(cert), key: readFileSync(key) }, (_request, response) => {
      requests += 1
      response.writeHead(200, docker).end('OK')
    })
    const at = await listen(server)
    expect((await failure(over({ ca }, at).open())).code).toBe(code)
    expect(requests).toBe(0)
    server.close()
  })

  it('F03 ends when the handshake never does', async () => {
    const open = new Set<{ destroy(): void }>()
    const server = createServer((socket) => open.add(socket))
    const at = await listen(server)
    const error = await failure(over({ ca: client.ca }, at).open())
    expect(error).toMatchObject({ code: 'deadline', values: { seconds: 2 } })
    for (const socket of open) socket.destroy()
    server.close()
  })
})
