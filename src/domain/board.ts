import type { ServiceRow, ServiceState } from './snapshot'

/** A rollout that a person may want to know of, wherever they look. */
export interface Standing {
  /** The id of the saved context, and its name. */
  readonly context: string
  readonly where: string
  readonly service: string
  readonly name: string
  readonly state: ServiceState
}

/** The rollouts of all clusters that are under way or wait for somebody. */
export interface Board {
  readonly failing: readonly Standing[]
  readonly held: readonly Standing[]
  readonly running: readonly Standing[]
  /** Names of contexts that should be seen and are not: of their rollouts nothing is known now. */
  readonly unseen: readonly string[]
}

/** What is known of one saved context. */
export interface BoardContext {
  readonly id: string
  readonly name: string
  /** `off`: the person does not want to see it. */
  readonly sight: 'seen' | 'unseen' | 'off'
  readonly services: readonly Pick<ServiceRow, 'id' | 'name' | 'state'>[]
}

const groups = {
  failing: new Set<ServiceState>(['failed', 'stuck', 'paused']),
  held: new Set<ServiceState>(['held']),
  running: new Set<ServiceState>(['updating', 'verifying', 'rolling-back'])
} as const

/** Sorts the rollouts of all clusters by what they need; what was seen last of a cluster that is lost counts for nothing. */
export function boardOf(contexts: readonly BoardContext[]): Board {
  const all = contexts
    .filter(({ sight }) => sight === 'seen')
    .flatMap(({ id, name: where, services }) =>
      services.map(({ id: service, name, state }): Standing => ({ context: id, where, service, name, state }))
    )
  const of = (group: ReadonlySet<ServiceState>) => all.filter(({ state }) => group.has(state))
  return {
    failing: of(groups.failing),
    held: of(groups.held),
    running: of(groups.running),
    unseen: contexts.filter(({ sight }) => sight === 'unseen').map(({ name }) => name)
  }
}
