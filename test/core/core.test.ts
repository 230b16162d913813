import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'libsql'
import { afterEach, describe, expect, it } from 'vitest'
import type { Service } from '../../src/domain/service'
import { systemClock, type Clock } from '../../src/main/core/clock'
import { createCluster, type ClusterDeps } from '../../src/main/core/cluster'
import { createHistory, type History } from '../../src/main/core/history'
import { createSkep, type Skep } from '../../src/main/core/skep'
import type { Ask, Engine, Engines, Journal } from '../../src/main/core/ports'
import { createDemoSwarm, type DemoSwarm } from '../../src/main/demo/demo'
import { demoNodes } from '../../src/main/demo/seed'
import { createEngines } from '../../src/main/engine/engines'
import { openJournal } from '../../src/main/store/journal'
import { createSettings } from '../../src/main/store/settings'
import { SkepError } from '../../src/domain/error'
import type { Method, Output } from '../../src/shared/contract'
import { quietPorts } from '../support/quiet-ports'

interface World {
  readonly skep: Skep
  readonly journal: Journal
  readonly folder: string
  readonly context: string
  call<M extends Method>(method: M, input?: unknown): Promise<Output<M>>
}

const ends: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

async function world(
  change: { engines?: (real: Engines) => Engines; production?: boolean } = {}
): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'skep-core-'))
  const swarm: DemoSwarm = createDemoSwarm({ clock: systemClock, nodes: demoNodes(), seed: 'production' })
  const { journal } = openJournal(join(folder, 'journal.db'), Date.now)
  const real = createEngines({ env: {}, home: folder, platform: 'linux', demo: swarm.connect })
  const skep = createSkep({
    ...quietPorts,
    engines: change.engines?.(real) ?? real,
    journal,
    settings: createSettings(folder),
    clock: systemClock,
    random: () => 0.5,
    locale: 'en',
    versions: { skep: '0', electron: '0' },
    publish: () => undefined
  })
  ends.push(
    () => journal.close(),
    () => swarm.stop(),
    () => skep.stop()
  )
  const call = async <M extends Method>(method: M, input?: unknown): Promise<Output<M>> => {
    const reply = await skep.call(method, input)
    if (!reply.ok) throw new SkepError(reply.error.code, reply.error.values)
    return reply.value as Output<M>
  }
  const environment = change.production ? 'production' : 'dev'
  const { id } = await call('contexts.save', {
    name: 'Demo',
    endpoint: { kind: 'demo' },
    mode: 'full',
    environment
  })
  await call('contexts.connect', { context: id })
  await expect
    .poll(async () => (await call('contexts.list'))[0]?.connection.state, { timeout: 10_000 })
    .toBe('live')
  return { skep, journal, folder, context: id, call }
}

const toWorker = { image: 'registry.example.com/shop/worker:1.13.0' }

describe('applying a plan', () => {
  it('sends it once: the same plan a second time is unknown', async () => {
    const { call, context } = await world()
    const plan = await call('updates.plan', { context, service: 'shop_worker', draft: toWorker })
    await call('updates.apply', { plan: plan.id, hash: plan.hash })
    await expect(call('updates.apply', { plan: plan.id, hash: plan.hash })).rejects.toMatchObject({
      code: 'plan-unknown'
    })
  })

  it('refuses another hash, a missing name on production, and a plan that changes nothing', async () => {
    const { call, context } = await world({ production: true })
    const plan = await call('updates.plan', { context, service: 'shop_worker', draft: toWorker })
    expect(plan.confirm).toBe('name')
    await expect(call('updates.apply', { plan: plan.id, hash: 'a'.repeat(64) })).rejects.toMatchObject({
      code: 'plan-hash'
    })
    await expect(call('updates.apply', { plan: plan.id, hash: plan.hash })).rejects.toMatchObject({
      code: 'confirm-needed'
    })
    const empty = await call('updates.plan', { context, service: 'shop_worker', draft: { replicas: 2 } })
    const apply = call('updates.apply', { plan: empty.id, hash: empty.hash, confirm: 'shop_worker' })
    await expect(apply).rejects.toMatchObject({ code: 'plan-empty' })
  })

  it('refuses when somebody else changed the service in between', async () => {
    const { call, context } = await world()
    const mine = await call('updates.plan', { context, service: 'shop_worker', draft: toWorker })
    const other = await call('updates.plan', {
      context,
      service: 'shop_worker',
      draft: { labels: { set: { a: 'b' } } }
    })
    await call('updates.apply', { plan: other.id, hash: other.hash })
    await expect(call('updates.apply', { plan: mine.id, hash: mine.hash })).rejects.toMatchObject({
      code: 'index-moved'
    })
  })

  it('adopts an update whose answer was lost, and does not send it again', async () => {
    let sent = 0
    const lossy = (real: Engines): Engines => ({
      ...real,
      async connect(endpoint, options) {
        const engine = await real.connect(endpoint, options)
        return {
          ...engine,
          async update(...args) {
            sent += 1
            await engine.update(...args)
            throw new SkepError('connection-cut', {}, { outcome: 'unknown' })
          }
        }
      }
    })
    const { call, context } = await world({ engines: lossy })
    const plan = await call('updates.plan', { context, service: 'shop_worker', draft: toWorker })
    await expect(call('updates.apply', { plan: plan.id, hash: plan.hash })).rejects.toMatchObject({
      code: 'update-unknown'
    })
    await expect
      .poll(async () => (await call('updates.list', { context }))[0]?.state, { timeout: 10_000 })
      .toBe('accepted')
    expect(sent).toBe(1)
    const [newest] = await call('history.list', { context, service: 'shop_worker' })
    expect(newest).toMatchObject({ by: 'skep', image: toWorker.image })
  })

  it('sends nothing when the journal cannot be written', async () => {
    let sent = 0
    const counting = (real: Engines): Engines => ({
      ...real,
      connect: async (endpoint, options) => {
        const engine = await real.connect(endpoint, options)
        return { ...engine, update: (...args) => ((sent += 1), engine.update(...args)) }
      }
    })
    const { call, context, folder } = await world({ engines: counting })
    const plan = await call('updates.plan', { context, service: 'shop_worker', draft: toWorker })
    const other = new Database(join(folder, 'journal.db'))
    other.exec("CREATE TRIGGER full BEFORE INSERT ON entries BEGIN SELECT RAISE(ABORT, 'disk full'); END")
    other.close()
    await expect(call('updates.apply', { plan: plan.id, hash: plan.hash })).rejects.toMatchObject({
      code: 'journal-failed'
    })
    expect(sent).toBe(0)
  })
})

/** Engines of the demo cluster with one thing of a connection changed. */
const changed =
  (change: (engine: Engine, path: string) => Partial<Engine>) =>
  (real: Engines): Engines => ({
    ...real,
    async connect(endpoint, options) {
      const engine = await real.connect({ kind: 'demo' }, options)
      return { ...engine, ...change(engine, endpoint.kind === 'unix' ? endpoint.path : '') }
    }
  })

describe('what a person is told of a send', () => {
  it('is never that nothing was sent, when only the note of it could not be written', async () => {
    let sent = 0
    const engines = changed((engine) => ({ update: (...args) => ((sent += 1), engine.update(...args)) }))
    const { call, context, folder } = await world({ engines })
    const plan = await call('updates.plan', { context, service: 'shop_worker', draft: toWorker })
    const other = new Database(join(folder, 'journal.db'))
    other.exec(
      `CREATE TRIGGER late BEFORE INSERT ON entries WHEN instr(NEW.body, '"accepted"') BEGIN SELECT RAISE(ABORT, 'full'); END`
    )
    const apply = call('updates.apply', { plan: plan.id, hash: plan.hash })
    await expect(apply).rejects.toMatchObject({ code: 'journal-late' })
    expect(sent).toBe(1)
    other.exec('DROP TRIGGER late')
    other.close()
    await expect.poll(async () => (await call('updates.list', { context }))[0]?.state).toBe('accepted')
  })

  it('is not “not applied” when the engine took it and undid it', async () => {
    let lost = false
    const engines = changed((engine) => ({
      update: () => {
        lost = true
        return Promise.reject(new SkepError('connection-cut', {}, { outcome: 'unknown' }))
      },
      async inspect(id) {
        const service = await engine.inspect(id)
        const updateStatus = { state: 'rollback_completed', message: '' } as const
        return lost ? { ...service, index: service.index + 5, updateStatus } : service
      }
    }))
    const { call, context } = await world({ engines })
    const plan = await call('updates.plan', { context, service: 'shop_worker', draft: toWorker })
    await expect(call('updates.apply', { plan: plan.id, hash: plan.hash })).rejects.toMatchObject({
      code: 'update-unknown'
    })
    await expect.poll(async () => (await call('updates.list', { context }))[0]?.state).toBe('superseded')
  })

  it('is that the plan is unknown, when the context leads to another cluster by then', async () => {
    const engines = changed((engine, path) =>
      path === '' ? {} : { open: async () => ({ ...(await engine.open()), cluster: 'another' }) }
    )
    const { call, context } = await world({ engines })
    const plan = await call('updates.plan', { context, service: 'shop_worker', draft: toWorker })
    const endpoint = { kind: 'unix', path: '/elsewhere' }
    await call('contexts.save', { id: context, name: 'Demo', endpoint, mode: 'full', environment: 'dev' })
    await expect.poll(async () => (await call('contexts.list'))[0]?.connection.state).toBe('live')
    await expect(call('updates.apply', { plan: plan.id, hash: plan.hash })).rejects.toMatchObject({
      code: 'plan-unknown'
    })
  })
})

describe('a history', () => {
  const service = (image: string, index: number, more: Partial<Service> = {}): Service => ({
    id: 's',
    name: 's',
    index,
    createdAt: 1,
    updatedAt: index,
    spec: { Name: 's', TaskTemplate: { ContainerSpec: { Image: image }, Placement: {} } },
    ...more
  })
  const started = () => {
    const { journal } = openJournal(
      join(mkdtempSync(join(tmpdir(), 'skep-history-')), 'journal.db'),
      Date.now
    )
    ends.push(() => journal.close())
    const history = createHistory(journal, 'cluster')
    history.observe(service('web:1', 1), [], [], {})
    return history
  }
  const outcomes = (history: History) =>
    history
      .of('s')
      .list()
      .map((version) => [version.number, version.outcome])

  it('says superseded of what it saw replaced, and nothing of what ended while nobody watched', () => {
    const seen = started()
    seen.observe(service('web:2', 2, { previousSpec: service('web:1', 1).spec }), [], [])
    expect(outcomes(seen)).toEqual([
      [2, 'running'],
      [1, 'superseded']
    ])
    const missed = started()
    missed.observe(service('web:2', 2, { previousSpec: service('web:1', 1).spec }), [], [], {})
    expect(outcomes(missed)).toEqual([
      [2, 'running'],
      [1, 'unknown']
    ])
  })

  it('calls a version rolled back only when a rollback undid that one', () => {
    const updateStatus = { state: 'rollback_completed', message: '' } as const
    const undone = started()
    undone.observe(service('web:0', 2, { updateStatus, previousSpec: service('web:1', 1).spec }), [], [], {})
    expect(outcomes(undone)).toEqual([
      [2, 'running'],
      [1, 'rolled-back']
    ])
    const other = started()
    other.observe(service('web:0', 2, { updateStatus, previousSpec: service('web:9', 1).spec }), [], [], {})
    expect(outcomes(other)).toEqual([
      [3, 'running'],
      [2, 'rolled-back'],
      [1, 'unknown']
    ])
  })
})

const whereabouts = () => 'here'

/** A watch loop's surroundings that say nothing and keep nothing. */
const quiet: Omit<ClusterDeps, 'engines' | 'clock'> = {
  context: {
    id: 'c',
    name: 'c',
    endpoint: { kind: 'demo' },
    managers: [],
    share: false,
    mode: 'full',
    environment: 'dev',
    open: true
  },
  user: undefined,
  ask: () => Promise.resolve(undefined),
  attended: false,
  journal: {
    heads: () => new Map(),
    together: (work: () => void) => work(),
    lastLook: () => undefined,
    looked: () => undefined
  } as unknown as Journal,
  random: () => 1,
  remember: () => undefined,
  onConnection: () => undefined,
  onSnapshot: () => undefined,
  onRollout: () => undefined,
  onHistory: () => undefined,
  monitorOf: () => undefined,
  onLook: () => Promise.resolve()
}

const none = () => Promise.resolve([])
/** An engine of a swarm without services, but for its events. */
const empty = {
  open: () => Promise.resolve({ cluster: 'c', apiVersion: '1.41', engineVersion: '', skew: 0 }),
  services: none,
  tasks: none,
  nodes: none,
  close: () => undefined
}

describe('a connection that breaks', () => {
  it('is tried again soon when it had held for a minute, however often it broke before', async () => {
    let now = 0
    const waits: number[] = []
    const clock: Clock = {
      now: () => now,
      after(ms, fn) {
        waits.push(ms)
        const timer = setTimeout(fn, 1)
        return () => clearTimeout(timer)
      }
    }
    let holds = 0
    let connects = 0
    const engine = {
      ...empty,
      async *events() {
        await new Promise((resolve) => setTimeout(resolve, 5))
        now += holds
        throw new SkepError('connection-cut')
      }
    } as unknown as Engine
    const cluster = createCluster({
      ...quiet,
      engines: { connect: () => Promise.resolve(((connects += 1), engine)), discover: none, whereabouts },
      clock
    })
    ends.push(() => cluster.stop())
    const backOffs = () => waits.filter((ms) => [1000, 2000, 4000, 8000, 16_000].includes(ms))
    await expect.poll(() => connects).toBeGreaterThan(3)
    expect(backOffs().slice(0, 3)).toEqual([1000, 2000, 4000])
    holds = 61_000
    waits.length = 0
    await expect.poll(() => backOffs().length).toBeGreaterThan(2)
    expect(backOffs().slice(1, 3)).toEqual([1000, 1000])
  })

  it('waits between managers that all break at once, instead of going round without a pause', async () => {
    let connects = 0
    const waits: number[] = []
    const clock: Clock = {
      now: () => 0,
      after(ms, fn) {
        waits.push(ms)
        const timer = setTimeout(fn, 1)
        return () => clearTimeout(timer)
      }
    }
    const engine = {
      ...empty,
      async *events() {
        await new Promise((resolve) => setTimeout(resolve, 2))
        throw new SkepError('connection-cut')
      }
    } as unknown as Engine
    const cluster = createCluster({
      ...quiet,
      context: { ...quiet.context, managers: [{ kind: 'demo' }] },
      engines: { connect: () => Promise.resolve(((connects += 1), engine)), discover: none, whereabouts },
      clock
    })
    ends.push(() => cluster.stop())
    await expect.poll(() => connects).toBeGreaterThan(7)
    expect(waits.filter((ms) => [1000, 2000, 4000].includes(ms)).slice(0, 3)).toEqual([1000, 2000, 4000])
  })

  it('ends what is only being made', async () => {
    let hand: (engine: Engine) => void = () => undefined
    let closed = 0
    const engine = { open: () => new Promise(() => undefined), close: () => (closed += 1) }
    const cluster = createCluster({
      ...quiet,
      engines: {
        connect: () => new Promise((resolve) => (hand = resolve)),
        discover: () => Promise.resolve([]),
        whereabouts
      },
      clock: systemClock
    })
    await new Promise((resolve) => setTimeout(resolve, 5))
    const stopping = cluster.stop()
    hand(engine as unknown as Engine)
    await stopping
    expect([closed, cluster.connection().state]).toEqual([1, 'disconnected'])
  })

  it('asks while it is being made, and nothing any more once it is live', async () => {
    let ask: Ask | undefined
    const engine = {
      ...empty,
      async *events(signal: AbortSignal) {
        await new Promise((resolve) => signal.addEventListener('abort', resolve))
      }
    } as unknown as Engine
    const question = { kind: 'password', text: '?' } as const
    const { signal } = new AbortController()
    const answers: (string | undefined)[] = []
    const cluster = createCluster({
      ...quiet,
      attended: true,
      ask: () => Promise.resolve('yes'),
      engines: {
        async connect(_endpoint, options) {
          ask = options.ask
          answers.push(await ask?.(question, signal))
          return engine
        },
        discover: none,
        whereabouts
      },
      clock: systemClock
    })
    ends.push(() => cluster.stop())
    await expect.poll(() => cluster.connection().state).toBe('live')
    cluster.retry()
    answers.push(await ask?.(question, signal))
    expect(answers).toEqual(['yes', undefined])
  })

  it('ends when it is told to while it is still being made', async () => {
    let opened: (info: unknown) => void = () => undefined
    let closed = 0
    const engine = {
      open: () => new Promise((resolve) => (opened = resolve)),
      close: () => (closed += 1)
    } as unknown as Engine
    const cluster = createCluster({
      ...quiet,
      engines: { connect: () => Promise.resolve(engine), discover: () => Promise.resolve([]), whereabouts },
      clock: systemClock
    })
    await new Promise((resolve) => setTimeout(resolve, 5))
    const stopping = cluster.stop()
    expect(closed).toBe(1)
    opened({ cluster: 'c', apiVersion: '1.41', engineVersion: '', skew: 0 })
    await stopping
    expect(cluster.connection().state).toBe('disconnected')
  })
})

describe('what leaves main', () => {
  it('holds no secret-looking value: not in details, plans, history or differences', async () => {
    const { call, context } = await world()
    const service = 'shop_api'
    const plan = await call('updates.plan', {
      context,
      service,
      draft: { env: { set: { DATABASE_PASSWORD: 'canary-77' } } }
    })
    await call('updates.apply', { plan: plan.id, hash: plan.hash })
    await expect.poll(async () => (await call('history.list', { context, service })).length).toBe(3)
    const all = [
      plan,
      await call('services.inspect', { context, service }),
      await call('history.list', { context, service }),
      await call('history.diff', { context, service, a: 2, b: 3 })
    ]
    expect(JSON.stringify(all)).not.toMatch(/canary-77|hunter2/)
    expect(JSON.stringify(all)).toContain('DATABASE_PASSWORD')
  })
})

describe('a policy that another tool erased', () => {
  const service = 'shop_worker'

  async function erased(...keys: readonly string[]) {
    let engine: Engine | undefined
    const made = await world({
      engines: (real) => ({
        ...real,
        connect: async (endpoint, options) => (engine = await real.connect(endpoint, options))
      })
    })
    const before = await engine!.inspect(service)
    const rest = Object.entries(before.spec).filter(([key]) => !keys.includes(key))
    await engine!.update(before.id, before.index, Object.fromEntries(rest))
    await expect
      .poll(async () => (await made.call('history.list', { context: made.context, service })).length, {
        timeout: 15_000
      })
      .toBe(2)
    return made
  }

  it('is told with the version that had it, and put back by what the warning carries', async () => {
    const { call, context } = await erased('UpdateConfig', 'RollbackConfig')
    const detail = await call('services.inspect', { context, service })
    expect(detail.erased.update).toMatchObject({ version: 1, policy: { delay: '2s' } })
    const draft = { labels: { set: { a: 'b' } } }
    const { warnings } = await call('updates.plan', { context, service, draft })
    const warning = warnings.find(({ code }) => code === 'policy-erased')
    expect(warning?.values).toMatchObject({ version: 1 })
    const again = await call('updates.plan', { context, service, draft: { ...draft, ...warning?.repair } })
    expect(again.warnings.map(({ code }) => code)).not.toContain('policy-erased')
    expect(again.policy).toEqual(detail.erased.update?.policy)
  })

  it('is no loss where it said what Docker does anyway', async () => {
    const { call, context } = await erased('RollbackConfig')
    const { erased: lost } = await call('services.inspect', { context, service })
    expect(lost).toEqual({})
  })
})

describe('what is stored', () => {
  it('is for the person’s eyes only', async () => {
    const { folder } = await world()
    for (const file of ['settings.json', 'journal.db'])
      expect(statSync(join(folder, file)).mode & 0o077).toBe(0)
  })

  it('writes what belongs together whole or not at all, and the chain still holds', async () => {
    const { folder } = await world()
    const file = join(folder, 'together.db')
    const opened = openJournal(file, Date.now)
    const add = (update: string) =>
      opened.journal.addUpdate({
        update,
        cluster: 'c',
        service: 's',
        serviceName: 'web',
        state: 'sending',
        at: 1,
        baseIndex: 1,
        baseHash: 'a',
        targetHash: 'b'
      })
    add('before')
    const broken = () =>
      opened.journal.together(() => {
        add('half')
        throw new Error('power cut')
      })
    expect(broken).toThrow('journal-failed')
    opened.journal.together(() => ['one', 'two'].forEach(add))
    opened.journal.close()
    const again = openJournal(file, Date.now)
    expect(again.notices).toEqual([])
    expect(again.journal.updates('c').map(({ update }) => update)).toEqual(['two', 'one', 'before'])
    again.journal.close()
  })

  it('brings settings of the first version up to this one, and loses nothing', () => {
    const folder = mkdtempSync(join(tmpdir(), 'skep-old-'))
    const endpoint = { kind: 'unix', path: '/run/docker.sock' }
    const old = {
      id: 'a',
      name: 'Old',
      endpoint,
      mode: 'full',
      environment: 'production',
      cluster: 'c',
      open: true
    }
    writeFileSync(
      join(folder, 'settings.json'),
      JSON.stringify({ version: 1, contexts: [old], language: 'fr', theme: 'dark' })
    )
    const settings = createSettings(folder)
    expect(settings.notices).toEqual([])
    expect(settings.get()).toMatchObject({
      contexts: [{ ...old, managers: [] }],
      language: 'fr',
      theme: 'dark'
    })
    settings.set({ theme: 'light' })
    expect(createSettings(folder).get().contexts).toEqual([{ ...old, managers: [], share: false }])
  })

  it('puts damaged settings aside, restores the last good copy and says so', async () => {
    const { folder, call, context } = await world()
    await call('settings.set', { theme: 'dark' })
    await call('settings.set', { theme: 'light' })
    writeFileSync(join(folder, 'settings.json'), '{"contexts": [')
    const settings = createSettings(folder)
    expect(settings.notices[0]).toMatchObject({ code: 'settings-restored' })
    expect(settings.get()).toMatchObject({ theme: 'dark', contexts: [{ id: context }] })
    expect(readFileSync(settings.notices[0]?.file ?? '', 'utf8')).toBe('{"contexts": [')
  })

  it('keeps the journal append-only and notices a broken chain', async () => {
    const { folder } = await world()
    const file = join(folder, 'journal.db')
    const database = new Database(file)
    expect(() => database.exec('DELETE FROM entries')).toThrow('append-only')
    database.exec("DROP TRIGGER entries_stay; UPDATE entries SET body = '{}' WHERE seq = 1")
    database.close()
    expect(openJournal(file, Date.now).notices).toEqual([{ code: 'journal-chain-broken', file }])
  })
})
