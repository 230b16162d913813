import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { SkepError } from '../../src/domain/error'
import type { Service, Spec } from '../../src/domain/service'
import type { Task } from '../../src/domain/task'
import { systemClock } from '../../src/main/core/clock'
import { createHistory, type History } from '../../src/main/core/history'
import { specHash } from '../../src/main/core/hash'
import { createLedger } from '../../src/main/core/ledger'
import type { Engine, Journal } from '../../src/main/core/ports'
import { createSkep } from '../../src/main/core/skep'
import { createDemoSwarm } from '../../src/main/demo/demo'
import { demoNodes } from '../../src/main/demo/seed'
import { createEngines } from '../../src/main/engine/engines'
import { openJournal } from '../../src/main/store/journal'
import { createSettings } from '../../src/main/store/settings'
import type { HistoryQuery, Method, Output } from '../../src/shared/contract'
import { quietPorts } from '../support/quiet-ports'

const ends: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

function journalIn(folder = mkdtempSync(join(tmpdir(), 'skep-history-'))): Journal {
  const { journal } = openJournal(join(folder, 'journal.db'), Date.now)
  ends.push(() => journal.close())
  return journal
}

const spec = (image: string, env: readonly string[] = []): Spec => ({
  Name: 'web',
  TaskTemplate: { ContainerSpec: { Image: image, Env: env }, Placement: {} },
  Mode: { Replicated: { Replicas: 2 } }
})
const service = (image: string, index: number, more: Partial<Service> = {}): Service => ({
  ...{ id: 's', name: 'web', index, createdAt: 1, updatedAt: index, spec: spec(image) },
  ...more
})
const task = (image: string, createdAt: number): Task => ({
  ...{
    id: `t${String(createdAt)}`,
    serviceId: 's',
    slot: 1,
    createdAt,
    updatedAt: createdAt,
    since: createdAt
  },
  ...{
    spec: spec(image)['TaskTemplate'] as Task['spec'],
    state: 'shutdown',
    desiredState: 'shutdown',
    message: ''
  }
})
const rows = (history: History) =>
  history
    .of('s')
    .list()
    .map(({ number, image, outcome, source, complete }) => [number, image, outcome, source, complete])

describe('what happened while nobody watched', () => {
  it('is found in the previous spec and in the tasks made meanwhile, with the length of the gap', () => {
    const history = createHistory(journalIn(), 'c')
    history.observe(service('web:1', 1), [], [])
    const gap = { length: 5_000, since: 100 }
    const now = service('web:4', 400, { previousSpec: spec('web:3') })
    history.observe(
      now,
      [task('web:0', 50), task('web:2', 200), task('web:3', 300), task('web:4', 401)],
      [],
      gap
    )
    expect(rows(history)).toEqual([
      [4, 'web:4', 'running', 'gap', true],
      [3, 'web:3', 'unknown', 'gap', true],
      [2, 'web:2', 'unknown', 'gap', false],
      [1, 'web:1', 'unknown', 'recovered', true]
    ])
    expect(
      history
        .of('s')
        .list()
        .map(({ gap: length }) => length)
    ).toEqual([5_000, 5_000, 5_000, undefined])
    expect(history.of('s').list()[2]!.missing).toEqual([
      'replicas',
      'ports',
      'labels',
      'update-policy',
      'rollback-policy'
    ])
  })

  it('is told even when the same spec is in force again: the engine brought it back', () => {
    const history = createHistory(journalIn(), 'c')
    history.observe(service('web:1', 1), [], [])
    const updateStatus = { state: 'rollback_completed', message: '', startedAt: 150 } as const
    history.observe(service('web:1', 300, { updateStatus }), [task('web:bad', 160)], [], {
      length: 9,
      since: 100
    })
    const listed = history.of('s').list()
    expect(listed.map(({ image, by, outcome, restores }) => [image, by, outcome, restores])).toEqual([
      ['web:1', 'engine', 'running', 1],
      ['web:bad', 'outside', 'rolled-back', undefined],
      ['web:1', 'outside', 'unknown', undefined]
    ])
  })

  it('is nothing when nothing but the index moved', () => {
    const history = createHistory(journalIn(), 'c')
    history.observe(service('web:1', 1, { previousSpec: spec('web:0') }), [], [])
    expect(
      history.observe(service('web:1', 2, { previousSpec: spec('web:0') }), [], [], { length: 9, since: 1 })
    ).toBe(false)
    expect(rows(history)).toHaveLength(2)
  })

  it('is measured from the last look, which a Skep that ends writes down', async () => {
    const { call, context, journal, skep, cluster } = await world()
    const before = Date.now()
    await call('history.list', { context, service: 'shop_worker' })
    await skep.stop()
    expect(journal.lastLook(cluster)).toBeGreaterThan(before - 60_000)
  })
})

describe('a long history', () => {
  const images = ['shop/web:1', 'shop/web:2', 'shop/api:7']
  function long(count: number): Journal {
    const journal = journalIn()
    journal.together(() => {
      for (let number = 1; number <= count; number += 1) {
        const body = spec(images[number % 3]!, [`LEVEL=${String(number % 2)}`])
        const changed = number % 100 === 0 ? ['env DATABASE_URL'] : ['env LEVEL']
        journal.addVersion(
          'c',
          {
            ...{ service: 's', number, hash: specHash(body), at: number * 1_000, image: images[number % 3]! },
            ...{ by: number % 5 === 0 ? 'skep' : 'outside', source: 'observed', complete: true },
            ...{ changed, ...(number % 5 === 0 ? { update: `u${String(number)}` } : {}) }
          },
          body
        )
        const outcome = number % 7 === 0 ? 'failed' : 'succeeded'
        if (number < count)
          journal.addOutcome('c', { service: 's', number, outcome, at: number * 1_000 + 40, evidence: [] })
      }
      journal.addUpdate({
        ...{ update: 'u500', cluster: 'c', service: 's', serviceName: 'web', state: 'accepted', at: 1 },
        ...{ baseIndex: 1, baseHash: '', targetHash: '', user: 'ada' }
      })
    })
    journal.addNote('c', { service: 's', number: 12, pinned: true, title: 'before the sale' })
    return journal
  }

  it('is read page by page, newest first, each version once', () => {
    const ledger = createLedger(long(2_000), 'c', 's')
    const seen: number[] = []
    for (let before: number | undefined; ;) {
      const page = ledger.list({ limit: 300, ...(before === undefined ? {} : { before }) })
      if (page.length === 0) break
      seen.push(...page.map(({ number }) => number))
      before = page.at(-1)!.number
    }
    expect(seen).toEqual(Array.from({ length: 2_000 }, (_, place) => 2_000 - place))
    const [newest, last] = ledger.list()
    expect(newest).toMatchObject({ current: true, quality: 'open', lastGood: false })
    expect(newest).not.toHaveProperty('inForce')
    expect(last).toMatchObject({ current: false, inForce: 1_000, took: 40, lastGood: true, wayBack: true })
    expect(ledger.list()).toHaveLength(200)
  })

  it('gives only what is asked for: image, what changed, outcome, who, when, pinned, and any word', () => {
    const ledger = createLedger(long(2_000), 'c', 's')
    const numbers = (query: HistoryQuery) => ledger.list({ limit: 500, ...query }).map(({ number }) => number)
    expect(numbers({ image: 'API:7', from: 1_990_000 })).toEqual([2_000, 1_997, 1_994, 1_991])
    expect(numbers({ changed: 'database', before: 301 })).toEqual([300, 200, 100])
    expect(numbers({ quality: 'bad', from: 50_000, to: 70_000 })).toEqual([70, 63, 56])
    expect(numbers({ by: 'skep', to: 12_000 })).toEqual([10, 5])
    expect(numbers({ pinned: true })).toEqual([12])
    expect(numbers({ text: 'the SALE' })).toEqual([12])
    expect(numbers({ text: 'ada' })).toEqual([500])
    expect(numbers({ text: 'database_url', quality: 'good', limit: 1 })).toEqual([1_900])
    expect(numbers({ text: 'no such thing' })).toEqual([])
  })

  it('says from which version a change is counted when those between were pruned, and which specs are gone', () => {
    const journal = journalIn()
    for (const number of [1, 4]) {
      const body = spec(`web:${String(number)}`)
      const version = {
        service: 's',
        number,
        hash: number === 1 ? 'gone' : specHash(body),
        at: number
      } as const
      const known = {
        by: 'outside',
        source: 'observed',
        complete: true,
        image: `web:${String(number)}`
      } as const
      journal.addVersion('c', { ...version, ...known }, body)
    }
    const hidden: Journal = {
      ...journal,
      spec: (hash) => (hash === 'gone' ? undefined : journal.spec(hash)),
      hasSpec: (hash) => hash !== 'gone' && journal.hasSpec(hash)
    }
    const ledger = createLedger(hidden, 'c', 's')
    expect(ledger.list()).toMatchObject([
      { number: 4, changesSince: 1, changes: [{ field: 'image', before: 'web:1', after: 'web:4' }] },
      { number: 1, complete: false, missing: ['spec'] }
    ])
    expect(() => ledger.specOf(1)).toThrow('version-spec-lost')
  })
})

async function world(change: (engine: Engine) => Partial<Engine> = () => ({})) {
  const folder = mkdtempSync(join(tmpdir(), 'skep-core-'))
  const swarm = createDemoSwarm({ clock: systemClock, nodes: demoNodes(), seed: 'production' })
  const journal = journalIn(folder)
  const real = createEngines({ env: {}, home: folder, platform: 'linux', demo: swarm.connect })
  const announced: string[] = []
  const skep = createSkep({
    ...quietPorts,
    engines: {
      ...real,
      async connect(endpoint, options) {
        const engine = await real.connect(endpoint, options)
        return { ...engine, ...change(engine) }
      }
    },
    journal,
    settings: createSettings(folder),
    clock: systemClock,
    random: () => 0.5,
    user: 'ada',
    locale: 'en',
    versions: { skep: '0', electron: '0' },
    publish: ({ name }) => void announced.push(name)
  })
  ends.push(
    () => swarm.stop(),
    () => skep.stop()
  )
  const call = async <M extends Method>(method: M, input?: unknown): Promise<Output<M>> => {
    const reply = await skep.call(method, input)
    if (!reply.ok) throw new SkepError(reply.error.code, reply.error.values)
    return reply.value as Output<M>
  }
  const input = { name: 'Demo', endpoint: { kind: 'demo' }, mode: 'full', environment: 'dev' }
  const { id: context } = await call('contexts.save', input)
  await call('contexts.connect', { context })
  const state = async () => (await call('contexts.list'))[0]?.connection.state
  await expect.poll(state, { timeout: 10_000 }).toBe('live')
  const { cluster } = await call('clusters.snapshot', { context })
  return { skep, journal, context, call, cluster, announced }
}

describe('what people do with versions', () => {
  it('is told by their name: the computer user who applied an update', async () => {
    const { call, context } = await world()
    const draft = { image: 'registry.example.com/shop/worker:1.13.0' }
    const plan = await call('updates.plan', { context, service: 'shop_worker', draft })
    await call('updates.apply', { plan: plan.id, hash: plan.hash })
    await expect
      .poll(async () => (await call('history.list', { context, service: 'shop_worker' }))[0])
      .toMatchObject({ by: 'skep', user: 'ada', current: true })
  })

  it('is a version each, however fast one follows the other', async () => {
    const { call, context } = await world()
    const sent: string[] = []
    for (let number = 1; number <= 8; number += 1) {
      const draft = { labels: { set: { build: String(number) } } }
      const plan = await call('updates.plan', { context, service: 'mailer', draft })
      sent.unshift((await call('updates.apply', { plan: plan.id, hash: plan.hash })).update)
    }
    await expect
      .poll(async () => (await call('history.list', { context, service: 'mailer' })).length)
      .toBe(sent.length + 1)
    const [, ...before] = await call('history.list', { context, service: 'mailer' })
    expect(before.slice(0, -1).map(({ by, source, outcome }) => ({ by, source, outcome }))).toEqual(
      Array.from({ length: 7 }, () => ({
        by: 'skep',
        source: 'observed',
        outcome: expect.any(String) as string
      }))
    )
  })

  it('pins, names and annotates, and says so to the window', async () => {
    const { call, context, announced } = await world()
    const place = { context, service: 'shop_worker', number: 1 }
    announced.length = 0
    await call('history.note', { ...place, pinned: true })
    await call('history.note', { ...place, title: ' known good ', text: 'see the runbook' })
    expect(announced.filter((name) => name === 'history.changed')).toHaveLength(2)
    const listed = await call('history.list', { context, service: 'shop_worker', pinned: true })
    expect(listed).toMatchObject([{ number: 1, pinned: true, title: 'known good', note: 'see the runbook' }])
    await expect(call('history.note', { ...place, number: 99, pinned: true })).rejects.toMatchObject({
      code: 'version-unknown'
    })
  })

  it('shows one hidden value at a time, after writing down that it was shown but not what it is', async () => {
    const { call, context, journal } = await world()
    const { env } = await call('services.inspect', { context, service: 'shop_api' })
    const hidden = env.find(({ masked }) => masked)!
    const [newest] = await call('history.list', { context, service: 'shop_api' })
    const place = { context, service: 'shop_api', field: 'env', key: hidden.name }
    const { value } = await call('services.reveal', place)
    expect(value).not.toContain('•')
    expect(await call('history.reveal', { ...place, number: newest!.number })).toEqual({ value })
    const acts = journal.entries({ kinds: ['act'] })
    expect(acts.map(({ body }) => body)).toMatchObject([
      { act: 'reveal', field: 'env', key: hidden.name, user: 'ada' },
      { act: 'reveal', field: 'env', key: hidden.name, user: 'ada', number: newest!.number }
    ])
    expect(JSON.stringify(acts)).not.toContain(value)
    await expect(call('services.reveal', { ...place, key: 'NO_SUCH' })).rejects.toMatchObject({
      code: 'value-unknown'
    })
  })

  it('compares versions across services', async () => {
    const { call, context } = await world()
    const other = { context, service: 'shop_api' }
    const changes = await call('history.diff', { context, service: 'shop_worker', a: 1, b: 1, other })
    expect(changes.find(({ field }) => field === 'image')).toMatchObject({
      before: expect.stringContaining('worker') as string
    })
    expect(changes.some(({ field }) => field === 'Name')).toBe(true)
  })

  it('can be read while the cluster does not answer', async () => {
    let broken = false
    const fail = () => Promise.reject(new SkepError('connection-cut'))
    const { call, context } = await world((engine) => ({
      inspect: (id) => (broken ? fail() : engine.inspect(id)),
      services: () => (broken ? fail() : engine.services())
    }))
    broken = true
    expect(await call('history.list', { context, service: 'shop_worker' })).not.toEqual([])
  })
})
