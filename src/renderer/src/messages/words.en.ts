/** A count with its noun. */
export const many = (count: number, one: string, other: string): string =>
  `${String(count)} ${count === 1 ? one : other}`

/** Seconds as people say them. */
export const duration = (seconds: number): string =>
  seconds < 90 ? `${String(seconds)} s` : `${String(Math.round(seconds / 60))} min`
