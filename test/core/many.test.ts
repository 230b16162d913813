import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { SkepError } from '../../src/domain/error'
import { systemClock } from '../../src/main/core/clock'
import type { Engines } from '../../src/main/core/ports'
import { createSkep, type Skep } from '../../src/main/core/skep'
import { createEmptySwarm, createDemoSwarm, type DemoSwarm } from '../../src/main/demo/demo'
import { demoNodes } from '../../src/main/demo/seed'
import { createEngines } from '../../src/main/engine/engines'
import { openJournal } from '../../src/main/store/journal'
import { createSettings } from '../../src/main/store/settings'
import type { ContextInfo, Endpoint, Method, Output } from '../../src/shared/contract'
import { quietPorts } from '../support/quiet-ports'

const ends: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

/** The core over engines that a test chooses by the path of a socket. */
function world(engines: (demo: Engines) => Engines): {
  call<M extends Method>(method: M, input?: unknown): Promise<Output<M>>
  add(name: string, path: string, managers?: readonly Endpoint[]): Promise<string>
  list(): Promise<readonly ContextInfo[]>
  readonly skep: Skep
} {
  const folder = mkdtempSync(join(tmpdir(), 'skep-many-'))
  const swarm: DemoSwarm = createDemoSwarm({ clock: systemClock, nodes: demoNodes(), seed: 'production' })
  const { journal } = openJournal(join(folder, 'journal.db'), Date.now)
  const skep = createSkep({
    ...quietPorts,
    engines: engines(createEngines({ env: {}, home: folder, platform: 'linux', demo: swarm.connect })),
    journal,
    settings: createSettings(folder),
    clock: systemClock,
    random: () => 0.01,
    locale: 'en',
    versions: { skep: 'test', electron: 'none' },
    publish: () => undefined
  })
  ends.push(
    () => rmSync(folder, { recursive: true, force: true }),
    () => journal.close(),
    () => swarm.stop(),
    () => skep.stop()
  )
  async function call<M extends Method>(method: M, input?: unknown): Promise<Output<M>> {
    const reply = await skep.call(method, input)
    if (!reply.ok) throw new SkepError(reply.error.code)
    return reply.value as Output<M>
  }
  return {
    skep,
    call,
    list: () => call('contexts.list'),
    async add(name, path, managers = []) {
      const input = { name, endpoint: { kind: 'unix', path }, managers, mode: 'full', environment: 'dev' }
      const { id } = await call('contexts.save', input)
      await call('contexts.connect', { context: id })
      return id
    }
  }
}

const states = (list: readonly ContextInfo[]) => list.map(({ connection }) => connection.state)
const demo = { kind: 'demo' } as const

describe('many contexts', () => {
  it('F02 nine clusters live beside one that never answers, and each can still be read and left', async () => {
    let hanging = 0
    const w = world((real) => ({
      ...real,
      async connect(endpoint, options) {
        const engine = await real.connect(demo, options)
        if (endpoint.kind !== 'unix' || !endpoint.path.includes('silent')) return engine
        hanging += 1
        let stop: (error: Error) => void = () => undefined
        return {
          ...engine,
          open: () => new Promise((_, reject) => (stop = reject)),
          close() {
            stop(new SkepError('stopped'))
            engine.close()
          }
        }
      }
    }))
    const ids = []
    for (let place = 0; place < 10; place += 1)
      ids.push(await w.add(`c${String(place)}`, place === 4 ? '/silent' : `/${String(place)}`))
    await expect.poll(async () => states(await w.list()).filter((state) => state === 'live').length).toBe(9)
    expect(hanging).toBe(1)
    expect(states(await w.list())[4]).toBe('connecting')
    for (const [place, context] of ids.entries())
      if (place !== 4)
        expect((await w.call('clusters.snapshot', { context })).services.length).toBeGreaterThan(0)
    await w.call('contexts.disconnect', { context: ids[4] })
    expect(states(await w.list())[4]).toBe('disconnected')
  })

  it('goes on to the next manager at once when one dies, and comes back round when that dies too', async () => {
    const dead = new Set<string>()
    const used: string[] = []
    const w = world((real) => ({
      ...real,
      async connect(endpoint, options) {
        const path = endpoint.kind === 'unix' ? endpoint.path : ''
        used.push(path)
        if (dead.has(path)) throw new SkepError('connection-refused', { address: path })
        return real.connect(demo, options)
      }
    }))
    dead.add('/a')
    const id = await w.add('c', '/a', [{ kind: 'unix', path: '/b' }])
    await expect.poll(async () => states(await w.list())).toEqual(['live'])
    expect(used).toEqual(['/a', '/b'])
    dead.clear()
    dead.add('/b')
    w.skep.renew()
    await expect.poll(() => used.at(-1)).toBe('/a')
    await expect.poll(async () => states(await w.list())).toEqual(['live'])
    await w.call('contexts.save', {
      id,
      name: 'c',
      endpoint: { kind: 'unix', path: '/b' },
      mode: 'full',
      environment: 'dev'
    })
    expect((await w.list())[0]?.managers).toEqual([{ kind: 'unix', path: '/b' }])
  })

  it('F28 refuses another swarm behind the next manager as well', async () => {
    const other = createEmptySwarm(systemClock)
    ends.push(() => other.stop())
    let first = true
    const w = world((real) => ({
      ...real,
      connect(endpoint, options) {
        const path = endpoint.kind === 'unix' ? endpoint.path : ''
        if (path === '/b') {
          const stranger = createEngines({ env: {}, home: '/', platform: 'linux', demo: other.connect })
          return stranger.connect(demo, options)
        }
        if (first) return ((first = false), real.connect(demo, options))
        throw new SkepError('connection-refused', { address: path })
      }
    }))
    await w.add('c', '/a', [{ kind: 'unix', path: '/b' }])
    await expect.poll(async () => states(await w.list())).toEqual(['live'])
    w.skep.renew()
    await expect.poll(async () => (await w.list())[0]?.connection.code).toBe('other-cluster')
  })

  it('makes connections anew after sleep without calling them lost', async () => {
    let connects = 0
    const w = world((real) => ({
      ...real,
      connect(_endpoint, options) {
        connects += 1
        return real.connect(demo, options)
      }
    }))
    await w.add('c', '/a')
    await expect.poll(async () => states(await w.list())).toEqual(['live'])
    w.skep.renew()
    expect(states(await w.list())).not.toContain('lost')
    await expect.poll(() => connects).toBe(2)
    await expect.poll(async () => states(await w.list())).toEqual(['live'])
  })

  it('tries an endpoint without saving it, and says what it found', async () => {
    const w = world((real) => real)
    expect(await w.call('contexts.test', { endpoint: demo })).toMatchObject({ nodes: 3, apiVersion: '1.41' })
    await expect(
      w.call('contexts.test', { endpoint: { kind: 'unix', path: '/none.sock' } })
    ).rejects.toMatchObject({ code: 'socket-missing' })
    expect(await w.list()).toEqual([])
  })

  it('hands what ssh asks to the person, and the answer back', async () => {
    const said: (string | undefined)[] = []
    const w = world((real) => ({
      ...real,
      async connect(_endpoint, options) {
        const ask = options.ask?.({ kind: 'password', text: 'Password?' }, new AbortController().signal)
        said.push(await ask)
        return real.connect(demo, options)
      }
    }))
    await w.add('c', '/a')
    await expect.poll(async () => (await w.call('questions.list')).length).toBe(1)
    const [question] = await w.call('questions.list')
    await w.call('questions.answer', { question: question?.id, answer: 'secret' })
    await expect.poll(async () => states(await w.list())).toEqual(['live'])
    expect(said).toEqual(['secret'])
    await expect(w.call('questions.answer', { question: question?.id, answer: 'x' })).rejects.toMatchObject({
      code: 'question-unknown'
    })
    w.skep.renew()
    await expect.poll(() => said.length).toBe(2)
    expect(said[1]).toBe(undefined)
  })
})
