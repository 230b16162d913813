import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openWindowStore } from './window'

const place = { bounds: { x: 1, y: -2, width: 900, height: 600 }, maximised: true, fullScreen: false }
const fresh = () => join(mkdtempSync(join(tmpdir(), 'skep-window-')), 'window.json')

describe('the place of the window', () => {
  it('is kept for this user alone', () => {
    const file = fresh()
    expect(openWindowStore(file).get()).toBeUndefined()
    openWindowStore(file).set(place)
    expect(openWindowStore(file).get()).toEqual(place)
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  it('is unknown where the file is damaged, and kept again afterwards', () => {
    const file = fresh()
    for (const text of [
      '',
      '{',
      'null',
      '[]',
      '{"bounds":{"x":"1"}}',
      JSON.stringify({ ...place, bounds: {} })
    ]) {
      writeFileSync(file, text)
      expect(openWindowStore(file).get()).toBeUndefined()
    }
    openWindowStore(file).set(place)
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(place)
  })

  it('is lost without a word where nothing can be written', () => {
    const file = join(fresh(), 'no', 'such', 'folder.json')
    expect(() => openWindowStore(file).set(place)).not.toThrow()
  })
})
