import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { applyDraft } from '../../src/domain/draft'
import type { Plan } from '../../src/domain/plan'
import { callKinds } from '../../src/main/core/modes'
import { calls, modes, type ContextMode, type Method } from '../../src/shared/contract'
import { createCoreWorld, type CoreWorld } from '../support/core-world'

/** What a call answered: `ok`, or the code of its refusal. */
type Answer = string
type Expected = Readonly<Record<ContextMode, Answer>>

const always = (answer: Answer): Expected => ({ 'read-only': answer, assisted: answer, full: answer })
const looked = (assisted: Answer): Expected => ({ ...always('ok'), assisted })
const fullOnly: Expected = { 'read-only': 'read-only', assisted: 'mode-refuses', full: 'ok' }

interface Case {
  readonly what: string
  readonly input: (world: CoreWorld, made: Made) => unknown
  readonly answer: Expected
}

/** What was planned while the context was in mode full. */
interface Made {
  readonly change: Plan
  readonly stack: { readonly id: string; readonly hash: string }
}

const at = (service: string, more: object = {}) => ({
  what: `${service} ${JSON.stringify(more)}`,
  input: ({ context }: CoreWorld) => ({ context, service, ...more })
})
const draft = (service: string, draft: object, assisted: Answer): Case => ({
  ...at(service, { draft }),
  answer: looked(assisted)
})
const own = (input: object | undefined, answer: Answer): readonly Case[] => [
  { what: JSON.stringify(input), input: () => input, answer: always(answer) }
]
const nowhere = { context: 'nowhere' }
const paused = 'shop_api'

/** Every call that can write anything anywhere; one that the contract gains has to be added here. */
const writes: Readonly<Partial<Record<Method, readonly Case[]>>> = {
  'updates.plan': [
    draft(paused, { kind: 'version', number: 2 }, 'ok'),
    draft(paused, { kind: 'version', number: 2, emergency: true }, 'ok'),
    draft(paused, { kind: 'version', number: 2, keepReplicas: true }, 'ok'),
    draft(paused, { kind: 'version', number: 2, native: true }, 'ok'),
    draft(paused, { kind: 'version', number: 1 }, 'mode-refuses'),
    draft(paused, { kind: 'version', number: 1, emergency: true }, 'mode-refuses'),
    draft(paused, { kind: 'version', number: 3 }, 'mode-refuses'),
    draft(paused, { kind: 'version', number: 2, part: 'image' }, 'mode-refuses'),
    draft(paused, { kind: 'version', number: 2, only: [{ group: 'image', field: 'image' }] }, 'mode-refuses'),
    draft(paused, { kind: 'version', number: 2, withRegistryAuth: true }, 'mode-refuses'),
    // With an update under way this would carry the bad spec on: no restart.
    draft(paused, { force: true }, 'mode-refuses'),
    draft('mailer', { force: true }, 'ok'),
    draft('mailer', { force: true, image: 'registry.example.com/tools/mailer:3.1.0' }, 'mode-refuses'),
    draft('mailer', { force: true, updatePolicy: { parallelism: 0 } }, 'mode-refuses'),
    draft('mailer', { force: true, withRegistryAuth: true }, 'mode-refuses'),
    draft('mailer', {}, 'mode-refuses'),
    draft('mailer', { image: 'registry.example.com/tools/mailer:3.1.0' }, 'mode-refuses'),
    draft('mailer', { replicas: 3 }, 'mode-refuses'),
    draft('mailer', { env: { set: { A: '1' } } }, 'mode-refuses'),
    draft('mailer', { labels: { set: { a: '1' } } }, 'mode-refuses'),
    draft('mailer', { updatePolicy: { delay: '1s' } }, 'mode-refuses'),
    draft('mailer', { rollbackPolicy: { delay: '1s' } }, 'mode-refuses'),
    draft('mailer', { settings: { hostname: 'a' } }, 'mode-refuses'),
    draft('mailer', { lists: { host: { add: ['a:10.0.0.1'] } } }, 'mode-refuses')
  ],
  'updates.apply': [
    {
      what: 'a change that was planned in full',
      input: (_world, { change }) => ({ plan: change.id, hash: change.hash }),
      answer: fullOnly
    }
  ],
  'rollouts.hold': [
    { ...at(paused), answer: looked('mode-refuses') },
    {
      ...at('shop_web', { draft: { image: 'registry.example.com/shop/web:4.3.0' } }),
      answer: looked('mode-refuses')
    }
  ],
  'rollouts.continue': [
    { ...at(paused), answer: looked('ok') },
    { ...at(paused, { policy: { parallelism: 0 } }), answer: looked('mode-refuses') },
    { ...at('mailer'), answer: always('not-updating') }
  ],
  'rollouts.abort': [
    { ...at(paused), answer: looked('ok') },
    { ...at('shop_web'), answer: looked('mode-refuses') }
  ],
  'rollouts.restore': [{ ...at(paused), answer: looked('ok') }],
  'rollouts.deadline': [{ ...at('mailer', { seconds: null }), answer: always('ok') }],
  'attended.watch': [{ ...at('mailer', { gates: null }), answer: { ...fullOnly, full: 'not-held' } }],
  'stacks.plan': [
    {
      what: 'a release',
      input: ({ context }) => ({ context, stack: 'shop', release: 1 }),
      answer: looked('mode-refuses')
    }
  ],
  'stacks.apply': [
    {
      what: 'a plan that was made in full',
      input: (_world, { stack }) => ({ plan: stack.id, hash: stack.hash }),
      answer: fullOnly
    }
  ],
  'policies.plan': [
    {
      what: 'for services',
      input: ({ context }) => ({ context, policy: 'careful', services: ['metrics_agent'] }),
      answer: looked('mode-refuses')
    }
  ],
  'stacks.stop': own({ ...nowhere, operation: 'none' }, 'operation-unknown'),
  'stacks.close': own({ ...nowhere, operation: 'none' }, 'context-unknown'),
  'runbooks.save': [{ ...at(paused, { text: '# x', contact: 'Ada, 42' }), answer: fullOnly }],
  'services.reveal': [
    { ...at(paused, { field: 'env', key: 'DATABASE_PASSWORD' }), answer: looked('mode-refuses') }
  ],
  'history.reveal': [
    { ...at(paused, { number: 2, field: 'env', key: 'DATABASE_PASSWORD' }), answer: looked('mode-refuses') }
  ],
  'history.note': [{ ...at(paused, { number: 2, title: 'good' }), answer: always('ok') }],
  'drafts.keep': [{ ...at('mailer', { base: 'a'.repeat(64), typed: null }), answer: always('ok') }],
  'shared.remove': [{ what: 'all', input: ({ context }) => ({ context }), answer: fullOnly }],
  'shared.set': [{ what: 'off', input: ({ context }) => ({ context, on: false }), answer: fullOnly }],
  // What is Skep's own on this computer belongs to the person, whatever a context may do.
  'contexts.save': own(
    { id: 'nowhere', name: 'x', endpoint: { kind: 'demo' }, mode: 'full', environment: 'dev' },
    'context-unknown'
  ),
  'contexts.remove': own(nowhere, 'context-unknown'),
  'contexts.connect': own(nowhere, 'context-unknown'),
  'contexts.disconnect': own(nowhere, 'context-unknown'),
  'contexts.renew': own(undefined, 'ok'),
  'links.follow': own({ link: 'skep://nowhere' }, 'ok'),
  'questions.answer': own({ question: 'none', answer: null }, 'question-unknown'),
  'policies.save': own({ name: 'At night', policy: { parallelism: 1 } }, 'ok'),
  'policies.remove': own({ name: 'At night' }, 'ok'),
  'policies.setDefault': own({ context: 'nowhere', policy: null }, 'ok'),
  'policies.export': own(undefined, 'file-failed'),
  'policies.apply': own({ plan: 'none', hash: 'a'.repeat(64) }, 'plan-unknown'),
  'policies.import': own({ text: 'policies: {}', names: ['At night'] }, 'policy-refused'),
  'settings.set': own({ theme: 'dark' }, 'ok'),
  'audit.export': own({ format: 'csv' }, 'file-failed'),
  'files.save': own({ name: 'a.txt', text: 'a' }, 'ok'),
  'files.saveAs': own({ name: 'a.txt' }, 'ok'),
  'files.show': own({ name: 'a.txt' }, 'ok'),
  'files.openData': own(undefined, 'ok')
}

describe('the mode of a context', () => {
  let world: CoreWorld
  let made: Made
  let ready = false
  const code = (error: unknown): Answer => (error as { code: string }).code
  const answer = (method: Method, input: unknown): Promise<Answer> =>
    world.call(method, input).then(() => 'ok', code)

  async function setMode(mode: ContextMode): Promise<void> {
    await world.call('contexts.save', {
      ...{ id: world.context, name: 'Demo', endpoint: { kind: 'demo' } },
      ...{ mode, environment: 'dev' }
    })
    await expect
      .poll(async () => (await world.call('contexts.list'))[0]?.connection.state, { timeout: 10_000 })
      .toBe('live')
  }

  const verdict = async (service: string) =>
    (await world.call('rollouts.get', { context: world.context, service })).verdict

  // One cluster for all of them, with a bad update that the engine paused.
  beforeEach(async () => {
    if (ready) return
    ready = true
    world = await createCoreWorld()
    const { call, context, change } = world
    await call('runbooks.save', { context, service: paused, text: '# Api', contact: 'Ada, extension 42' })
    await change(paused, (spec) =>
      applyDraft(spec, { image: 'registry.example.com/shop/api:2.9.0-broken', updatePolicy: { delay: '0s' } })
    )
    await expect.poll(() => verdict(paused), { timeout: 60_000 }).toBe('paused')
  })
  afterAll(() => world.stop())

  /** Fresh ones for each mode: a plan is sent once. */
  async function plans(): Promise<Made> {
    const { call, context } = world
    const release = (await call('stacks.releases', { context, stack: 'shop' })).releases.at(-1)!.number
    return {
      change: await call('updates.plan', {
        ...{ context, service: 'metrics_agent' },
        draft: { labels: { set: { at: String(Date.now()) } } }
      }),
      stack: await call('stacks.plan', { context, stack: 'shop', release })
    }
  }

  it('has a word on every call of the contract, and a case for every one that writes', () => {
    const known = Object.keys(calls) as Method[]
    expect(Object.keys(callKinds).sort()).toEqual([...known].sort())
    expect(Object.keys(writes).sort()).toEqual(known.filter((one) => callKinds[one] !== 'looks').sort())
  })

  it('names the contact of the runbook where it refuses, and says what is allowed', async () => {
    await setMode('assisted')
    const { call, context } = world
    const refused = call('updates.plan', { context, service: paused, draft: { replicas: 9 } })
    await expect(refused).rejects.toMatchObject({
      code: 'mode-refuses',
      values: { context: 'Demo', contact: expect.stringContaining('Ada') as string }
    })
  })

  it('offers in the window what it takes, of every service, and nothing else', async () => {
    await setMode('assisted')
    const { call, context } = world
    const { services } = await call('clusters.snapshot', { context })
    const takes = async (method: Method, service: string, more: object) =>
      (await answer(method, { context, service, ...more })) === 'ok'
    const kinds = new Set<string>()
    for (const { id: service, name } of services) {
      const { safe, wayBack } = await call('services.inspect', { context, service })
      const draft = { kind: 'version', number: safe?.back ?? wayBack ?? 1 }
      expect(await takes('updates.plan', service, { draft }), name).toBe(safe?.back !== undefined)
      expect(await takes('updates.plan', service, { draft: { force: true } }), name).toBe(safe?.restart)
      expect(await takes('rollouts.continue', service, {}), name).toBe(safe?.continue)
      kinds.add(JSON.stringify(safe && { ...safe, back: safe.back !== undefined }))
    }
    expect(kinds.size).toBeGreaterThan(2)
    await setMode('full')
    expect((await call('services.inspect', { context, service: services[0]!.id })).safe).toBeUndefined()
  })

  it('judges again at the moment of sending: a restart that was safe is none once an update pauses', async () => {
    await setMode('assisted')
    const { call, context, change } = world
    const service = 'shop_worker'
    const plan = await call('updates.plan', { context, service, draft: { force: true } })
    await setMode('read-only')
    await expect(call('updates.apply', { plan: plan.id, hash: plan.hash })).rejects.toMatchObject({
      code: 'read-only'
    })
    await setMode('assisted')
    await change(service, (spec) =>
      applyDraft(spec, { image: 'registry.example.com/shop/worker:9', updatePolicy: { delay: '0s' } })
    )
    await expect.poll(async () => (await world.service(service)).updateStatus?.state).toBe('updating')
    await expect(call('updates.apply', { plan: plan.id, hash: plan.hash })).rejects.toMatchObject({
      code: 'mode-refuses'
    })
  })

  // Last, for what full lets through changes the cluster.
  it.each(modes)('%s lets through what it says, and nothing else', async (mode) => {
    await setMode('full')
    made = await plans()
    await setMode(mode)
    const found: Record<string, Answer> = {}
    const wanted: Record<string, Answer> = {}
    for (const [method, cases] of Object.entries(writes)) {
      for (const { what, input, answer: expected } of cases) {
        found[`${method} ${what}`] = await answer(method as Method, input(world, made))
        wanted[`${method} ${what}`] = expected[mode]
      }
    }
    expect(found).toEqual(wanted)
  })
})
