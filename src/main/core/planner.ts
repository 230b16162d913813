import { randomUUID } from 'node:crypto'
import { commandFor } from '../../domain/command'
import {
  applyDraft,
  applyVersion,
  draftProblems,
  withDigest,
  type ChangeDraft,
  type Draft
} from '../../domain/draft'
import { effectOf } from '../../domain/effect'
import { SkepError } from '../../domain/error'
import { at, isObject, type Json } from '../../domain/json'
import type { Plan, Warning } from '../../domain/plan'
import { policyOf, type Policy, type PolicyField } from '../../domain/policy'
import { splitImage, type Service, type Spec } from '../../domain/service'
import { diffSpec } from '../../domain/spec-diff'
import type { Language } from '../../shared/contract'
import { texts } from '../../shared/messages'
import type { Clock } from './clock'
import type { Cluster, Live } from './cluster'
import { sha256, specHash } from './hash'
import { stringifyJson } from './json'
import type { SavedContext } from './ports'
import { warningsFor, type Pinning } from './warnings'

/** A plan with what the window never sees: the exact text of the spec to send and of the one it was made from. */
export interface KeptPlan {
  readonly plan: Plan
  /** The swarm that it was worked out against. */
  readonly cluster: string
  readonly spec: Spec
  readonly baseText: string
  readonly baseHash: string
  readonly targetHash: string
  /** Whether it may be sent although it changes nothing: that resumes a paused update. */
  readonly resumes: boolean
}

export interface PlanOptions {
  readonly resumes?: boolean
}

export interface Planner {
  /** Works a draft out against the live spec and keeps the result for ten minutes. */
  plan(
    context: SavedContext,
    cluster: Cluster,
    service: string,
    draft: Draft,
    options?: PlanOptions
  ): Promise<Plan>
  /** The kept plan; throws plan-unknown, plan-expired or plan-hash. */
  take(id: string, hash: string): KeptPlan
  /** Forgets a plan that was sent: a plan is applied once. */
  drop(id: string): void
}

const keepFor = 10 * 60_000

/** Makes plans from drafts; the specs stay here and never cross to the window. */
export function createPlanner(clock: Clock, language: () => Language): Planner {
  const kept = new Map<string, KeptPlan>()

  async function specFor(
    live: Live,
    service: Service,
    draft: Draft
  ): Promise<{ spec: Spec; pinning?: Pinning }> {
    if (draft.kind === 'version') {
      return { spec: applyVersion(live.history.specOf(service.id, draft.number), service.spec, draft) }
    }
    const problems = draftProblems(service.spec, draft)
    if (problems.length > 0) {
      const names = texts[language()].field
      const named = problems.map((field) =>
        field.startsWith('setting.')
          ? field.replace('setting.', '--')
          : names[field.replace(/^\w+\./, '') as PolicyField]
      )
      throw new SkepError('draft-invalid', { fields: [...new Set(named)].join(', ') })
    }
    return pinned(live, applyDraft(service.spec, draft), draft)
  }

  return {
    async plan(context, cluster, id, draft, options = {}) {
      for (const [key, old] of kept) if (old.plan.expiresAt < clock.now()) kept.delete(key)
      const live = cluster.live()
      const service = await live.engine.inspect(id)
      if (!isObject(at(service.spec, 'TaskTemplate')))
        throw new SkepError('spec-unreadable', { service: service.name })
      const tasks = await live.engine.tasks({ service: service.id })
      const { spec, pinning } = await specFor(live, service, draft)
      const changes = diffSpec(service.spec, spec)
      const effect = effectOf(service.spec, spec, tasks, cluster.nodes())
      const command = commandFor(service.name, service.spec, spec)
      const baseText = stringifyJson(service.spec)
      const found = warningsFor({
        service,
        spec,
        draft,
        changes,
        effect,
        complete: command.complete,
        pinning,
        production: context.environment === 'production',
        erased: draft.kind !== 'version' && !hasPolicy(spec) ? lastPolicy(live, service.id) : undefined
      })
      const warnings = found.map((warning): Warning => {
        const values = warning.cause
          ? { ...warning.values, reason: texts[language()].cause[warning.cause] }
          : warning.values
        return {
          code: warning.code,
          severity: warning.severity,
          values,
          message: texts[language()].warning[warning.code](values)
        }
      })
      const plan: Plan = {
        id: randomUUID(),
        hash: sha256(`${service.id} ${String(service.index)} ${stringifyJson(spec)}`),
        context: context.id,
        service: service.id,
        serviceName: service.name,
        baseIndex: service.index,
        changes,
        effect,
        policy: policyOf(spec, 'UpdateConfig'),
        warnings,
        command: command.text,
        commandComplete: command.complete,
        ...(draft.kind === 'version' ? { restores: draft.number } : {}),
        confirm: context.environment === 'production' ? 'name' : 'click',
        expiresAt: clock.now() + keepFor
      }
      kept.set(plan.id, {
        plan,
        cluster: live.info.cluster,
        spec,
        baseText,
        baseHash: specHash(service.spec),
        targetHash: specHash(spec),
        resumes: options.resumes ?? false
      })
      return plan
    },
    take(id, hash) {
      const found = kept.get(id)
      if (!found) throw new SkepError('plan-unknown')
      if (found.plan.expiresAt < clock.now()) throw new SkepError('plan-expired')
      if (found.plan.hash !== hash) throw new SkepError('plan-hash')
      return found
    },
    drop: (id) => void kept.delete(id)
  }
}

const hasPolicy = (spec: Spec): boolean => isObject(at(spec, 'UpdateConfig'))

/** How far back a policy that another tool erased is looked for, in versions. */
const lookBack = 50

/** The newest version of a service that had an update policy; undefined when none of the last 50 had. */
function lastPolicy(live: Live, service: string): { version: number; policy: Policy } | undefined {
  const complete = live.history.versions(service).filter((version) => version.complete)
  for (const { number } of complete.slice(-lookBack).reverse()) {
    const spec = live.history.specOf(service, number)
    if (hasPolicy(spec)) return { version: number, policy: policyOf(spec, 'UpdateConfig') }
  }
  return undefined
}

/**
 * The spec with a newly chosen image pinned to its digest. Since API 1.30 the daemon resolves no tags, clients do; like
 * the Docker CLI, an image whose registry cannot be asked is sent as it was typed, and the plan says so.
 */
async function pinned(
  live: Live,
  spec: Spec,
  draft: ChangeDraft
): Promise<{ spec: Spec; pinning?: Pinning }> {
  const image = draft.image
  if (image === undefined || splitImage(image).digest !== undefined) return { spec }
  if (draft.resolveImage === false) return { spec, pinning: 'off' }
  try {
    const { digest, platforms } = await live.engine.distribution(image)
    const written = platforms.map((platform): Json => ({
      Architecture: platform.architecture,
      OS: platform.os
    }))
    return { spec: withDigest(spec, `${tagged(image)}@${digest}`, written) }
  } catch (error) {
    if (!(error instanceof SkepError)) throw error
    if (error.code === 'engine-error')
      return {
        spec,
        pinning: /manifest unknown|not found/i.test(error.detail ?? '') ? 'unknown' : 'unreachable'
      }
    if (error.code === 'deadline') return { spec, pinning: 'unreachable' }
    throw error
  }
}

/** With a tag, as the Docker CLI writes a pinned reference: `web` becomes `web:latest`. */
const tagged = (image: string): string => (/:[\w][\w.-]*$/.test(image) ? image : `${image}:latest`)
