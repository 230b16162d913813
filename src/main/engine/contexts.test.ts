import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { addressOf, endpointOf } from '../../shared/endpoint'
import { discover, targetOf, whereabouts, type DockerSurroundings } from './contexts'

let home: string

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'skep-contexts-'))
})
afterEach(() => {
  rmSync(home, { recursive: true, force: true })
})

const surroundings = (env: DockerSurroundings['env'] = {}): DockerSurroundings => ({
  env,
  home,
  platform: 'linux'
})

/** A context as the Docker CLI 28.2 writes it: folders named by the SHA-256 of the context's name. */
function store(
  name: string,
  host: string,
  options: { tls?: readonly string[]; skip?: boolean } = {}
): string {
  const key = createHash('sha256').update(name).digest('hex')
  const meta = join(home, '.docker', 'contexts', 'meta', key)
  mkdirSync(meta, { recursive: true })
  const docker = { Host: host, SkipTLSVerify: options.skip ?? false }
  writeFileSync(join(meta, 'meta.json'), JSON.stringify({ Name: name, Metadata: {}, Endpoints: { docker } }))
  const tls = join(home, '.docker', 'contexts', 'tls', key, 'docker')
  if (options.tls) mkdirSync(tls, { recursive: true })
  for (const file of options.tls ?? []) writeFileSync(join(tls, file), 'pem')
  return tls
}

const choose = (name: string) => {
  mkdirSync(join(home, '.docker'), { recursive: true })
  writeFileSync(join(home, '.docker', 'config.json'), JSON.stringify({ currentContext: name }))
}

/** The current ones, without the machine's own default socket, which may or may not exist. */
const current = (env: DockerSurroundings['env'] = {}) =>
  discover(surroundings(env))
    .filter((found) => found.current && found.source !== 'default-socket')
    .map((found) => found.name)

describe('endpointOf', () => {
  it.each([
    ['unix:///run/docker.sock', { kind: 'unix', path: '/run/docker.sock' }],
    ['npipe:////./pipe/docker_engine', { kind: 'npipe', path: '\\\\.\\pipe\\docker_engine' }],
    ['tcp://10.0.0.1:2376', { kind: 'tcp', host: '10.0.0.1', port: 2376 }],
    ['tcp://[::1]', { kind: 'tcp', host: '::1', port: 2375 }],
    [
      'ssh://me@host:2222/run/docker.sock',
      { kind: 'ssh', destination: 'me@host', port: 2222, socket: '/run/docker.sock' }
    ]
  ])('reads %s', (address, endpoint) => {
    expect(endpointOf(address)).toEqual(endpoint)
  })

  it.each(['fd://', 'docker.sock', 'http://host', 'tcp://', ''])('reads nothing out of %j', (address) => {
    expect(endpointOf(address)).toBeUndefined()
  })
})

describe('discover', () => {
  it('finds every readable context of the store and leaves out the others', () => {
    store('blue', 'unix:///run/blue.sock')
    store('green', 'ssh://me@green')
    const broken = join(home, '.docker', 'contexts', 'meta', 'broken')
    mkdirSync(broken, { recursive: true })
    writeFileSync(join(broken, 'meta.json'), '{"Name":')
    expect(discover(surroundings()).filter((found) => found.source === 'docker-context')).toEqual([
      {
        name: 'blue',
        endpoint: { kind: 'docker-context', name: 'blue' },
        address: 'unix:///run/blue.sock',
        source: 'docker-context',
        current: false
      },
      {
        name: 'green',
        endpoint: { kind: 'docker-context', name: 'green' },
        address: 'ssh://me@green',
        source: 'docker-context',
        current: false
      }
    ])
  })

  it('takes DOCKER_HOST before DOCKER_CONTEXT before the chosen context, as the CLI does', () => {
    store('blue', 'unix:///run/blue.sock')
    store('green', 'unix:///run/green.sock')
    expect(current()).toEqual([])
    choose('blue')
    expect(current()).toEqual(['blue'])
    expect(current({ DOCKER_CONTEXT: 'green' })).toEqual(['green'])
    expect(current({ DOCKER_CONTEXT: '' })).toEqual(['blue'])
    expect(current({ DOCKER_CONTEXT: 'green', DOCKER_HOST: 'tcp://127.0.0.1:2375' })).toEqual(['DOCKER_HOST'])
  })

  it('gives DOCKER_HOST the TLS files of DOCKER_CERT_PATH when it is to be verified', () => {
    const env = { DOCKER_HOST: 'tcp://10.0.0.1:2376', DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: '/certs' }
    expect(discover(surroundings(env))[0]?.endpoint).toEqual({
      kind: 'tcp',
      host: '10.0.0.1',
      port: 2376,
      tls: { ca: '/certs/ca.pem', cert: '/certs/cert.pem', key: '/certs/key.pem' }
    })
  })

  it('reads the store from DOCKER_CONFIG', () => {
    store('blue', 'unix:///run/blue.sock')
    const names = (env: DockerSurroundings['env']) => discover(surroundings(env)).map((found) => found.name)
    expect(names({})).toContain('blue')
    expect(names({ DOCKER_CONFIG: join(home, 'elsewhere') })).not.toContain('blue')
  })
})

describe('targetOf', () => {
  const of = (name: string) => targetOf(surroundings(), { kind: 'docker-context', name })

  it('follows a context of the store to its socket or to TCP with its TLS files', () => {
    store('blue', 'unix:///run/blue.sock')
    expect(of('blue')).toEqual({ kind: 'socket', path: '/run/blue.sock' })
    const tls = store('green', 'tcp://10.0.0.1:2376', { tls: ['ca.pem'] })
    expect(of('green')).toMatchObject({
      kind: 'tcp',
      host: '10.0.0.1',
      port: 2376,
      tls: { ca: join(tls, 'ca.pem') }
    })
  })

  it('is not led elsewhere by DOCKER_HOST', () => {
    const here = surroundings({ DOCKER_HOST: 'tcp://10.9.9.9:2375', DOCKER_CONTEXT: 'other' })
    expect(targetOf(here, { kind: 'unix', path: '/run/a.sock' })).toEqual({
      kind: 'socket',
      path: '/run/a.sock'
    })
  })

  it('follows a context over ssh, and notices when it leads elsewhere', () => {
    store('x', 'ssh://me@host:2222')
    expect(of('x')).toMatchObject({ kind: 'ssh', destination: 'me@host', port: 2222 })
    const before = whereabouts(surroundings(), { kind: 'docker-context', name: 'x' })
    expect(whereabouts(surroundings(), { kind: 'docker-context', name: 'x' })).toBe(before)
    store('x', 'ssh://me@other:2222')
    expect(whereabouts(surroundings(), { kind: 'docker-context', name: 'x' })).not.toBe(before)
  })

  it('writes an address as it reads it', () => {
    for (const address of [
      'unix:///run/d.sock',
      'tcp://[::1]:2376',
      'tcp://h:2375',
      'ssh://u@h:22/run/d.sock',
      'ssh://h'
    ]) {
      const endpoint = endpointOf(address)
      expect(endpoint && addressOf(endpoint)).toBe(address)
    }
  })

  it.each([
    ['absent', undefined, 'docker-context-missing'],
    ['without a usable address', () => store('x', 'fd://'), 'docker-context-missing'],
    [
      'that skips the check of certificates',
      () => store('x', 'tcp://10.0.0.1:2376', { skip: true }),
      'endpoint-insecure'
    ]
  ] as const)('refuses a context %s', (_name, prepare, code) => {
    prepare?.()
    expect(() => of('x')).toThrow(expect.objectContaining({ code }))
  })
})
