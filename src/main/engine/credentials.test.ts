import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findCredentials, knownLogins } from './credentials'

const base64 = (text: string): string => Buffer.from(text).toString('base64')

describe('a login of the Docker CLI', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'skep-login-'))
    mkdirSync(join(folder, 'bin'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const config = (value: unknown) => writeFileSync(join(folder, 'config.json'), JSON.stringify(value))
  /** A helper as Docker's are: the server on its input, JSON on its output. */
  const helper = (name: string, script: string) => {
    const file = join(folder, 'bin', `docker-credential-${name}`)
    writeFileSync(file, `#!/bin/sh\n${script}\n`)
    chmodSync(file, 0o755)
  }
  const answer = (username: string, secret: string) =>
    `read server; printf '{"ServerURL":"%s","Username":"${username}","Secret":"${secret} %s"}' "$server" "$1 $server"`
  const surroundings = () => ({
    env: { DOCKER_CONFIG: folder, PATH: `${folder}/bin:.:/usr/bin:/bin` },
    home: '/nowhere',
    platform: 'linux' as const
  })
  const find = (registry: string, patience?: number) => findCredentials(surroundings(), registry, patience)

  it('comes from auths when there is no helper, under the registry’s name or an old address', async () => {
    config({
      auths: {
        'r.example.com': { auth: base64('ann:pass:word') },
        'https://old.example.com/v1/': { auth: base64('bob:pw') },
        'https://index.docker.io/v1/': { auth: base64('hub:pw') },
        'token.example.com': { auth: base64('ann:'), identitytoken: 'abc' },
        'empty.example.com': {}
      }
    })
    expect(await find('r.example.com')).toEqual({ kind: 'password', username: 'ann', password: 'pass:word' })
    expect(await find('old.example.com')).toMatchObject({ username: 'bob' })
    expect(await find('docker.io')).toMatchObject({ username: 'hub' })
    expect(await find('token.example.com')).toEqual({ kind: 'identity', token: 'abc' })
    expect(await find('empty.example.com')).toBeUndefined()
    expect(await find('other.example.com')).toBeUndefined()
  })

  it('comes from the registry’s own helper before the general one, and from a helper before auths', async () => {
    config({
      credHelpers: { 'r.example.com': 'own' },
      credsStore: 'all',
      auths: { 'r.example.com': { auth: base64('a:b') }, 'x.example.com': { auth: base64('a:b') } }
    })
    helper('own', answer('own', 's'))
    helper('all', answer('<token>', 't'))
    expect(await find('r.example.com')).toEqual({
      kind: 'password',
      username: 'own',
      password: 's get r.example.com'
    })
    expect(await find('docker.io')).toEqual({
      kind: 'identity',
      token: 't get https://index.docker.io/v1/'
    })
    helper('all', 'echo "credentials not found in native keychain"; exit 1')
    expect(await find('x.example.com')).toBeUndefined()
  })

  it('is told with its place and nothing of itself, and only where it would be found', async () => {
    config({
      credHelpers: {
        'https://index.docker.io/v1/': 'pass',
        'https://other.example.com': 'pass',
        'bad.io': '../x'
      },
      auths: {
        'https://old.example.com/v1/': { auth: base64('canary-user:canary-word') },
        'token.example.com': { identitytoken: 'canary-token' },
        'empty.example.com': {}
      }
    })
    expect(knownLogins(surroundings())).toEqual({
      file: join(folder, 'config.json'),
      registries: [
        { registry: 'docker.io', helper: 'pass' },
        { registry: 'old.example.com' },
        { registry: 'token.example.com' }
      ]
    })
    for (const registry of ['bad.io', 'other.example.com', 'empty.example.com'])
      expect(await find(registry), registry).toBeUndefined()
    expect(JSON.stringify(knownLogins(surroundings()))).not.toContain('canary')
  })

  it('is told to be with the general helper, which is asked before auths', () => {
    config({ credsStore: 'all', credHelpers: { 'ghcr.io': 'own' }, auths: { 'r.example.com': {} } })
    expect(knownLogins(surroundings())).toMatchObject({
      store: 'all',
      registries: [
        { registry: 'ghcr.io', helper: 'own' },
        { registry: 'r.example.com', helper: 'all' }
      ]
    })
    rmSync(join(folder, 'config.json'))
    expect(knownLogins(surroundings())).toEqual({ file: join(folder, 'config.json'), registries: [] })
  })

  it.each(['../evil', 'a b', 'A', 'x;touch hit', '/bin/sh'])(
    'starts no helper with the name “%s”',
    async (name) => {
      config({ credsStore: name })
      helper('evil', `touch ${folder}/hit`)
      expect(await find('r.example.com')).toBeUndefined()
      expect(existsSync(join(folder, 'hit'))).toBe(false)
    }
  )

  it('is not waited for longer than it may take, nor read without end', async () => {
    config({ credsStore: 'slow' })
    helper('slow', 'exec sleep 60')
    expect(await find('r.example.com', 200)).toBeUndefined()
    helper('slow', 'exec yes')
    expect(await find('r.example.com')).toBeUndefined()
    helper('slow', 'echo not json')
    expect(await find('r.example.com')).toBeUndefined()
  })

  it('is none when the configuration is missing or damaged', async () => {
    expect(await find('r.example.com')).toBeUndefined()
    writeFileSync(join(folder, 'config.json'), '{"auths":')
    expect(await find('r.example.com')).toBeUndefined()
  })
})
