import type { Node } from './node'
import { hasFailed, isWanted, type Task } from './task'

/** Why tasks of an update did not run; the sentence for each is in shared/messages. */
export const reasonCodes = [
  'no-such-image',
  'no-suitable-node',
  'insufficient-resources',
  'unhealthy',
  'out-of-memory',
  'port-taken',
  'mount-missing',
  'command-missing',
  'exit-code',
  'rejected',
  'other'
] as const

export type ReasonCode = (typeof reasonCodes)[number]

/** Tasks of an update that failed or cannot start, gathered by their common cause. */
export interface Reason {
  readonly code: ReasonCode
  /** The engine's own words. */
  readonly error: string
  readonly exitCode?: number
  /** How many tasks, and in which slots and on which nodes. */
  readonly tasks: number
  readonly slots: readonly string[]
  readonly nodes: readonly string[]
  /** The newest of these tasks, and when it came to this: milliseconds since the epoch. */
  readonly task: string
  readonly at: number
}

/** The causes seen in tasks made since `since` (milliseconds), the most frequent first. */
export function reasonsOf(tasks: readonly Task[], nodes: readonly Node[], since: number): readonly Reason[] {
  const hostnames = new Map(nodes.map((node) => [node.id, node.hostname]))
  const waiting = (task: Task) => task.state === 'pending' && isWanted(task) && task.error !== undefined
  const groups = new Map<string, Task[]>()
  for (const task of tasks) {
    if (task.createdAt < since || !(hasFailed(task) || waiting(task))) continue
    const key = `${causeOf(task)} ${task.error ?? ''} ${String(task.exitCode ?? '')}`
    groups.set(key, [...(groups.get(key) ?? []), task])
  }
  return [...groups.values()]
    .map((group) => reasonOf(group, hostnames))
    .sort((a, b) => b.tasks - a.tasks || b.at - a.at)
}

function reasonOf(group: readonly Task[], hostnames: ReadonlyMap<string, string>): Reason {
  const sorted = [...group].sort((a, b) => b.since - a.since)
  const newest = sorted[0] as Task
  const distinct = (values: readonly (string | undefined)[]) => [
    ...new Set(values.filter((value) => value !== undefined))
  ]
  return {
    code: causeOf(newest),
    error: newest.error ?? newest.message,
    ...(newest.exitCode === undefined ? {} : { exitCode: newest.exitCode }),
    tasks: group.length,
    slots: distinct(sorted.map((task) => (task.slot ? String(task.slot) : undefined))),
    nodes: distinct(
      sorted.map((task) => (task.nodeId ? (hostnames.get(task.nodeId) ?? task.nodeId) : undefined))
    ),
    task: newest.id,
    at: newest.since
  }
}

/** The cause as far as the engine's text tells it (texts measured on 20.10.24, see docs/glossary.md). */
export function causeOf(task: Task): ReasonCode {
  const text = task.error ?? task.message
  if (/no such image/i.test(text)) return 'no-such-image'
  if (/insufficient resources/i.test(text)) return 'insufficient-resources'
  if (/no suitable node/i.test(text)) return 'no-suitable-node'
  if (/unhealthy container/i.test(text)) return 'unhealthy'
  if (/port is already allocated|address already in use|host-mode port already in use/i.test(text))
    return 'port-taken'
  if (/invalid mount config|bind source path does not exist|no such volume/i.test(text))
    return 'mount-missing'
  if (/executable file not found|no such file or directory/i.test(text)) return 'command-missing'
  if (/out of memory|oom/i.test(text)) return 'out-of-memory'
  if (/non-zero exit/i.test(text) || task.exitCode !== undefined) return 'exit-code'
  return task.state === 'rejected' ? 'rejected' : 'other'
}
