import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isOlder } from '../../src/domain/api-version'
import { commandFor } from '../../src/domain/command'
import { applyDraft, draftProblems, type ChangeDraft } from '../../src/domain/draft'
import {
  fieldOf,
  listEntries,
  listNames,
  listOf,
  type FieldName,
  type ListName
} from '../../src/domain/fields'
import { isObject, withoutAt, type Json } from '../../src/domain/json'
import type { PolicyChange } from '../../src/domain/policy'
import { referenceKinds, type References } from '../../src/domain/references'
import type { Spec } from '../../src/domain/service'
import { missingReferences, tooNew, type ListChange } from '../../src/domain/settings'
import { referencesOf } from '../../src/main/core/references'
import { entries, values } from './flags'
import { createHarness, put, raw, specFor, type Harness } from './harness'

/** The Docker CLI is the oracle: the command that a plan shows, run on a twin, must give the spec that the plan sends. */
const lab = JSON.parse(process.env['SKEP_LAB'] ?? '{}') as { staging: { socket: string } }
const docker = (line: string, env: Readonly<Record<string, string>> = {}) =>
  spawnSync('/bin/sh', ['-c', line], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], DOCKER_HOST: `unix://${lab.staging.socket}`, ...env }
  })
/** The flags that this CLI has: an older one lacks some. */
const flags = new Set(
  [...docker('docker service update --help').stdout.matchAll(/--([a-z-]+)/g)].map((m) => m[1])
)
const has = (name: FieldName | ListName) => flags.has(name) || flags.has(`${name}-add`)

/** A spec in one form: what is empty or zero is absent for the engine, and the CLI writes these lists in no order. */
function plain(value: Json, key = ''): Json | undefined {
  if (Array.isArray(value)) {
    const list = value.map((item: Json) => plain(item) ?? null)
    if (list.length === 0) return undefined
    const unordered = ['Env', 'Secrets', 'Configs', 'GenericResources'].includes(key)
    return unordered ? list.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) : list
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
  let references: References
  let api = ''
  const made: string[] = []
  beforeAll(async () => {
    harness = await createHarness('dockerd')
    api = (await harness.engine.open()).apiVersion
    for (const kind of referenceKinds)
      for (const name of [`oracle-${kind}-1`, `oracle-${kind}-2`]) {
        const more = kind === 'networks' ? { Driver: 'overlay' } : { Data: 'eA==' }
        await raw(lab.staging.socket, 'POST', `/${kind}/create`, { Name: name, ...more })
        made.push(`/${kind}/${name}`)
      }
    references = await referencesOf(harness.engine)
  })
  afterAll(async () => {
    for (const path of made) await raw(lab.staging.socket, 'DELETE', path)
    harness?.stop()
  })

  /** Sends a changed spec to one service, runs its command on a twin, and expects both to have the same spec. */
  async function compare(start: Spec, change: (spec: Spec) => Spec, env = {}): Promise<void> {
    const twin = `${String(start['Name'])}-twin`
    await harness.withService(start, (mine) =>
      harness.withService({ ...start, Name: twin }, async (theirs) => {
        const before = await harness.engine.inspect(mine)
        const after = change(before.spec)
        await harness.engine.update(mine, before.index, after)
        const command = commandFor(twin, before.spec, after, references)
        expect(command, command.text).toMatchObject({ complete: true, without: [] })
        const line = `${command.text} --detach`
        const ran = docker(line, env)
        expect(ran.status, `${line}\n${ran.stderr}`).toBe(0)
        const spec = async (id: string) => plain({ ...(await harness.engine.inspect(id)).spec, Name: 'x' })
        expect(await spec(theirs), line).toEqual(await spec(mine))
      })
    )
  }

  const applied = (spec: Spec, draft: ChangeDraft): Spec => {
    expect(draftProblems(spec, draft)).toEqual([])
    expect(missingReferences(draft, references)).toEqual([])
    return applyDraft(spec, draft, references)
  }
  const twins = (draft: ChangeDraft, start = base(), env = {}): Promise<void> =>
    compare(start, (spec) => applied(spec, draft), env)

  const settings = Object.entries(values).flatMap(([name, texts]) =>
    texts.map((text) => [name, text] as [FieldName, string])
  )
  it.concurrent.each(settings.filter(([name]) => has(name) && !fieldOf(name).noFlag))(
    'does what the plan does: --%s %s, and clears it again',
    async (name, text) => {
      const draft = { settings: { [name]: text } }
      // An older engine would drop it: the draft is refused then.
      if (tooNew(draft, api).length > 0) return expect(isOlder(api, fieldOf(name).since ?? '')).toBe(true)
      await twins(draft)
      if (fieldOf(name).clear === undefined) return
      await twins({ settings: { [name]: '' } }, applied(base(), draft))
    }
  )

  const added = Object.entries(entries).flatMap(([name, texts]) =>
    texts.map((text) => [name, text] as [ListName, string])
  )
  it.concurrent.each(added)(
    'does what the plan does: --%s-add %s, and takes it away again',
    async (name, text) => {
      const draft = { lists: { [name]: { add: [text] } } }
      if (tooNew(draft, api).length > 0) return expect(isOlder(api, '1.46')).toBe(true)
      const start = () =>
        name === 'log-opt' ? applied(base(), { settings: { 'log-driver': 'json-file' } }) : base()
      await twins(draft, start())
      const withIt = applied(start(), draft)
      const keys = listEntries(withIt, name, references).map(({ key }) => key)
      await twins({ lists: { [name]: { remove: keys } } }, withIt)
    }
  )

  it.concurrent.each([
    ['mount', 'type=tmpfs,target=/tmp', 'type=volume,source=tmp,target=/tmp'],
    ['ulimit', 'nofile=100:200', 'nofile=300:300'],
    ['container-label', 'a=b', 'a=c'],
    ['sysctl', 'net.core.somaxconn=1024', 'net.core.somaxconn=2048'],
    ['generic-resource', 'gpu=1', 'gpu=2'],
    ['secret', 'oracle-secrets-1', 'source=oracle-secrets-1,target=oracle-secrets-1,mode=0400'],
    ['secret', 'source=oracle-secrets-1,target=t', 'source=oracle-secrets-2,target=t'],
    ['config', 'source=oracle-configs-1,target=/t', 'source=oracle-configs-2,target=/t,uid=5'],
    ['network', 'oracle-networks-1', 'name=oracle-networks-1,alias=db']
  ] as const)('does what the plan does when an entry changes: %s %s', (name, before, after) =>
    twins({ lists: { [name]: { add: [after] } } }, applied(base(), { lists: { [name]: { add: [before] } } }))
  )

  it.concurrent('takes one of two files of the same secret away, and leaves the other', async () => {
    const add = ['source=oracle-secrets-1,target=a', 'source=oracle-secrets-1,target=b']
    await twins({ lists: { secret: { remove: ['a'] } } }, applied(base(), { lists: { secret: { add } } }))
  })

  it.concurrent.each([
    [{ 'cap-add': { add: ['NET_ADMIN'] } }, { 'cap-drop': { add: ['NET_ADMIN'] } }],
    [{ 'cap-drop': { add: ['CHOWN'] } }, { 'cap-add': { add: ['chown', 'sys_time'] } }],
    [{ 'cap-drop': { add: ['ALL'] } }, { 'cap-add': { add: ['NET_BIND_SERVICE'] } }],
    [{ 'cap-add': { add: ['SYS_TIME', 'KILL'] } }, { 'cap-add': { remove: ['KILL'] } }],
    [{ 'cap-add': { add: ['KILL'] } }, { 'cap-add': { remove: ['KILL'] }, 'cap-drop': { add: ['KILL'] } }]
  ])('moves capabilities between its two lists as the plan does: %j, then %j', (first, second) =>
    twins({ lists: second }, applied(base(), { lists: first }))
  )

  const policies: readonly PolicyChange[] = [
    { parallelism: 0 },
    { parallelism: 3 },
    { delay: '1m30s' },
    { monitor: '20s' },
    { failureAction: 'continue' },
    { maxFailureRatio: 0.25 },
    { order: 'start-first' }
  ]
  it.concurrent.each(policies)('does what the plan does to both policies: %j', async (policy) => {
    await twins({ updatePolicy: policy, rollbackPolicy: policy })
    const bare = withoutAt(withoutAt(base(), ['UpdateConfig']), ['RollbackConfig'])
    await twins({ updatePolicy: policy, rollbackPolicy: policy }, bare)
  })

  it.concurrent('gives a value that looks secret from a variable of the shell', () =>
    twins(
      {
        env: { set: { DB_PASSWORD: "it's a $ecret" } },
        labels: { set: { 'com.example.token': 'two words' } },
        lists: { 'container-label': { add: ['API_KEY=canary'] } }
      },
      base(),
      { DB_PASSWORD: "it's a $ecret", com_example_token: 'two words', API_KEY: 'canary' }
    )
  )

  it.concurrent('does what the plan does to an image, labels, variables, replicas and force', () =>
    twins({
      image: 'demo:v2',
      env: { set: { B: '' }, remove: ['A'] },
      labels: { set: { team: 'a b' } },
      replicas: 0,
      force: true
    })
  )

  it.concurrent('switches a health check off, on, and to another one', async () => {
    const off = () => applied(base(), { settings: { 'no-healthcheck': 'true' } })
    await twins({ settings: { 'no-healthcheck': 'false' } }, off())
    await twins({ settings: { 'health-cmd': 'true', 'health-interval': '3s' } }, off())
    await twins(
      { settings: { 'no-healthcheck': 'true' } },
      applied(base(), { settings: { 'health-cmd': 'x', 'health-retries': '3' } })
    )
  })

  it.concurrent('does what the plan does when the number of a published port changes', () => {
    const [before, after] = ['8080', '9090'].map(
      (port) => `published=${port},target=80,protocol=tcp,mode=host`
    )
    const start = applied(base(), { lists: { publish: { add: [before!] } } })
    return twins({ lists: { publish: { remove: [before!], add: [after!] } } }, start)
  })

  it.concurrent('does what the plan does to a log driver that has options', async () => {
    const withOptions = () =>
      applied(base(), {
        settings: { 'log-driver': 'json-file' },
        lists: { 'log-opt': { add: ['max-size=1m', 'env=A,B'] } }
      })
    await twins({ settings: { 'log-driver': 'local' } }, withOptions())
    await twins({ lists: { 'log-opt': { add: ['max-size=2m'], remove: ['env'] } } }, withOptions())
    // As when a version is restored: the command must bring the options back too.
    const now = put({ Name: 'local' }, 'TaskTemplate', 'LogDriver')(base())
    await compare(now, put({ Name: 'json-file', Options: { 'max-size': '1m' } }, 'TaskTemplate', 'LogDriver'))
  })

  it('says that it is not the whole plan where the CLI takes two published ports for one', () => {
    const [a, b] = ['8080', '9090'].map((port) => `published=${port},target=80,protocol=tcp,mode=host`)
    const start = applied(base(), { lists: { publish: { add: [a!, b!] } } })
    const after = applied(start, { lists: { publish: { remove: [a!] } } })
    expect(listEntries(after, 'publish').map(({ text }) => text)).toEqual([b])
    expect(commandFor('web', start, after).complete).toBe(false)
  })

  it('names the settings for which the CLI has no flag, or one that it ignores', async () => {
    const job = { ...base(), Mode: { ReplicatedJob: { MaxConcurrent: 1, TotalCompletions: 0 } } }
    for (const [name, text] of settings.filter(([one]) => fieldOf(one).noFlag)) {
      const start =
        name === 'max-concurrent' ? job : applied(base(), { settings: { 'limit-memory': '1GiB' } })
      const after = applied(start, { settings: { [name]: text } })
      expect(commandFor('web', start, after)).toMatchObject({ complete: false, without: [name] })
    }
    // The proof that it is ignored: with the flag alone the CLI changes nothing.
    if (flags.has('health-start-interval') && !isOlder(api, '1.44'))
      await harness.withService(base(), async (id) => {
        const { spec } = await harness.engine.inspect(id)
        expect(docker(`docker service update -d --health-start-interval 3s ${id}`).status).toBe(0)
        expect((await harness.engine.inspect(id)).spec).toEqual(spec)
      })
  })

  it('has a field for every flag of the Docker CLI', () => {
    expect(flags.size).toBeGreaterThan(80)
    // What only says how the client behaves, the rollback (a draft of its own), and what stands in the draft itself.
    const others = ['help', 'detach', 'quiet', 'rollback', 'with-registry-auth', 'no-resolve-image']
    const own = ['image', 'replicas', 'force', 'env-add', 'env-rm', 'label-add', 'label-rm']
    const policy = ['parallelism', 'delay', 'monitor', 'failure-action', 'max-failure-ratio', 'order']
    const known = new Set([
      ...others,
      ...own,
      ...Object.keys(values),
      ...listNames.flatMap((name) => [name, `${name}-add`, `${name}-rm`]),
      ...policy.flatMap((key) => [`update-${key}`, `rollback-${key}`])
    ])
    expect([...flags].filter((flag) => !known.has(flag ?? ''))).toEqual([])
  })

  it('does what the plan does for many settings together, whatever there was before', async () => {
    const usable = (name: FieldName) =>
      has(name) && !fieldOf(name).noFlag && !isOlder(api, fieldOf(name).since ?? '0')
    const some = fc.record(
      Object.fromEntries(
        Object.entries(values)
          // A health check that is off has no other settings.
          .filter(([name]) => usable(name as FieldName) && name !== 'no-healthcheck')
          .map(([name, texts]) => [name, fc.constantFrom(...texts)])
      ) as Record<FieldName, fc.Arbitrary<string>>,
      { requiredKeys: [] }
    )
    const listed = (side: 'add' | 'both') =>
      fc.record(
        Object.fromEntries(
          Object.entries(entries)
            // The order of DNS servers means something, and the CLI sorts them: what is added must come last.
            .filter(([name]) => name !== 'log-opt' && !(side === 'add' && name === 'dns'))
            .map(([name, texts]) => {
              const add = fc.subarray(
                texts.filter((text) => {
                  // The engine refuses an ingress port beside endpoint mode dnsrr.
                  if (text === '9000') return false
                  const value = listOf(name as ListName).entry.read(text)
                  const needs = value === undefined ? undefined : listOf(name as ListName).needs?.(value)
                  return !isOlder(api, needs ?? '0')
                })
              )
              const keys = (of: readonly string[]) =>
                of.map((text) =>
                  listOf(name as ListName).key(listOf(name as ListName).entry.read(text) ?? '')
                )
              const both = fc.record({ add, remove: add.map(keys) })
              return [name, side === 'add' ? fc.record({ add }) : both]
            })
        ) as unknown as Record<ListName, fc.Arbitrary<ListChange>>,
        { requiredKeys: [] }
      )
    const drafts = fc.record(
      {
        settings: some,
        lists: listed('both'),
        env: fc.constant({ set: { B: 'two words' }, remove: ['A'] }),
        labels: fc.constant({ set: { team: 'a' } }),
        replicas: fc.constant(0),
        force: fc.boolean(),
        updatePolicy: fc.constantFrom(...policies),
        rollbackPolicy: fc.constantFrom(...policies)
      },
      { requiredKeys: [] }
    )
    await fc.assert(
      fc.asyncProperty(fc.record({ settings: some, lists: listed('add') }), drafts, async (before, draft) => {
        const start = applied(base(), before as ChangeDraft)
        const name = `${String(start['Name'])}-${String(Math.random()).slice(2, 8)}`
        await twins(draft as ChangeDraft, { ...start, Name: name })
      }),
      { numRuns: 25 }
    )
  })
})
