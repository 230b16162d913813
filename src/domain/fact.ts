import type { Node } from './node'
import type { Pace } from './pace'
import { modeOf, type Service } from './service'
import { endedByItself, isCurrent, slotKey, type Task } from './task'

/** One thing that happened; `at` is milliseconds since the epoch, by the swarm's clocks. */
export interface Fact {
  readonly at: number
  readonly code:
    | 'started'
    | 'slot-running'
    | 'slot-done'
    | 'slot-failed'
    | 'old-ended'
    | 'held'
    | 'paused'
    | 'rollback-started'
    | 'rolled-back'
    | 'completed'
  readonly slot?: string
  readonly node?: string
  readonly task?: string
  readonly error?: string
}

/** More facts than this are not kept; of a thousand slots the newest say enough. */
const most = 200

interface FactsInput {
  readonly service: Service
  readonly tasks: readonly Task[]
  readonly nodes: readonly Node[]
  readonly startedAt: number
  readonly pace: Pace
}

/** What happened in an update as far as its tasks and the engine's status still tell it, oldest first. */
export function factsOf({ service, tasks, nodes, startedAt, pace }: FactsInput): readonly Fact[] {
  const hostnames = new Map(nodes.map((node) => [node.id, node.hostname]))
  const mode = modeOf(service.spec)
  const numbered = mode === 'replicated' || mode === 'replicated-job'
  const facts: Fact[] = []
  for (const task of tasks) {
    const code = codeOf(task, service, startedAt)
    if (!code) continue
    const node = task.nodeId && hostnames.get(task.nodeId)
    facts.push({
      at: task.since,
      code,
      ...(numbered ? { slot: slotKey(task, mode) } : {}),
      ...(node ? { node } : {}),
      task: task.id,
      ...(task.error ? { error: task.error } : {})
    })
  }
  facts.sort((a, b) => a.at - b.at)
  const kept: Fact[] = [{ at: startedAt, code: 'started' }, ...facts.slice(-most)]
  const last = kept.at(-1)?.at ?? startedAt
  const status = service.updateStatus
  if (pace.held) kept.push({ at: pace.held.since, code: 'held' })
  if (status?.state === 'paused' || status?.state === 'rollback_paused')
    kept.push({ at: last, code: 'paused' })
  if (status?.state === 'rollback_started') kept.push({ at: last, code: 'rollback-started' })
  if (status?.state === 'rollback_completed')
    kept.push({ at: status.completedAt ?? last, code: 'rolled-back' })
  if (status?.state === 'completed') kept.push({ at: status.completedAt ?? last, code: 'completed' })
  return kept.sort((a, b) => a.at - b.at)
}

function codeOf(task: Task, service: Service, startedAt: number): Fact['code'] | undefined {
  if (task.createdAt < startedAt) {
    // An old task that ended by itself meanwhile is news: its slot comes back with the new spec.
    return endedByItself(task) && task.since >= startedAt && !isCurrent(task, service)
      ? 'old-ended'
      : undefined
  }
  if (endedByItself(task)) return 'slot-failed'
  if (!isCurrent(task, service)) return undefined
  if (task.state === 'complete') return 'slot-done'
  return task.state === 'running' ? 'slot-running' : undefined
}
