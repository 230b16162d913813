import type { Rollout } from '../../../../domain/rollout'
import type { AttendedView } from '../../../../shared/contract'

/** What can be decided of an update now. */
export interface Decisions {
  readonly any: boolean
  /** Let some more slots change, then hold again. */
  readonly advance: boolean
  /** The most slots of a step: one must stay behind, or the hold would be blind. */
  readonly most: number
  /** Hold a running update. */
  readonly hold: boolean
  /** Let the rest go by a policy; `resumes` when the engine paused it. */
  readonly goOn: boolean
  readonly resumes: boolean
  readonly restore: boolean
  readonly abort: boolean
  readonly gates: boolean
}

/**
 * The decisions that make sense: of a rollout that Skep attends, of a hold from elsewhere, and of one that just runs. An
 * assisted context lets a person go on by their own policy, or back, and nothing else.
 */
export function decisionsOf(rollout: Rollout, view: AttendedView | undefined, assisted: boolean): Decisions {
  const job = rollout.mode.endsWith('-job')
  const left = view?.left ?? rollout.left
  const paused = rollout.phase === 'paused'
  const undoing = rollout.phase === 'rolling-back' || rollout.phase === 'rollback-paused'
  const emergency = view?.kind === 'emergency'
  const holds =
    !emergency && (view ? view.phase !== 'going' && view.phase !== 'settled' : rollout.held !== undefined)
  const running = rollout.phase === 'updating' && !holds
  const free = !job && !undoing && !emergency
  const decisions = {
    advance: !assisted && free && holds && left > 1,
    most: left - 1,
    hold: !assisted && free && running && left > 1,
    goOn: free && left > 0 && (holds || paused),
    resumes: paused && !view,
    restore: view !== undefined && view.foreignPolicy && left === 0,
    abort:
      free && (holds || (view !== undefined && view.phase === 'going') || (paused && view !== undefined)),
    gates: !assisted && free && view !== undefined && holds && view.phase !== 'other'
  }
  const { most: _most, resumes: _resumes, ...choices } = decisions
  return { ...decisions, any: Object.values(choices).some(Boolean) }
}
