import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyDraft, type ChangeDraft } from './draft'
import { masked } from './mask'
import type { Spec } from './service'
import { threeWay } from './three-way'

const base: Spec = {
  Name: 'web',
  Labels: { team: 'a' },
  TaskTemplate: { ContainerSpec: { Image: 'web:1', Env: ['A=1', 'DB_PASSWORD=old'] }, Placement: {} },
  Mode: { Replicated: { Replicas: 3 } },
  UpdateConfig: { Parallelism: 1, Delay: 0 }
}
const after = (draft: ChangeDraft) => applyDraft(base, draft)
const sides = (theirs: ChangeDraft, ours: ChangeDraft) =>
  threeWay(base, after(theirs), after(ours)).map(({ field, key, side }) =>
    [side, field, key].filter((part) => part !== undefined).join(' ')
  )

describe('their change beside ours', () => {
  it('names each setting once, with who changed it, conflicts first', () => {
    const theirs: ChangeDraft = {
      replicas: 5,
      labels: { set: { by: 'them' } },
      env: { set: { A: '2' } },
      updatePolicy: { parallelism: 2, delay: '5s' }
    }
    const ours: ChangeDraft = {
      replicas: 5,
      image: 'web:2',
      env: { set: { A: '3' } },
      updatePolicy: { parallelism: 4 }
    }
    expect(sides(theirs, ours)).toEqual([
      'conflict env A',
      'conflict parallelism',
      'same replicas',
      'theirs label by',
      'theirs delay',
      'ours image'
    ])
  })

  it('gives the value under each of the three', () => {
    const [row] = threeWay(base, after({ env: { remove: ['A'] } }), after({ env: { set: { A: '3' } } }))
    expect(row).toEqual({
      group: 'environment',
      field: 'env',
      key: 'A',
      side: 'conflict',
      base: '1',
      ours: '3'
    })
  })

  it('tells conflicts of secrets without showing them', () => {
    const set = (value: string) => after({ env: { set: { DB_PASSWORD: value } } })
    expect(threeWay(base, set('x'), set('y'))[0]).toMatchObject({
      side: 'conflict',
      base: masked,
      theirs: masked,
      ours: masked
    })
    expect(threeWay(base, set('x'), set('x'))[0]).toMatchObject({ side: 'same', theirs: masked })
  })

  it('is nothing between equal specs, and only one side where only one changed', () => {
    expect(threeWay(base, base, base)).toEqual([])
    const draft = fc.record(
      {
        image: fc.constantFrom('web:2', 'web:3'),
        replicas: fc.nat(9),
        labels: fc.record({ set: fc.dictionary(fc.constantFrom('a', 'b'), fc.string()) })
      },
      { requiredKeys: [] }
    )
    fc.assert(
      fc.property(draft, (change) => {
        const mine = threeWay(base, base, after(change))
        const both = threeWay(base, after(change), after(change))
        expect(new Set(mine.map(({ side }) => side)).size).toBeLessThan(2)
        expect(mine.every(({ side }) => side === 'ours')).toBe(true)
        expect(both.every(({ side }) => side === 'same')).toBe(true)
      })
    )
  })
})
