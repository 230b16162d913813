import type { Clock } from './clock'
import type { Settings } from './ports'

/** The time in which nothing is told outside of the window. */
export interface Quiet {
  is(): boolean
  /** Looks at the settings again: quiet began, ended or has another end. */
  look(): void
  stop(): void
}

/** Keeps the quiet of the settings; `onEnd` is called when it is over, also over a restart of the app. */
export function createQuiet(settings: Settings, clock: Clock, onEnd: () => void): Quiet {
  let was = settings.get().quietUntil !== null
  let cancel = (): void => undefined
  const is = () => (settings.get().quietUntil ?? 0) > clock.now()

  function look(): void {
    cancel()
    const { quietUntil } = settings.get()
    if (quietUntil !== null && is()) {
      was = true
      cancel = clock.after(quietUntil - clock.now(), look)
      return
    }
    if (!was) return
    was = false
    if (quietUntil !== null) settings.set({ quietUntil: null })
    onEnd()
  }

  return { is, look, stop: () => cancel() }
}
