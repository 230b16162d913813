import { runsOn, type Platform } from './image'
import { listAt, numberAt, objectAt, textAt, type JsonObject } from './json'
import { satisfies, type Node } from './node'
import { constraintsOf, modeOf, taskTemplate, type Spec } from './service'
import { isWanted, taskStates, type Task, type TaskState } from './task'

/** What a task keeps for itself: billionths of a CPU, and bytes. */
export interface Reservation {
  readonly nanoCPUs: number
  readonly memoryBytes: number
}

/** How many more tasks of a service the nodes can take, out of how many that a batch asks for. */
export interface Room {
  readonly room: number
  readonly of: number
}

/** The reservations of a TaskTemplate; 0 where it reserves nothing. */
export function reservationOf(template: JsonObject): Reservation {
  const reserved = objectAt(template, 'Resources', 'Reservations')
  return {
    nanoCPUs: numberAt(reserved, 'NanoCPUs') ?? 0,
    memoryBytes: numberAt(reserved, 'MemoryBytes') ?? 0
  }
}

/** Whether a task holds its reservation: from when it has a node until it ended, whatever it should be (swarmkit scheduler). */
const holds = ({ state }: Task): boolean => {
  const place = (one: TaskState) => taskStates.indexOf(one)
  return place(state) >= place('assigned') && place(state) <= place('running')
}

/** What no task has reserved of a node; undefined where the Engine does not say what the node has. */
export function freeOn(node: Node, tasks: readonly Task[]): Reservation | undefined {
  if (node.nanoCPUs === undefined || node.memoryBytes === undefined) return undefined
  const held = tasks.filter((task) => task.nodeId === node.id && holds(task)).map((task) => task.spec)
  const sum = (key: keyof Reservation) =>
    held.reduce((total, template) => total + reservationOf(template)[key], 0)
  return { nanoCPUs: node.nanoCPUs - sum('nanoCPUs'), memoryBytes: node.memoryBytes - sum('memoryBytes') }
}

/** Whether the scheduler may put a task of this spec on a node at all: it is up, and the constraints and platforms fit. */
export function mayTake(node: Node, spec: Spec): boolean {
  if (node.state !== 'ready' || node.availability !== 'active') return false
  return runsOn(node, platformsIn(spec)) && satisfies(node, constraintsOf(spec))
}

/** The platforms to which a spec's placement is bound; none means any. */
export const platformsIn = (spec: Spec): readonly Platform[] =>
  listAt(spec, 'TaskTemplate', 'Placement', 'Platforms').map((one) => ({
    architecture: textAt(one, 'Architecture') ?? '',
    os: textAt(one, 'OS') ?? ''
  }))

/** The most tasks of a replicated service that one node may have at once; 0 means any number. */
const mostOfNode = (spec: Spec): number => numberAt(spec, 'TaskTemplate', 'Placement', 'MaxReplicas') ?? 0

/** Whether anything of a spec limits how many of its tasks the nodes can take. */
export function isLimited(spec: Spec): boolean {
  const { nanoCPUs, memoryBytes } = reservationOf(taskTemplate(spec))
  return nanoCPUs > 0 || memoryBytes > 0 || mostOfNode(spec) > 0
}

/**
 * How many more tasks of a service one node can take beside all tasks that are there, as swarmkit's scheduler counts
 * (measured on 20.10.24); Infinity where nothing limits it. A node that does not say what it has counts as having room.
 */
export function takesOn(node: Node, spec: Spec, service: string, tasks: readonly Task[]): number {
  const need = reservationOf(taskTemplate(spec))
  const most = mostOfNode(spec)
  const free = freeOn(node, tasks)
  const fit = (key: keyof Reservation) =>
    free === undefined || need[key] === 0 ? Infinity : Math.max(0, Math.floor(free[key] / need[key]))
  const own = tasks.filter((task) => task.nodeId === node.id && task.serviceId === service && isWanted(task))
  const allowed = most === 0 ? Infinity : Math.max(0, most - own.length)
  return Math.min(fit('nanoCPUs'), fit('memoryBytes'), allowed)
}

/**
 * How many of the next `batch` tasks of a service fit beside all tasks that are there. A global service needs room on
 * each of its nodes. Generic resources and host ports are not looked at.
 */
export function roomFor(
  spec: Spec,
  service: string,
  batch: number,
  nodes: readonly Node[],
  tasks: readonly Task[]
): Room {
  const takes = nodes.filter((node) => mayTake(node, spec)).map((node) => takesOn(node, spec, service, tasks))
  if (modeOf(spec) === 'global') return { room: takes.filter((count) => count > 0).length, of: takes.length }
  const room = takes.reduce((sum, count) => sum + count, 0)
  return { room: Math.min(room, batch), of: batch }
}
