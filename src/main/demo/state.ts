import { randomBytes } from 'node:crypto'
import type { Json, JsonObject } from '../../domain/json'
import type { Clock } from '../core/clock'

export interface DemoTask {
  id: string
  service: string
  slot: number
  node: string
  createdAt: number
  updatedAt: number
  spec: JsonObject
  /** The endpoint it was made for: not part of a task's JSON, but a change of it replaces tasks. */
  endpoint: string
  state: string
  desired: string
  since: number
  message: string
  error: string
  exitCode: number | undefined
  logs: { at: number; text: string }[]
}

export interface DemoService {
  id: string
  index: number
  createdAt: number
  updatedAt: number
  spec: JsonObject
  previous: JsonObject | undefined
  status: { state: string; message: string; startedAt: number; completedAt: number | undefined } | undefined
}

export interface DemoNode {
  readonly id: string
  readonly hostname: string
  readonly role: 'manager' | 'worker'
  readonly labels: Readonly<Record<string, string>>
}

/** Everything a swarm knows, with the raft-wide index and a way to wait for the next change. */
export interface DemoState {
  readonly clock: Clock
  readonly cluster: string
  readonly nodes: readonly DemoNode[]
  readonly services: Map<string, DemoService>
  readonly tasks: Map<string, DemoTask>
  /** The next raft-wide index. */
  next(): number
  /** Says that something changed, so that whoever waits looks again. */
  changed(): void
  /** Resolves when the condition holds or the signal aborts. */
  until(condition: () => boolean, signal: AbortSignal): Promise<void>
  event(type: string, action: string, id: string, attributes: Readonly<Record<string, string>>): void
  /** Calls for each event until the returned function is called. */
  onEvent(fn: (event: Json) => void): () => void
  readonly past: readonly Json[]
}

const alphabet = '0123456789abcdefghijklmnopqrstuvwxyz'

/** An id like the Engine's: 25 characters of a to z and 0 to 9. */
export const newId = (): string => [...randomBytes(25)].map((byte) => alphabet[byte % 36]).join('')

/** How many events an engine remembers (measured: 256 of all kinds). */
const ringSize = 256

/** An empty swarm with the given id. */
export function createState(clock: Clock, cluster: string, nodes: readonly DemoNode[]): DemoState {
  let index = 10
  const waiting = new Set<() => void>()
  const listeners = new Set<(event: Json) => void>()
  const past: Json[] = []
  return {
    clock,
    cluster,
    nodes,
    services: new Map(),
    tasks: new Map(),
    next: () => (index += 1),
    changed() {
      for (const look of [...waiting]) look()
    },
    until: (condition, signal) =>
      new Promise((resolve) => {
        const look = () => {
          if (!signal.aborted && !condition()) return
          waiting.delete(look)
          signal.removeEventListener('abort', look)
          resolve()
        }
        waiting.add(look)
        signal.addEventListener('abort', look)
        look()
      }),
    event(type, action, id, attributes) {
      const now = clock.now()
      const event = {
        Type: type,
        Action: action,
        Actor: { ID: id, Attributes: attributes },
        scope: 'swarm',
        time: Math.floor(now / 1000),
        timeNano: BigInt(now) * 1_000_000n
      }
      past.push(event)
      if (past.length > ringSize) past.shift()
      for (const fn of [...listeners]) fn(event)
    },
    onEvent(fn) {
      listeners.add(fn)
      return () => listeners.delete(fn)
    },
    past
  }
}
