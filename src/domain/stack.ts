import type { ServiceRow, ServiceState } from './snapshot'
import type { Author, Outcome } from './version'

/** How a stack fares as a whole: the gravest state of its services, and how many of them are in it. */
export interface StackState {
  readonly state: ServiceState
  readonly services: number
  readonly inState: number
  readonly running: number
  readonly desired: number
  /** The newest change of a service: milliseconds since the epoch, by the manager's clock. */
  readonly changedAt: number
}

/** What asks for a person's eyes first. */
const gravest: readonly ServiceState[] = [
  'failed',
  'stuck',
  'paused',
  'rolling-back',
  'degraded',
  'held',
  'updating',
  'verifying',
  'rolled-back',
  'steady'
]

/** The state of a stack at a glance, from the rows of its services. */
export function stackStateOf(rows: readonly ServiceRow[]): StackState {
  const state = gravest.find((candidate) => rows.some((row) => row.state === candidate)) ?? 'steady'
  const sum = (of: (row: ServiceRow) => number) => rows.reduce((total, row) => total + of(row), 0)
  return {
    state,
    services: rows.length,
    inState: rows.filter((row) => row.state === state).length,
    running: sum((row) => row.running),
    desired: sum((row) => row.desired),
    changedAt: Math.max(0, ...rows.map((row) => row.changedAt))
  }
}

/** A version of one service of a stack, as far as a release needs it. */
export interface StackVersion {
  readonly service: string
  readonly number: number
  /** When it came into force: milliseconds since the epoch, by the manager's clock. */
  readonly at: number
  readonly by: Author
  /** The stack operation of Skep's that made it, if one did. */
  readonly operation?: string | undefined
}

/** What changed together in a stack: versions of its services whose times lie together, made by one writer. */
export interface Release {
  /** The n-th release of this stack that is known, from 1. */
  readonly number: number
  /** When its first and its last version came into force: milliseconds since the epoch. */
  readonly at: number
  readonly until: number
  readonly by: Author
  readonly operation?: string
  /** The version that it brought to each service that changed, by service id. */
  readonly changed: ReadonlyMap<string, number>
  /** The version in force of every service of the stack once it was there, by service id. */
  readonly members: ReadonlyMap<string, number>
}

/** How far apart two versions of one release may lie, in milliseconds: a deploy updates one service after the other. */
export const togetherWithin = 20_000

/**
 * The releases of a stack, oldest first. A version belongs to the release before it when the same writer made it within
 * twenty seconds of the one before, and its service has not changed in that release yet. What one stack operation of
 * Skep's sent is one release however long its waves took.
 */
export function releasesOf(versions: readonly StackVersion[]): readonly Release[] {
  const sorted = [...versions].sort(
    (a, b) => a.at - b.at || a.number - b.number || (a.service < b.service ? -1 : 1)
  )
  const groups: StackVersion[][] = []
  const ofOperation = new Map<string, StackVersion[]>()
  for (const version of sorted) {
    const own = version.operation === undefined ? undefined : ofOperation.get(version.operation)
    const newest = groups.at(-1)
    if (own) own.push(version)
    else if (version.operation === undefined && newest && goesWith(newest, version)) newest.push(version)
    else {
      const begun = [version]
      groups.push(begun)
      if (version.operation !== undefined) ofOperation.set(version.operation, begun)
    }
  }
  const members = new Map<string, number>()
  return groups.map((group, place) => {
    for (const { service, number } of group) members.set(service, number)
    const [first] = group as [StackVersion]
    return {
      number: place + 1,
      at: first.at,
      until: Math.max(...group.map(({ at }) => at)),
      by: first.by,
      ...(first.operation === undefined ? {} : { operation: first.operation }),
      changed: new Map(group.map(({ service, number }) => [service, number])),
      members: new Map(members)
    }
  })
}

function goesWith(group: readonly StackVersion[], version: StackVersion): boolean {
  const last = group.at(-1)
  return (
    last !== undefined &&
    last.operation === undefined &&
    last.by === version.by &&
    version.at - last.at <= togetherWithin &&
    group.every(({ service }) => service !== version.service)
  )
}

/** How the versions of a release ended, as one: good only when every one is. */
export function outcomeOfRelease(outcomes: readonly Outcome[]): Outcome {
  const order: readonly Outcome[] = [
    'failed',
    'stuck',
    'paused',
    'rolled-back',
    'running',
    'superseded',
    'unknown'
  ]
  return order.find((outcome) => outcomes.includes(outcome)) ?? 'succeeded'
}
