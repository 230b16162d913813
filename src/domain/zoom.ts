/** How far the window can be made smaller and larger; 1 is the size as drawn. */
export const zoomLimits = { least: 0.5, most: 2 } as const

/** The zoom a number of steps of ten percent further, within the limits. */
export function zoomed(zoom: number, steps: number): number {
  const { least, most } = zoomLimits
  return Math.min(most, Math.max(least, (Math.round(zoom * 10) + steps) / 10))
}
