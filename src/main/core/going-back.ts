import { quoted } from '../../domain/command'
import type { VersionDraft } from '../../domain/draft'
import { SkepError } from '../../domain/error'
import { textAt } from '../../domain/json'
import type { Finding } from '../../domain/lint'
import { masked } from '../../domain/mask'
import type { Node } from '../../domain/node'
import type { Plan } from '../../domain/plan'
import { rollbackIsSafe } from '../../domain/placement'
import { applyVersion, completed, unfaithful } from '../../domain/restore'
import type { FoundCheck } from '../../domain/preflight'
import { imageOf, modeOf, type Service, type Spec } from '../../domain/service'
import type { Task } from '../../domain/task'
import type { RestoredPart } from '../../domain/version'
import { specHash } from './hash'
import { stringifyJson } from './json'
import type { History } from './history'
import type { Live } from './live'

/** What of a version a draft brings back, if not all of it. */
export const partOf = (draft: VersionDraft): RestoredPart | undefined =>
  draft.part === 'image' ? 'image' : draft.only ? 'some' : undefined

/**
 * Whether the engine's own rollback is exactly going back to this version: its PreviousSpec is that spec, and sending it
 * back is safe. A rollback of a job never ends (measured on 20.10.24).
 */
export function nativeFits(
  history: History,
  service: Service,
  number: number,
  tasks: readonly Task[]
): boolean {
  const { previousSpec } = service
  if (!previousSpec || modeOf(previousSpec).endsWith('-job')) return false
  const version = history.of(service.id).version(number)
  return specHash(previousSpec) === version.hash && rollbackIsSafe(previousSpec, service.spec, tasks)
}

/** What to do where a check of a version's plan failed: what the sentence of the check cannot know. */
export function missingFindings(
  checks: readonly FoundCheck[],
  spec: Spec,
  tasks: readonly Task[],
  nodes: readonly Node[]
): readonly Finding[] {
  const failed = (code: FoundCheck['code']) => checks.some((check) => check.code === code)
  const image = imageOf(spec)
  const had = tasks.filter(
    (task) => textAt(task.spec, 'ContainerSpec', 'Image') === image && pulled.has(task.state)
  )
  const on = nodes.filter(({ id }) => had.some(({ nodeId }) => nodeId === id)).map(({ hostname }) => hostname)
  return [
    ...(failed('image-missing') && on.length > 0
      ? [{ code: 'image-on-nodes', severity: 'warning', values: { nodes: on.join(', ') } } as const]
      : []),
    ...(failed('reference-missing') ? [{ code: 'part-gone', severity: 'danger', values: {} } as const] : [])
  ]
}

/** States of a task whose image was on its node. */
const pulled = new Set(['starting', 'running', 'complete', 'shutdown', 'failed'])

/** The Docker CLI's line for it. */
export const nativeCommand = (name: string): string => `docker service rollback ${quoted(name)}`

/** How often a spec holds what stands in place of a hidden value. */
const hiddenIn = (spec: Spec): number => stringifyJson(spec).split(masked).length - 1

/**
 * The spec that brings a version back, or the parts of it that were asked for. Throws version-unknown,
 * version-spec-lost, version-incomplete where tasks alone tell of the version and all of it is wanted, and version-part
 * where a chosen change cannot be made without others, and version-hidden where it is a value that was never told.
 */
export function specBack(history: History, service: Service, draft: VersionDraft): Spec {
  const { spec, complete } = history.of(service.id).knownSpec(draft.number)
  if (!complete && partOf(draft) === undefined)
    throw new SkepError('version-incomplete', { number: draft.number })
  const stored = complete ? spec : completed(spec, service.spec)
  const next = applyVersion(stored, service.spec, draft)
  if (draft.only) {
    const chosen = applyVersion(stored, service.spec, {
      kind: 'version',
      number: draft.number,
      only: draft.only
    })
    const wrong = unfaithful(service.spec, chosen, draft.only)
    const named = wrong.map(({ field, key }) => (key === undefined ? field : `${field} ${key}`))
    if (wrong.length > 0) throw new SkepError('version-part', { fields: named.join(', ') })
  }
  // Told by another Skep without its secret-looking values: what stands in their place must never become a value.
  if (hiddenIn(next) > hiddenIn(service.spec)) throw new SkepError('version-hidden', { number: draft.number })
  return next
}

/** What a plan that goes back says beside its changes; throws native-impossible. */
export function sayingBack(
  live: Live,
  service: Service,
  draft: VersionDraft,
  tasks: readonly Task[]
): Pick<Plan, 'nativePossible' | 'native'> {
  const whole =
    partOf(draft) === undefined && !draft.keepReplicas && !draft.emergency && !draft.withRegistryAuth
  const nativePossible = whole && nativeFits(live.history, service, draft.number, tasks)
  if (draft.native && !nativePossible) throw new SkepError('native-impossible', { number: draft.number })
  return { nativePossible, ...(draft.native ? { native: true } : {}) }
}
