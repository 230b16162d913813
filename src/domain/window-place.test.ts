import { describe, expect, it } from 'vitest'
import { boundsOn } from './window-place'

const laptop = { x: 0, y: 25, width: 1440, height: 875 }
const left = { x: -1920, y: 0, width: 1920, height: 1080 }
const window = { x: 100, y: 80, width: 1280, height: 800 }

describe('where a window is put back', () => {
  it('is where it was, on any display that is there', () => {
    expect(boundsOn(window, [laptop])).toEqual(window)
    const beside = { ...window, x: -1800 }
    expect(boundsOn(beside, [laptop, left])).toEqual(beside)
    expect(boundsOn({ ...window, x: -640, y: 700 }, [laptop, left])).toEqual({ ...window, x: -640, y: 700 })
  })

  it('is nowhere when its display is gone, or its top is out of reach', () => {
    expect(boundsOn({ ...window, x: -1800 }, [laptop])).toBeUndefined()
    expect(boundsOn({ ...window, x: 1400 }, [laptop])).toBeUndefined()
    expect(boundsOn({ ...window, y: -400 }, [laptop])).toBeUndefined()
    expect(boundsOn({ ...window, y: 895 }, [laptop])).toBeUndefined()
    expect(boundsOn(window, [])).toBeUndefined()
  })

  it('is no larger than the display that shows it', () => {
    expect(boundsOn({ ...window, width: 3000, height: 2000 }, [laptop])).toEqual({
      x: 100,
      y: 80,
      width: 1440,
      height: 875
    })
  })

  it('is nowhere for numbers that are none', () => {
    expect(boundsOn({ ...window, x: NaN }, [laptop])).toBeUndefined()
    expect(boundsOn({ ...window, width: Infinity }, [laptop])).toBeUndefined()
  })
})
