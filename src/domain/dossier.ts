import type { Node } from './node'
import type { Policy } from './policy'
import type { Reason } from './reason'
import type { Fact, Verdict } from './rollout'
import { slotKey, type Task, type TaskState } from './task'
import type { Mode } from './service'
import type { Author } from './version'

/** A task that failed or never started, as it was seen before the engine forgot it. */
export interface DossierTask {
  readonly id: string
  readonly slot?: string
  readonly node?: string
  readonly state: TaskState
  readonly error?: string
  readonly exitCode?: number
  /** When it was made and when it came to its end: milliseconds since the epoch. */
  readonly madeAt: number
  readonly at: number
}

export interface DossierLine {
  readonly at: string
  readonly stream: 'stdout' | 'stderr'
  readonly text: string
}

/** The last lines that a failing task wrote, secret-looking values masked. */
export interface DossierLog {
  readonly task: string
  readonly lines: readonly DossierLine[]
  /** Whether there were more lines or longer ones. */
  readonly cut: boolean
  /** Why there are none: it wrote nothing, it never ran, or its log could not be read any more. */
  readonly missing?: 'silent' | 'never-ran' | 'unreadable'
}

/** What the container of a failing task still told. Only the node that Skep talks to can be asked. */
export interface DossierHealth {
  readonly task: string
  readonly checks: readonly { readonly at: string; readonly exitCode: number; readonly output: string }[]
  /** Whether the kernel ended it for want of memory; absent when nobody could say. */
  readonly outOfMemory?: boolean
  readonly missing?: 'elsewhere' | 'gone'
}

/** Why an update failed, kept because the engine forgets it within seconds. Times are milliseconds since the epoch. */
export interface Dossier {
  readonly service: string
  readonly name: string
  /** The version that failed. */
  readonly number: number
  readonly by: Author
  readonly image: string
  readonly startedAt: number
  readonly takenAt: number
  /** When it was last added to. */
  readonly asOf: number
  /** How the update ended, once it did. */
  readonly outcome?: Verdict
  readonly policy: Policy
  /** Slots of the service, those that had to change, and those in which a task failed. */
  readonly counts: { readonly total: number; readonly dirty: number; readonly failing: number }
  /** All tasks that were seen to fail; the newest of them are listed. */
  readonly failed: number
  readonly reasons: readonly Reason[]
  readonly tasks: readonly DossierTask[]
  readonly logs: readonly DossierLog[]
  readonly health?: DossierHealth
  readonly facts: readonly Fact[]
}

/** A task as a dossier lists it. */
export function dossierTask(task: Task, mode: Mode, nodes: readonly Node[]): DossierTask {
  const numbered = mode === 'replicated' || mode === 'replicated-job'
  const node = task.nodeId && (nodes.find(({ id }) => id === task.nodeId)?.hostname ?? task.nodeId)
  return {
    id: task.id,
    ...(numbered ? { slot: slotKey(task, mode) } : {}),
    ...(node ? { node } : {}),
    state: task.state,
    ...(task.error ? { error: task.error } : {}),
    ...(task.exitCode === undefined ? {} : { exitCode: task.exitCode }),
    madeAt: task.createdAt,
    at: task.since
  }
}

/** Milliseconds that failing tasks lasted from being made to their end: the middle one; undefined when none ran. */
export function lifetimeOf(tasks: readonly DossierTask[]): number | undefined {
  const ran = tasks
    .filter(({ state }) => state === 'failed' || state === 'complete')
    .map(({ madeAt, at }) => at - madeAt)
    .sort((a, b) => a - b)
  return ran[Math.floor(ran.length / 2)]
}

const telling =
  /\b(?:fatal|panic|error|exception|cannot|can't|could not|failed|refused|denied|not found|no such)\b/i

/** The line of a log that most likely says why: the last that speaks of an error, else the last on stderr, else the last. */
export function tellingLine(lines: readonly DossierLine[]): string | undefined {
  const full = lines.filter(({ text }) => text.trim() !== '')
  const found =
    full.findLast(({ text }) => telling.test(text)) ??
    full.findLast(({ stream }) => stream === 'stderr') ??
    full.at(-1)
  return found?.text.trim()
}

/** What a dossier comes to: its first cause, in how many slots, and the line that most likely says why. */
export interface Story {
  /** Absent where nothing is known of any cause. */
  readonly reason?: Reason
  /** Slots in which new tasks failed, of those that had to change. */
  readonly failing: number
  readonly of: number
  readonly line?: string
}

/** The story of a dossier. A log counts only where the program ran; a task that the node refused has nothing to say. */
export function storyOf({ reasons, counts, logs }: Dossier): Story {
  const [reason] = reasons
  const spoke = logs.filter(({ lines }) => lines.length > 0)
  const log = spoke.find(({ task }) => task === reason?.task) ?? spoke[0]
  const line = log && reason && ranBefore(reason) ? tellingLine(log.lines) : undefined
  return {
    ...(reason ? { reason } : {}),
    failing: counts.failing,
    of: Math.max(counts.dirty || counts.total, counts.failing),
    ...(line === undefined ? {} : { line })
  }
}

const running: readonly Reason['code'][] = [
  'exit-code',
  'ended',
  'unhealthy',
  'killed',
  'out-of-memory',
  'other'
]
const ranBefore = ({ code }: Reason): boolean => running.includes(code)

/** Characters of log text that a dossier keeps of one task, and of one line. */
const mostText = 64 * 1024
const longestLine = 2000

/** The tail of a log within the limits of a dossier; `mask` hides what looks secret. */
export function tailOf(
  task: string,
  lines: readonly DossierLine[],
  mask: (text: string) => string
): DossierLog {
  const kept: DossierLine[] = []
  let length = 0
  let cut = false
  for (const { at, stream, text } of [...lines].reverse()) {
    // Masked before it is cut, or half a secret would stay behind.
    const whole = mask(text)
    const shown = whole.length > longestLine ? `${whole.slice(0, longestLine)} …` : whole
    length += shown.length
    cut ||= shown !== whole || length > mostText
    if (length > mostText) break
    kept.unshift({ at, stream, text: shown })
  }
  return { task, lines: kept, cut, ...(kept.length === 0 ? { missing: 'silent' as const } : {}) }
}
