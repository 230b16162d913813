import type { PolicyChange } from './policy'

/** Policies that need no saving, from the most careful to the fastest; the order of stop and start stays as it is. */
export const presets = {
  'one-by-one': {
    parallelism: 1,
    delay: '10s',
    monitor: '15s',
    failureAction: 'rollback',
    maxFailureRatio: 0
  },
  careful: { parallelism: 1, delay: '30s', monitor: '1m', failureAction: 'rollback', maxFailureRatio: 0 },
  // One slot, then ten minutes of watching: the pause comes only after them, so the person watches too.
  canary: { parallelism: 1, delay: '10m', monitor: '10m', failureAction: 'pause', maxFailureRatio: 0 },
  fast: { parallelism: 4, delay: '0s', monitor: '10s', failureAction: 'rollback', maxFailureRatio: 0.1 },
  'everything-now': { parallelism: 0, delay: '0s', monitor: '5s', failureAction: 'pause', maxFailureRatio: 0 }
} as const satisfies Readonly<Record<string, PolicyChange>>

export type PresetName = keyof typeof presets
export const presetNames = Object.keys(presets) as readonly PresetName[]
export const isPreset = (name: string): name is PresetName => Object.hasOwn(presets, name)
