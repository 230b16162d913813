import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  keptRecords,
  mergeRecords,
  newRecords,
  tellable,
  toldOf,
  woven,
  type SharedRecord
} from '../../src/domain/shared-history'
import type { Service, Spec } from '../../src/domain/service'
import { specBack } from '../../src/main/core/going-back'
import { createHistory } from '../../src/main/core/history'
import { openJournal } from '../../src/main/store/journal'
import { specHash } from '../../src/main/core/hash'
import { fromPage, toPages } from '../../src/main/core/shared-pages'

const specs: readonly Spec[] = ['v1', 'v2', 'v3'].map((tag) => ({
  Name: 'web',
  TaskTemplate: { ContainerSpec: { Image: `web:${tag}`, Env: ['A=1'] }, Placement: {} },
  UpdateConfig: { Delay: 9223372036854775807n }
}))
const service = fc.constantFrom('s1', 's2')
const moment = fc.integer({ min: 0, max: 20 }).map((minute) => minute * 60_000)
const user = fc.option(fc.constantFrom('ada', 'bob'), { nil: undefined })
const known = fc.constantFrom(...specs)
const record: fc.Arbitrary<SharedRecord> = fc.oneof(
  fc
    .record({
      kind: fc.constant('version' as const),
      service,
      at: moment,
      by: fc.constantFrom('skep' as const, 'outside' as const, 'engine' as const),
      complete: fc.constant(true),
      spec: known
    })
    .chain((one) => user.map((who) => ({ ...one, hash: specHash(one.spec), ...(who ? { user: who } : {}) }))),
  fc.record({
    kind: fc.constant('outcome' as const),
    service,
    hash: known.map(specHash),
    since: moment,
    at: moment,
    outcome: fc.constantFrom('succeeded' as const, 'failed' as const, 'superseded' as const)
  }),
  fc
    .record({
      kind: fc.constant('note' as const),
      service,
      hash: known.map(specHash),
      since: moment,
      at: moment,
      title: fc.constantFrom('good', 'bad')
    })
    .chain((one) => fc.boolean().map((pinned) => ({ ...one, ...(pinned ? { pinned: true } : {}) })))
)
const records = fc.array(record, { maxLength: 30 })

describe('records of a shared journal', () => {
  it('merge to the same, in whatever order and however often', () => {
    fc.assert(
      fc.property(records, records, records, (a, b, c) => {
        const once = mergeRecords(mergeRecords(a, b), c)
        expect(mergeRecords(c, mergeRecords(b, a))).toEqual(once)
        expect(mergeRecords(once, a)).toEqual(once)
        for (const one of ['s1', 's2']) expect(toldOf(mergeRecords(c, once), one)).toEqual(toldOf(once, one))
      })
    )
  })

  it('say nothing new once they were told', () => {
    fc.assert(
      fc.property(records, records, (own, others) => {
        const all = mergeRecords(others, newRecords(own, others))
        expect(newRecords(newRecords(own, others), all)).toEqual([])
      })
    )
  })

  it('come out of their pages as they went in', () => {
    fc.assert(
      fc.property(records, (all) => {
        const read = toPages(all).map(fromPage)
        expect(read.flatMap((page) => page.records)).toEqual(all)
        expect(read.reduce((sum, { refused }) => sum + refused, 0)).toBe(0)
      })
    )
  })

  it('are spread over pages that a config takes, and one that is too large is left out', () => {
    const noise = (size: number) => {
      let state = 7
      return Array.from({ length: size }, () =>
        String.fromCharCode(33 + ((state = (state * 48271) % 2147483647) % 90))
      ).join('')
    }
    const big = (size: number, at: number): SharedRecord => {
      const spec: Spec = {
        Name: 'web',
        TaskTemplate: { ContainerSpec: { Image: 'a', Env: [`A=${noise(size)}`] } }
      }
      return { kind: 'version', service: 's', hash: specHash(spec), at, by: 'outside', complete: true, spec }
    }
    const all = [big(300_000, 1), big(301_000, 2), big(900_000, 3)]
    const pages = toPages(all)
    expect(pages.length).toBe(2)
    expect(pages.every((page) => page.length <= 400 * 1024)).toBe(true)
    expect(pages.flatMap((page) => fromPage(page).records)).toEqual(all.slice(0, 2))
  })

  it('keep what runs, what is pinned and the last good one, whatever goes', () => {
    fc.assert(
      fc.property(records, known, (all, runs) => {
        const hash = specHash(runs)
        const kept = keptRecords(all, new Map([['s1', hash]]), 1)
        const told = toldOf(all, 's1')
        const left = new Set(toldOf(kept, 's1').map(({ version }) => `${version.hash} ${String(version.at)}`))
        const good = told.filter(({ outcome }) => outcome?.outcome === 'succeeded').at(-1)
        for (const one of told) {
          const must =
            one.version.hash === hash ||
            one === good ||
            one === told.at(-1) ||
            one.notes.some(({ pinned }) => pinned)
          if (must) expect(left).toContain(`${one.version.hash} ${String(one.version.at)}`)
        }
      })
    )
  })
})

describe('a version that was told without its values', () => {
  it('gives back its image and its open values, and never what stands in place of a hidden one', () => {
    const { journal } = openJournal(join(mkdtempSync(join(tmpdir(), 'skep-told-')), 'journal.db'), Date.now)
    const container = (image: string, token: string, mode: string): Spec => ({
      Name: 'web',
      TaskTemplate: {
        ContainerSpec: { Image: image, Env: [`MODE=${mode}`, `API_TOKEN=${token}`] },
        Placement: {}
      }
    })
    const { spec } = tellable(container('web:1', 'canary-1', 'a'))
    const told = {
      service: 's',
      number: 1,
      hash: specHash(spec),
      at: 1,
      image: 'web:1',
      complete: false
    } as const
    journal.addVersion('c', { ...told, by: 'skep', source: 'shared' }, spec)
    const live = container('web:2', 'canary-2', 'b')
    const service: Service = { id: 's', name: 'web', index: 1, createdAt: 0, updatedAt: 0, spec: live }
    const history = createHistory(journal, 'c')
    const back = (draft: object) => specBack(history, service, { kind: 'version', number: 1, ...draft })
    const only = (key: string) => ({ only: [{ group: 'environment' as const, field: 'env', key }] })
    expect(back({ part: 'image' })).toEqual(container('web:1', 'canary-2', 'b'))
    expect(back(only('MODE'))).toEqual(container('web:2', 'canary-2', 'a'))
    expect(() => back(only('API_TOKEN'))).toThrow(expect.objectContaining({ code: 'version-hidden' }))
    expect(() => back({})).toThrow(expect.objectContaining({ code: 'version-incomplete' }))
    journal.close()
  })
})

describe('what others tell', () => {
  const version = (tag: number, at: number, complete = true): SharedRecord => {
    const spec = specs[tag]!
    return {
      kind: 'version',
      service: 's',
      hash: specHash(spec),
      at,
      by: 'skep',
      user: 'ada',
      complete,
      spec
    }
  }
  const minute = 60_000

  it('is woven with what the swarm remembers: each once, what is in force last', () => {
    const told = toldOf([version(0, 0), version(1, 5 * minute), version(2, 10 * minute)], 's')
    const found = [
      { spec: { Name: 'web', TaskTemplate: specs[1]!['TaskTemplate']! }, complete: false, at: 5 * minute },
      { spec: specs[2]!, complete: true, at: 10 * minute }
    ]
    const line = woven(found, told, specHash)
    expect(line.map(({ spec, told: said }) => [specHash(spec), said?.version.user])).toEqual(
      specs.map((spec) => [specHash(spec), 'ada'])
    )
    // What nobody told is there all the same.
    expect(woven(found, [], specHash)).toEqual(found)
  })

  it('is joined to what is known with the values that it leaves out', () => {
    const whole: Spec = {
      Name: 'web',
      TaskTemplate: { ContainerSpec: { Image: 'web:v0', Env: ['API_TOKEN=canary-1'] } }
    }
    const { spec } = tellable(whole)
    const told = toldOf(
      [
        {
          kind: 'version',
          service: 's',
          hash: specHash(spec),
          at: 0,
          by: 'skep',
          user: 'ada',
          complete: false,
          spec
        }
      ],
      's'
    )
    const found = [
      { spec: whole, complete: false, at: 900 },
      { spec: specs[2]!, complete: true, at: 10 * minute }
    ]
    const line = woven(found, told, specHash)
    expect(line.map((one) => [one.spec, one.told?.version.user])).toEqual([
      [whole, 'ada'],
      [specs[2], undefined]
    ])
  })

  it('never takes the place of what is in force', () => {
    fc.assert(
      fc.property(records, known, moment, (all, now, at) => {
        const line = woven([{ spec: now, complete: true, at }], toldOf(all, 's1'), specHash)
        expect(line.at(-1)?.spec).toEqual(now)
        expect(line.at(-1)?.complete).toBe(true)
      })
    )
  })

  it('holds no value that looks secret', () => {
    const open = specs[0]!
    expect(tellable(open)).toEqual({ spec: open, complete: true })
    const secret: Spec = {
      Name: 'web',
      Labels: { a: 'b' },
      TaskTemplate: { ContainerSpec: { Image: 'web:1', Env: ['A=1', 'API_TOKEN=canary-1'] } }
    }
    const { spec, complete } = tellable(secret)
    expect(complete).toBe(false)
    expect(Object.keys(spec)).toEqual(['Name', 'TaskTemplate'])
    expect(JSON.stringify(spec)).toContain('A=1')
    expect(JSON.stringify(spec)).not.toContain('canary-1')
  })
})
