import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { SkepError } from '../../src/domain/error'
import type { JsonObject } from '../../src/domain/json'
import type { Spec } from '../../src/domain/service'
import type { ClusterSnapshot } from '../../src/domain/snapshot'
import { systemClock, type Clock } from '../../src/main/core/clock'
import { parseJson } from '../../src/main/core/json'
import type { Engine, Engines } from '../../src/main/core/ports'
import { createSkep } from '../../src/main/core/skep'
import { createDemoSwarm, createEmptySwarm, type DemoSwarm } from '../../src/main/demo/demo'
import { demoNodes } from '../../src/main/demo/seed'
import { targetOf } from '../../src/main/engine/contexts'
import { createDockerodeEngine } from '../../src/main/engine/dockerode-engine'
import { defaultLimits, type Limits } from '../../src/main/engine/routes'
import { createWire } from '../../src/main/engine/wire'
import { openJournal } from '../../src/main/store/journal'
import { createSettings } from '../../src/main/store/settings'
import type { Announcement, Connection, Endpoint, Method, Output } from '../../src/shared/contract'
import { raw } from '../engine/harness'
import { noRegistry } from '../support/no-registry'
import { createChaos, type Chaos, type ChaosRequest, type Programme } from '../support/chaos'
import { quietPorts } from '../support/quiet-ports'

const clocks = { connect: 500, firstByte: 500, total: 1000 }
/** Deadlines short enough to wait for, and the product's own cap on a body. */
export const limits: Limits = {
  read: clocks,
  update: clocks,
  distribution: clocks,
  body: defaultLimits.body
}

/** The machine's clock, but every hour of waiting takes three minutes. */
export function fastClock(factor = 20): Clock {
  const start = Date.now()
  return {
    now: () => start + (Date.now() - start) * factor,
    after: (ms, fn) => systemClock.after(ms / factor, fn)
  }
}

/** The whole core in front of a swarm, with everything between the two in the hands of a test. */
export interface World {
  readonly chaos: Chaos
  readonly context: string
  /** Every announcement so far, oldest first. */
  readonly said: readonly Announcement[]
  call<M extends Method>(method: M, input?: unknown): Promise<Output<M>>
  connection(): Promise<Connection>
  /** Waits for a state of the connection, and gives it. */
  becomes(state: Connection['state'], code?: string): Promise<Connection>
  snapshot(): Promise<ClusterSnapshot>
  /** The states of the connection that were announced since the given announcement. */
  states(since: number): readonly string[]
  /** Changes a service behind the back of Skep and of the proxy. */
  change(service: string, change: (spec: Spec) => Spec): Promise<void>
  /** What the swarm itself says of a service. */
  truth(service: string): Promise<{ readonly index: number; readonly spec: Spec }>
  /** A connection of its own through the proxy, or past it. */
  engine(options?: { readonly limits?: Limits; readonly direct?: boolean }): Engine
  /** Another swarm's socket. */
  other(): Promise<string>
}

export interface WorldOptions {
  readonly over?: 'unix' | 'tcp'
  readonly clock?: Clock
  readonly limits?: Limits
  readonly engines?: Engines
  /** Set before the first connection. */
  readonly plan?: (request: ChaosRequest) => Programme
}

const ends: (() => Promise<void> | void)[] = []
let before: readonly string[] = []
const running = () =>
  process
    .getActiveResourcesInfo()
    .filter((kind) => ['Timeout', 'ProcessWrap', 'TCPSocketWrap'].includes(kind))

/** Ends what the test began; fails when that leaves a connection, a timer or a child behind. */
export async function endWorlds(): Promise<void> {
  for (const end of ends.splice(0).reverse()) await end()
  for (let look = 1; running().length > before.length && look < 100; look += 1)
    await new Promise((resolve) => setTimeout(resolve, 20))
  expect(running().length).toBeLessThanOrEqual(before.length)
}

/** Ends something after the test, before what was begun earlier. */
export const atEnd = (end: () => Promise<void> | void): void => void ends.push(end)

/** A world whose context is connected, and live unless a plan is in its way. */
export async function createWorld(options: WorldOptions = {}): Promise<World> {
  before = running()
  const clock = options.clock ?? fastClock()
  const folder = mkdtempSync(join(tmpdir(), 'skep-faults-'))
  atEnd(() => rmSync(folder, { recursive: true, force: true }))
  const listen = async (swarm: DemoSwarm, name: string) => {
    const path = join(folder, name)
    await new Promise<void>((resolve) => swarm.server.listen(path, resolve))
    atEnd(() => swarm.stop())
    return path
  }
  const socket = await listen(
    createDemoSwarm({ clock, nodes: demoNodes(), seed: 'production' }),
    'swarm.sock'
  )
  const chaos = await createChaos(socket)
  if (options.plan) chaos.plan = options.plan
  atEnd(() => chaos.stop())
  const surroundings = { env: {}, home: folder, platform: 'linux' } as const
  const engines: Engines = options.engines ?? {
    connect: (endpoint, { readOnly }) =>
      Promise.resolve(
        createDockerodeEngine(createWire(targetOf(surroundings, endpoint)), {
          readOnly,
          limits: options.limits ?? limits
        })
      ),
    whereabouts: () => '',
    discover: () => Promise.resolve([]),
    registry: () => noRegistry,
    logins: () => ({ file: '', registries: [] })
  }
  const { journal } = openJournal(join(folder, 'journal.db'), Date.now)
  const said: Announcement[] = []
  const skep = createSkep({
    ...quietPorts,
    engines,
    journal,
    settings: createSettings(folder),
    clock,
    random: () => 0.5,
    locale: 'en',
    versions: { skep: '0', electron: '0' },
    publish: (announcement) => void said.push(announcement)
  })
  atEnd(() => journal.close())
  atEnd(async () => {
    await skep.stop()
    await expect.poll(() => chaos.open()).toBe(0)
  })
  const call = async <M extends Method>(method: M, input?: unknown): Promise<Output<M>> => {
    const reply = await skep.call(method, input)
    if (!reply.ok)
      throw new SkepError(
        reply.error.code,
        reply.error.values,
        reply.error.detail === undefined ? {} : { detail: reply.error.detail }
      )
    return reply.value as Output<M>
  }
  const endpoint: Endpoint =
    options.over === 'tcp'
      ? { kind: 'tcp', host: '127.0.0.1', port: chaos.port }
      : { kind: 'unix', path: chaos.path }
  const { id: context } = await call('contexts.save', {
    name: 'Faulty',
    endpoint,
    mode: 'full',
    environment: 'dev'
  })
  await call('contexts.connect', { context })
  const truth = async (service: string) => {
    const found = parseJson(await raw(socket, 'GET', `/services/${service}`)) as JsonObject
    return { index: Number((found['Version'] as JsonObject)['Index']), spec: found['Spec'] as Spec }
  }
  const connection = async () => {
    const found = (await call('contexts.list')).find(({ id }) => id === context)
    return found!.connection
  }
  const world: World = {
    chaos,
    context,
    said,
    call,
    truth,
    connection,
    async becomes(state, code) {
      await expect
        .poll(connection, { timeout: 10_000, interval: 5 })
        .toMatchObject(code === undefined ? { state } : { state, code })
      return connection()
    },
    snapshot: () => call('clusters.snapshot', { context }),
    states: (since) =>
      said.slice(since).flatMap(({ name, payload }) => {
        if (name !== 'contexts.changed') return []
        return payload.flatMap((one) => (one.id === context ? [one.connection.state] : []))
      }),
    async change(service, change) {
      // A running update moves the index by itself, so what was read may be old already: nothing was applied then.
      for (let tries = 1; ; tries += 1) {
        const { index, spec } = await truth(service)
        try {
          await raw(socket, 'POST', `/services/${service}/update?version=${String(index)}`, change(spec))
          return
        } catch (error) {
          if (tries === 20 || !String(error).includes('out of sequence')) throw error
        }
      }
    },
    engine({ limits: own = limits, direct = false } = {}) {
      const wire = createWire({ kind: 'socket', path: direct ? socket : chaos.path })
      const engine = createDockerodeEngine(wire, { readOnly: false, limits: own })
      atEnd(() => engine.close())
      return engine
    },
    other: () => listen(createEmptySwarm(clock), 'other.sock')
  }
  if (!options.plan) await world.becomes('live')
  return world
}

/** An answer with the headers of dockerd, unless others are given. */
export function answer(
  status: number,
  body: string,
  headers = 'Api-Version: 1.41\r\nContent-Type: application/json'
): Programme {
  const size = String(Buffer.byteLength(body))
  const head = `HTTP/1.1 ${String(status)} Said\r\n${headers === '' ? '' : `${headers}\r\n`}Content-Length: ${size}`
  return { kind: 'say', answer: `${head}\r\n\r\n${body}` }
}

export const passes: Programme = { kind: 'pass' }

/** One programme for the requests whose method and path match, such as `GET /services`; all others pass. */
export const only =
  (what: RegExp, programme: Programme) =>
  ({ method, path }: ChaosRequest): Programme =>
    what.test(`${method} ${path}`) ? programme : passes

/** The same for the first so many of them. */
export function first(times: number, what: RegExp, programme: Programme) {
  let left = times
  return ({ method, path }: ChaosRequest): Programme =>
    what.test(`${method} ${path}`) && left-- > 0 ? programme : passes
}

/** The update that tests send, and of what. */
export const newImage = 'registry.example.com/shop/worker:1.13.0'
export const service = 'shop_worker'
/** Requests for the list of services, and all of them. */
export const lists = /^GET \/services(\?|$)/
export const all = /./
/** What reached the proxy and was not a read. */
export const writes = ({ chaos }: World): readonly ChaosRequest[] =>
  chaos.requests.filter(({ method }) => method !== 'GET')
/** A service's row in the newest snapshot. */
export const rowOf = async (world: World, name: string) =>
  (await world.snapshot()).services.find((row) => row.name === name)
/** Asks for a fresh listing. */
export const look = ({ call, context }: World) => call('contexts.connect', { context })

/** Plans and sends an update of one service's image. */
export async function apply({ call, context }: World) {
  const plan = await call('updates.plan', { context, service, draft: { image: newImage } })
  return call('updates.apply', { plan: plan.id, hash: plan.hash })
}

/** Somewhere that nothing may ever connect to. */
export async function trap() {
  let visits = 0
  const server = createServer((made) => {
    visits += 1
    made.destroy()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  atEnd(() => new Promise((resolve) => server.close(() => resolve())))
  return { port: (server.address() as AddressInfo).port, visits: () => visits }
}
