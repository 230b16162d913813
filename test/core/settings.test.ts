import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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

it('takes no budget by which the history would be gone, also from the file', async () => {
  const world = await createCoreWorld()
  try {
    for (const journalBudget of [0, 63, 4097, 64.5, -1])
      await expect(world.call('settings.set', { journalBudget })).rejects.toThrow('bad-input')
    expect((await world.call('settings.set', { journalBudget: 64 })).journalBudget).toBe(64)
  } finally {
    await world.stop()
  }
  const folder = mkdtempSync(join(tmpdir(), 'skep-settings-'))
  createSettings(folder).set({ journalBudget: 512 })
  createSettings(folder).set({ theme: 'dark' })
  const file = join(folder, 'settings.json')
  const stored = JSON.parse(readFileSync(file, 'utf8')) as object
  writeFileSync(file, JSON.stringify({ ...stored, journalBudget: 0 }))
  const settings = createSettings(folder)
  expect(settings.notices).toMatchObject([{ code: 'settings-restored' }])
  expect(settings.get().journalBudget).toBe(512)
})
