import type { ChangeDraft, Draft, VersionDraft } from './draft'
import { holdFrom } from './pace'
import { nanoseconds, policyOf } from './policy'
import { isOver, modeOf, type Service } from './service'
import type { StepKind } from './step'

/** Everything that an assisted context lets a person do to a service. */
export const safeActions = ['roll-back', 'continue', 'abort', 'restart'] as const
export type SafeAction = (typeof safeActions)[number]

/** What a plan was asked for. */
export interface Intent {
  readonly draft: Draft
  /** The kind of step of an attended rollout, where it is one, and the version that it brings back. */
  readonly step?: { readonly kind: StepKind; readonly restores?: number | undefined } | undefined
  /** Whether it is part of the way back of a whole stack. */
  readonly stack?: boolean | undefined
}

/** Steps that let a held or paused rollout go on by the person's own policy. */
const goingOn: readonly StepKind[] = ['hand-over', 'resume']

/** What the history says of the versions that a plan can lead to. */
export interface KnownVersions {
  /** The version that a roll back leads to first; undefined when there is none, or when it was seen to be bad. */
  readonly back: number | undefined
  /** Whether a version was seen to be bad. */
  isBad(number: number): boolean
}

/** Whether an update of this service waits for a person: paused by the engine, or held by its delay. */
export function waitsForPerson(service: Service): boolean {
  const state = service.updateStatus?.state
  if (state === 'paused' || state === 'rollback_paused') return true
  return !isOver(service) && nanoseconds(policyOf(service.spec, 'UpdateConfig').delay) / 1e6 >= holdFrom
}

/**
 * The safe action that a plan is, or undefined for everything that an assisted context refuses. A restart is one only
 * while no update is under way: with one, it would carry the new spec to tasks that still run the old one, which is an
 * update and no restart. Nor is running a job once more.
 */
export function safeAction(
  { draft, step, stack }: Intent,
  service: Service,
  known: KnownVersions
): SafeAction | undefined {
  if (stack) return undefined
  if (step && step.kind !== 'emergency') {
    if (step.kind === 'restore') return 'continue'
    if (!waitsForPerson(service)) return undefined
    if (step.kind === 'abort')
      return step.restores !== undefined && known.isBad(step.restores) ? undefined : 'abort'
    return goingOn.includes(step.kind) ? 'continue' : undefined
  }
  if (draft.kind === 'version') return isWhole(draft) && draft.number === known.back ? 'roll-back' : undefined
  const job = modeOf(service.spec).endsWith('-job')
  return isRestart(draft) && isOver(service) && !job ? 'restart' : undefined
}

/** What an assisted context would take for a service now. */
export interface SafeOffers {
  /** The version that it may go back to. */
  readonly back?: number
  /** Whether its tasks may be restarted. */
  readonly restart: boolean
  /** Whether an update waits, so that it may be let go on. */
  readonly continue: boolean
}

/** What can be asked for safely now, judged by the same rule as the plan that comes of it. */
export function safeOffers(service: Service, known: KnownVersions): SafeOffers {
  const takes = (intent: Intent) => safeAction(intent, service, known) !== undefined
  const { back } = known
  const change = { kind: 'change' } as const
  return {
    ...(back !== undefined && takes({ draft: { kind: 'version', number: back } }) ? { back } : {}),
    restart: takes({ draft: { ...change, force: true } }),
    continue: takes({ draft: change, step: { kind: 'resume' } })
  }
}

const isWhole = ({ part, only, withRegistryAuth }: VersionDraft): boolean =>
  part === undefined && only === undefined && !withRegistryAuth

function isRestart(draft: ChangeDraft): boolean {
  const { kind: _kind, force, ...rest } = draft
  return force === true && Object.values(rest).every((value) => value === undefined)
}
