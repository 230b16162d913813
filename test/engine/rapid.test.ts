import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openCore, type Core } from './core'
import { atOnce, createHarness, eventually, kinds, specFor, type Harness } from './harness'

describe.each(kinds)('updates faster than anybody looks, on the %s', (kind) => {
  let harness: Harness
  let world: Core
  beforeAll(async () => {
    harness = await createHarness(kind)
    world = await openCore(harness.socket)
  })
  afterAll(async () => {
    await world?.stop()
    harness?.stop()
  })

  it('are a version each, with who sent them', () =>
    harness.withService(specFor(1, { UpdateConfig: atOnce }), async (service) => {
      const place = { context: world.context, service }
      await eventually(
        () => world.call('clusters.snapshot', { context: world.context }),
        ({ services }) => services.some((row) => row.id === service && row.version > 0),
        'Skep knows the service'
      )
      for (let number = 1; number <= 10; number += 1) {
        const draft = { labels: { set: { build: String(number) } } }
        const { id, hash } = await world.call('updates.plan', { ...place, draft })
        await world.call('updates.apply', { plan: id, hash })
      }
      const versions = await eventually(
        () => world.call('history.list', place),
        (list) => list.length === 11,
        'there are eleven versions'
      )
      expect(versions.slice(0, 10).map(({ number, by, source }) => [number, by, source])).toEqual(
        Array.from({ length: 10 }, (_, at) => [11 - at, 'skep', 'observed'])
      )
    }))
})
