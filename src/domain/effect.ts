import { same } from './canonical'
import { capacityOf } from './capacity'
import { at, objectAt, type JsonObject } from './json'
import { satisfies, type Node } from './node'
import { policyOf } from './policy'
import { constraintsOf, modeOf, replicasOf, taskTemplate, type Spec } from './service'
import { bareTemplate, isWanted, slotKey, type Task } from './task'

/** What applying a spec does to the tasks that run now. */
export interface Effect {
  /** Tasks that are ended and made anew. */
  readonly replaces: number
  readonly adds: number
  readonly removes: number
  /**
   * How many steps the replacement takes under the new spec's policy; 0 when no policy paces it: nothing is replaced,
   * a job runs again, or tasks only move off nodes that no longer fit.
   */
  readonly batches: number
  /** Seconds until the engine can call it completed, if every task starts as quickly as assumed here; 0 if not paced. */
  readonly estimateSeconds: number
  /** Of the replaced, those that an earlier update left behind: any accepted update goes on with them. */
  readonly leftBehind: number
}

/**
 * The effect of going from one spec to another on the given tasks, by the table measured on 20.10.24: any difference
 * in TaskTemplate or EndpointSpec replaces every task, but for Placement, which only moves tasks off nodes that no
 * longer fit. Tasks that are already what the new spec asks for stay, and those that an update left behind go with any
 * write.
 */
export function effectOf(before: Spec, after: Spec, tasks: readonly Task[], nodes: readonly Node[]): Effect {
  const wanted = [
    ...new Map(tasks.filter(isWanted).map((task) => [slotKey(task, modeOf(before)), task])).values()
  ]
  const all = modeOf(before) === 'global' ? wanted.length : (replicasOf(before) ?? wanted.length)
  const desired = modeOf(after) === 'global' ? all : (replicasOf(after) ?? all)
  const kept = Math.min(all, desired)
  const job = modeOf(after).endsWith('-job')
  const every = replacesAll(before, after)
  const done = wanted.filter((task) => exactlySame(bareTemplate(task.spec), bare(after))).length
  const stays = every && !job && same(before['EndpointSpec'], after['EndpointSpec']) ? done : 0
  const leftBehind = every || job ? 0 : Math.min(kept, wanted.length - done)
  const replaces = every
    ? Math.max(0, kept - stays)
    : Math.min(kept, Math.max(leftBehind, misplaced(before, after, wanted, nodes)))
  const paced = (every && !job) || leftBehind > 0 ? replaces : 0
  const policy = policyOf(after, 'UpdateConfig')
  const batches = Math.ceil(paced / (policy.parallelism || Math.max(1, paced)))
  const seconds = capacityOf(policy, paced).reduce((sum, stretch) => sum + stretch.seconds, 0)
  return {
    replaces,
    adds: Math.max(0, desired - all),
    removes: Math.max(0, all - desired),
    batches,
    estimateSeconds: Math.ceil(seconds),
    leftBehind
  }
}

/** Whether the difference between two specs makes every task be replaced. */
export function replacesAll(before: Spec, after: Spec): boolean {
  if (!exactlySame(bare(before), bare(after))) return true
  return !same(before['EndpointSpec'], after['EndpointSpec'])
}

const bare = (spec: Spec): JsonObject => bareTemplate(taskTemplate(spec))

/** Absent and empty are not the same for tasks: `Resources` or `DNSConfig` from nothing to {} replaces them (measured). */
function exactlySame(a: JsonObject, b: JsonObject): boolean {
  if (!same(a, b)) return false
  const holders = (template: JsonObject) =>
    ['Resources', 'RestartPolicy', 'LogDriver'].map((key) => at(template, key) != null).join() +
    String(at(objectAt(template, 'ContainerSpec'), 'DNSConfig') != null)
  return holders(a) === holders(b)
}

function misplaced(before: Spec, after: Spec, tasks: readonly Task[], nodes: readonly Node[]): number {
  if (same([...constraintsOf(before)], [...constraintsOf(after)])) return 0
  const unfit = new Set(nodes.filter((node) => !satisfies(node, constraintsOf(after))).map((node) => node.id))
  return tasks.filter((task) => task.nodeId !== undefined && unfit.has(task.nodeId)).length
}
