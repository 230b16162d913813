/** A rectangle on the desk of all displays, in whole points. */
export interface Rect {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Where the window was: its bounds while it is neither maximised nor full screen, and whether it is. */
export interface WindowPlace {
  readonly bounds: Rect
  readonly maximised: boolean
  readonly fullScreen: boolean
}

/** How much of the top of a window must be on a display, for a hand to take hold of it. */
const grip = { width: 120, height: 32 } as const

const overlap = (from: number, length: number, start: number, size: number): number =>
  Math.min(from + length, start + size) - Math.max(from, start)

/**
 * Bounds that can be put back: where a display's free area still shows the top of the window, no larger than that area.
 * Undefined where none does.
 */
export function boundsOn(stored: Rect, areas: readonly Rect[]): Rect | undefined {
  if (!Object.values(stored).every(Number.isFinite)) return undefined
  const area = areas.find(
    ({ x, y, width, height }) =>
      overlap(stored.x, stored.width, x, width) >= grip.width &&
      overlap(stored.y, grip.height, y, height) >= grip.height
  )
  if (!area) return undefined
  return {
    x: Math.round(stored.x),
    y: Math.round(stored.y),
    width: Math.round(Math.min(stored.width, area.width)),
    height: Math.round(Math.min(stored.height, area.height))
  }
}
