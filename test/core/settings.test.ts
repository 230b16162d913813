import { expect, it } from 'vitest'
import { createSettings } from '../../src/main/store/settings'
import { createCoreWorld } from '../support/core-world'

it('keeps the zoom, and refuses one from which nobody could come back', async () => {
  const world = await createCoreWorld()
  try {
    expect((await world.call('settings.get')).zoom).toBe(1)
    expect((await world.call('settings.set', { zoom: 1.5 })).zoom).toBe(1.5)
    for (const zoom of [0, 0.4, 2.1, -1, NaN, '2'])
      await expect(world.call('settings.set', { zoom })).rejects.toThrow('bad-input')
    expect((await world.call('settings.set', { theme: 'dark' })).zoom).toBe(1.5)
    expect(createSettings(world.folder).get().zoom).toBe(1.5)
  } finally {
    await world.stop()
  }
})
