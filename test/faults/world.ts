import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { SkepError } from '../../src/domain/error'
import { systemClock } from '../../src/main/core/clock'
import type { Engines } from '../../src/main/core/ports'
import { createSkep } from '../../src/main/core/skep'
import { createDemoSwarm, createEmptySwarm } from '../../src/main/demo/demo'
import { demoNodes } from '../../src/main/demo/seed'
import { createDockerodeEngine } from '../../src/main/engine/dockerode-engine'
import type { Clocks } from '../../src/main/engine/routes'
import { createWire } from '../../src/main/engine/wire'
import { openJournal } from '../../src/main/store/journal'
import { createSettings } from '../../src/main/store/settings'
import type { Connection, Method, Output } from '../../src/shared/contract'
import { createChaos, type Chaos } from '../support/chaos'

/** The whole core over a swarm in memory, with a network between them on which things go wrong. */
export interface FaultyWorld {
  readonly chaos: Chaos
  readonly context: string
  /** A context on the same swarm whose way is always good. */
  readonly other: string
  call<M extends Method>(method: M, input?: unknown): Promise<Output<M>>
  connection(): Promise<Connection>
  /** Waits until the connection says so. */
  becomes(state: Connection['state'], code?: string): Promise<void>
  services(): Promise<Output<'clusters.snapshot'>['services']>
  /** Asks for a look at everything now, and for a new try of a broken connection. */
  look(): void
  /** Puts another swarm behind the same address. */
  replace(): void
  /** Ends everything and fails when a socket or a timer of ours is left. */
  stop(): Promise<void>
}

const clocks: Clocks = { connect: 400, firstByte: 500, total: 900 }
const limits = { read: clocks, update: clocks, distribution: clocks, body: 4 * 1024 * 1024 }
const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length

/** Connects one context through the chaos and one beside it; both are live when this returns. */
export async function createFaultyWorld(): Promise<FaultyWorld> {
  const before = timers()
  const folder = mkdtempSync(join(tmpdir(), 'skep-faults-'))
  const swarm = createDemoSwarm({ clock: systemClock, nodes: demoNodes(), seed: true })
  const stranger = createEmptySwarm(systemClock)
  const [socket, strange] = [join(folder, 'engine.sock'), join(folder, 'stranger.sock')]
  await new Promise<void>((resolve) => swarm.server.listen(socket, resolve))
  await new Promise<void>((resolve) => stranger.server.listen(strange, resolve))
  const chaos = await createChaos(socket)
  const engines: Engines = {
    connect(endpoint, { readOnly }) {
      if (endpoint.kind !== 'tcp' && endpoint.kind !== 'unix') throw new Error(endpoint.kind)
      const wire = createWire(
        endpoint.kind === 'tcp'
          ? {
              kind: 'tcp',
              host: endpoint.host,
              port: endpoint.port,
              ...(endpoint.tls ? { tls: endpoint.tls } : {})
            }
          : { kind: 'socket', path: endpoint.path }
      )
      return Promise.resolve(createDockerodeEngine(wire, { readOnly, limits }))
    },
    whereabouts: () => '',
    discover: () => Promise.resolve([])
  }
  const { journal } = openJournal(join(folder, 'journal.db'), Date.now)
  const skep = createSkep({
    engines,
    journal,
    settings: createSettings(folder),
    clock: systemClock,
    random: () => 0.01,
    locale: 'en',
    versions: { skep: 'test', electron: 'none' },
    publish: () => undefined
  })
  async function call<M extends Method>(method: M, input?: unknown): Promise<Output<M>> {
    const reply = await skep.call(method, input)
    if (!reply.ok) throw new SkepError(reply.error.code, reply.error.values)
    return reply.value as Output<M>
  }
  const add = async (name: string, endpoint: unknown) => {
    const { id } = await call('contexts.save', { name, endpoint, mode: 'full', environment: 'dev' })
    await call('contexts.connect', { context: id })
    return id
  }
  const context = await add('faulty', { kind: 'tcp', host: '127.0.0.1', port: chaos.port })
  const other = await add('good', { kind: 'unix', path: socket })
  const found = async (id: string) => {
    const connection = (await call('contexts.list')).find((one) => one.id === id)?.connection
    if (!connection) throw new Error('the context is gone')
    return connection
  }
  const world: FaultyWorld = {
    chaos,
    context,
    other,
    call,
    connection: () => found(context),
    async becomes(state, code) {
      const until = async () => {
        const { state: now, code: why } = await found(context)
        return code === undefined ? now : `${now} ${String(why)}`
      }
      await expect.poll(until, { timeout: 15_000 }).toBe(code === undefined ? state : `${state} ${code}`)
    },
    services: async () => (await call('clusters.snapshot', { context })).services,
    look: () => void skep.call('contexts.connect', { context }),
    replace: () => (chaos.upstream = strange),
    async stop() {
      await skep.stop()
      journal.close()
      await expect.poll(() => chaos.open()).toBe(0)
      await chaos.stop()
      swarm.stop()
      stranger.stop()
      await expect.poll(timers).toBeLessThanOrEqual(before)
      rmSync(folder, { recursive: true, force: true })
    }
  }
  await world.becomes('live')
  await expect.poll(async () => (await found(other)).state).toBe('live')
  return world
}
