import { describe, expect, it } from 'vitest'
import { zoomed } from './zoom'

describe('zoom', () => {
  it('goes in steps of ten percent that add up, to double and to half', () => {
    let zoom = 1
    for (let step = 0; step < 7; step += 1) zoom = zoomed(zoom, 1)
    expect(zoom).toBe(1.7)
    for (let step = 0; step < 9; step += 1) zoom = zoomed(zoom, 1)
    expect(zoom).toBe(2)
    expect(zoomed(zoomed(0.6, -1), -1)).toBe(0.5)
  })

  it('comes back to whole steps from between', () => {
    expect(zoomed(1.25, 1)).toBe(1.4)
    expect(zoomed(1.25, -1)).toBe(1.2)
  })
})
