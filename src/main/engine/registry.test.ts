import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SkepError } from '../../domain/error'
import type { Registry } from '../core/ports'
import { createRegistry } from './registry'

const password = 'correct-horse-battery'
const sha256 = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`
const config = JSON.stringify({ created: '2026-03-01T10:00:00Z', architecture: 'arm64', os: 'linux' })
const manifest = JSON.stringify({ schemaVersion: 2, config: { digest: sha256(config) } })
const index = JSON.stringify({
  schemaVersion: 2,
  manifests: [
    { digest: sha256('none'), platform: { os: 'unknown', architecture: 'unknown' } },
    { digest: sha256(manifest), platform: { os: 'linux', architecture: 'arm64' } },
    { digest: sha256(manifest), platform: { os: 'linux', architecture: 'amd64' } }
  ]
})

type Handler = (request: IncomingMessage, response: ServerResponse, url: URL) => void

describe('a registry', () => {
  const servers: Server[] = []
  let folder: string
  /** What was asked, as `METHOD path` with the login if there was one. */
  let asked: string[]

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'skep-registry-'))
    asked = []
  })
  afterEach(async () => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    }
    rmSync(folder, { recursive: true })
  })

  async function serve(handle: Handler): Promise<string> {
    const server = createServer((request, response) => {
      const { authorization } = request.headers
      asked.push([request.method, request.url, authorization].filter(Boolean).join(' '))
      handle(request, response, new URL(request.url ?? '', 'http://x'))
    })
    servers.push(server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return `127.0.0.1:${String((server.address() as AddressInfo).port)}`
  }

  const client = (change: { local?: boolean } = {}): Registry =>
    createRegistry({
      surroundings: { env: { DOCKER_CONFIG: folder }, home: folder, platform: 'linux' },
      local: change.local ?? true,
      clocks: { connect: 300, total: 600 }
    })
  const logIn = (host: string, entry: object = { auth: Buffer.from(`ann:${password}`).toString('base64') }) =>
    writeFileSync(join(folder, 'config.json'), JSON.stringify({ auths: { [host]: entry } }))
  const json = (response: ServerResponse, body: unknown, headers: Record<string, string> = {}) => {
    response.writeHead(200, { 'Content-Type': 'application/json', ...headers })
    response.end(typeof body === 'string' ? body : JSON.stringify(body))
  }
  /** The code of a failure, in which the password must not be. */
  async function code(call: Promise<unknown>): Promise<string> {
    const error: unknown = await call.then(
      () => 'none',
      (reason: unknown) => reason
    )
    if (!(error instanceof SkepError)) throw error
    expect(JSON.stringify([error.message, error.values, error.detail, error.stack])).not.toContain(password)
    return error.code
  }

  /** One image `web` with the tags given. */
  const images =
    (tags: readonly string[]): Handler =>
    (_request, response, url) => {
      if (url.pathname.endsWith('/tags/list')) return json(response, { tags })
      if (url.pathname.endsWith(sha256(config))) return json(response, config)
      if (url.pathname.endsWith(sha256(manifest))) return json(response, manifest)
      return json(response, index)
    }

  it('tells tags of all pages, with the digest and the date behind them', async () => {
    const host = await serve((request, response, url) => {
      if (!url.pathname.endsWith('/tags/list')) return images([])(request, response, url)
      const last = url.searchParams.get('last')
      return last === null
        ? json(
            response,
            { tags: ['1.0', 'bad tag', 7] },
            { Link: `</v2/web/tags/list?last=1.0>; rel="next"` }
          )
        : json(response, { tags: ['2.0'] }, { Link: `<https://evil.example.com/v2/x>; rel="next"` })
    })
    const { tags, more, registry, repository } = await client().tags(`${host}/web:1.0`)
    const created = Date.UTC(2026, 2, 1, 10)
    expect(tags).toEqual([
      { name: '2.0', digest: sha256(index), created },
      { name: '1.0', digest: sha256(index), created }
    ])
    expect({ more, registry, repository }).toEqual({ more: false, registry: host, repository: 'web' })
  })

  it('looks up the dates of some tags only, the asked one among them', async () => {
    const names = Array.from({ length: 300 }, (_, place) => `1.${String(place)}`)
    const host = await serve(images(names))
    const { tags } = await client().tags(`${host}/web`, ['1.0'])
    expect(tags).toHaveLength(300)
    const dated = tags.filter(({ created }) => created !== undefined)
    expect(dated.map(({ name }) => name)).toContain('1.0')
    expect(dated.length).toBeLessThan(30)
    expect(asked.length).toBeLessThan(100)
  })

  it('gives the digest as it is and the platforms without attestations', async () => {
    const host = await serve(images([]))
    expect(await client().distribution(`${host}/web:1`)).toEqual({
      digest: sha256(index),
      platforms: [
        { os: 'linux', architecture: 'arm64' },
        { os: 'linux', architecture: 'amd64' }
      ]
    })
    const single = await client().distribution(`${host}/web@${sha256(manifest)}`)
    expect(single).toEqual({ digest: sha256(manifest), platforms: [{ os: 'linux', architecture: 'arm64' }] })
    asked = []
    expect(await client().digest(`${host}/web`)).toBe(sha256(index))
    expect(asked[0]).toBe('HEAD /v2/web/manifests/latest')
  })

  it('gets a basic login only when it asks for one', async () => {
    const basic = `Basic ${Buffer.from(`ann:${password}`).toString('base64')}`
    const host = await serve((request, response, url) => {
      if (request.headers.authorization === basic) return images(['1'])(request, response, url)
      response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="r"' }).end()
    })
    expect(await code(client().tags(`${host}/web`))).toBe('registry-login')
    logIn(host)
    asked = []
    expect((await client().tags(`${host}/web`)).tags.map(({ name }) => name)).toEqual(['1'])
    expect(asked[0]).toBe('GET /v2/web/tags/list?n=1000')
    expect(asked[1]).toContain(basic)
    logIn(host, { auth: Buffer.from('ann:wrong').toString('base64') })
    expect(await code(client().tags(`${host}/web`))).toBe('registry-login')
  })

  it.each([
    ['without a login', undefined],
    ['with a password', { auth: Buffer.from(`ann:${password}`).toString('base64') }],
    ['with an identity token', { identitytoken: password }]
  ])('gets a token %s, once for all it is asked', async (_name, entry) => {
    const host: string = await serve((request, response, url) => {
      if (url.pathname === '/token') return json(response, { token: 'abc' })
      if (request.headers.authorization === 'Bearer abc') return images(['1', '2'])(request, response, url)
      const challenge = `Bearer realm="http://${host}/token",service="s",scope="repository:web:pull"`
      response.writeHead(401, { 'WWW-Authenticate': challenge }).end()
    })
    if (entry) logIn(host, entry)
    await client().tags(`${host}/web`)
    const tokens = asked.filter((line) => line.includes('/token'))
    expect(tokens).toHaveLength(1)
    const how = entry === undefined ? /^GET \S+$/ : 'auth' in entry ? /^GET \S+ Basic / : /^POST \S+$/
    expect(tokens[0]).toMatch(how)
    if (!entry || 'auth' in entry) expect(tokens[0]).toContain('?service=s&scope=repository%3Aweb%3Apull')
  })

  it('sends no login along when a blob lies elsewhere, and follows nothing else there', async () => {
    const storage = await serve((_request, response) => json(response, config))
    const host = await serve((request, response, url) => {
      if (request.headers.authorization === undefined)
        return void response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="r"' }).end()
      if (url.pathname.includes('/blobs/') || url.pathname.includes('moved'))
        return void response.writeHead(307, { Location: `http://${storage}/there` }).end()
      return images([])(request, response, url)
    })
    logIn(host)
    const found = await client().distribution(`${host}/web@${sha256(manifest)}`)
    expect(found.platforms).toEqual([{ os: 'linux', architecture: 'arm64' }])
    expect(asked.at(-1)).toBe('GET /there')
    asked = []
    expect(await code(client().digest(`${host}/web:moved`))).toBe('registry-answer')
    expect(asked.join()).not.toContain('/there')
  })

  const broken: readonly (readonly [string, string, Handler])[] = [
    ['an unknown image', 'registry-no-image', (_q, r) => void r.writeHead(404).end('{}')],
    ['too many questions', 'registry-limit', (_q, r) => void r.writeHead(429).end()],
    ['a failing server', 'registry-answer', (_q, r) => void r.writeHead(500).end('x')],
    ['a sign-in page', 'registry-answer', (_q, r) => void r.end('<html>')],
    ['an endless answer', 'registry-answer', (_q, r) => void r.end('x'.repeat(5_000_000))],
    ['silence', 'registry-unreachable', () => undefined],
    ['a cut', 'registry-unreachable', (q) => void q.socket.destroy()],
    [
      'a circle of redirects',
      'registry-answer',
      (_q, r) => void r.writeHead(302, { Location: '/v2/web/tags/list' }).end()
    ],
    [
      'a token that would be a header of its own',
      'registry-answer',
      (q, r, url) =>
        url.pathname === '/token'
          ? void r.end(JSON.stringify({ token: 'a\r\nX: y' }))
          : void r
              .writeHead(401, { 'WWW-Authenticate': `Bearer realm="http://${q.headers.host ?? ''}/token"` })
              .end()
    ],
    [
      'a token service without TLS outside',
      'registry-insecure',
      (_q, r) => void r.writeHead(401, { 'WWW-Authenticate': 'Bearer realm="http://198.51.100.1/t"' }).end()
    ],
    [
      'a challenge of another kind',
      'registry-login',
      (_q, r) => void r.writeHead(401, { 'WWW-Authenticate': 'Negotiate' }).end()
    ]
  ]
  it.each(broken)('fails in its own words: %s', async (_name, expected, handle) => {
    const host = await serve(handle)
    logIn(host)
    expect(await code(client().tags(`${host}/web`))).toBe(expected)
  })

  it('on the loopback is asked only where the engine is on this machine too', async () => {
    const host = await serve(images(['1']))
    expect(await code(client({ local: false }).tags(`${host}/web`))).toBe('registry-local')
    expect(asked).toEqual([])
    expect(await code(client().tags('127.0.0.1:1/web'))).toBe('registry-unreachable')
    expect(await code(client().tags('not an image'))).toBe('bad-input')
  })

  it('gives its login as the header that the engine wants, and in no text made of the whole', async () => {
    logIn('r.example.com', { auth: Buffer.from(`ann:${password}??>>`).toString('base64') })
    const login = await client().login('r.example.com/web:1')
    expect(JSON.stringify(login)).toBe('{"registry":"r.example.com"}')
    const header = login?.header() ?? ''
    expect(header).toMatch(/^[\w=-]+$/)
    expect(header.length % 4).toBe(0)
    expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toEqual({
      username: 'ann',
      password: `${password}??>>`,
      serveraddress: 'r.example.com'
    })
    expect(await client().login('web')).toBeUndefined()
  })
})
