import { expect, test } from 'vitest'
import { systemClock } from '../../src/main/core/clock'
import { createDemo } from '../../src/main/demo/demo'
import { createEngines } from '../../src/main/engine/engines'

test('the demo is two swarms, and an endpoint that names none is the production one', async () => {
  const demo = createDemo(systemClock)
  const engines = createEngines({ env: {}, home: '/', platform: 'linux', demo: demo.connect })
  const endpoints = [
    { kind: 'demo' },
    { kind: 'demo', cluster: 'production' },
    { kind: 'demo', cluster: 'staging' }
  ] as const
  const seen = []
  for (const endpoint of endpoints) {
    const engine = await engines.connect(endpoint, { readOnly: false })
    const { cluster } = await engine.open()
    const names = (await engine.services()).map(({ name }) => name).sort()
    seen.push({ cluster, names, address: engines.whereabouts(endpoint) })
    engine.close()
  }
  demo.stop()
  const [unnamed, production, staging] = seen
  expect(unnamed).toEqual(production)
  expect(staging?.cluster).not.toBe(production?.cluster)
  expect(staging?.address).not.toBe(production?.address)
  expect(staging?.names).toEqual(['shop_api', 'shop_cache', 'shop_web', 'shop_worker'])
  expect(production?.names).toHaveLength(7)
})
