import type { Node } from './node'
import type { Rollout } from './rollout'
import {
  imageOf,
  modeOf,
  replicasOf,
  splitImage,
  stackOf,
  type Mode,
  type Service,
  type UpdateState
} from './service'
import { isWanted, slotKey, type Task } from './task'
import type { Outcome } from './version'

/** What a person needs to know of a service at a glance; `steady` is the only one that needs no colour. */
export type ServiceState =
  | 'steady'
  | 'degraded'
  | 'updating'
  | 'verifying'
  | 'held'
  | 'paused'
  | 'rolling-back'
  | 'rolled-back'
  | 'failed'
  | 'stuck'

/** States that go on or rest by themselves; every other one waits for somebody. */
const untroubled: ReadonlySet<ServiceState> = new Set(['steady', 'updating', 'verifying', 'rolling-back'])

/** Whether a service waits for somebody: it failed, is stuck, paused, held or degraded, or its update was undone. */
export const needsAttention = ({ state }: Pick<ServiceRow, 'state'>): boolean => !untroubled.has(state)

export interface ServiceRow {
  readonly id: string
  readonly name: string
  readonly stack?: string
  readonly image: string
  readonly digest?: string
  readonly mode: Mode
  readonly running: number
  readonly desired: number
  readonly updateState?: UpdateState
  readonly state: ServiceState
  /** The number of the version in force; 0 while the history is still being read. */
  readonly version: number
  /** Last change: milliseconds since the epoch, by the manager's clock. */
  readonly changedAt: number
}

export interface ClusterSnapshot {
  /** The id of the saved context. */
  readonly context: string
  /** The swarm's own id. */
  readonly cluster: string
  /** When it was read: milliseconds since the epoch, by this machine's clock. */
  readonly asOf: number
  readonly services: readonly ServiceRow[]
  readonly nodes: readonly Node[]
}

/** Tasks of each service that the swarm wants to run. */
export function wantedByService(tasks: readonly Task[]): ReadonlyMap<string, readonly Task[]> {
  const groups = new Map<string, Task[]>()
  for (const task of tasks) {
    if (!isWanted(task)) continue
    const group = groups.get(task.serviceId)
    if (group) group.push(task)
    else groups.set(task.serviceId, [task])
  }
  return groups
}

/** One row of the list of services. */
export function rowOf(
  service: Service,
  wanted: readonly Task[],
  known: {
    readonly version: number
    readonly outcome?: Outcome | undefined
    readonly rollout?: Rollout | undefined
  }
): ServiceRow {
  const { name: image, digest } = splitImage(imageOf(service.spec))
  const mode = modeOf(service.spec)
  // By slot: with start-first an old and a new task run side by side for a moment.
  const running = new Set(
    wanted.filter((task) => task.state === 'running').map((task) => slotKey(task, mode))
  ).size
  const desired =
    mode === 'global'
      ? (known.rollout?.counts.total ?? wanted.length)
      : (replicasOf(service.spec) ?? wanted.length)
  const stack = stackOf(service.spec)
  return {
    id: service.id,
    name: service.name,
    ...(stack === undefined ? {} : { stack }),
    image,
    ...(digest === undefined ? {} : { digest }),
    mode,
    running,
    desired,
    ...(service.updateStatus ? { updateState: service.updateStatus.state } : {}),
    state: stateOf(service, known, running, desired),
    version: known.version,
    changedAt: service.updatedAt
  }
}

function stateOf(
  service: Service,
  known: { readonly outcome?: Outcome | undefined; readonly rollout?: Rollout | undefined },
  running: number,
  desired: number
): ServiceState {
  const verdict = known.rollout ? known.rollout.verdict : known.outcome
  if (verdict === 'failed' || verdict === 'stuck' || verdict === 'paused') return verdict
  const phase = known.rollout?.phase
  if (verdict !== 'succeeded' && verdict !== 'rolled-back') {
    if (known.rollout?.held) return 'held'
    if (phase === 'updating' || phase === 'verifying' || phase === 'rolling-back') return phase
  }
  const mode = modeOf(service.spec)
  if (mode !== 'replicated-job' && mode !== 'global-job' && running < desired) return 'degraded'
  // The last update was undone, and stays undone until the next one: never a success.
  return service.updateStatus?.state === 'rollback_completed' ? 'rolled-back' : 'steady'
}
