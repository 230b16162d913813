import { parseDuration } from './duration'

/** What a held rollout is watched by for a time, before it may go on. */
export interface Gates {
  /** How long everything must be good after the step's slots run, such as `2m`. */
  readonly bake: string
  readonly http?: HttpGate | undefined
  readonly log?: LogGate | undefined
  /** How many tasks of the new spec may end by themselves; none unless given. */
  readonly restarts?: number | undefined
  /** What a breach does; chosen before the start. */
  readonly breach: 'hold' | 'roll-back'
  /** Whether the next slots follow by themselves when all gates pass, while the app attends. */
  readonly advance: boolean
  /** Slots of each step that follows by itself. */
  readonly slots: number
}

export interface HttpGate {
  readonly url: string
  /** The status to expect; absent: any from 200 to 299. */
  readonly status?: number | undefined
  /** A regular expression that must be found in the body. */
  readonly body?: string | undefined
  /** How long an answer may take, such as `5s`. */
  readonly timeout: string
}

export interface LogGate {
  /** A regular expression for one line. */
  readonly pattern: string
  /** Whether each new task must say it within the time, or none ever. */
  readonly must: 'appear' | 'not-appear'
}

export type GateField = 'bake' | 'url' | 'status' | 'body' | 'timeout' | 'pattern' | 'restarts' | 'slots'

/** The longest time to watch, in ns: beyond a day nobody attends. */
const longestBake = 24 * 3_600e9

/** The fields of gates that cannot be used as they are. */
export function badGates(gates: Gates): readonly GateField[] {
  const bad: GateField[] = []
  const bake = parseDuration(gates.bake)
  if (bake === undefined || bake < 1e9 || bake > longestBake) bad.push('bake')
  if (!(Number.isSafeInteger(gates.slots) && gates.slots > 0)) bad.push('slots')
  const { http, log, restarts } = gates
  if (http) {
    if (!isProbeAddress(http.url)) bad.push('url')
    const { status } = http
    if (status !== undefined && !(Number.isSafeInteger(status) && status >= 100 && status <= 599))
      bad.push('status')
    if (http.body !== undefined && !isPattern(http.body)) bad.push('body')
    const timeout = parseDuration(http.timeout)
    if (timeout === undefined || timeout < 1e8 || timeout > 60e9) bad.push('timeout')
  }
  if (log && !isPattern(log.pattern)) bad.push('pattern')
  if (restarts !== undefined && !(Number.isSafeInteger(restarts) && restarts >= 0)) bad.push('restarts')
  return bad
}

/** Whether a text is an http or https address without a name and password in it: those would be kept in the journal. */
export const isProbeAddress = (text: string): boolean =>
  text.length <= 2000 && /^https?:\/\/[^\s/@?#\\]+(?:[/?#]\S*)?$/i.test(text)

/** Whether a text is a regular expression. */
export function isPattern(text: string): boolean {
  if (text === '' || text.length > 200) return false
  try {
    return new RegExp(text, 'u').source !== ''
  } catch {
    return false
  }
}
