import { canonical } from './canonical'
import type { Verdict } from './rollout'
import { imageOf, splitImage, taskTemplate, type Service, type Spec } from './service'
import { bareTemplate, type Task } from './task'

/** Who made a version: Skep, something outside of it, or the engine's automatic rollback. */
export type Author = 'skep' | 'outside' | 'engine'

/** How Skep came to know a version: found at first contact, seen when it happened, or seen after a gap. */
export type Source = 'recovered' | 'observed' | 'gap'

/** The outcome of a version; 'running' until there is a verdict, 'unknown' for what was never watched. */
export type Outcome = Verdict | 'running'

/** The n-th spec of a service, numbered by Skep from 1; history is never rewritten. */
export interface Version {
  readonly number: number
  /** SHA-256 of the canonical spec, hexadecimal. */
  readonly hash: string
  /** When it came into force or was first seen: milliseconds since the epoch. */
  readonly at: number
  readonly by: Author
  readonly source: Source
  /** False when only the TaskTemplate is known: mode, ports, labels and policies are missing. */
  readonly complete: boolean
  readonly image: string
  readonly digest?: string
  /** The version whose spec this one brought back. */
  readonly restores?: number
}

/** A spec found at first contact, oldest first. */
export interface Recovered {
  readonly spec: Spec
  readonly complete: boolean
  readonly at: number
}

/**
 * The versions that a swarm still remembers of a service: the specs in its retained tasks (TaskTemplate only, so
 * incomplete), PreviousSpec and Spec. The engine itself remembers no more than one previous spec.
 */
export function recover(service: Service, tasks: readonly Task[]): readonly Recovered[] {
  const known = new Set([canonical(bareTemplate(taskTemplate(service.spec)))])
  if (service.previousSpec) known.add(canonical(bareTemplate(taskTemplate(service.previousSpec))))
  const partial: Recovered[] = []
  const own = tasks.filter((task) => task.serviceId === service.id).sort((a, b) => a.createdAt - b.createdAt)
  for (const task of own) {
    const key = canonical(bareTemplate(task.spec))
    if (known.has(key)) continue
    known.add(key)
    partial.push({
      spec: { Name: service.name, TaskTemplate: task.spec },
      complete: false,
      at: task.createdAt
    })
  }
  const firstSeen = (spec: Spec, otherwise: number) => {
    const key = canonical(bareTemplate(taskTemplate(spec)))
    return own.find((task) => canonical(bareTemplate(task.spec)) === key)?.createdAt ?? otherwise
  }
  const previous = service.previousSpec
  const older = previous
    ? [
        {
          spec: previous,
          complete: true,
          at: Math.min(firstSeen(previous, service.createdAt), service.updatedAt)
        }
      ]
    : []
  return [...partial, ...older, { spec: service.spec, complete: true, at: service.updatedAt }]
}

/** Image and digest of a spec, as a version shows them. */
export function imageParts(spec: Spec): { readonly image: string; readonly digest?: string } {
  const { name, digest } = splitImage(imageOf(spec))
  return { image: name, ...(digest === undefined ? {} : { digest }) }
}
