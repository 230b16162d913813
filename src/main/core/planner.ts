import { randomUUID } from 'node:crypto'
import type { Intent } from '../../domain/assisted'
import { commandFor } from '../../domain/command'
import { applyDraft, type Draft, type VersionDraft } from '../../domain/draft'
import { effectOf } from '../../domain/effect'
import { SkepError } from '../../domain/error'
import { at, isObject } from '../../domain/json'
import type { Finding } from '../../domain/lint'
import type { Node } from '../../domain/node'
import type { Plan, PlanStep, Warning } from '../../domain/plan'
import { withPlacement } from '../../domain/placement'
import { policyOf } from '../../domain/policy'
import type { References } from '../../domain/references'
import { differingKinds } from '../../domain/settings'
import { imageOf, type Service, type Spec } from '../../domain/service'
import { diffSpec } from '../../domain/spec-diff'
import type { Step } from '../../domain/step'
import type { Task } from '../../domain/task'
import type { Endpoint, Language } from '../../shared/contract'
import { texts } from '../../shared/messages'
import type { Clock } from './clock'
import type { Cluster, Live } from './cluster'
import { erasedOf } from './erased'
import { missingFindings, nativeCommand, partOf, sayingBack, specBack } from './going-back'
import { sha256, specHash } from './hash'
import { askImage, inTime, pinImage } from './image'
import { stringifyJson } from './json'
import type { Modes } from './modes'
import type { Registry, SavedContext } from './ports'
import { checked } from './draft-check'
import { preflight, spoken } from './preflight'
import { rollingBack, roomNow, untilHeld } from './plan-effect'
import { referencesOf } from './references'
import { emergencyStep } from './steps'
import { warningsFor } from './warnings'

/** A plan with what the window never sees: the exact text of the spec to send and of the one it was made from. */
export interface KeptPlan {
  readonly plan: Plan
  /** The swarm that it was worked out against. */
  readonly cluster: string
  /** What it was asked for: whether the mode of its context allows that is judged again when it is sent. */
  readonly intent: Intent
  readonly spec: Spec
  /** The service that it was made from, and the text of its spec. */
  readonly service: Service
  readonly baseText: string
  readonly baseHash: string
  readonly targetHash: string
  /** What it is for in an attended rollout; how many slots may have changed is counted when it is sent. */
  readonly step?: Step
  /** Whether it may be sent although it changes nothing: that resumes a paused update. */
  readonly resumes: boolean
  /** The image for whose registry this machine's login goes along, if it does. */
  readonly loginFor?: string
}

/** What a step of an attended rollout is made from: the service as it is, and its spec with the draft's changes. */
export interface Ground {
  readonly live: Live
  readonly service: Service
  readonly drafted: Spec
  readonly tasks: readonly Task[]
  readonly nodes: readonly Node[]
  /** This machine's clock: milliseconds since the epoch. */
  readonly now: number
}

/** A step worked out: what to send, and what to say of it. */
export interface MadeStep {
  readonly spec: Spec
  readonly step: Step
  readonly plan: PlanStep
  readonly findings: readonly Finding[]
  readonly restores?: number
  readonly resumes?: boolean
}

export interface PlanOptions {
  /** Makes the step of an attended rollout; throws SkepError where a hold would be blind or nothing is held. */
  readonly step?: (ground: Ground) => MadeStep
  /** Whether it is part of the way back of a whole stack. */
  readonly stack?: boolean
}

interface PlannerDeps {
  readonly clock: Clock
  readonly language: () => Language
  readonly registryOf: (endpoint: Endpoint) => Registry
  readonly modes: Pick<Modes, 'plan'>
  /** What is known from staging of an image that goes to production. */
  readonly staging: (image: string) => readonly Finding[]
}

export interface Planner {
  /** Works a draft out against the live spec and keeps the result for ten minutes. Throws mode-refuses. */
  plan(
    context: SavedContext,
    cluster: Cluster,
    service: string,
    draft: Draft,
    options?: PlanOptions
  ): Promise<Plan>
  /** The kept plan; throws plan-unknown, plan-expired or plan-hash. */
  take(id: string, hash: string): KeptPlan
  /** The kept plan to compare with, though it was sent already; throws plan-unknown or plan-hash. */
  recall(id: string, hash: string): KeptPlan
  /** Marks a plan as sent: it is applied once. */
  drop(id: string): void
}

const keepFor = 10 * 60_000
/** Milliseconds that a plan waits to hear whether the registry still has an image that it does not choose. */
const lookTime = 5_000

/** Makes plans from drafts; the specs stay here and never cross to the window. */
export function createPlanner({ clock, language, registryOf, modes, staging }: PlannerDeps): Planner {
  const kept = new Map<string, KeptPlan>()
  const sent = new Set<string>()

  function recall(id: string, hash: string): KeptPlan {
    const found = kept.get(id)
    if (!found) throw new SkepError('plan-unknown')
    if (found.plan.hash !== hash) throw new SkepError('plan-hash')
    return found
  }

  async function specFor(
    live: Live,
    service: Service,
    draft: Draft
  ): Promise<{ spec: Spec; references: References }> {
    if (draft.kind === 'version') {
      const spec = specBack(live.history, service, draft)
      return { spec, references: await referencesOf(live.engine, differingKinds(service.spec, spec)) }
    }
    const references = await checked(live, service, draft, language())
    return { spec: applyDraft(service.spec, draft, references), references }
  }

  return {
    async plan(context, cluster, id, draft, options = {}) {
      for (const [key, old] of kept)
        if (old.plan.expiresAt < clock.now()) {
          kept.delete(key)
          sent.delete(key)
        }
      const live = cluster.live()
      const service = await live.engine.inspect(id)
      if (!isObject(at(service.spec, 'TaskTemplate')))
        throw new SkepError('spec-unreadable', { service: service.name })
      const asked: Intent = { draft, stack: options.stack }
      if (!options.step) modes.plan(context, live, service, asked)
      const tasks = await live.engine.tasks({ service: service.id })
      const registry = registryOf(context.endpoint)
      const { spec: drafted, references } = await specFor(live, service, draft)
      const login = draft.withRegistryAuth ? await registry.login(imageOf(drafted)) : undefined
      const ask = (image: string) => askImage(live.engine, registry, image, login)
      const { spec: pinned, pinning, answer } = await pinImage(ask, drafted, draft)
      const nodes = cluster.nodes()
      const make =
        options.step ??
        (emergency(draft) ? emergencyStep(draft.number, partOf(draft) === undefined) : undefined)
      const made = make?.({ live, service, drafted: pinned, tasks, nodes, now: clock.now() })
      const intent: Intent = made
        ? { ...asked, step: { kind: made.plan.kind, restores: made.restores } }
        : asked
      if (options.step) modes.plan(context, live, service, intent)
      const spec = withPlacement(made?.spec ?? pinned)
      const back = draft.kind === 'version' ? sayingBack(live, service, draft, tasks) : {}
      const changes = diffSpec(service.spec, spec)
      // A rollback that is asked for follows the RollbackConfig of the spec that it brings back (measured on 20.10.24).
      const paced = back.native ? rollingBack(spec) : spec
      const whole = effectOf(service.spec, paced, tasks, nodes)
      const effect = made && made.plan.slots > 0 ? untilHeld(whole, made.plan.slots) : whole
      const checks = await preflight({
        engine: live.engine,
        registry,
        spec,
        service: service.id,
        effect,
        nodes,
        // Pinning had to wait for an answer; a plan that only wants to know does not wait long.
        image: () => answer ?? inTime(clock, lookTime, ask(imageOf(spec))),
        chosen: answer !== undefined,
        login: { asked: draft.withRegistryAuth ?? false, atHand: login !== undefined }
      })
      const command = back.native
        ? { text: nativeCommand(service.name), complete: true, without: [] }
        : commandFor(service.name, service.spec, spec, references, { withRegistryAuth: login !== undefined })
      const baseText = stringifyJson(service.spec)
      const found = warningsFor({
        service,
        tasks,
        spec: paced,
        draft,
        changes,
        effect,
        complete: command.complete,
        without: command.without,
        pinning,
        step: made?.plan.kind,
        findings: made?.findings ?? [],
        production: context.environment === 'production',
        erased: draft.kind === 'version' ? {} : erasedOf(live.history, service.id, spec),
        room: await roomNow(live, service, spec, effect, nodes),
        resumes: made?.resumes ?? false,
        staging:
          context.environment === 'production' &&
          draft.kind !== 'version' &&
          imageOf(spec) !== imageOf(service.spec)
            ? staging(imageOf(spec))
            : [],
        missing: draft.kind === 'version' ? missingFindings(checks, spec, tasks, nodes) : []
      })
      const warnings = found.map((warning): Warning => {
        const values = warning.cause
          ? { ...warning.values, reason: texts[language()].cause[warning.cause] }
          : warning.values
        return {
          code: warning.code,
          severity: warning.severity,
          values,
          message: texts[language()].warning[warning.code](values),
          ...(warning.repair ? { repair: warning.repair } : {})
        }
      })
      const part = draft.kind === 'version' ? partOf(draft) : undefined
      const restores = made?.restores ?? (draft.kind === 'version' ? draft.number : undefined)
      const plan: Plan = {
        id: randomUUID(),
        hash: sha256(
          [
            service.id,
            String(service.index),
            stringifyJson(spec),
            login?.registry ?? '',
            back.native ?? false
          ].join(' ')
        ),
        context: context.id,
        service: service.id,
        serviceName: service.name,
        baseIndex: service.index,
        changes,
        effect,
        policy: policyOf(paced, 'UpdateConfig'),
        warnings,
        checks: checks.map((check) => spoken(check, language())),
        ...(login ? { login: login.registry } : {}),
        command: command.text,
        commandComplete: command.complete,
        ...(restores === undefined ? {} : { restores }),
        ...(part === undefined ? {} : { restoredPart: part }),
        ...(made ? { step: made.plan } : {}),
        ...back,
        confirm: context.environment === 'production' ? 'name' : 'click',
        expiresAt: clock.now() + keepFor
      }
      kept.set(plan.id, {
        plan,
        cluster: live.info.cluster,
        intent,
        spec,
        service,
        baseText,
        baseHash: specHash(service.spec),
        targetHash: specHash(spec),
        ...(made ? { step: made.step } : {}),
        resumes: made?.resumes ?? false,
        ...(login ? { loginFor: imageOf(spec) } : {})
      })
      return plan
    },
    recall,
    take(id, hash) {
      if (sent.has(id)) throw new SkepError('plan-unknown')
      const expires = kept.get(id)?.plan.expiresAt ?? Infinity
      if (expires < clock.now()) throw new SkepError('plan-expired')
      return recall(id, hash)
    },
    drop: (id) => void sent.add(id)
  }
}

const emergency = (draft: Draft): draft is VersionDraft =>
  draft.kind === 'version' && draft.emergency === true
