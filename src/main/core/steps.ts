import { randomUUID } from 'node:crypto'
import { same } from '../../domain/canonical'
import { applyDraft } from '../../domain/draft'
import { effectOf } from '../../domain/effect'
import { SkepError } from '../../domain/error'
import type { Gates } from '../../domain/gates'
import { at, isObject, type JsonObject } from '../../domain/json'
import type { Finding } from '../../domain/lint'
import { nanoseconds, policyOf, withPolicy, type PolicyChange } from '../../domain/policy'
import { modeOf, replicasOf, type Spec } from '../../domain/service'
import {
  configOf,
  configText,
  distinct,
  goingConfig,
  holdConfig,
  holds,
  templateText,
  withConfig,
  type Step,
  type StepKind,
  type StepReason
} from '../../domain/step'
import { isWanted, runsTemplate, slotKey } from '../../domain/task'
import type { Live } from './cluster'
import { sha256, specHash } from './hash'
import { parseJson, stringifyJson } from './json'
import type { Ground, MadeStep } from './planner'

type Make = (ground: Ground) => MadeStep

/** Starts an update that changes `slots` slots and then holds; the policy that the draft leaves is put back at the end. */
export const startStep =
  (current: Step | undefined, slots: number, change: PolicyChange | undefined, gates?: Gates): Make =>
  (ground) => {
    const { service, drafted, tasks, nodes } = ground
    if (modeOf(drafted).endsWith('-job')) throw new SkepError('hold-job')
    const { batches, replaces } = effectOf(service.spec, drafted, tasks, nodes)
    if (batches === 0) throw new SkepError('hold-nothing')
    if (slots >= replaces) throw new SkepError('hold-blind', { number: slots, tasks: replaces })
    const before = ownConfig(ground, current)
    const own =
      change && Object.keys(change).length > 0
        ? configOf(applyDraft(withConfig({}, before), { updatePolicy: change }))
        : before
    const back = inForce(ground.live, service.id, service.spec)
    return made(ground, {
      kind: 'hold',
      spec: withConfig(drafted, holdConfig(own, slots, configOf(service.spec))),
      own,
      slots,
      left: replaces,
      back,
      gates
    })
  }

/** Holds an update that is running or held: the slots in flight finish, `slots` more change, then the cluster holds. */
export const holdStep =
  (current: Step | undefined, slots: number, gates?: Gates, reason?: StepReason): Make =>
  (ground) => {
    const { service } = ground
    if (modeOf(service.spec).endsWith('-job')) throw new SkepError('hold-job')
    const { left, moving } = dirtyOf(ground)
    const state = service.updateStatus?.state
    const advances = holds(configOf(service.spec))
    if (left === 0 || (state !== 'updating' && state !== 'paused' && !advances))
      throw new SkepError('not-updating', { service: service.name })
    if (slots >= left) throw new SkepError('hold-blind', { number: slots, tasks: left })
    const own = ownConfig(ground, current)
    const inFlight: Finding[] =
      moving > 0 && !advances
        ? [{ code: 'slots-in-flight', severity: 'info', values: { tasks: moving } }]
        : []
    return made(ground, {
      kind: advances ? 'advance' : 'hold',
      spec: withConfig(service.spec, holdConfig(own, slots, configOf(service.spec))),
      own,
      slots,
      left,
      current,
      findings: inFlight,
      gates: gates ?? current?.gates,
      reason,
      running: true
    })
  }

/**
 * Lets the rest go: by the person's own policy, or by another one that is put back at the end. A paused update goes on with
 * any write, but one that says nothing new is ignored while its workers sleep (measured on 20.10.24).
 */
export const continueStep =
  (current: Step | undefined, change: PolicyChange | undefined, reason?: StepReason): Make =>
  (ground) => {
    const { service } = ground
    const { left } = dirtyOf(ground)
    const live = configOf(service.spec)
    const own = ownConfig(ground, current)
    const paused = service.updateStatus?.state === 'paused'
    if (left === 0 && same(own, live)) throw new SkepError('not-updating', { service: service.name })
    const wanted = goingConfig(own, change, left)
    const waits = paused && nanoseconds(policyOf(service.spec, 'UpdateConfig').delay) > 0
    const config = waits ? distinct(wanted, live) : wanted
    const kind: StepKind = change
      ? 'continue'
      : paused && !holds(live)
        ? 'resume'
        : left === 0
          ? 'restore'
          : 'hand-over'
    const pauses: Finding[] =
      left > 0 && at(change ? withPolicy(own, change) : own, 'FailureAction') === 'rollback'
        ? [{ code: 'pause-until-done', severity: 'info', values: {} }]
        : []
    return made(ground, {
      kind,
      spec: withConfig(service.spec, config),
      own,
      slots: 0,
      left,
      current,
      findings: pauses,
      gates: current?.gates,
      reason,
      resumes: paused
    })
  }

/** Puts the person's own policy back where a hold, a chosen policy or an emergency left another one; restarts nothing. */
export const restoreStep =
  (current: Step | undefined, reason?: StepReason): Make =>
  (ground) => {
    const own = ownConfig(ground, current)
    const { left } = dirtyOf(ground)
    if (left > 0) return continueStep(current, undefined, reason)(ground)
    return made(ground, {
      kind: 'restore',
      spec: withConfig(ground.service.spec, own),
      own,
      slots: 0,
      left: 0,
      current,
      reason
    })
  }

/**
 * Back to the stored spec of before: slots that were not reached stay as they are. What others scaled meanwhile stays
 * scaled.
 */
export const abortStep =
  (current: Step | undefined, reason?: StepReason): Make =>
  (ground) => {
    const { live, service } = ground
    const back = wayBack(live, service.id, service.spec, current)
    if (back === undefined) throw new SkepError('no-way-back', { service: service.name })
    const stored = live.history.specOf(service.id, back)
    const scaled = current?.replicas !== undefined && current.replicas !== replicasOf(service.spec)
    const mode = service.spec['Mode']
    const spec = scaled && mode !== undefined ? { ...stored, Mode: mode } : stored
    // The previous spec is the one that is left now: to return there is no rescue (measured on 20.10.24).
    const returns: Finding[] =
      policyOf(stored, 'UpdateConfig').failureAction === 'rollback'
        ? [{ code: 'rollback-would-return', severity: 'warning', values: {} }]
        : []
    return made(ground, {
      kind: 'abort',
      spec,
      own: configOf(stored),
      slots: 0,
      left: 0,
      current,
      findings: returns,
      restores: back,
      reason
    })
  }

/** Everything back at once; the policy of the version is put back afterwards. The same spec once more would be ignored. */
export const emergencyStep =
  (number: number, whole: boolean): Make =>
  (ground) => {
    const { live, service, drafted } = ground
    const spec = same(drafted, service.spec)
      ? withConfig(drafted, distinct(configOf(drafted), configOf(service.spec)))
      : drafted
    return made(ground, {
      kind: 'emergency',
      spec,
      // A part of a version leaves the policy in force as it is.
      own: configOf(whole ? live.history.specOf(service.id, number) : service.spec),
      slots: 0,
      left: 0,
      restores: number
    })
  }

interface Making {
  readonly kind: StepKind
  readonly spec: Spec
  readonly own: JsonObject | undefined
  readonly slots: number
  readonly left: number
  readonly current?: Step | undefined
  readonly back?: number | undefined
  readonly gates?: Gates | undefined
  readonly reason?: StepReason | undefined
  readonly findings?: readonly Finding[]
  readonly restores?: number
  readonly resumes?: boolean
  readonly running?: boolean
}

function made(ground: Ground, making: Making): MadeStep {
  const { service, nodes, live } = ground
  const { kind, spec, own, slots, left, current, gates, reason } = making
  const goes = current !== undefined && kind !== 'emergency'
  const back = making.back ?? wayBack(live, service.id, service.spec, current)
  const replicas = replicasOf(spec)
  const leader = nodes.find((node) => node.leader)?.id
  const lost: Finding[] =
    back !== undefined && ['advance', 'continue', 'hand-over', 'resume'].includes(kind)
      ? [{ code: 'engine-way-back-lost', severity: 'info', values: { version: back } }]
      : []
  const step: Step = {
    rollout: goes ? current.rollout : randomUUID(),
    kind,
    number: goes ? current.number + 1 : 1,
    since: goes ? current.since : ground.now,
    template: sha256(templateText(spec)),
    config: configText(configOf(spec)),
    intended: own ? stringifyJson(own) : '',
    ...(back === undefined ? {} : { back }),
    allowed: slots,
    slots,
    ...(replicas === undefined ? {} : { replicas }),
    ...(leader === undefined ? {} : { leader }),
    ...(gates ? { gates } : {}),
    ...(reason ? { reason } : {})
  }
  return {
    spec,
    step,
    plan: {
      kind,
      slots,
      left,
      running: making.running ?? false,
      ...(back === undefined ? {} : { back })
    },
    findings: [...(making.findings ?? []), ...lost],
    ...(making.restores === undefined ? {} : { restores: making.restores }),
    ...(making.resumes ? { resumes: true } : {})
  }
}

/** Slots that do not run the spec in force yet, and those whose new task does not run yet. */
function dirtyOf({ service, tasks }: Ground): { left: number; moving: number } {
  const mode = modeOf(service.spec)
  const slots = new Map<string, 'old' | 'moving' | 'there'>()
  for (const task of tasks) {
    if (!isWanted(task)) continue
    const fresh = runsTemplate(task, service.spec)
    const key = slotKey(task, mode)
    if (fresh) slots.set(key, task.state === 'running' ? 'there' : 'moving')
    else if (!slots.has(key)) slots.set(key, 'old')
  }
  const count = (state: string) => [...slots.values()].filter((one) => one === state).length
  return { left: count('old'), moving: count('moving') }
}

/**
 * The UpdateConfig that is the person's own. A hold's or an emergency's is not: then it is the one that the journal keeps,
 * or, for a hold that Skep did not send, the newest one of the history that paces and does not hold.
 */
export function ownConfig({ live, service }: Ground, current: Step | undefined): JsonObject | undefined {
  const config = configOf(service.spec)
  if (current && configText(config) === current.config) return parsed(current.intended)
  if (!holds(config)) return config
  const versions = live.history.versions(service.id).filter((version) => version.complete)
  for (const { number } of versions.slice(-lookBack).reverse()) {
    const known = configOf(live.history.specOf(service.id, number))
    if (!holds(known)) return known
  }
  return withPolicy(config, { delay: '0s', monitor: '0s' })
}

const lookBack = 50

/** The UpdateConfig of a step's `intended`; undefined for none. */
export function parsed(intended: string): JsonObject | undefined {
  const config = intended === '' ? undefined : parseJson(intended)
  return isObject(config) ? config : undefined
}

/** The version of a spec that is in force, as the history has it. */
function inForce(live: Live, service: string, spec: Spec): number | undefined {
  const versions = live.history.versions(service).filter((version) => version.complete)
  const hash = specHash(spec)
  return (versions.filter((version) => version.hash === hash).at(-1) ?? versions.at(-1))?.number
}

/** The version to go back to: the one the rollout began from, else the newest that ran other tasks. */
function wayBack(live: Live, service: string, spec: Spec, current: Step | undefined): number | undefined {
  const template = templateText(spec)
  if (current?.back !== undefined && current.template === sha256(template)) return current.back
  const versions = live.history.versions(service).filter((version) => version.complete)
  for (const { number } of versions.slice(-lookBack).reverse())
    if (templateText(live.history.specOf(service, number)) !== template) return number
  return undefined
}
