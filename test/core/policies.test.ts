import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { failureActions, orders, type PolicyChange } from '../../src/domain/policy'
import type { PolicyParts } from '../../src/domain/policy-file'
import { isPreset } from '../../src/domain/presets'
import { createPolicies } from '../../src/main/core/policies'
import { policyFile, readPolicyFile } from '../../src/main/core/policy-file'
import { createSettings } from '../../src/main/store/settings'
import { createCoreWorld, type CoreWorld } from '../support/core-world'
import { quietPorts } from '../support/quiet-ports'

const ends: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})
async function world(): Promise<CoreWorld> {
  const made = await createCoreWorld()
  ends.push(() => made.stop())
  return made
}

const night: PolicyParts = {
  policy: { parallelism: 2, delay: '1m30s', failureAction: 'rollback' },
  rollback: { parallelism: 0, order: 'start-first' }
}
const file = (body: string) => `policies:\n${body}`

describe('policies by name', () => {
  it('are the presets and one’s own, kept over a restart', async () => {
    const { call, folder } = await world()
    const before = await call('policies.list')
    expect(before.map(({ name, preset }) => [name, preset])).toContainEqual(['careful', true])
    await call('policies.save', { name: 'Night', policy: { parallelism: 2, delay: '1m' } })
    await call('policies.save', { name: 'Night', ...night })
    expect(createSettings(folder).get().policies).toEqual([{ name: 'Night', ...night }])
    await expect(call('policies.save', { name: 'fast', policy: {} })).rejects.toMatchObject({
      code: 'policy-name-taken'
    })
    await expect(call('policies.save', { name: 'Bad', policy: { delay: 'soon' } })).rejects.toMatchObject({
      code: 'draft-invalid'
    })
    await expect(
      call('policies.save', { name: 'Bad', policy: {}, rollback: { failureAction: 'rollback' } })
    ).rejects.toMatchObject({ code: 'draft-invalid' })
    await call('policies.remove', { name: 'Night' })
    expect(await call('policies.list')).toEqual(before)
  })

  it('can each be planned on a service, the presets too', async () => {
    const { call, context } = await world()
    for (const { policy } of await call('policies.list')) {
      const plan = await call('updates.plan', {
        context,
        service: 'shop_worker',
        draft: { updatePolicy: policy }
      })
      expect(plan.effect.replaces).toBe(0)
    }
  })

  it('are the default of a context or a service, which follows a new name and goes with the policy', async () => {
    const { call, context, folder } = await world()
    await call('policies.save', { name: 'Night', ...night })
    await call('policies.setDefault', { context, policy: 'careful' })
    await call('policies.setDefault', { context, service: 'shop_web', policy: 'Night' })
    await call('policies.setDefault', { context, service: 'shop_web', policy: 'Night' })
    await call('policies.save', { name: 'Late', was: 'Night', ...night })
    expect(await call('policies.defaults')).toEqual([
      { context, policy: 'careful' },
      { context, service: 'shop_web', policy: 'Late' }
    ])
    expect(createSettings(folder).get().policyDefaults).toHaveLength(2)
    await call('policies.save', { name: 'Other', policy: { parallelism: 1 } })
    await expect(call('policies.save', { name: 'Other', was: 'Late', policy: {} })).rejects.toMatchObject({
      code: 'policy-name-kept'
    })
    await expect(call('policies.setDefault', { context, policy: 'Night' })).rejects.toMatchObject({
      code: 'policy-unknown'
    })
    await call('policies.remove', { name: 'Late' })
    expect(await call('policies.defaults')).toEqual([{ context, policy: 'careful' }])
    await call('policies.setDefault', { context, policy: null })
    expect(await call('policies.defaults')).toEqual([])
  })

  it('load from settings that know no defaults', () => {
    const folder = mkdtempSync(join(tmpdir(), 'skep-policies-'))
    const old = { version: 3, contexts: [], policies: [{ name: 'Night', policy: {} }] }
    writeFileSync(join(folder, 'settings.json'), JSON.stringify({ ...old, language: 'fr', theme: 'dark' }))
    const settings = createSettings(folder)
    expect(settings.notices).toEqual([])
    expect(settings.get()).toMatchObject({
      language: 'fr',
      policyDefaults: [],
      policies: [{ name: 'Night' }]
    })
  })
})

describe('a file of policies', () => {
  const change = fc.record(
    {
      parallelism: fc.nat(5000),
      delay: fc.constantFrom('0s', '10s', '1m30s', '500ms'),
      monitor: fc.constantFrom('5s', '2h'),
      failureAction: fc.constantFrom(...failureActions),
      maxFailureRatio: fc.constantFrom(0, 0.1, 1),
      order: fc.constantFrom(...orders)
    },
    { requiredKeys: [] }
  )
  const says = (one: PolicyChange) => Object.keys(one).length > 0
  const name = fc
    .string({ minLength: 1, maxLength: 60, unit: 'grapheme' })
    .map((text) => text.trim())
    .filter((text) => text.length > 0 && text.length <= 60 && !/[\0\r\n]/.test(text) && !isPreset(text))

  it('that was written reads as what it was written from', () => {
    const policies = fc.uniqueArray(
      fc.record({
        name,
        policy: change.filter(says),
        rollback: fc.option(
          change.filter((one) => says(one) && one.failureAction !== 'rollback'),
          { nil: undefined }
        )
      }),
      { selector: (one) => one.name, maxLength: 5 }
    )
    fc.assert(
      fc.property(policies, (own) => {
        const read = readPolicyFile(policyFile(own), new Map(), String)
        const wanted = own.map(({ name: named, policy, rollback }) => [
          named,
          { policy, ...(rollback ? { rollback } : {}) }
        ])
        // Names that are whole numbers come first in an object; the order says nothing.
        expect(Object.fromEntries(read.map(({ name: named, content }) => [named, content]))).toEqual(
          Object.fromEntries(wanted)
        )
        expect(read.every(({ state }) => state === 'new')).toBe(true)
      })
    )
  })

  it('says of each policy what keeping it would do, and keeps what is asked for', async () => {
    const { call } = await world()
    await call('policies.save', { name: 'Night', ...night })
    await call('policies.save', { name: 'Day', policy: { parallelism: 1 } })
    const text = file(
      [
        '  Night: { update_config: { parallelism: 9 } }',
        '  Day: { update_config: { parallelism: 1 } }',
        '  New: { rollback_config: { delay: 5s } }',
        '  careful: { update_config: { parallelism: 9 } }',
        '  Late: { update_config: { delay: soon } }',
        '  Odd: { update_config: { speed: 3 } }',
        '  Empty: {}',
        '  Back: { rollback_config: { failure_action: rollback } }',
        '  Text: { update_config: { parallelism: "2" } }',
        '  List: [1]'
      ].join('\n')
    )
    const read = await call('policies.read', { text })
    expect(read.map(({ name: named, state, line }) => [named, state, line])).toEqual([
      ['Night', 'replaces', 2],
      ['Day', 'same', 3],
      ['New', 'new', 4],
      ['careful', 'refused', 5],
      ['Late', 'refused', 6],
      ['Odd', 'refused', 7],
      ['Empty', 'refused', 8],
      ['Back', 'refused', 9],
      ['Text', 'refused', 10],
      ['List', 'refused', 11]
    ])
    expect(read[0]?.before).toMatchObject(night)
    expect(read[4]?.reason).toBe('Please correct delay: the delay (such as 10s or 1m30s).')
    expect(read[5]?.reason).toBe('There is no key speed in a policy.')
    await expect(call('policies.import', { text, names: ['New', 'Odd'] })).rejects.toMatchObject({
      code: 'policy-refused',
      values: { name: 'Odd' }
    })
    const own = async () => (await call('policies.list')).filter(({ preset }) => !preset)
    expect(await own()).toHaveLength(2)
    await call('policies.import', { text, names: ['New', 'Night'] })
    expect(await own()).toMatchObject([
      { name: 'Day' },
      { name: 'New', policy: {}, rollback: { delay: '5s' } },
      { name: 'Night', policy: { parallelism: 9 } }
    ])
  })

  it.each([
    ['no YAML', 'policies: {a: [}', 1],
    ['a name that stands twice', file('  a: {}\n  a: {}'), 3],
    ['something else', 'services:\n  web: {}', 1],
    ['a list', '- a', 1],
    ['nothing', '', 1]
  ])('is refused whole with its line: %s', (_what, text, line) => {
    expect(() => readPolicyFile(text, new Map(), String)).toThrow(
      expect.objectContaining({ code: 'policy-file', values: { number: line } })
    )
  })

  it('with aliases that grow is refused where they are', () => {
    const text = file(`  a: &a { update_config: { parallelism: 1 } }\n  b: *a`)
    const read = readPolicyFile(text, new Map(), ({ code }) => code)
    expect(read.map(({ name: named, state, reason }) => [named, state, reason])).toEqual([
      ['a', 'new', undefined],
      ['b', 'refused', 'form']
    ])
  })

  it('is written below the folder for exports', async () => {
    const written: string[] = []
    const files = {
      ...quietPorts.files,
      export: (named: string, content: string | Uint8Array) => {
        written.push(String(content))
        return Promise.resolve(`/exports/${named}`)
      }
    }
    const settings = createSettings(mkdtempSync(join(tmpdir(), 'skep-policies-')))
    const policies = createPolicies(settings, files, { fields: String, problem: String })
    policies.save({ name: 'Night', ...night })
    expect(await policies.export()).toBe('/exports/skep-policies.yaml')
    expect(policies.read(written[0] ?? '')).toMatchObject([{ name: 'Night', state: 'same' }])
  })
})
