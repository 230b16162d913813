import type { Texts } from './index'

const state = {
  steady: 'steady',
  degraded: 'degraded',
  updating: 'is updated',
  verifying: 'is verified',
  held: 'held',
  paused: 'paused after a failure',
  'rolling-back': 'is rolled back',
  'rolled-back': 'rolled back',
  failed: 'failed',
  stuck: 'stuck'
} as const

/** What stands outside of the window, in English: the tray and what was missed while it was quiet. */
export const outside: Pick<Texts, 'tray' | 'quiet'> = {
  tray: {
    title(failing, held, running, unseen) {
      const counts = [
        ...(failing > 0 ? [`${String(failing)} failing`] : []),
        ...(held > 0 ? [`${String(held)} held`] : []),
        ...(running > 0 ? [`${String(running)} running`] : []),
        ...(unseen.length > 0 ? [`no connection to ${unseen.join(', ')}`] : [])
      ]
      return counts.length > 0 ? counts.join(', ') : 'no update is under way'
    },
    rollout: (name, where, of) => `${name} · ${where}: ${state[of]}`,
    more: (count) => `and ${String(count)} more`,
    quiet: { hour: 'Quiet for one hour', morning: 'Quiet until 8 in the morning', off: 'End quiet' },
    open: 'Open Skep',
    quit: 'Quit Skep'
  },
  quiet: {
    over: 'Quiet is over',
    missed: (names) =>
      names.length === 1
        ? `${String(names[0])} needs somebody.`
        : `${String(names.length)} services need somebody: ${names.join(', ')}.`
  }
}
