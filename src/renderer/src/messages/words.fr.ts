import { manyIn, numberIn } from '../../../shared/messages/many'

/** A count by itself. */
export const number = numberIn('fr')

/** A count with its noun. */
export const many = manyIn('fr')

/** Seconds as people say them. */
export const duration = (seconds: number): string =>
  seconds < 90 ? `${String(seconds)} s` : `${String(Math.round(seconds / 60))} min`
