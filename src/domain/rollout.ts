import { factsOf, type Fact } from './fact'
import type { Node } from './node'
import { holdFrom, paceOf, type Held, type Pace } from './pace'
import { defaultPolicy, nanoseconds, policyOf, type Policy } from './policy'
import { reasonsOf, type Reason, type RegistryWord } from './reason'
import { imageOf, modeOf, type Mode, type Service, type UpdateStatus } from './service'
import { slotsOf, type SlotState, type SlotView } from './slot'
import { defaultDeadline, stuckOf, type Deadline, type Stuck } from './stuck'
import type { Task } from './task'
import type { Author, Outcome, Source } from './version'

export type { Fact } from './fact'
export type { Held } from './pace'
export type { Deadline, Stuck } from './stuck'

export type Phase = 'idle' | 'updating' | 'verifying' | 'paused' | 'rolling-back' | 'rollback-paused' | 'done'

/** How an update ended, judged by the tasks; absent while it runs. */
export type Verdict = 'succeeded' | 'failed' | 'rolled-back' | 'paused' | 'stuck' | 'superseded' | 'unknown'

/** What of a rollout was not seen but concluded. */
export type Inferred =
  /** The engine gave no start: it is when the version was made or first seen. */
  | 'start'
  /** Old tasks are forgotten, so which slots had to change follows from the new ones. */
  | 'slots'
  /** It began while nobody watched, so who sent it is not known. */
  | 'author'

/** Where the spec in force comes from, as far as the journal knows. */
export interface Origin {
  readonly number: number
  readonly by: Author
  readonly source: Source
  /** Milliseconds since the epoch. */
  readonly at: number
  /** The update of Skep's that made it. */
  readonly update?: string
  /** The version whose spec it brought back. */
  readonly restores?: number
  readonly outcome: Outcome
  /** The version before it and how that one ended. */
  readonly replaced?: { readonly number: number; readonly outcome: Outcome }
}

export type Counts = Readonly<Record<SlotState, number>> & {
  readonly total: number
  readonly current: number
}

/** The computed progress of an update; never stored, always worked out again from the service, its tasks and the journal. */
export interface Rollout {
  readonly service: string
  readonly name: string
  readonly mode: Mode
  readonly phase: Phase
  readonly verdict?: Verdict
  readonly startedAt?: number
  readonly completedAt?: number
  readonly image: string
  readonly previousImage?: string
  readonly origin?: Origin
  readonly slots: readonly SlotView[]
  readonly counts: Counts
  readonly batches: Pace['batches']
  /** Slots that had to change when this update began, and how many still run the old spec. */
  readonly dirty: number
  readonly left: number
  readonly reasons: readonly Reason[]
  /** The policy that paces it: the rollback policy while and after it is rolled back. */
  readonly policy: Policy
  readonly status?: UpdateStatus
  /** Milliseconds until the policy's delay lets the next slots go. */
  readonly delayLeft?: number
  /** Milliseconds until the youngest new task has run for the monitor time, if nothing fails. */
  readonly verifyLeft?: number
  readonly held?: Held
  readonly stuck?: Stuck
  readonly deadline: Deadline
  /** Who undid the update, when it was undone: the engine leaves no PreviousSpec, a person's rollback swaps the two (measured). */
  readonly undoneBy?: 'engine' | 'person'
  readonly inferred: readonly Inferred[]
  readonly facts: readonly Fact[]
  readonly asOf: number
}

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
  readonly origin?: Origin | undefined
  /** Milliseconds without progress that a person allows. */
  readonly deadline?: number | undefined
  /** Milliseconds that a task must run to be believed, where the policy in force is a hold's and not the person's own. */
  readonly monitor?: number | undefined
  /** What the registry said of images that nodes could not get, by image. */
  readonly registry?: ReadonlyMap<string, RegistryWord> | undefined
}

/**
 * Where an update stands. `completed` is not success: with failure action continue an update whose every task crashes
 * ends as completed (measured on 20.10.24), so the verdict comes from the tasks that run the spec in force.
 */
export function rolloutOf(input: RolloutInput): Rollout {
  const { service, tasks, nodes, now, changedAt, origin } = input
  const mode = modeOf(service.spec)
  const status = service.updateStatus
  const rollback = status?.state.startsWith('rollback') ?? false
  const policy = policyOf(service.spec, rollback ? 'RollbackConfig' : 'UpdateConfig')
  const monitor = input.monitor ?? believableAfter(policy)
  const seenAt = service.job ? service.job.startedAt : status?.startedAt
  const startedAt = seenAt ?? changedAt
  const own = tasks.filter((task) => task.serviceId === service.id)
  const slots = slotsOf({ service, tasks: own, nodes, now, since: startedAt ?? 0, monitor })
  const views = slots.map(({ view }) => view)
  const counts = count(views)
  const phase = service.job ? jobPhase(counts) : phaseOf(status, counts, startedAt, now)
  const by = origin?.by ?? 'outside'
  const moving = phase === 'updating' || phase === 'rolling-back'
  const pace = paceOf({ slots, policy, now, moving, by })
  const deadline: Deadline =
    input.deadline === undefined
      ? { ms: defaultDeadline(service.spec, policy), set: false }
      : { ms: input.deadline, set: true }
  const waits = (moving || phase === 'verifying') && !pace.held && startedAt !== undefined
  const atWork = service.job !== undefined && counts.running > 0
  const stuck =
    waits && !atWork ? stuckOf({ slots, deadline, now, startedAt, delayLeft: pace.delayLeft }) : undefined
  const verdict = verdictOf({ phase, status, counts, stuck, held: pace.held, known: origin?.outcome })
  const image = imageOf(service.spec)
  const reasons = startedAt === undefined ? [] : reasonsOf(own, nodes, startedAt)
  const left = views.flatMap((slot) => slot.verifyLeft ?? [])
  const undoneBy = rollback ? (service.previousSpec ? 'person' : 'engine') : undefined
  return {
    service: service.id,
    name: service.name,
    mode,
    phase,
    ...(verdict === undefined ? {} : { verdict }),
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(status?.completedAt === undefined ? {} : { completedAt: status.completedAt }),
    image,
    ...(service.previousSpec ? { previousImage: imageOf(service.previousSpec) } : {}),
    ...(origin ? { origin } : {}),
    slots: views,
    counts,
    batches: pace.batches,
    dirty: pace.dirty,
    left: pace.left,
    reasons: reasons.map((reason) => withRegistry(reason, own, image, input.registry)),
    policy,
    ...(status ? { status } : {}),
    ...(pace.delayLeft === undefined ? {} : { delayLeft: pace.delayLeft }),
    ...(left.length > 0 ? { verifyLeft: Math.max(...left) } : {}),
    ...(pace.held ? { held: pace.held } : {}),
    ...(stuck ? { stuck } : {}),
    deadline,
    ...(undoneBy ? { undoneBy } : {}),
    inferred: phase === 'idle' ? [] : inferredOf(pace, seenAt, origin),
    facts: startedAt === undefined ? [] : factsOf({ service, tasks: own, nodes, startedAt, pace }),
    asOf: now
  }
}

/** Milliseconds a task must run by its policy; a hold watches as long as it holds, which says nothing of the person's own. */
function believableAfter({ monitor }: Policy): number {
  const ms = nanoseconds(monitor) / 1e6
  return ms < holdFrom ? ms : nanoseconds(defaultPolicy.monitor) / 1e6
}

/** Whether nothing more will happen to a rollout by itself. */
export const isSettled = (rollout: Rollout): boolean =>
  rollout.phase === 'idle' ||
  (rollout.phase === 'done' && rollout.verdict !== undefined && rollout.verdict !== 'stuck')

function inferredOf(pace: Pace, seenAt: number | undefined, origin: Origin | undefined): readonly Inferred[] {
  const inferred: Inferred[] = []
  if (seenAt === undefined) inferred.push('start')
  if (pace.inferred) inferred.push('slots')
  if (origin && origin.source !== 'observed' && origin.by === 'outside') inferred.push('author')
  return inferred
}

function withRegistry(
  reason: Reason,
  tasks: readonly Task[],
  image: string,
  registry: RolloutInput['registry']
): Reason {
  if (reason.code !== 'no-such-image' || !registry) return reason
  const task = tasks.find(({ id }) => id === reason.task)
  const said = registry.get(task ? imageOf({ TaskTemplate: task.spec }) : image)
  return said === undefined ? reason : { ...reason, registry: said }
}

function count(slots: readonly SlotView[]): Counts {
  const counts = {
    old: 0,
    stopping: 0,
    missing: 0,
    pending: 0,
    starting: 0,
    running: 0,
    verified: 0,
    failed: 0
  }
  for (const slot of slots) counts[slot.state] += 1
  return { ...counts, total: slots.length, current: counts.running + counts.verified }
}

/** Jobs have no UpdateStatus that ends: their slots say it. One that failed and is not tried again is the end of it. */
function jobPhase(counts: Counts): Phase {
  if (counts.verified === counts.total) return 'done'
  const alive = counts.running + counts.starting + counts.pending
  return counts.failed > 0 && alive === 0 ? 'done' : 'updating'
}

function phaseOf(
  status: UpdateStatus | undefined,
  counts: Counts,
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

interface Judged {
  readonly phase: Phase
  readonly status: UpdateStatus | undefined
  readonly counts: Counts
  readonly stuck: Stuck | undefined
  readonly held: Held | undefined
  readonly known: Outcome | undefined
}

function verdictOf({ phase, status, counts, stuck, held, known }: Judged): Verdict | undefined {
  const undone = status?.state === 'rollback_completed'
  switch (phase) {
    case 'idle':
      return undefined
    case 'paused':
    case 'rollback-paused':
      return 'paused'
    case 'updating':
    case 'rolling-back':
    case 'verifying':
      if (stuck) return 'stuck'
      // With failure action continue, or later than the monitor time, the engine says nothing of it (measured).
      if (held && counts.failed > 0) return 'failed'
      if (undone && counts.failed === 0) return 'rolled-back'
      // A task that ends long after the update succeeded does not undo that.
      return known === 'succeeded' && status?.state !== 'updating' ? known : undefined
    case 'done':
      if (counts.failed > 0 && (known !== 'succeeded' || undone)) return 'failed'
      return undone ? 'rolled-back' : 'succeeded'
  }
}
