import { reasonsOf, type Reason } from './reason'
import type { Node } from './node'
import { nanoseconds, policyOf, type Policy } from './policy'
import { imageOf, modeOf, type Service, type UpdateStatus } from './service'
import { slotsOf, type SlotState, type SlotView } from './slot'
import { hasFailed, isCurrent, type Task } from './task'

export type Phase = 'idle' | 'updating' | 'verifying' | 'paused' | 'rolling-back' | 'rollback-paused' | 'done'

/** How an update ended, judged by the tasks; absent while it runs. */
export type Verdict = 'succeeded' | 'failed' | 'rolled-back' | 'paused' | 'stuck' | 'superseded' | 'unknown'

/** One thing that happened; `at` is milliseconds since the epoch, by the swarm's clocks. */
export interface Fact {
  readonly at: number
  readonly code:
    'started' | 'slot-running' | 'slot-failed' | 'paused' | 'rollback-started' | 'rolled-back' | 'completed'
  readonly slot?: string
  readonly node?: string
  readonly error?: string
}

/** The computed progress of an update; never stored, always worked out again from the service and its tasks. */
export interface Rollout {
  readonly service: string
  readonly name: string
  readonly phase: Phase
  readonly verdict?: Verdict
  readonly startedAt?: number
  readonly completedAt?: number
  readonly image: string
  readonly previousImage?: string
  readonly slots: readonly SlotView[]
  readonly counts: Readonly<Record<SlotState, number>> & { readonly total: number; readonly current: number }
  readonly batches: { readonly total: number; readonly done: number }
  readonly reasons: readonly Reason[]
  readonly policy: Policy
  readonly status?: UpdateStatus
  /** Milliseconds until the youngest new task has run for the monitor time, if nothing fails. */
  readonly verifyLeft?: number
  readonly facts: readonly Fact[]
  readonly asOf: number
}

/** How long a task may be pending with an error before the rollout counts as stuck: the engine never says so itself. */
export const stuckAfter = 15_000

/** For how long an empty UpdateStatus says nothing: it is empty for about 0.1 s after every update (measured on 20.10.24). */
const settlesWithin = 3_000

/** What is known of an update beside what the engine shows. */
export interface RolloutInput {
  readonly service: Service
  /** All the tasks of this service that the engine still has. */
  readonly tasks: readonly Task[]
  readonly nodes: readonly Node[]
  /** Milliseconds since the epoch by the swarm's clock. */
  readonly now: number
  /** When the spec in force was accepted or first seen, for updates that leave UpdateStatus empty. */
  readonly changedAt?: number | undefined
}

/**
 * Where an update stands. `completed` is not success: with failure action continue an update whose every task crashes
 * ends as completed (measured on 20.10.24), so the verdict comes from the tasks that run the spec in force.
 */
export function rolloutOf({ service, tasks, nodes, now, changedAt }: RolloutInput): Rollout {
  const policy = policyOf(service.spec, 'UpdateConfig')
  const monitor = nanoseconds(policy.monitor) / 1e6
  const status = service.updateStatus
  const startedAt = status?.startedAt ?? changedAt
  const own = tasks.filter((task) => task.serviceId === service.id)
  const slots = slotsOf({ service, tasks: own, nodes, now, since: startedAt ?? 0, monitor })
  const counts = count(slots)
  const phase = phaseOf(status, counts, startedAt, now)
  const verdict = verdictOf(phase, status, slots, counts, now)
  const reasons = startedAt === undefined ? [] : reasonsOf(own, nodes, startedAt)
  const left = slots.flatMap((slot) => (slot.verifyLeft === undefined ? [] : [slot.verifyLeft]))
  const size = policy.parallelism === 0 ? Math.max(1, counts.total) : policy.parallelism
  return {
    service: service.id,
    name: service.name,
    phase,
    ...(verdict === undefined ? {} : { verdict }),
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(status?.completedAt === undefined ? {} : { completedAt: status.completedAt }),
    image: imageOf(service.spec),
    ...(service.previousSpec ? { previousImage: imageOf(service.previousSpec) } : {}),
    slots,
    counts,
    batches: {
      total: Math.ceil(counts.total / size),
      done: Math.floor((counts.verified + counts.running) / size)
    },
    reasons,
    policy,
    ...(status ? { status } : {}),
    ...(left.length > 0 ? { verifyLeft: Math.max(...left) } : {}),
    facts: startedAt === undefined ? [] : factsOf(service, own, nodes, startedAt),
    asOf: now
  }
}

/** Whether nothing more will happen to a rollout by itself. */
export const isSettled = (rollout: Rollout): boolean =>
  rollout.phase === 'idle' ||
  (rollout.phase === 'done' && rollout.verdict !== undefined && rollout.verdict !== 'stuck')

function count(slots: readonly SlotView[]): Rollout['counts'] {
  const of = (state: SlotState) => slots.filter((slot) => slot.state === state).length
  return {
    old: of('old'),
    stopping: of('stopping'),
    missing: of('missing'),
    pending: of('pending'),
    starting: of('starting'),
    running: of('running'),
    verified: of('verified'),
    failed: of('failed'),
    total: slots.length,
    current: of('running') + of('verified')
  }
}

function phaseOf(
  status: UpdateStatus | undefined,
  counts: Rollout['counts'],
  startedAt: number | undefined,
  now: number
): Phase {
  switch (status?.state) {
    case 'paused':
      return 'paused'
    case 'rollback_paused':
      return 'rollback-paused'
    case 'rollback_started':
      return 'rolling-back'
    case 'updating':
      return counts.current === counts.total && counts.total > 0 ? 'verifying' : 'updating'
    case 'completed':
    case 'rollback_completed':
      return counts.verified === counts.total || counts.failed > 0 ? 'done' : 'verifying'
    case undefined:
      if (startedAt === undefined) return 'idle'
      if (now - startedAt < settlesWithin) return counts.old + counts.stopping > 0 ? 'updating' : 'verifying'
      if (counts.verified === counts.total || (counts.failed > 0 && counts.old + counts.stopping === 0))
        return 'done'
      return counts.old + counts.stopping > 0 ? 'updating' : 'verifying'
  }
}

function verdictOf(
  phase: Phase,
  status: UpdateStatus | undefined,
  slots: readonly SlotView[],
  counts: Rollout['counts'],
  now: number
): Verdict | undefined {
  const stuck = slots.some(
    (slot) => slot.state === 'pending' && slot.error !== undefined && now - slot.since > stuckAfter
  )
  switch (phase) {
    case 'idle':
      return undefined
    case 'paused':
    case 'rollback-paused':
      return 'paused'
    case 'updating':
    case 'rolling-back':
    case 'verifying':
      return stuck
        ? 'stuck'
        : status?.state === 'rollback_completed' && counts.failed === 0
          ? 'rolled-back'
          : undefined
    case 'done':
      if (counts.failed > 0) return 'failed'
      return status?.state === 'rollback_completed' ? 'rolled-back' : 'succeeded'
  }
}

function factsOf(
  service: Service,
  tasks: readonly Task[],
  nodes: readonly Node[],
  startedAt: number
): readonly Fact[] {
  const hostname = (id: string | undefined) => nodes.find((node) => node.id === id)?.hostname
  const global = modeOf(service.spec) === 'global'
  const facts: Fact[] = [{ at: startedAt, code: 'started' }]
  for (const task of tasks) {
    if (task.createdAt < startedAt) continue
    const node = hostname(task.nodeId)
    const where = { ...(global || !task.slot ? {} : { slot: String(task.slot) }), ...(node ? { node } : {}) }
    if (hasFailed(task)) {
      facts.push({
        at: task.since,
        code: 'slot-failed',
        ...where,
        ...(task.error ? { error: task.error } : {})
      })
    } else if (task.state === 'running' && isCurrent(task, service)) {
      facts.push({ at: task.since, code: 'slot-running', ...where })
    }
  }
  const status = service.updateStatus
  const last = Math.max(...facts.map((fact) => fact.at))
  if (status?.state === 'paused' || status?.state === 'rollback_paused')
    facts.push({ at: last, code: 'paused' })
  if (status?.state === 'rollback_started') facts.push({ at: last, code: 'rollback-started' })
  if (status?.state === 'rollback_completed')
    facts.push({ at: status.completedAt ?? last, code: 'rolled-back' })
  if (status?.state === 'completed') facts.push({ at: status.completedAt ?? last, code: 'completed' })
  return facts.sort((a, b) => a.at - b.at)
}
