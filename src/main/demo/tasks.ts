import type { DemoTask } from './state'

const ended = new Set(['complete', 'shutdown', 'failed', 'rejected', 'remove', 'orphaned'])

export const hasEnded = (task: DemoTask): boolean => ended.has(task.state)
/** Whether the swarm wants it to run, or to complete for jobs. */
export const isWanted = (task: DemoTask): boolean =>
  task.desired === 'running' || task.desired === 'ready' || task.desired === 'complete'
/** The slot it fills: a number (from 0 for jobs), or its node for global services. */
export const keyOf = (task: DemoTask): string => task.key
