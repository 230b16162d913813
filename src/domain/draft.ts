import {
  changedEntries,
  entryValue,
  fieldNames,
  fields,
  fieldValue,
  listFields,
  listNames,
  type FieldName,
  type ListName
} from './fields'
import { at, isObject, listAt, objectAt, withAt, withoutAt, type Json } from './json'
import { masked } from './mask'
import { badFields, withPolicy, type PolicyChange, type PolicyField, type PolicyKind } from './policy'
import { containerSpec, labelsOf, modeOf, taskTemplate, withPlacement, type Spec } from './service'

/** Named values to set and names to take away. */
export interface NamedChange {
  readonly set?: Readonly<Record<string, string>> | undefined
  readonly remove?: readonly string[] | undefined
}

/** Entries to add or replace, as the CLI writes them, and keys of those to take away. */
export interface ListChange {
  readonly add?: readonly string[] | undefined
  readonly remove?: readonly string[] | undefined
}

/** What a person wants changed of the live spec; what is left out stays byte for byte as it is. */
export interface ChangeDraft {
  readonly kind?: 'change' | undefined
  readonly image?: string | undefined
  readonly replicas?: number | undefined
  readonly env?: NamedChange | undefined
  readonly labels?: NamedChange | undefined
  readonly updatePolicy?: PolicyChange | undefined
  readonly rollbackPolicy?: PolicyChange | undefined
  /** Settings with one value, as the CLI's flag takes it; an empty text clears the setting. */
  readonly settings?: { readonly [N in FieldName]?: string | undefined } | undefined
  readonly lists?: { readonly [N in ListName]?: ListChange | undefined } | undefined
  /** Replace every task even when nothing else changes (ForceUpdate + 1). */
  readonly force?: boolean | undefined
  /** Ask the manager for the image's digest and pin it, as the Docker CLI does; on unless false. */
  readonly resolveImage?: boolean | undefined
}

/** Back to a version that Skep remembers. */
export interface VersionDraft {
  readonly kind: 'version'
  readonly number: number
  /** Everything at once, without waiting: Parallelism 0, Delay 0, FailureAction pause. */
  readonly emergency?: boolean | undefined
  /** Keep today's number of replicas instead of the version's. */
  readonly keepReplicas?: boolean | undefined
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
  for (const name of fieldNames) {
    const typed = draft.settings?.[name]
    if (typed !== undefined && (hidden(typed) || fieldValue(name, typed) === undefined))
      problems.push(`setting.${name}`)
  }
  for (const name of listNames)
    if (draft.lists?.[name]?.add?.some((typed) => hidden(typed) || entryValue(name, typed) === undefined))
      problems.push(`setting.${name}`)
  for (const field of badFields(draft.updatePolicy ?? {})) problems.push(`update.${field}`)
  for (const field of badFields(draft.rollbackPolicy ?? {})) problems.push(`rollback.${field}`)
  return problems
}

/** Whether a text has a masked value in it: the window never had that value, so it must not be sent back. */
const hidden = (typed: string): boolean => typed.includes(masked)

/** Whether a text can be an image reference: name, optional tag, optional digest (distribution/reference grammar). */
export function isImageReference(text: string): boolean {
  return /^(?:[a-zA-Z0-9.-]+(?::\d+)?\/)?[a-z0-9]+(?:[._/-]+[a-z0-9]+)*(?::[\w][\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$/.test(
    text
  )
}

/** The live spec with exactly the draft's fields changed, and a Placement (see withPlacement). */
export function applyDraft(spec: Spec, draft: ChangeDraft): Spec {
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
  next = withSettings(next, draft)
  next = withConfig(next, 'UpdateConfig', draft.updatePolicy)
  next = withConfig(next, 'RollbackConfig', draft.rollbackPolicy)
  return withPlacement(next)
}

/** The spec with the draft's settings and entries changed, each at its own place. */
function withSettings(spec: Spec, draft: ChangeDraft): Spec {
  let next = spec
  for (const name of fieldNames) {
    const typed = draft.settings?.[name]
    const value = typed === undefined ? undefined : fieldValue(name, typed)
    if (value === undefined) continue
    // As the CLI: a restart policy that was absent starts from the defaults that were in force (docker/cli).
    if (name.startsWith('restart-') && !isObject(taskTemplate(next)['RestartPolicy']) && value !== null)
      next = withAt(next, ['TaskTemplate', 'RestartPolicy'], { Condition: 'any', Delay: 5e9 })
    if (name === 'log-driver') {
      // As the CLI: the options of one driver mean nothing to another, so they go with it.
      const path = ['TaskTemplate', 'LogDriver'] as const
      if (value === null) next = withoutAt(next, path)
      else if (at(next, ...path, 'Name') !== value) next = withAt(next, path, { Name: value })
      continue
    }
    const { path } = fields[name]
    next = value === null ? withoutAt(next, path) : withAt(next, path, value)
  }
  for (const name of listNames) {
    const change = draft.lists?.[name]
    if (!change) continue
    const add = (change.add ?? []).flatMap((typed) => entryValue(name, typed) ?? [])
    next = withAt(next, listFields[name].path, changedEntries(next, name, add, change.remove ?? []))
  }
  return next
}

/**
 * A remembered spec made ready to be sent again: with today's replicas if asked, with a Placement, and in an emergency
 * with a policy that brings everything back at once. FailureAction is then pause: PreviousSpec will be the bad spec.
 */
export function applyVersion(stored: Spec, live: Spec, draft: VersionDraft): Spec {
  let next = stored
  if (draft.keepReplicas && isObject(live['Mode'])) next = { ...next, Mode: live['Mode'] }
  if (draft.emergency) {
    next = withConfig(next, 'UpdateConfig', { parallelism: 0, delay: '0s', failureAction: 'pause' })
  }
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
