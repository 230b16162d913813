import type { Draft } from '../../domain/draft'
import type { Effect } from '../../domain/effect'
import { at, isObject } from '../../domain/json'
import { lintPolicy, type Finding } from '../../domain/lint'
import type { Erased, LostPolicy, Repair, Severity, WarningCode } from '../../domain/plan'
import { automaticRollbackCrashes } from '../../domain/placement'
import { policyOf } from '../../domain/policy'
import type { Room } from '../../domain/room'
import { imageOf, replicasOf, splitImage, type Service, type Spec } from '../../domain/service'
import type { SpecChange } from '../../domain/spec-diff'
import type { StepKind } from '../../domain/step'
import type { Task } from '../../domain/task'

/** Why an image was not pinned to a digest. */
export type Pinning = 'off' | 'missing' | 'private' | 'unknown'

export interface FoundWarning extends Finding {
  readonly cause?: 'unreachable' | 'refused' | 'off'
  readonly repair?: Repair
}

interface Reviewed {
  readonly service: Service
  /** All its tasks, ended ones too. */
  readonly tasks: readonly Task[]
  readonly spec: Spec
  readonly draft: Draft
  readonly changes: readonly SpecChange[]
  readonly effect: Effect
  readonly complete: boolean
  /** The settings that the command leaves out. */
  readonly without: readonly string[]
  readonly pinning: Pinning | undefined
  /** What it is for in an attended rollout, and what that alone brings up. */
  readonly step: StepKind | undefined
  readonly findings: readonly Finding[]
  /** Whether the context is one that people depend on. */
  readonly production: boolean
  /** What the plan sends none of and an earlier version had. */
  readonly erased: Erased
  /** What the nodes can take beside the tasks that run; undefined where nothing limits it. */
  readonly room: Room | undefined
  /** Whether going on with a paused or held update is what the plan is for. */
  readonly resumes: boolean
  /** What is known from staging of an image that goes to production. */
  readonly staging: readonly Finding[]
  /** What to do where something that an old version needs is gone. */
  readonly missing: readonly Finding[]
}

const causes = { off: 'off', private: 'refused', unknown: 'unreachable' } as const

const order: Readonly<Record<Severity, number>> = { danger: 0, warning: 1, info: 2 }

/** What a person should know before applying, the gravest first. */
export function warningsFor(reviewed: Reviewed): readonly FoundWarning[] {
  const {
    service,
    spec,
    draft,
    changes,
    effect,
    complete,
    without,
    pinning,
    production,
    erased,
    room,
    step
  } = reviewed
  const found: FoundWarning[] = [...reviewed.findings]
  const add = (code: WarningCode, severity: Severity, values: FoundWarning['values'] = {}) =>
    found.push({ code, severity, values })
  const image = splitImage(imageOf(spec)).name
  const before = splitImage(imageOf(service.spec)).name
  const desired = replicasOf(spec)

  found.push(...reviewed.missing, ...reviewed.staging)
  if (changes.length === 0 && step === undefined && !draft.withRegistryAuth) add('nothing-changes', 'info')
  // That the registry lacks it is a failed check, which says more.
  if (pinning && pinning !== 'missing')
    found.push({ code: 'image-not-pinned', severity: 'warning', values: { image }, cause: causes[pinning] })
  if (desired === 0 && replicasOf(service.spec) !== 0) add('replicas-to-zero', 'danger')
  if (draft.kind === 'version' && desired !== undefined && desired !== replicasOf(service.spec)) {
    add('replicas-change', 'warning', { from: replicasOf(service.spec) ?? 0, to: desired })
  }
  if (repository(image) !== repository(before)) {
    add('other-repository', 'danger', { from: repository(before), to: repository(image) })
  }
  // What is said already by a sentence that knows more.
  const said = new Set<WarningCode>([
    ...(pinning === undefined ? [] : (['tag-unpinned'] as const)),
    ...saidByStep(step),
    ...(erased.rollback ? (['no-rollback-policy'] as const) : [])
  ])
  if (effect.batches > 0)
    found.push(
      ...lintPolicy(spec, {
        tasks: effect.replaces,
        seconds: effect.estimateSeconds,
        production,
        room
      }).filter(({ code }) => !said.has(code))
    )
  if (erased.update)
    found.push({
      ...lost('policy-erased', erased.update),
      repair: { updatePolicy: erased.update.policy }
    })
  if (erased.rollback)
    found.push({
      ...lost('rollback-policy-erased', erased.rollback),
      repair: { rollbackPolicy: erased.rollback.policy }
    })
  if (step === undefined || step === 'emergency') found.push(...aboutRunning(reviewed))
  if (!isObject(at(service.spec, 'TaskTemplate', 'Placement'))) add('placement-added', 'info')
  if (
    policyOf(spec, 'UpdateConfig').failureAction === 'rollback' &&
    automaticRollbackCrashes(service.spec, spec, reviewed.tasks, effect.replaces)
  )
    found.push({
      code: 'automatic-rollback-unsafe',
      severity: 'danger',
      values: {},
      repair: { updatePolicy: { failureAction: 'pause' } }
    })
  if (!complete) add('command-incomplete', 'info', { fields: without.map((name) => `--${name}`).join(', ') })
  if (step === undefined && effect.replaces > 0 && changes.some((change) => change.group === 'update-policy'))
    add('policy-changes', 'info')
  return found.sort((a, b) => order[a.severity] - order[b.severity])
}

/** What an accepted update does beyond its own changes (each measured on 20.10.24). */
function aboutRunning({ service, spec, changes, effect, resumes }: Reviewed): readonly FoundWarning[] {
  const found: FoundWarning[] = []
  const state = service.updateStatus?.state
  const moving = state === 'updating' || state === 'rollback_started'
  const { leftBehind: left } = effect
  const next = Math.min(left, policyOf(spec, 'UpdateConfig').parallelism || left)
  if (left > 0)
    found.push({
      code: moving ? 'next-batch' : 'resumes-paused',
      severity: resumes ? 'info' : 'warning',
      values: { left, next }
    })
  else if (moving) found.push({ code: 'update-in-progress', severity: 'warning', values: {} })
  const sparing = changes.length > 0 && (effect.replaces === left || effect.replaces === 0)
  if (sparing && service.previousSpec) found.push({ code: 'previous-spec', severity: 'info', values: {} })
  return found
}

/** What a step says of its policy already: a hold pauses on purpose, an emergency is all at once on purpose. */
function saidByStep(step: StepKind | undefined): readonly WarningCode[] {
  if (step === undefined) return []
  const policy: readonly WarningCode[] = [
    'no-rollback-action',
    'no-rollback-policy',
    'nobody-watching',
    'delay-short',
    'monitor-short'
  ]
  return step === 'emergency' || step === 'hold' ? [...policy, 'all-at-once'] : policy
}

function lost(code: WarningCode, { version, policy }: LostPolicy): FoundWarning {
  const { parallelism, delay, monitor, failureAction: action } = policy
  return { code, severity: 'warning', values: { version, parallelism, delay, monitor, action } }
}

/** An image's name without its tag. */
const repository = (image: string): string => image.replace(/:[\w][\w.-]*$/, '')
