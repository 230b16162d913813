import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { capacityOf, extremesOf } from './capacity'
import { defaultPolicy, type Policy } from './policy'

const draw = (policy: Partial<Policy>, tasks: number) =>
  capacityOf({ ...defaultPolicy, ...policy }, tasks).map(
    ({ seconds, old, fresh, missing, starting }) =>
      `${String(seconds)}s ${String(old)} old ${String(fresh)} new ${String(missing)} missing ${String(starting)} starting`
  )

describe('capacity over time', () => {
  it('takes each batch away before the new one runs when tasks stop first', () => {
    expect(draw({ parallelism: 2, delay: '10s', monitor: '20s' }, 3)).toEqual([
      '3s 1 old 0 new 2 missing 0 starting',
      '10s 1 old 2 new 0 missing 0 starting',
      '3s 0 old 2 new 1 missing 0 starting',
      '30s 0 old 3 new 0 missing 0 starting'
    ])
  })

  it('misses none when tasks start first, and runs more at once', () => {
    const policy = { ...defaultPolicy, parallelism: 2, order: 'start-first' as const }
    expect(extremesOf(capacityOf(policy, 6))).toEqual({ least: 6, most: 8 })
  })

  it('is down as a whole when all are replaced at once', () => {
    expect(extremesOf(capacityOf({ ...defaultPolicy, parallelism: 0 }, 6))).toEqual({ least: 0, most: 6 })
  })

  it('ends as measured: the delay, then the watch, or a second more than the delay', () => {
    const last = (delay: string) => capacityOf({ ...defaultPolicy, delay, monitor: '5s' }, 1).at(-1)?.seconds
    expect(['0s', '3s', '5s', '10s'].map(last)).toEqual([5, 8, 11, 21])
  })

  it('accounts for every task at every moment, and ends with all of them new', () => {
    const policies = fc.record({
      parallelism: fc.nat(12),
      delay: fc.constantFrom('0s', '10s'),
      order: fc.constantFrom('stop-first' as const, 'start-first' as const)
    })
    fc.assert(
      fc.property(policies, fc.integer({ min: 1, max: 40 }), (policy, tasks) => {
        const stretches = capacityOf({ ...defaultPolicy, ...policy }, tasks)
        for (const one of stretches) expect(one.old + one.fresh + one.missing).toBe(tasks)
        expect(stretches.at(-1)?.fresh).toBe(tasks)
      })
    )
  })
})
