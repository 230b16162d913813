import type { Node } from './node'
import { endedByItself, hasEnded, isWanted, type Task } from './task'

/** Why tasks of an update did not run; the sentence for each is in shared/messages. */
export const reasonCodes = [
  'no-such-image',
  'no-suitable-node',
  'node-unavailable',
  'insufficient-resources',
  'max-replicas',
  'platform',
  'plugin-missing',
  'port-taken',
  'unhealthy',
  'out-of-memory',
  'killed',
  'mount-missing',
  'secret-missing',
  'config-missing',
  'network-missing',
  'node-down',
  'command-missing',
  'command-refused',
  'user-missing',
  'exit-code',
  'ended',
  'rejected',
  'other'
] as const

export type ReasonCode = (typeof reasonCodes)[number]

/** What the registry says of an image that nodes could not get; they themselves say “No such image” whatever the cause. */
export type RegistryWord = 'missing' | 'private' | 'present' | 'unreachable'

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
  /** For an image that nodes could not get, once the registry was asked. */
  readonly registry?: RegistryWord
}

/** The causes seen in tasks made since `since` (milliseconds), the most frequent first. */
export function reasonsOf(tasks: readonly Task[], nodes: readonly Node[], since: number): readonly Reason[] {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const groups = new Map<string, Task[]>()
  for (const task of tasks) {
    if (task.createdAt < since || !isTrouble(task, byId)) continue
    const key = `${codeOf(task)} ${task.error ?? ''} ${String(task.exitCode ?? '')}`
    const group = groups.get(key)
    if (group) group.push(task)
    else groups.set(key, [task])
  }
  return [...groups.values()]
    .map((group) => reasonOf(group, byId))
    .sort((a, b) => b.tasks - a.tasks || b.at - a.at)
}

/** Whether a task says why the update does not go on: it ended by itself, or waits for what does not come. */
export function isTrouble(task: Task, nodes: ReadonlyMap<string, Node>): boolean {
  if (endedByItself(task)) return true
  if (task.state === 'pending' && isWanted(task) && task.error !== undefined) return true
  return !hasEnded(task) && task.nodeId !== undefined && nodes.get(task.nodeId)?.state === 'down'
}

function reasonOf(group: readonly Task[], nodes: ReadonlyMap<string, Node>): Reason {
  const sorted = [...group].sort((a, b) => b.since - a.since)
  const newest = sorted[0] as Task
  const distinct = (values: readonly (string | undefined)[]) => [
    ...new Set(values.filter((value) => value !== undefined))
  ]
  return {
    code: codeOf(newest),
    error: newest.error ?? newest.message,
    ...(newest.exitCode === undefined ? {} : { exitCode: newest.exitCode }),
    tasks: group.length,
    slots: distinct(sorted.map((task) => (task.slot ? String(task.slot) : undefined))),
    nodes: distinct(
      sorted.map((task) => (task.nodeId ? (nodes.get(task.nodeId)?.hostname ?? task.nodeId) : undefined))
    ),
    task: newest.id,
    at: newest.since
  }
}

/** A task that has neither ended nor waits is here for its node only. */
const codeOf = (task: Task): ReasonCode =>
  hasEnded(task) || task.state === 'pending' ? causeOf(task) : 'node-down'

/**
 * What the scheduler says of the nodes, each `REASON on N nodes`. Constraints come last: they shut nodes out on purpose,
 * and what keeps the others from taking the task is the news.
 */
const placement: readonly (readonly [RegExp, ReasonCode])[] = [
  [/host-mode port already in use/, 'port-taken'],
  [/insufficient resources/, 'insufficient-resources'],
  [/max replicas per node limit/, 'max-replicas'],
  [/unsupported platform/, 'platform'],
  [/missing plugin/, 'plugin-missing'],
  [/not available for new tasks/, 'node-unavailable']
]

/** Why nodes take no task, each with how many nodes that goes for, as the scheduler counts them; empty for another error. */
export function unfitNodes(error: string): readonly { readonly code: ReasonCode; readonly nodes: number }[] {
  const list = /no suitable node \((.*)\)/i.exec(error)?.[1]
  if (list === undefined) return []
  return list.split(';').flatMap((part) => {
    const nodes = /(\d+) nodes?\b/.exec(part)?.[1]
    if (nodes === undefined) return []
    const code = placement.find(([pattern]) => pattern.test(part))?.[1] ?? 'no-suitable-node'
    return [{ code, nodes: Number(nodes) }]
  })
}

const failures: readonly (readonly [RegExp, ReasonCode])[] = [
  [/no such image|pull access denied|manifest unknown/i, 'no-such-image'],
  [/unhealthy container/i, 'unhealthy'],
  [/port is already allocated|address already in use/i, 'port-taken'],
  [/invalid mount config|bind source path does not exist|no such volume/i, 'mount-missing'],
  [/secret .*not found|secret store/i, 'secret-missing'],
  [/config .*not found|config store/i, 'config-missing'],
  [/network \S+ (?:not found|does not exist)|could not find network/i, 'network-missing'],
  [/unable to find (?:user|group)/i, 'user-missing'],
  [/permission denied/i, 'command-refused'],
  [/executable file not found|no such file or directory/i, 'command-missing'],
  [/out of memory|oom/i, 'out-of-memory']
]

/**
 * The cause as far as the engine's text tells it. The texts were measured on 20.10.24 (test/engine/reasons.test.ts). A
 * program that used too much memory ends with 137 and no other word, so 137 alone says only that it was killed.
 */
export function causeOf(task: Task): ReasonCode {
  const text = task.error ?? task.message
  if (/no suitable node/i.test(text))
    return placement.find(([pattern]) => pattern.test(text))?.[1] ?? 'no-suitable-node'
  const known = failures.find(([pattern]) => pattern.test(text))
  if (known) return known[1]
  if (task.exitCode === 137 || /non-zero exit \(137\)/.test(text)) return 'killed'
  if (/non-zero exit/i.test(text)) return 'exit-code'
  if (task.state === 'complete') return 'ended'
  if (task.state === 'rejected') return 'rejected'
  return task.exitCode === undefined || /starting container failed/i.test(text) ? 'other' : 'exit-code'
}
