import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDrafts } from '../../src/main/store/drafts'
import type { KeptDraft } from '../../src/shared/contract'
import { createCoreWorld, type CoreWorld } from '../support/core-world'

const base = 'a'.repeat(64)

describe('what was typed and not sent', () => {
  let world: CoreWorld
  beforeEach(async () => {
    world = await createCoreWorld()
  })
  afterEach(() => world.stop())

  it('is kept for this user only, and never with what looks like a secret', async () => {
    const { call, context, folder, service } = world
    const { id } = await service('shop_api')
    const typed = {
      image: 'registry.example.com/shop/api:2.9',
      env: {
        set: { DATABASE_PASSWORD: 'canary-61', POOL_SIZE: '30' },
        removed: [],
        added: [{ name: 'API_TOKEN', value: 'canary-62' }]
      }
    }
    await call('drafts.keep', { context, service: id, base, typed })
    for (const file of readdirSync(folder))
      expect(readFileSync(join(folder, file)).includes('canary'), file).toBe(false)
    expect(statSync(join(folder, 'drafts.json')).mode & 0o777).toBe(0o600)
    expect(await call('drafts.get', { context, service: id })).toMatchObject({
      base,
      typed: { image: typed.image, env: { set: { POOL_SIZE: '30' }, added: [] } },
      lost: ['DATABASE_PASSWORD', 'API_TOKEN']
    })
    await call('drafts.keep', { context, service: id, base, typed: null })
    expect(await call('drafts.get', { context, service: id })).toBeNull()
    expect(readFileSync(join(folder, 'drafts.json'), 'utf8')).not.toContain('POOL_SIZE')
  })

  it('belongs to the service of a swarm, through whichever context', async () => {
    const { call, context } = world
    const { id: second } = await call('contexts.save', {
      name: 'Second',
      endpoint: { kind: 'demo' },
      mode: 'full',
      environment: 'dev'
    })
    await call('drafts.keep', { context, service: 's1', base, typed: { replicas: '3' } })
    expect(await call('drafts.get', { context: second, service: 's1' })).toBeNull()
    await call('contexts.connect', { context: second })
    await expect
      .poll(async () => (await call('drafts.get', { context: second, service: 's1' }))?.typed)
      .toEqual({ replicas: '3' })
  })
})

describe('the file of drafts', () => {
  const fresh = () => join(mkdtempSync(join(tmpdir(), 'skep-drafts-')), 'drafts.json')
  const draft = (at: number): KeptDraft => ({ typed: { replicas: String(at) }, at, base, lost: [] })

  it('drops what it does not understand, and keeps the rest', () => {
    const file = fresh()
    const drafts = { good: draft(1), bad: { typed: { unheard: 'of' }, at: 1, base, lost: [] } }
    writeFileSync(file, JSON.stringify({ version: 1, drafts }))
    const opened = openDrafts(file, Date.now)
    expect([opened.drafts.get('good'), opened.drafts.get('bad')]).toEqual([draft(1), undefined])
    expect(opened.notices).toEqual([])
  })

  it('is put aside when it is damaged, and said', () => {
    const file = fresh()
    writeFileSync(file, '{"version":1,"drafts"')
    const opened = openDrafts(file, () => 42)
    expect(opened.notices).toEqual([{ code: 'drafts-damaged', file: `${file}.corrupt-42` }])
    opened.drafts.set('a', draft(1))
    expect(openDrafts(file, Date.now).drafts.get('a')).toEqual(draft(1))
  })

  it('holds the two hundred that were typed last', () => {
    const file = fresh()
    const { drafts } = openDrafts(file, Date.now)
    for (let at = 1; at <= 201; at += 1) drafts.set(`s${String(at)}`, draft(at))
    const again = openDrafts(file, Date.now).drafts
    expect([again.get('s1'), again.get('s2')?.at, again.get('s201')?.at]).toEqual([undefined, 2, 201])
  })

  it('says when it cannot be written, and still has what was typed', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'skep-drafts-')), 'gone', 'drafts.json')
    const { drafts } = openDrafts(file, Date.now)
    expect(() => drafts.set('a', draft(1))).toThrow('draft-not-kept')
    expect(drafts.get('a')).toEqual(draft(1))
  })
})
