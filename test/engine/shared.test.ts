import { gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { SkepError } from '../../src/domain/error'
import { sharedLabel } from '../../src/main/core/shared-history'
import type { HistoryEntry } from '../../src/shared/contract'
import { openCore, type Core, type CoreOptions } from './core'
import {
  atOnce,
  container,
  createHarness,
  eventually,
  image,
  kinds,
  raw,
  specFor,
  type Harness
} from './harness'

const env = (value: string) => container([`MODE=a`, `API_TOKEN=${value}`], 'Env')
const secret = 'canary-4711-secret'

describe.each(kinds)('a shared journal in the cluster, on the %s', (kind) => {
  let harness: Harness
  const cores: Core[] = []
  beforeAll(async () => {
    harness = await createHarness(kind)
  })
  const configs = async () => harness.engine.configs(sharedLabel)
  afterEach(async () => {
    for (const core of cores.splice(0)) await core.stop()
    for (const { id } of await configs()) await harness.engine.removeConfig(id)
  })
  afterAll(() => {
    harness?.stop()
  })

  async function open(user: string, options: CoreOptions = {}): Promise<Core> {
    const core = await openCore(harness.socket, { user, ...options })
    cores.push(core)
    return core
  }
  async function close(core: Core): Promise<void> {
    cores.splice(cores.indexOf(core), 1)
    await core.stop()
  }
  const view = (core: Core) => core.call('shared.get', { context: core.context })
  async function share(core: Core, on = true): Promise<void> {
    await core.call('shared.set', { context: core.context, on })
    await eventually(
      async () => (await core.call('contexts.list'))[0]?.connection.state,
      (state) => state === 'live',
      'live again'
    )
  }
  const list = (core: Core, service: string) => core.call('history.list', { context: core.context, service })
  const until = (
    core: Core,
    service: string,
    holds: (rows: readonly HistoryEntry[]) => boolean,
    what: string
  ) => eventually(() => list(core, service).catch(() => []), holds, what)
  async function update(core: Core, service: string, to: string): Promise<void> {
    const plan = await core.call('updates.plan', { context: core.context, service, draft: { image: to } })
    await core.call('updates.apply', { plan: plan.id, hash: plan.hash })
    await until(
      core,
      service,
      ([newest]) => newest?.image === to && newest.outcome === 'succeeded',
      `${to} succeeded`
    )
  }
  const told = (core: Core, versions: number) =>
    eventually(
      () => view(core),
      (seen) => seen.next.versions === 0 && seen.versions >= versions,
      'everything is told'
    )
  const withService = (work: (id: string) => Promise<void>) =>
    harness.withService(specFor(1, { UpdateConfig: { ...atOnce, Monitor: 1_000_000_000 } }), work)

  it('tells nothing before it is switched on, and says what it would write', () =>
    withService(async (id) => {
      const ada = await open('ada')
      await update(ada, id, 'demo:v2')
      const seen = await view(ada)
      expect(seen).toMatchObject({ on: false, may: true, pages: 0, versions: 0, users: [] })
      expect(seen.next.versions).toBeGreaterThanOrEqual(2)
      expect(seen.next.bytes).toBeGreaterThan(100)
      expect(await configs()).toEqual([])
    }))

  it('gives a colleague the whole history: who, when, how it ended, and what was written on it', () =>
    withService(async (id) => {
      const ada = await open('ada')
      await until(ada, id, (rows) => rows.length === 1, 'the first version')
      await update(ada, id, 'demo:v2')
      await update(ada, id, 'demo:v3')
      await ada.call('history.note', {
        context: ada.context,
        service: id,
        number: 2,
        pinned: true,
        title: 'calm'
      })
      await share(ada)
      await told(ada, 3)
      const bob = await open('bob')
      const rows = await until(bob, id, (all) => all.length === 3, 'three versions')
      expect(rows.map(({ number, image, by, user }) => [number, image, by, user])).toEqual([
        [3, 'demo:v3', 'skep', 'ada'],
        [2, 'demo:v2', 'skep', 'ada'],
        [1, 'demo:v1', 'outside', undefined]
      ])
      expect(rows[1]).toMatchObject({
        source: 'shared',
        outcome: 'succeeded',
        complete: true,
        pinned: true,
        title: 'calm'
      })
      // A version that only a colleague saw is a way back like any other.
      const plan = await bob.call('updates.plan', {
        ...{ context: bob.context, service: id },
        draft: { kind: 'version', number: 2 }
      })
      expect(plan.changes).toMatchObject([{ field: 'image', before: 'demo:v3', after: 'demo:v2' }])
    }))

  it('fills in what one of them missed, and says who it was', () =>
    withService(async (id) => {
      const ada = await open('ada')
      const bob = await open('bob')
      await until(ada, id, (rows) => rows.length === 1, 'the first version')
      await until(bob, id, (rows) => rows.length === 1, 'the first version')
      const { folder } = bob
      await close(bob)
      await share(ada)
      await update(ada, id, 'demo:v2')
      await update(ada, id, 'demo:v3')
      await told(ada, 3)
      const again = await open('bob', { folder })
      const rows = await until(again, id, (all) => all.length === 3, 'three versions')
      expect(rows.map(({ image, by, user, source }) => [image, by, user, source])).toEqual([
        ['demo:v3', 'skep', 'ada', 'gap'],
        ['demo:v2', 'skep', 'ada', 'shared'],
        ['demo:v1', 'outside', undefined, 'recovered']
      ])
      expect(rows[1]?.outcome).toBe('succeeded')
      // What he watches himself is named as soon as she tells of it.
      await update(ada, id, 'demo:v1')
      await until(
        again,
        id,
        ([newest]) => newest?.image === 'demo:v1' && newest.user === 'ada',
        'ada is named'
      )
    }))

  it('leaves out values that look secret, and tells such a version in part', () =>
    withService(async (id) => {
      await harness.send(id, env(secret))
      const ada = await open('ada')
      await until(ada, id, (rows) => rows.length > 0, 'a version')
      expect((await view(ada)).next.partial).toBeGreaterThan(0)
      await share(ada)
      await told(ada, 1)
      for (const { data } of await configs()) {
        const { gunzipSync } = await import('node:zlib')
        const text = gunzipSync(data).toString()
        expect(text).not.toContain(secret)
        expect(text).toContain('MODE=a')
      }
      // What neither the spec nor the one before it tells is known from others and from tasks.
      for (const tag of ['v2', 'v3']) {
        await harness.send(id, image(`demo:${tag}`))
        await until(
          ada,
          id,
          ([newest]) => newest?.image === `demo:${tag}` && newest.outcome === 'succeeded',
          tag
        )
      }
      const bob = await open('bob')
      const rows = await until(bob, id, (all) => all.length >= 4, 'all versions')
      const first = rows.find(({ changes }) =>
        changes.some(({ key, kind }) => key === 'API_TOKEN' && kind === 'add')
      )
      expect(first).toMatchObject({ image: 'demo:v1', complete: false })
    }))

  it('takes nothing from pages that Skep did not write, and goes on', () =>
    withService(async (id) => {
      const line = (value: object) => JSON.stringify(value)
      const lie = {
        ...{ kind: 'version', service: id, hash: 'a'.repeat(64), at: 1, by: 'skep', complete: true },
        spec: { Name: 'x', TaskTemplate: { ContainerSpec: { Image: 'evil' } } }
      }
      const pages = [
        Buffer.from('no gzip'),
        gzipSync('{"format":"other"}\n{}'),
        gzipSync([line({ format: 'skep-history-1' }), line(lie), '{', line({ kind: 'version' })].join('\n'))
      ]
      for (const [place, data] of pages.entries())
        await harness.engine.createConfig(
          { name: `skep-test-${String(process.pid)}-${kind}-${String(place)}`, data },
          sharedLabel
        )
      const ada = await open('ada')
      const rows = await until(ada, id, (all) => all.length === 1, 'its own version')
      expect(rows[0]).toMatchObject({ image: 'demo:v1', source: 'recovered' })
      expect(await view(ada)).toMatchObject({ pages: 3, versions: 0, refused: 6 })
    }))

  it('is removed by name, after which every Skep still has its own', () =>
    withService(async (id) => {
      const ada = await open('ada', { environment: 'production' })
      await until(ada, id, (rows) => rows.length === 1, 'a version')
      await share(ada)
      await told(ada, 1)
      const code = (error: unknown) => (error as SkepError).code
      const remove = (confirm?: string) =>
        ada.call('shared.remove', { context: ada.context, ...(confirm === undefined ? {} : { confirm }) })
      expect(await remove().catch(code)).toBe('confirm-context')
      expect(await remove('lab').catch(code)).not.toBe('confirm-context')
      await eventually(configs, (all) => all.length === 0, 'all pages are gone')
      await until(ada, id, (rows) => rows.length === 1, 'its own history')
      const rows = (await ada.call('audit.list', {})).rows.map(({ what }) => what)
      expect(rows).toEqual(expect.arrayContaining(['share-on', 'share-write', 'share-remove']))
    }))

  it('is written by no context that may not send, and tidied when there are many pages', () =>
    withService(async (id) => {
      const reader = await open('eve', { mode: 'read-only' })
      await until(reader, id, (rows) => rows.length === 1, 'a version')
      expect((await view(reader)).may).toBe(false)
      await expect(reader.call('shared.set', { context: reader.context, on: true })).rejects.toMatchObject({
        code: 'read-only'
      })
      const ada = await open('ada')
      await until(ada, id, (rows) => rows.length === 1, 'a version')
      const empty = gzipSync('{"format":"skep-history-1"}')
      for (let place = 0; place < 13; place += 1)
        await harness.engine.createConfig(
          { name: `skep-many-${String(process.pid)}-${kind}-${String(place)}`, data: empty },
          sharedLabel
        )
      await share(ada)
      await eventually(configs, (all) => all.length <= 2, 'few pages')
      await told(ada, 1)
      await raw(harness.socket, 'GET', '/configs')
    }))
})
