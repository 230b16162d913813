import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Engine, Question } from '../../src/main/core/ports'
import { createEngines } from '../../src/main/engine/engines'
import { sshArguments } from '../../src/main/engine/ssh'
import { failure } from '../support/fake-engine'
import { startSshd, type Sshd } from '../lab/sshd'

const lab = JSON.parse(process.env['SKEP_LAB'] ?? '{}') as { staging: { socket: string } }
const user = 'skep-test'

let folder: string
let sshd: Sshd
const engines: Engine[] = []
beforeEach(async () => {
  folder = mkdtempSync('/var/tmp/skep-ssh-')
  sshd = await startSshd(join(folder, 'server'), user)
})
afterEach(async () => {
  for (const engine of engines.splice(0)) engine.close()
  await expect.poll(children).toBe(0)
  expect(readdirSync(tmpdir()).filter((name) => name.startsWith('skep-ask-'))).toEqual([])
  await sshd.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** How many ssh processes of this process are alive. */
function children(): number {
  const listed = spawnSync('ps', ['-o', 'pid=,comm=', '--ppid', String(process.pid)], { encoding: 'utf8' })
  return listed.stdout.split('\n').filter((line) => /\bssh$/.test(line.trim())).length
}

type Answer = (question: Question) => string | undefined

/** A connection through the lab's sshd; with an answer the person is there, without one nobody is. */
async function connect(answer?: Answer, server = sshd): Promise<Engine> {
  const made = createEngines({
    env: server.env,
    home: folder,
    platform: 'linux',
    demo: () => {
      throw new Error('no demo')
    }
  })
  const engine = await made.connect(
    { kind: 'ssh', destination: `${user}@127.0.0.1`, port: server.port, socket: lab.staging.socket },
    { readOnly: false, ask: answer && ((question) => Promise.resolve(answer(question))) }
  )
  engines.push(engine)
  return engine
}

const trust = (server = sshd) => {
  const scanned = spawnSync('ssh-keyscan', ['-p', String(server.port), '127.0.0.1'], { encoding: 'utf8' })
  writeFileSync(server.knownHosts, scanned.stdout)
}

describe('ssh', () => {
  it('reaches an engine that the person may use there', async () => {
    trust()
    const engine = await connect()
    expect((await engine.open()).cluster).toMatch(/^[a-z0-9]{25}$/)
    expect(await engine.nodes()).toHaveLength(1)
  })

  it('F18 sends nothing to a host whose key is unknown until the person has said yes to its fingerprint', async () => {
    expect((await failure((await connect()).open())).code).toBe('ssh-host-unknown')
    expect((await failure((await connect(() => undefined)).open())).code).toBe('ssh-host-unknown')
    expect(existsSync(sshd.knownHosts)).toBe(false)
    const asked: Question[] = []
    const engine = await connect((question) => {
      asked.push(question)
      return 'yes'
    })
    await engine.open()
    expect(asked).toMatchObject([{ kind: 'host-key', fingerprint: sshd.fingerprint }])
    expect(readFileSync(sshd.knownHosts, 'utf8')).toContain('127.0.0.1')
    await (await connect()).open()
  })

  it('F19 refuses a host whose key changed, and does not even ask', async () => {
    trust()
    await sshd.changeKey()
    let asked = 0
    const engine = await connect(() => {
      asked += 1
      return 'yes'
    })
    expect((await failure(engine.open())).code).toBe('ssh-host-changed')
    expect(asked).toBe(0)
  })

  it('F20 asks for the passphrase of a key once, never when nobody is there, and takes no for an answer', async () => {
    trust()
    sshd.lockKey('open sesame')
    expect((await failure((await connect()).open())).code).toBe('ssh-refused')
    expect((await failure((await connect(() => undefined)).open())).code).toBe('ssh-refused')
    const asked: Question[] = []
    const engine = await connect((question) => {
      asked.push(question)
      return asked.length === 1 ? 'wrong' : 'open sesame'
    })
    await engine.open()
    await Promise.all([engine.services(), engine.tasks(), engine.nodes()])
    expect(asked.map(({ kind }) => kind)).toEqual(['passphrase', 'passphrase'])
  })

  it.each([
    ['ssh-no-docker', 'env PATH=/nowhere /bin/sh -c "$SSH_ORIGINAL_COMMAND"'],
    ['ssh-noise', 'echo Welcome to the machine; exec /bin/sh -c "$SSH_ORIGINAL_COMMAND"'],
    ['ssh-socket', 'docker --host=unix:///var/tmp/nobody.sock system dial-stdio']
  ])('F21 says %s, with the words from there', async (code, command) => {
    const other = await startSshd(join(folder, code), user, command)
    trust(other)
    const error = await failure((await connect(undefined, other)).open())
    expect(error.code).toBe(code)
    expect(error.detail).toBeTruthy()
    await other.stop()
  })

  it('F22 notices that its process was killed, and a new call makes a new one', async () => {
    trust()
    const engine = await connect()
    await engine.open()
    const listed = spawnSync('ps', ['-o', 'pid=,comm=', '--ppid', String(process.pid)], { encoding: 'utf8' })
    for (const line of listed.stdout.split('\n')) {
      const [pid, name] = line.trim().split(/\s+/)
      if (name === 'ssh') process.kill(Number(pid), 'SIGKILL')
    }
    await expect.poll(children).toBe(0)
    expect(await engine.nodes()).toHaveLength(1)
  })

  it('F23 answers 60 reads at once over at most three processes, the events included', async () => {
    trust()
    const engine = await connect()
    await engine.open()
    const ended = new AbortController()
    const events = (async () => {
      for await (const event of engine.events(ended.signal)) expect(event.type).toBeTruthy()
    })()
    let most = 0
    const reads = Array.from({ length: 60 }, async () => {
      const services = await engine.services()
      most = Math.max(most, children())
      return services
    })
    expect(await Promise.all(reads)).toHaveLength(60)
    expect(most).toBeGreaterThan(0)
    expect(most).toBeLessThanOrEqual(3)
    ended.abort()
    await events
  })

  it('says when there is no ssh on this machine, or nothing listens', async () => {
    const missing = await connect(undefined, { ...sshd, env: { PATH: folder } })
    expect((await failure(missing.open())).code).toBe('ssh-missing')
    const nobody = await connect(undefined, { ...sshd, port: 1 })
    expect((await failure(nobody.open())).code).toBe('connection-refused')
  })

  it('F24 takes no destination or socket that could be an option or a command', () => {
    const hostile = ['-oProxyCommand=id', 'a b', 'a\nb', 'host;id', '$(id)', 'ü@host', 'a@-oX', '', '@host']
    for (const destination of hostile) expect(() => sshArguments({ destination }, true)).toThrow('bad-input')
    expect(() => sshArguments({ destination: 'h', socket: 'relative' }, true)).toThrow('bad-input')
    fc.assert(
      fc.property(fc.string(), fc.string(), (destination, socket) => {
        try {
          const args = sshArguments({ destination, socket: `/${socket}` }, true)
          expect(args[args.indexOf('--') + 1]).toBe(destination)
          expect(destination.startsWith('-')).toBe(false)
          const echoed = spawnSync('/bin/sh', [
            '-c',
            `printf %s ${(args.at(-1) ?? '').split(' system ')[0]?.replace('docker ', '') ?? ''}`
          ])
          expect(echoed.stdout.toString()).toContain('--host=unix:///')
        } catch (error) {
          expect(String(error)).toContain('bad-input')
        }
      }),
      { numRuns: 200 }
    )
  })
})
