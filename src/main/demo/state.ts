import { randomBytes } from 'node:crypto'
import type { Json, JsonObject } from '../../domain/json'
import type { Reference, ReferenceKind } from '../../domain/references'
import type { Clock } from '../core/clock'

export interface DemoLine {
  readonly at: number
  readonly text: string
}

export interface DemoTask {
  id: string
  service: string
  slot: number
  node: string
  /** The slot's number as text, or the node's id. */
  key: string
  /** The iteration of a job that made it. */
  job: number | undefined
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
  logs: DemoLine[]
}

export interface DemoService {
  id: string
  index: number
  createdAt: number
  updatedAt: number
  spec: JsonObject
  previous: JsonObject | undefined
  /** For jobs: the run that is on or was last. */
  job: { iteration: number; startedAt: number } | undefined
  status: { state: string; message: string; startedAt: number; completedAt: number | undefined } | undefined
}

/** What each node of the model offers for tasks. */
export const nodeResources = { NanoCPUs: 4_000_000_000, MemoryBytes: 8_589_934_592 } as const

export interface DemoNode {
  readonly id: string
  readonly hostname: string
  readonly role: 'manager' | 'worker'
  readonly labels: Readonly<Record<string, string>>
}

/** A secret, config or network; what is in a config as base64. */
export interface DemoReference extends Reference {
  readonly labels?: JsonObject
  readonly data?: string
}

/** Everything a swarm knows, with the raft-wide index and a way to wait for the next change. */
export interface DemoState {
  readonly clock: Clock
  readonly cluster: string
  readonly nodes: readonly DemoNode[]
  /** The id of the manager that leads. */
  leader: string
  readonly services: Map<string, DemoService>
  readonly tasks: Map<string, DemoTask>
  readonly references: Readonly<Record<ReferenceKind, DemoReference[]>>
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
  /** What a task's program prints; `at` is now unless said. */
  print(task: DemoTask, text: string, at?: number): void
  /** Calls for each line that is printed until the returned function is called. */
  onLine(fn: (task: DemoTask, line: DemoLine) => void): () => void
}

const alphabet = '0123456789abcdefghijklmnopqrstuvwxyz'

/** An id like the Engine's: 25 characters of a to z and 0 to 9. */
export const newId = (): string => [...randomBytes(25)].map((byte) => alphabet[byte % 36]).join('')

/** How many lines of a task are kept, as a log driver with a limit does. */
const mostLines = 120_000

/** How many events an engine remembers (measured: 256 of all kinds). */
const ringSize = 256

/** An empty swarm with the given id. */
export function createState(clock: Clock, cluster: string, nodes: readonly DemoNode[]): DemoState {
  let index = 10
  const waiting = new Set<() => void>()
  const listeners = new Set<(event: Json) => void>()
  const past: Json[] = []
  const readers = new Set<(task: DemoTask, line: DemoLine) => void>()
  return {
    clock,
    cluster,
    nodes,
    leader: nodes.find((node) => node.role === 'manager')?.id ?? '',
    services: new Map(),
    tasks: new Map(),
    references: { secrets: [], configs: [], networks: [] },
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
    past,
    print(task, text, at = clock.now()) {
      const line = { at, text }
      task.logs.push(line)
      if (task.logs.length > mostLines) task.logs.shift()
      for (const fn of [...readers]) fn(task, line)
    },
    onLine(fn) {
      readers.add(fn)
      return () => readers.delete(fn)
    }
  }
}
