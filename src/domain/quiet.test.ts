import { describe, expect, it } from 'vitest'
import { quietEnd } from './quiet'

const at = (day: number, hour: number, minute = 0) => new Date(2026, 2, day, hour, minute).getTime()

describe('the end of quiet', () => {
  it('is an hour on, or the next eight o’clock', () => {
    expect(quietEnd('hour', at(3, 10))).toBe(at(3, 11))
    expect(quietEnd('morning', at(3, 2, 30))).toBe(at(3, 8))
    expect(quietEnd('morning', at(3, 8))).toBe(at(4, 8))
    expect(quietEnd('morning', at(31, 23))).toBe(new Date(2026, 3, 1, 8).getTime())
    expect(quietEnd('off', at(3, 10))).toBeNull()
  })
})
