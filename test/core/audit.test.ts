import { chmodSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'libsql'
import { afterEach, describe, expect, it } from 'vitest'
import { SkepError } from '../../src/domain/error'
import { systemClock } from '../../src/main/core/clock'
import type { Journal } from '../../src/main/core/ports'
import { createSkep } from '../../src/main/core/skep'
import { createDemoSwarm } from '../../src/main/demo/demo'
import { demoNodes } from '../../src/main/demo/seed'
import { createEngines } from '../../src/main/engine/engines'
import { openJournal } from '../../src/main/store/journal'
import { createExports } from '../../src/main/store/exports'
import { createSettings } from '../../src/main/store/settings'
import type { ExportFormat, Method, Output } from '../../src/shared/contract'
import { quietPorts } from '../support/quiet-ports'

const ends: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

interface World {
  readonly context: string
  readonly journal: Journal
  readonly file: string
  call<M extends Method>(method: M, input?: unknown): Promise<Output<M>>
  /** Exports and gives the file's text. */
  exported(format: ExportFormat, more?: object): Promise<string>
}

async function world(): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'skep-audit-'))
  const swarm = createDemoSwarm({ clock: systemClock, nodes: demoNodes(), seed: 'production' })
  const file = join(folder, 'journal.db')
  const { journal } = openJournal(file, Date.now)
  const skep = createSkep({
    ...quietPorts,
    engines: createEngines({ env: {}, home: folder, platform: 'linux', demo: swarm.connect }),
    journal,
    settings: createSettings(folder),
    ...quietPorts,
    files: { ...quietPorts.files, export: createExports(join(folder, 'exports')).write },
    printer: { pdf: (html) => Promise.resolve(Buffer.from(`%PDF of ${html}`)) },
    clock: systemClock,
    random: () => 0.5,
    user: 'ada',
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
  const input = { name: 'Demo', endpoint: { kind: 'demo' }, mode: 'full', environment: 'dev' }
  const { id: context } = await call('contexts.save', input)
  await call('contexts.connect', { context })
  await expect
    .poll(async () => (await call('contexts.list'))[0]?.connection.state, { timeout: 20_000 })
    .toBe('live')
  return {
    context,
    journal,
    file,
    call,
    async exported(format, more = {}) {
      const made = await call('audit.export', { format, ...more })
      expect(statSync(made.path).mode & 0o777).toBe(0o600)
      expect(made.path).toMatch(new RegExp(`^${folder}/exports/skep-[A-Za-z0-9_-]+\\.${format}$`))
      return readFileSync(made.path, 'utf8')
    }
  }
}

/** Sets a variable and waits until the update is seen in the audit. */
async function update({ call, context }: World, value = 'canary-plain'): Promise<void> {
  const draft = {
    env: { set: { GREETING: value, NEW_TOKEN: 'canary-secret' } },
    updatePolicy: { parallelism: 0, delay: '0s', monitor: '1s' }
  }
  const plan = await call('updates.plan', { context, service: 'shop_cache', draft })
  await call('updates.apply', { plan: plan.id, hash: plan.hash })
  await expect
    .poll(async () => (await call('audit.list', { text: 'shop_cache' })).rows[0]?.outcome, {
      timeout: 20_000
    })
    .toBe('succeeded')
}

/** Values of the demo and of this test that no export may hold. */
const secrets = ['correct-horse-battery', 'hunter2', 'canary-secret']
const formats: readonly ExportFormat[] = ['json', 'csv', 'html', 'pdf']

describe('the audit', () => {
  it('tells who did what where, with which plan and outcome, and finds it by each', async () => {
    const w = await world()
    await update(w)
    const [newest] = (await w.call('audit.list', { text: 'shop_cache' })).rows
    expect(newest).toMatchObject({
      what: 'update',
      by: 'skep',
      user: 'ada',
      serviceName: 'shop_cache',
      version: 2,
      outcome: 'succeeded',
      context: 'Demo',
      plan: expect.stringMatching(/^[0-9a-f]{64}$/)
    })
    const all = (await w.call('audit.list', {})).rows
    expect(all.filter(({ what }) => what === 'update')).toHaveLength(1)
    expect(all.filter(({ what }) => what === 'found').length).toBeGreaterThan(6)
    expect(new Set(all.map(({ seq }) => seq)).size).toBe(all.length)
    const count = async (ask: object) => (await w.call('audit.list', ask)).rows.length
    expect(await count({ context: w.context })).toBe(all.length)
    expect(await count({ by: 'skep' })).toBe(1)
    expect(await count({ text: 'ada' })).toBe(1)
    expect(await count({ text: 'nobody' })).toBe(0)
    expect(await count({ before: newest?.seq })).toBe(all.length - 1)
    await expect(w.call('audit.list', { context: 'nowhere' })).rejects.toMatchObject({
      code: 'context-unknown'
    })
  })

  it('verifies the chain, and says where somebody changed it', async () => {
    const w = await world()
    const good = await w.call('audit.verify')
    expect(good).toMatchObject({ entries: w.journal.entries().length, head: { seq: good.entries } })
    expect(good.brokenAt).toBeUndefined()
    const past = new Database(w.file)
    past.exec(
      "DROP TRIGGER entries_stay; UPDATE entries SET body = replace(body, 'shop', 'shoq') WHERE seq = 3"
    )
    past.close()
    expect(await w.call('audit.verify')).toMatchObject({ brokenAt: 3 })
    expect(await w.exported('html')).toContain('The chain of hashes is broken at entry 3')
  })
})

describe('an export', () => {
  it('has the head of the chain and no secret in it, in every format', async () => {
    const w = await world()
    await update(w)
    for (const format of formats) {
      const { head } = w.journal.check()
      const text = await w.exported(format, { context: w.context })
      expect(text, format).toContain(head?.hash)
      expect(text, format).toContain('shop_cache')
      for (const secret of secrets) expect(text, format).not.toContain(secret)
    }
    const exports = (await w.call('audit.list', {})).rows.filter(({ what }) => what === 'export')
    expect(exports.map(({ detail, user }) => [detail, user])).toEqual(
      [...formats].reverse().map((format) => [format, 'ada'])
    )
  })

  it('is JSON with every entry, CSV with one line for each row, and no formula', async () => {
    const w = await world()
    await update(w, '=cmd|calc')
    const whole = JSON.parse(await w.exported('json')) as {
      journal: { chain: string; entries: number }
      rows: unknown[]
      entries: { seq: number; hash: string }[]
    }
    expect(whole.journal.chain).toBe('holds')
    expect(whole.entries).toHaveLength(whole.journal.entries)
    const csv = await w.exported('csv')
    const lines = csv.trimEnd().split('\r\n')
    expect(lines[0]).toMatch(/^seq,time,cluster,context,what,by,user,/)
    // One more than the rows of the JSON: its own export. And the heading and the head.
    expect(lines).toHaveLength(whole.rows.length + 3)
    expect(lines.at(-1)).toContain('journal-head')
    expect(csv).not.toMatch(/(^|,)[=+@]/m)
  })

  it('of an incident tells the timeline, the difference and what was seen, and nothing of others', async () => {
    const w = await world()
    await update(w)
    const { services, cluster } = await w.call('clusters.snapshot', { context: w.context })
    const service = services.find(({ name }) => name === 'shop_cache')?.id ?? ''
    const error = 'boom <script>alert(1)</script> password=canary-secret'
    w.journal.addOutcome(cluster, {
      ...{ service, number: 2, outcome: 'failed', at: Date.now() },
      evidence: [{ code: 'other', error }]
    })
    const html = await w.exported('html', { context: w.context, service, from: 2, to: 2 })
    expect(html).toContain('Incident report: ')
    expect(html).toContain('env GREETING')
    expect(html).toContain('canary-plain')
    expect(html).toContain('boom &#60;script&#62;alert(1)')
    expect(html).not.toContain('<script')
    expect(html).not.toContain('shop_web')
    for (const secret of secrets) expect(html).not.toContain(secret)
    expect(html).toMatch(/Content-Security-Policy" content="default-src 'none'; style-src 'sha256-/)
    await expect(
      w.call('audit.export', { format: 'html', context: w.context, service, from: 9, to: 9 })
    ).rejects.toMatchObject({ code: 'version-unknown' })
  })

  it('writes nothing down when no file could be written', async () => {
    const w = await world()
    writeFileSync(join(w.file, '..', 'exports'), 'a file where the folder should be')
    const before = w.journal.check().entries
    await expect(w.call('audit.export', { format: 'json' })).rejects.toMatchObject({ code: 'file-failed' })
    expect(w.journal.check().entries).toBe(before)
  })
})

describe('the folder for exports', () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'skep-exports-')), 'exports')
  const exports = createExports(folder)

  it('is for this user alone, and never writes over a file', async () => {
    const first = await exports.write('a.b.csv', 'one')
    const second = await exports.write('a.b.csv', 'two')
    expect(readdirSync(folder).sort()).toEqual(['a.b-2.csv', 'a.b.csv'])
    expect([first, second].map((file) => readFileSync(file, 'utf8'))).toEqual(['one', 'two'])
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    expect(statSync(second).mode & 0o777).toBe(0o600)
    chmodSync(folder, 0o755)
    await exports.write('c.csv', '')
    expect(statSync(folder).mode & 0o777).toBe(0o700)
  })

  it('finds what is in it and nothing else', () => {
    expect(exports.find('a.b.csv')).toBe(join(folder, 'a.b.csv'))
    for (const name of ['../exports/a.b.csv', 'b.csv', '..', join(folder, 'a.b.csv')])
      expect(() => exports.find(name), name).toThrow('file-missing')
  })
})
