import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openJournal } from '../../src/main/store/journal'
import { createSettings } from '../../src/main/store/settings'

let folder: string
beforeEach(() => {
  folder = mkdtempSync('/var/tmp/skep-disk-')
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=512k', 'tmpfs', folder])
  expect(mounted.status).toBe(0)
})
afterEach(() => {
  spawnSync('umount', ['-l', folder])
  rmSync(folder, { recursive: true })
})

/** Leaves no free byte on the disk. */
function fill(): void {
  const { bavail, bsize } = statfsSync(folder)
  writeFileSync(join(folder, 'filler'), Buffer.alloc(bavail * bsize))
}

describe('a full disk', () => {
  it('F40 refuses new settings before the old ones are lost', () => {
    const settings = createSettings(folder)
    settings.set({ language: 'fr' })
    const before = readFileSync(join(folder, 'settings.json'), 'utf8')
    fill()
    expect(() => settings.set({ theme: 'dark' })).toThrow('settings-failed')
    expect(settings.get()).toMatchObject({ language: 'fr', theme: 'system' })
    expect(readFileSync(join(folder, 'settings.json'), 'utf8')).toBe(before)
    expect(createSettings(folder).get().language).toBe('fr')
    rmSync(join(folder, 'filler'))
    settings.set({ theme: 'dark' })
    expect(createSettings(folder).get()).toMatchObject({ language: 'fr', theme: 'dark' })
  })

  it('F40 refuses an entry of the journal, and keeps every one it acknowledged', () => {
    const file = join(folder, 'journal.db')
    const { journal } = openJournal(file, Date.now)
    const entry = {
      cluster: 'c',
      service: 's',
      serviceName: 'web',
      state: 'sending' as const,
      at: 1,
      baseIndex: 1,
      baseHash: 'a',
      targetHash: 'b'.repeat(2000)
    }
    let acknowledged = 0
    fill()
    expect(() => {
      for (; acknowledged < 10_000; acknowledged += 1)
        journal.addUpdate({ ...entry, update: String(acknowledged) })
    }).toThrow('journal-failed')
    journal.close()
    rmSync(join(folder, 'filler'))
    const opened = openJournal(file, Date.now)
    expect(opened.notices).toEqual([])
    expect(opened.journal.updates('c')).toHaveLength(acknowledged)
    opened.journal.close()
  })
})
