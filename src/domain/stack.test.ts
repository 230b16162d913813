import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ServiceRow } from './snapshot'
import { outcomeOfRelease, releasesOf, stackStateOf, togetherWithin, type StackVersion } from './stack'

const version = (service: string, number: number, at: number, more: Partial<StackVersion> = {}) => ({
  service,
  number,
  at,
  by: 'outside' as const,
  ...more
})
const plain = (versions: readonly StackVersion[]) =>
  releasesOf(versions).map(({ changed, members }) => [
    Object.fromEntries(changed),
    Object.fromEntries(members)
  ])

describe('a release', () => {
  it('is what one writer changed shortly after one another, service by service', () => {
    const deploy = [version('web', 1, 1000), version('api', 1, 2000), version('db', 1, 3000)]
    const second = [version('web', 2, 500_000), version('api', 2, 500_000 + togetherWithin)]
    expect(plain([...second, ...deploy])).toEqual([
      [
        { web: 1, api: 1, db: 1 },
        { web: 1, api: 1, db: 1 }
      ],
      [
        { web: 2, api: 2 },
        { web: 2, api: 2, db: 1 }
      ]
    ])
  })

  it('ends where another writer, a longer wait or a second change of a service begins the next', () => {
    expect(
      plain([
        version('web', 1, 0),
        version('api', 1, 10, { by: 'engine' }),
        version('api', 2, 20),
        version('web', 2, 30),
        version('web', 3, 40),
        version('api', 3, 41 + togetherWithin)
      ]).map(([changed]) => changed)
    ).toEqual([{ web: 1 }, { api: 1 }, { api: 2, web: 2 }, { web: 3 }, { api: 3 }])
  })

  it('is all that one stack operation sent, however long it took and whatever came between', () => {
    const operation = 'one'
    expect(
      plain([
        version('web', 2, 0, { by: 'skep', operation }),
        version('db', 7, 10, { by: 'skep' }),
        version('api', 2, 900_000, { by: 'skep', operation })
      ])
    ).toEqual([
      [
        { web: 2, api: 2 },
        { web: 2, api: 2 }
      ],
      [{ db: 7 }, { web: 2, api: 2, db: 7 }]
    ])
  })

  it('holds every version exactly once, whatever comes', () => {
    const any = fc.record({
      service: fc.constantFrom('a', 'b', 'c'),
      at: fc.integer({ min: 0, max: 300_000 }),
      by: fc.constantFrom('skep' as const, 'outside' as const, 'engine' as const),
      operation: fc.option(fc.constantFrom('x', 'y'), { nil: undefined })
    })
    fc.assert(
      fc.property(fc.array(any, { maxLength: 40 }), (raw) => {
        const counts = new Map<string, number>()
        const used = new Set<string>()
        const versions = [...raw]
          .sort((a, b) => a.at - b.at)
          .flatMap((one) => {
            // An operation sends to a service once.
            const key = `${one.operation ?? ''} ${one.service}`
            if (one.operation !== undefined && used.has(key)) return []
            used.add(key)
            const number = (counts.get(one.service) ?? 0) + 1
            counts.set(one.service, number)
            return [{ ...one, number }]
          })
        const releases = releasesOf(versions)
        const told = releases.flatMap(({ changed }) => [...changed].map((pair) => pair.join()))
        expect(told.sort()).toEqual(
          versions.map(({ service, number }) => `${service},${String(number)}`).sort()
        )
        for (const [place, release] of releases.entries()) {
          expect(release.number).toBe(place + 1)
          for (const [service, number] of release.changed) expect(release.members.get(service)).toBe(number)
        }
      })
    )
  })
})

describe('a stack', () => {
  const row = (state: ServiceRow['state'], running = 1, desired = 1): ServiceRow => ({
    id: state,
    name: state,
    image: 'x',
    mode: 'replicated',
    running,
    desired,
    state,
    version: 1,
    changedAt: running
  })
  it('is as its gravest service is', () => {
    expect(stackStateOf([row('steady', 3, 3), row('updating', 1, 2), row('failed', 0, 1)])).toEqual({
      state: 'failed',
      services: 3,
      inState: 1,
      running: 4,
      desired: 6,
      changedAt: 3
    })
    expect(stackStateOf([row('steady'), row('steady')])).toMatchObject({ state: 'steady', inState: 2 })
  })
  it('succeeded with a release only when every service did', () => {
    expect(outcomeOfRelease(['succeeded', 'succeeded'])).toBe('succeeded')
    expect(outcomeOfRelease(['succeeded', 'running'])).toBe('running')
    expect(outcomeOfRelease(['succeeded', 'running', 'paused'])).toBe('paused')
    expect(outcomeOfRelease(['succeeded', 'unknown'])).toBe('unknown')
  })
})
