import { at, isObject } from './json'
import { taskTemplate, type Spec } from './service'
import { templateText } from './step'
import { isWanted, runsTemplate, type Task } from './task'

const isPlaced = (spec: Spec): boolean => isObject(at(spec, 'TaskTemplate', 'Placement'))

/**
 * A spec whose TaskTemplate.Placement is an object. Engines from 20.10 to 29.6.2 crash, leader after leader, when an
 * update takes Placement from an object to nothing (moby/moby#37883; measured on 20.10.24), so Skep never sends one
 * without it. `{}` where there was nothing replaces no task.
 */
export function withPlacement(spec: Spec): Spec {
  if (isPlaced(spec)) return spec
  return { ...spec, TaskTemplate: { ...taskTemplate(spec), Placement: {} } }
}

/**
 * Whether the engine's own rollback may be asked for: it takes Placement from an object to nothing when PreviousSpec has
 * none, and then engines before 29.7 crash (moby/moby#37883; measured on 20.10.24). A live spec that has one counts like
 * a task: a task that ends before the request arrives is made anew from it.
 */
export const rollbackIsSafe = (previous: Spec, live: Spec, tasks: readonly Task[]): boolean =>
  isPlaced(previous) || !(isPlaced(live) || tasks.some((task) => isObject(at(task.spec, 'Placement'))))

/**
 * Whether the engine may crash should it roll back by itself from `next` to `base`, the spec in force before. It looks
 * into a missing Placement only for a task that differs in nothing else (source: swarmkit, orchestrator/task.go; both
 * sides measured on 20.10.24): a task that is there already, or one that this update starts because of something that
 * is not in the template.
 */
export function automaticRollbackCrashes(
  base: Spec,
  next: Spec,
  tasks: readonly Task[],
  replaces: number
): boolean {
  if (isPlaced(base)) return false
  if (replaces > 0 && templateText(base) === templateText(next)) return true
  return tasks.some(
    (task) => isWanted(task) && isObject(at(task.spec, 'Placement')) && runsTemplate(task, base)
  )
}
