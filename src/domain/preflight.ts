import type { Effect } from './effect'
import { parseImage, runsOn, shortDigest, type Platform } from './image'
import { listAt, numberAt, textAt, type Json } from './json'
import { satisfies, type Node } from './node'
import type { ReferenceKind, References } from './references'
import { freeOn, isLimited, platformsIn, reservationOf, takesOn } from './room'
import {
  constraintsOf,
  containerSpec,
  imageOf,
  modeOf,
  replicasOf,
  splitImage,
  taskTemplate,
  type Spec
} from './service'
import { isWanted, type Task } from './task'

/** What a plan is checked for before it is sent; the sentences are in shared/messages. */
export const checkCodes = [
  'image-found',
  'image-missing',
  'image-private',
  'image-unknown',
  'nodes-fit',
  'nodes-some-platform',
  'nodes-none-ready',
  'nodes-none-constraints',
  'nodes-none-platform',
  'room-enough',
  'room-short',
  'room-unknown',
  'references-there',
  'reference-missing',
  'references-unknown',
  'login-needless',
  'login-sent',
  'login-none',
  'login-at-hand',
  'login-kept'
] as const

export type CheckCode = (typeof checkCodes)[number]
export type CheckResult = 'ok' | 'warning' | 'failed' | 'unknown'

export interface FoundCheck {
  readonly code: CheckCode
  readonly result: CheckResult
  /** Values for the blanks in the sentence. */
  readonly values: Readonly<Record<string, string | number>>
}

/** What the registry of an image said, through the manager or to Skep itself. */
export type ImageAnswer =
  | {
      readonly state: 'found'
      readonly digest: string
      /** As they are written into a placement. */
      readonly platforms: readonly Platform[]
      /** Whether it is shown only with a login; undefined when it was asked with one. */
      readonly needsLogin: boolean | undefined
    }
  /** `private`: not without a login that is at hand. `unknown`: nobody could be asked. */
  | { readonly state: 'missing' | 'private' | 'unknown' }

export interface Facts {
  readonly spec: Spec
  readonly service: string
  readonly effect: Effect
  /** Whether any task is started. */
  readonly starts: boolean
  readonly nodes: readonly Node[]
  /** All tasks of the cluster; undefined when they could not be read. */
  readonly tasks: readonly Task[] | undefined
  /** Undefined when they could not be read. */
  readonly references: References | undefined
  /** Undefined where it does not matter. */
  readonly image: ImageAnswer | undefined
  /** Whether a login was asked to be sent along, and whether this machine has one. */
  readonly login: { readonly asked: boolean; readonly atHand: boolean }
}

const order: Readonly<Record<CheckResult, number>> = { failed: 0, warning: 1, unknown: 2, ok: 3 }

/** Whether an image is shown only with a login. */
export const wantsLogin = (image: ImageAnswer | undefined): boolean =>
  image?.state === 'private' || (image?.state === 'found' && image.needsLogin === true)

/** Everything that is checked of a plan, failures first. */
export function checksOf(facts: Facts): readonly FoundCheck[] {
  const onCluster = facts.starts ? [...nodeChecks(facts), ...referenceChecks(facts)] : []
  const found = [...imageChecks(facts), ...onCluster, ...loginChecks(facts)]
  return found.sort((a, b) => order[a.result] - order[b.result])
}

const check = (
  code: CheckCode,
  result: CheckResult,
  values: FoundCheck['values'] = {}
): readonly FoundCheck[] => [{ code, result, values }]

function imageChecks({ spec, image: answer }: Facts): readonly FoundCheck[] {
  if (!answer) return []
  const { name, digest } = splitImage(imageOf(spec))
  const image = digest === undefined ? name : `${name}@${shortDigest(digest)}`
  if (answer.state === 'found')
    return check('image-found', 'ok', { image: name, digest: shortDigest(answer.digest) })
  return check(`image-${answer.state}`, answer.state === 'missing' ? 'failed' : 'unknown', { image })
}

function nodeChecks(facts: Facts): readonly FoundCheck[] {
  const { spec, nodes, image } = facts
  const platforms = image?.state === 'found' ? image.platforms : platformsIn(spec)
  // Narrowed down as the scheduler does.
  const ready = nodes.filter((node) => node.state === 'ready' && node.availability === 'active')
  const matching = ready.filter((node) => satisfies(node, constraintsOf(spec)))
  const fit = matching.filter((node) => runsOn(node, platforms))
  const values = {
    fit: fit.length,
    total: nodes.length,
    matching: matching.length,
    platforms: [...new Set(platforms.map(({ os, architecture }) => `${os}/${architecture}`))].join(', ')
  }
  if (ready.length === 0) return check('nodes-none-ready', 'failed', values)
  if (matching.length === 0) return check('nodes-none-constraints', 'failed', values)
  if (fit.length === 0) return check('nodes-none-platform', 'failed', values)
  const some =
    fit.length < matching.length
      ? check('nodes-some-platform', 'warning', values)
      : check('nodes-fit', 'ok', values)
  return [...some, ...roomChecks(facts, fit)]
}

const hasHostPort = (spec: Spec): boolean =>
  listAt(spec, 'EndpointSpec', 'Ports').some((one) => textAt(one, 'PublishMode') === 'host')

/** Whether something limits how many tasks of a spec a node takes. */
export const hasLimits = (spec: Spec): boolean => isLimited(spec) || hasHostPort(spec) || reservesPieces(spec)

/** Generic resources: the listing of nodes tells what there is, but not which pieces are in use. */
const reservesPieces = (spec: Spec): boolean =>
  listAt(taskTemplate(spec), 'Resources', 'Reservations', 'GenericResources').length > 0

function roomChecks(facts: Facts, nodes: readonly Node[]): readonly FoundCheck[] {
  const { spec, service, effect, tasks } = facts
  if (!hasLimits(spec)) return []
  const { nanoCPUs, memoryBytes } = reservationOf(taskTemplate(spec))
  const blind = nanoCPUs + memoryBytes > 0 && nodes.some((node) => !freeOn(node, []))
  if (!tasks || blind || reservesPieces(spec)) return check('room-unknown', 'unknown')
  // What is replaced makes room for itself; what stays does not.
  const replaced = effect.replaces > 0 || effect.adds === 0
  const beside = replaced ? tasks.filter((task) => task.serviceId !== service) : tasks
  const own = (node: Node) =>
    beside.filter((task) => task.serviceId === service && task.nodeId === node.id && isWanted(task)).length
  const takes = nodes.map((node) =>
    Math.min(takesOn(node, spec, service, beside), hasHostPort(spec) ? Math.max(0, 1 - own(node)) : Infinity)
  )
  const global = modeOf(spec).startsWith('global')
  const needed = global ? nodes.length : replaced ? atOnce(spec) : effect.adds
  const room = global
    ? takes.filter((count) => count > 0).length
    : takes.reduce((sum, count) => sum + count, 0)
  const values = { room, tasks: needed }
  return room < needed ? check('room-short', 'failed', values) : check('room-enough', 'ok', values)
}

/** How many tasks of a spec run at once when all do. */
const atOnce = (spec: Spec): number =>
  modeOf(spec) === 'replicated-job'
    ? (numberAt(spec, 'Mode', 'ReplicatedJob', 'MaxConcurrent') ?? 1)
    : (replicasOf(spec) ?? 0)

interface Named {
  readonly kind: ReferenceKind
  /** As the sentences name one of its kind. */
  readonly word: 'secret' | 'config' | 'network'
  readonly id: string
  readonly name: string
}

/** The secrets, configs and networks that a spec names. */
export function referenced(spec: Spec): readonly Named[] {
  const list = (kind: ReferenceKind, word: Named['word'], items: readonly Json[], id: string, name: string) =>
    items.flatMap((one): readonly Named[] => {
      const key = textAt(one, id)
      return key === undefined || key === '' ? [] : [{ kind, word, id: key, name: textAt(one, name) ?? key }]
    })
  const container = containerSpec(spec)
  return [
    ...list('secrets', 'secret', listAt(container, 'Secrets'), 'SecretID', 'SecretName'),
    ...list('configs', 'config', listAt(container, 'Configs'), 'ConfigID', 'ConfigName'),
    ...list('networks', 'network', listAt(taskTemplate(spec), 'Networks'), 'Target', 'Target')
  ]
}

function referenceChecks({ spec, references }: Facts): readonly FoundCheck[] {
  const named = referenced(spec)
  if (named.length === 0) return []
  if (!references) return check('references-unknown', 'unknown', { count: named.length })
  const missing = named.filter(
    ({ kind, id }) =>
      !references[kind].some((one) => one.id === id || (kind === 'networks' && one.name === id))
  )
  if (missing.length > 0)
    return missing.flatMap(({ word, name }) => check('reference-missing', 'failed', { kind: word, name }))
  return check('references-there', 'ok', { count: named.length })
}

function loginChecks({ spec, image, login }: Facts): readonly FoundCheck[] {
  const values = { registry: parseImage(imageOf(spec))?.registry ?? '' }
  if (login.asked)
    return login.atHand ? check('login-sent', 'ok', values) : check('login-none', 'failed', values)
  if (wantsLogin(image)) return check(login.atHand ? 'login-at-hand' : 'login-kept', 'warning', values)
  return image?.state === 'found' ? check('login-needless', 'ok', values) : []
}
