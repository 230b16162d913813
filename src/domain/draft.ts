import type { FieldName, ListName } from './fields'
import { isObject, listAt, objectAt, type Json } from './json'
import { withPlacement } from './placement'
import { badFields, withPolicy, type PolicyChange, type PolicyField, type PolicyKind } from './policy'
import { noReferences, type References } from './references'
import { containerSpec, labelsOf, modeOf, taskTemplate, type Spec } from './service'
import { settingProblems, withSettings, type SettingsDraft } from './settings'
import type { ChangeRef } from './spec-diff'

/** Named values to set and names to take away. */
export interface NamedChange {
  readonly set?: Readonly<Record<string, string>> | undefined
  readonly remove?: readonly string[] | undefined
}

/** What a person wants changed of the live spec; what is left out stays byte for byte as it is. */
export interface ChangeDraft extends SettingsDraft {
  readonly kind?: 'change' | undefined
  readonly image?: string | undefined
  readonly replicas?: number | undefined
  readonly env?: NamedChange | undefined
  readonly labels?: NamedChange | undefined
  readonly updatePolicy?: PolicyChange | undefined
  readonly rollbackPolicy?: PolicyChange | undefined
  /** Replace every task even when nothing else changes (ForceUpdate + 1). */
  readonly force?: boolean | undefined
  /** Ask the manager for the image's digest and pin it, as the Docker CLI does; on unless false. */
  readonly resolveImage?: boolean | undefined
  /** Send this machine's login for the image's registry along with the update. */
  readonly withRegistryAuth?: boolean | undefined
}

/** Back to a version that Skep remembers. */
export interface VersionDraft {
  readonly kind: 'version'
  readonly number: number
  /** Everything at once, without waiting: Parallelism 0, Delay 0, FailureAction pause. */
  readonly emergency?: boolean | undefined
  /** Keep today's number of replicas instead of the version's. */
  readonly keepReplicas?: boolean | undefined
  /** Bring back its image only; the rest stays as it is now. */
  readonly part?: 'image' | undefined
  /** Bring back only these of the differences between what is in force and the version. */
  readonly only?: readonly ChangeRef[] | undefined
  /** Let the engine swap to its PreviousSpec; only where that is exactly this version. */
  readonly native?: boolean | undefined
  /** Send this machine's login along: the one stored with that version may have expired. */
  readonly withRegistryAuth?: boolean | undefined
}

export type Draft = ChangeDraft | VersionDraft

/** A field of a draft that cannot be sent as it is. */
export type DraftField =
  | 'image'
  | 'replicas'
  | 'env'
  | 'labels'
  | `setting.${FieldName}`
  | `setting.${ListName}`
  | `${'update' | 'rollback'}.${PolicyField}`

/** The fields of a draft that make no sense for this spec. */
export function draftProblems(spec: Spec, draft: ChangeDraft): readonly DraftField[] {
  const problems: DraftField[] = []
  if (draft.image !== undefined && !isImageReference(draft.image)) problems.push('image')
  if (draft.replicas !== undefined) {
    const whole = Number.isSafeInteger(draft.replicas) && draft.replicas >= 0
    if (!whole || modeOf(spec) !== 'replicated') problems.push('replicas')
  }
  if (Object.keys(draft.env?.set ?? {}).some((name) => name === '' || name.includes('=')))
    problems.push('env')
  if (Object.keys(draft.labels?.set ?? {}).some((name) => name === '')) problems.push('labels')
  for (const name of settingProblems(spec, draft).keys()) problems.push(`setting.${name}`)
  for (const field of badFields(draft.updatePolicy ?? {})) problems.push(`update.${field}`)
  for (const field of badFields(draft.rollbackPolicy ?? {})) problems.push(`rollback.${field}`)
  // A rollback whose own failure rolls back ends as `completed` while its tasks crash (measured on 20.10.24).
  if (draft.rollbackPolicy?.failureAction === 'rollback') problems.push('rollback.failureAction')
  return problems
}

/** Whether a text can be an image reference: name, optional tag, optional digest (distribution/reference grammar). */
export function isImageReference(text: string): boolean {
  return /^(?:[a-zA-Z0-9.-]+(?::\d+)?\/)?[a-z0-9]+(?:[._/-]+[a-z0-9]+)*(?::[\w][\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$/.test(
    text
  )
}

/**
 * The live spec with exactly the draft's fields changed, and a Placement (see withPlacement). `references` give the ids
 * of the secrets, configs and networks that the draft names.
 */
export function applyDraft(spec: Spec, draft: ChangeDraft, references: References = noReferences): Spec {
  let next = spec
  if (draft.image !== undefined) next = withContainer(next, { Image: draft.image })
  if (draft.env)
    next = withContainer(next, { Env: changedEnv(listAt(containerSpec(spec), 'Env'), draft.env) })
  if (draft.labels) next = { ...next, Labels: changedLabels(next, draft.labels) }
  if (draft.replicas !== undefined) {
    const replicated = { ...objectAt(next, 'Mode', 'Replicated'), Replicas: draft.replicas }
    next = { ...next, Mode: { ...objectAt(next, 'Mode'), Replicated: replicated } }
  }
  if (draft.force) {
    const count = Number(taskTemplate(next)['ForceUpdate'] ?? 0)
    next = { ...next, TaskTemplate: { ...taskTemplate(next), ForceUpdate: count + 1 } }
  }
  next = withSettings(next, draft, references)
  next = withConfig(next, 'UpdateConfig', draft.updatePolicy)
  next = withConfig(next, 'RollbackConfig', draft.rollbackPolicy)
  return withPlacement(next)
}

/** The spec with the image pinned to a digest, and the platforms it exists for, as the Docker CLI writes them. */
export function withDigest(spec: Spec, image: string, platforms: readonly Json[]): Spec {
  const pinned = withContainer(spec, { Image: image })
  const placement = { ...objectAt(taskTemplate(pinned), 'Placement'), Platforms: platforms }
  return { ...pinned, TaskTemplate: { ...taskTemplate(pinned), Placement: placement } }
}

function withContainer(spec: Spec, change: Readonly<Record<string, Json>>): Spec {
  return {
    ...spec,
    TaskTemplate: { ...taskTemplate(spec), ContainerSpec: { ...containerSpec(spec), ...change } }
  }
}

function withConfig(spec: Spec, kind: PolicyKind, change: PolicyChange | undefined): Spec {
  if (!change || Object.values(change).every((value) => value === undefined)) return spec
  const config = spec[kind]
  return { ...spec, [kind]: withPolicy(isObject(config) ? config : undefined, change) }
}

/** Env is a list whose order alone replaces tasks (measured): names keep their place, new ones go last. */
function changedEnv(env: readonly Json[], change: NamedChange): readonly Json[] {
  const set = new Map(Object.entries(change.set ?? {}))
  const remove = new Set(change.remove ?? [])
  const kept = env.flatMap((entry): readonly Json[] => {
    if (typeof entry !== 'string') return [entry]
    const name = entry.split('=', 1)[0] ?? entry
    const value = set.get(name)
    if (value !== undefined) {
      set.delete(name)
      return [`${name}=${value}`]
    }
    return remove.has(name) ? [] : [entry]
  })
  return [...kept, ...[...set].map(([name, value]) => `${name}=${value}`)]
}

function changedLabels(spec: Spec, change: NamedChange): Readonly<Record<string, Json>> {
  const remove = new Set(change.remove ?? [])
  const kept = Object.entries(labelsOf(spec)).filter(([name]) => !remove.has(name))
  return { ...Object.fromEntries(kept), ...change.set }
}
