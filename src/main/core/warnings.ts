import type { Draft } from '../../domain/draft'
import type { Effect } from '../../domain/effect'
import { at, isObject } from '../../domain/json'
import { lintPolicy, type Finding } from '../../domain/lint'
import type { Severity, WarningCode } from '../../domain/plan'
import { policyOf, type Policy } from '../../domain/policy'
import { imageOf, replicasOf, splitImage, type Service, type Spec } from '../../domain/service'
import type { SpecChange } from '../../domain/spec-diff'

/** Why an image was not pinned to a digest. */
export type Pinning = 'off' | 'unreachable' | 'unknown'

export interface FoundWarning extends Finding {
  readonly cause?: 'unreachable' | 'refused' | 'off'
}

interface Reviewed {
  readonly service: Service
  readonly spec: Spec
  readonly draft: Draft
  readonly changes: readonly SpecChange[]
  readonly effect: Effect
  readonly complete: boolean
  readonly pinning: Pinning | undefined
  /** Whether the context is one that people depend on. */
  readonly production: boolean
  /** The newest version that had an update policy, where the plan sends none. */
  readonly erased: { readonly version: number; readonly policy: Policy } | undefined
}

const order: Readonly<Record<Severity, number>> = { danger: 0, warning: 1, info: 2 }

/** What a person should know before applying, the gravest first. */
export function warningsFor(reviewed: Reviewed): readonly FoundWarning[] {
  const { service, spec, draft, changes, effect, complete, pinning, production, erased } = reviewed
  const found: FoundWarning[] = []
  const add = (code: WarningCode, severity: Severity, values: FoundWarning['values'] = {}) =>
    found.push({ code, severity, values })
  const image = splitImage(imageOf(spec)).name
  const before = splitImage(imageOf(service.spec)).name
  const desired = replicasOf(spec)

  if (changes.length === 0) add('nothing-changes', 'info')
  if (pinning === 'unknown') add('digest-unknown', 'warning', { image })
  else if (pinning)
    found.push({ code: 'image-not-pinned', severity: 'warning', values: { image }, cause: pinning })
  if (desired === 0 && replicasOf(service.spec) !== 0) add('replicas-to-zero', 'danger')
  if (draft.kind === 'version' && desired !== undefined && desired !== replicasOf(service.spec)) {
    add('replicas-change', 'warning', { from: replicasOf(service.spec) ?? 0, to: desired })
  }
  if (repository(image) !== repository(before)) {
    add('other-repository', 'danger', { from: repository(before), to: repository(image) })
  }
  if (effect.batches > 0) found.push(...lintPolicy(spec, effect.replaces, production))
  if (erased) {
    const { parallelism, delay, monitor, failureAction: action } = erased.policy
    add('policy-erased', 'warning', { version: erased.version, parallelism, delay, monitor, action })
  }
  const state = service.updateStatus?.state
  if (state === 'updating' || state === 'rollback_started') add('update-in-progress', 'warning')
  const bare = !isObject(at(service.spec, 'TaskTemplate', 'Placement'))
  if (bare) add('placement-added', 'info')
  if (bare && policyOf(spec, 'UpdateConfig').failureAction === 'rollback')
    add('automatic-rollback-unsafe', 'danger')
  if (!complete) add('command-incomplete', 'info')
  if (effect.replaces > 0 && changes.some((change) => change.group === 'update-policy'))
    add('policy-changes', 'info')
  return found.sort((a, b) => order[a.severity] - order[b.severity])
}

/** An image's name without its tag. */
const repository = (image: string): string => image.replace(/:[\w][\w.-]*$/, '')
