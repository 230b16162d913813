import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commandFor } from '../../src/domain/command'
import { applyDraft, draftProblems, type ChangeDraft, type ListChange } from '../../src/domain/draft'
import { fieldNames, listEntries, listNames, type FieldName, type ListName } from '../../src/domain/fields'
import { isObject, type Json } from '../../src/domain/json'
import type { Spec } from '../../src/domain/service'
import { createHarness, put, specFor, type Harness } from './harness'

/** The Docker CLI is the oracle: the command that a plan shows, run on a twin, must give the spec that the plan sends. */
const lab = JSON.parse(process.env['SKEP_LAB'] ?? '{}') as { staging: { socket: string } }

/** Values for every setting that a Linux engine takes. */
const values: Readonly<Record<Exclude<FieldName, 'isolation'>, readonly string[]>> = {
  args: ['sleep 5', `sh -c 'echo "it''s" $HOME'`],
  entrypoint: ['/bin/sh -c', 'top'],
  workdir: ['/srv', '/a b'],
  'stop-signal': ['SIGINT'],
  'stop-grace-period': ['1m30s', '0s'],
  init: ['true', 'false'],
  tty: ['true'],
  user: ['1000:1000'],
  hostname: ['web-{{.Task.Slot}}'],
  'read-only': ['true'],
  'health-cmd': ['curl -f http://localhost/ || exit 1'],
  'health-interval': ['10s'],
  'health-timeout': ['2s500ms'],
  'health-start-period': ['1m'],
  'health-retries': ['4'],
  'limit-cpu': ['0.5', '2'],
  'limit-memory': ['64m', '100000000'],
  'limit-pids': ['100'],
  'reserve-cpu': ['0.25'],
  'reserve-memory': ['32m'],
  'restart-condition': ['on-failure', 'none'],
  'restart-delay': ['3s'],
  'restart-max-attempts': ['3'],
  'restart-window': ['2m'],
  'replicas-max-per-node': ['3'],
  'endpoint-mode': ['dnsrr'],
  'log-driver': ['json-file']
}

const entries: Readonly<Record<ListName, readonly string[]>> = {
  constraint: ['node.role==manager', 'node.labels.zone!=b'],
  'placement-pref': ['spread=node.labels.zone'],
  group: ['www', '2000'],
  'container-label': ['a=b', 'note=it is "here"'],
  host: ['db:10.0.0.5', 'cache:10.0.0.6'],
  dns: ['1.1.1.1', '9.9.9.9'],
  'dns-option': ['ndots:2'],
  'dns-search': ['example.com'],
  publish: ['published=8080,target=80,mode=host', 'target=53,protocol=udp,mode=host'],
  mount: ['type=tmpfs,target=/tmp', 'type=volume,source=data,target=/data,readonly=true'],
  ulimit: ['nofile=100:200'],
  sysctl: ['net.core.somaxconn=1024']
}

/** A spec in one form: what is empty or zero is absent for the engine, and these lists have no order of their own. */
function plain(value: Json, key = ''): Json | undefined {
  if (Array.isArray(value)) {
    const list = value.map((item: Json) => plain(item) ?? null)
    const ordered = ['Args', 'Command', 'Test'].includes(key)
    if (list.length === 0) return undefined
    return ordered ? list : list.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
  }
  if (isObject(value)) {
    const kept = Object.entries(value).flatMap(([name, child]) => {
      const one = plain(child, name)
      return one === undefined ? [] : [[name, one] as const]
    })
    return kept.length === 0 ? undefined : Object.fromEntries(kept)
  }
  return value === null || value === 0 || value === '' || (value === false && key !== 'Init')
    ? undefined
    : value
}

/** No tasks: it is about specs, and a task would wait for its constraints. */
const base = (): Spec =>
  put(
    { Image: 'demo:v1', Env: ['A=1'], Labels: { old: 'x' }, Hosts: ['10.0.0.9 old'], Groups: ['old'] },
    'TaskTemplate',
    'ContainerSpec'
  )(specFor(0)) as Spec

describe('the command that a plan shows', () => {
  let harness: Harness
  beforeAll(async () => {
    harness = await createHarness('dockerd')
  })
  afterAll(() => harness?.stop())

  /** Sends a changed spec to one service, runs its command on a twin, and expects both to have the same spec. */
  async function compare(start: Spec, change: (spec: Spec) => Spec): Promise<void> {
    const twin = `${String(start['Name'])}-twin`
    await harness.withService(start, (mine) =>
      harness.withService({ ...start, Name: twin }, async (theirs) => {
        const before = await harness.engine.inspect(mine)
        const after = change(before.spec)
        await harness.engine.update(mine, before.index, after)
        const command = commandFor(twin, before.spec, after)
        expect(command.complete, command.text).toBe(true)
        const line = `${command.text} --detach`
        const ran = spawnSync('/bin/sh', ['-c', line], {
          encoding: 'utf8',
          env: { PATH: process.env['PATH'], DOCKER_HOST: `unix://${lab.staging.socket}` }
        })
        expect(ran.status, `${line}\n${ran.stderr}`).toBe(0)
        const spec = async (id: string) => plain({ ...(await harness.engine.inspect(id)).spec, Name: 'x' })
        expect(await spec(theirs), line).toEqual(await spec(mine))
      })
    )
  }

  const twins = (draft: ChangeDraft, start = base()): Promise<void> =>
    compare(start, (spec) => {
      expect(draftProblems(spec, draft)).toEqual([])
      return applyDraft(spec, draft)
    })

  const settings = Object.entries(values).flatMap(([name, texts]) =>
    texts.map((text) => [name, text] as [FieldName, string])
  )
  it.concurrent.each(settings)('does what the plan does: --%s %s', (name, text) =>
    twins({ settings: { [name]: text } })
  )

  const added = Object.entries(entries).flatMap(([name, texts]) =>
    texts.map((text) => [name, text] as [ListName, string])
  )
  it.concurrent.each(added)(
    'does what the plan does: --%s-add %s, and takes it away again',
    async (name, text) => {
      const start = base()
      await twins({ lists: { [name]: { add: [text] } } }, start)
      const withIt = applyDraft(base(), { lists: { [name]: { add: [text] } } })
      const keys = listEntries(withIt, name).map(({ key }) => key)
      await twins({ lists: { [name]: { remove: keys } } }, withIt)
    }
  )

  it.concurrent.each([
    ['mount', 'type=tmpfs,target=/tmp', 'type=volume,source=tmp,target=/tmp'],
    ['ulimit', 'nofile=100:200', 'nofile=300:300'],
    ['container-label', 'a=b', 'a=c'],
    ['sysctl', 'net.core.somaxconn=1024', 'net.core.somaxconn=2048']
  ] as const)('does what the plan does when an entry changes: %s', (name, before, after) =>
    twins(
      { lists: { [name]: { add: [after] } } },
      applyDraft(base(), { lists: { [name]: { add: [before] } } })
    )
  )

  it('does what the plan does when the number of a published port changes', () => {
    const [before, after] = ['8080', '9090'].map(
      (port) => `published=${port},target=80,protocol=tcp,mode=host`
    )
    const start = applyDraft(base(), { lists: { publish: { add: [before!] } } })
    return twins({ lists: { publish: { remove: [before!], add: [after!] } } }, start)
  })

  it('says that it is not the whole plan where the CLI takes two published ports for one', () => {
    const [a, b] = ['8080', '9090'].map((port) => `published=${port},target=80,protocol=tcp,mode=host`)
    const start = applyDraft(base(), { lists: { publish: { add: [a!, b!] } } })
    const after = applyDraft(start, { lists: { publish: { remove: [a!] } } })
    expect(listEntries(after, 'publish').map(({ text }) => text)).toEqual([b])
    expect(commandFor('web', start, after).complete).toBe(false)
  })

  it('does what the plan does to a log driver that has options', async () => {
    const options = { Name: 'json-file', Options: { 'max-size': '1m' } }
    const withOptions = () => put(options, 'TaskTemplate', 'LogDriver')(base())
    await twins({ settings: { 'log-driver': 'local' } }, withOptions())
    // As when a version is restored: the command must bring the options back too.
    const now = put({ Name: 'local' }, 'TaskTemplate', 'LogDriver')(base())
    await compare(now, put(options, 'TaskTemplate', 'LogDriver'))
  })

  it('covers every setting there is', () => {
    expect(Object.keys(values).sort()).toEqual(fieldNames.filter((name) => name !== 'isolation').sort())
    expect(Object.keys(entries).sort()).toEqual([...listNames].sort())
  })

  it('does what the plan does for many settings together', async () => {
    const some = fc.record(
      Object.fromEntries(
        Object.entries(values).map(([name, texts]) => [name, fc.constantFrom(...texts)])
      ) as Record<FieldName, fc.Arbitrary<string>>,
      { requiredKeys: [] }
    )
    const lists = fc.record(
      Object.fromEntries(
        Object.entries(entries).map(([name, texts]) => [
          name,
          fc.subarray([...texts], { minLength: 1 }).map((add): ListChange => ({ add }))
        ])
      ) as Record<ListName, fc.Arbitrary<ListChange>>,
      { requiredKeys: [] }
    )
    const drafts = fc.record(
      {
        settings: some,
        lists,
        env: fc.constant({ set: { B: 'two words' }, remove: ['A'] }),
        labels: fc.constant({ set: { team: 'a' } }),
        replicas: fc.constant(0),
        force: fc.boolean(),
        updatePolicy: fc.constant({ parallelism: 2, delay: '10s', order: 'start-first' as const })
      },
      { requiredKeys: [] }
    )
    await fc.assert(
      fc.asyncProperty(drafts, async (draft) => {
        const start = base()
        const name = `${String(start['Name'])}-${String(Math.random()).slice(2, 8)}`
        await twins(draft as ChangeDraft, { ...start, Name: name })
      }),
      { numRuns: 20 }
    )
  })
})
