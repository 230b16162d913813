import { at, isObject, listAt, numberAt, objectAt, textAt, type Json } from '../../domain/json'
import type { Node } from '../../domain/node'
import type { Reference, ReferenceKind } from '../../domain/references'
import type { Service, UpdateState, UpdateStatus } from '../../domain/service'
import { taskStates, type Task, type TaskState } from '../../domain/task'
import type { ContainerEnd, StoredConfig } from '../core/ports'

/** A service as the Engine sends it; undefined when it lacks what makes it one. The spec is kept as it was parsed. */
export function decodeService(raw: Json): Service | undefined {
  const id = textAt(raw, 'ID')
  const name = textAt(raw, 'Spec', 'Name')
  const index = numberAt(raw, 'Version', 'Index')
  const spec = at(raw, 'Spec')
  if (id === undefined || name === undefined || index === undefined || !isObject(spec)) return undefined
  const previous = at(raw, 'PreviousSpec')
  const status = decodeStatus(at(raw, 'UpdateStatus'))
  const job = at(raw, 'JobStatus')
  const jobStartedAt = timeAt(job, 'LastExecution')
  return {
    id,
    name,
    index,
    createdAt: timeAt(raw, 'CreatedAt') ?? 0,
    updatedAt: timeAt(raw, 'UpdatedAt') ?? 0,
    spec,
    ...(isObject(previous) ? { previousSpec: previous } : {}),
    ...(status ? { updateStatus: status } : {}),
    ...(isObject(job)
      ? {
          job: {
            // The first run is index 0, which the Engine leaves out (measured on 20.10.24).
            iteration: numberAt(job, 'JobIteration', 'Index') ?? 0,
            ...(jobStartedAt === undefined ? {} : { startedAt: jobStartedAt })
          }
        }
      : {})
  }
}

const updateStates: readonly UpdateState[] = [
  'updating',
  'paused',
  'completed',
  'rollback_started',
  'rollback_paused',
  'rollback_completed'
]

function decodeStatus(raw: Json | undefined): UpdateStatus | undefined {
  const state = updateStates.find((known) => known === textAt(raw, 'State'))
  if (!state) return undefined
  const startedAt = timeAt(raw, 'StartedAt')
  const completedAt = timeAt(raw, 'CompletedAt')
  return {
    state,
    message: textAt(raw, 'Message') ?? '',
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(completedAt === undefined ? {} : { completedAt })
  }
}

/** A task as the Engine sends it; undefined when it lacks what makes it one. */
export function decodeTask(raw: Json): Task | undefined {
  const id = textAt(raw, 'ID')
  const serviceId = textAt(raw, 'ServiceID')
  const state = taskState(textAt(raw, 'Status', 'State'))
  const desiredState = taskState(textAt(raw, 'DesiredState'))
  if (id === undefined || serviceId === undefined || !state || !desiredState) return undefined
  const slot = numberAt(raw, 'Slot')
  const nodeId = textAt(raw, 'NodeID')
  const error = textAt(raw, 'Status', 'Err')
  const exitCode = numberAt(raw, 'Status', 'ContainerStatus', 'ExitCode')
  const createdAt = timeAt(raw, 'CreatedAt') ?? 0
  const container = textAt(raw, 'Status', 'ContainerStatus', 'ContainerID')
  const ports = listAt(raw, 'Status', 'PortStatus', 'Ports').flatMap(portText)
  const iteration = at(raw, 'JobIteration')
  return {
    id,
    serviceId,
    ...(slot ? { slot } : {}),
    ...(nodeId ? { nodeId } : {}),
    createdAt,
    updatedAt: timeAt(raw, 'UpdatedAt') ?? createdAt,
    spec: objectAt(raw, 'Spec'),
    state,
    desiredState,
    since: timeAt(raw, 'Status', 'Timestamp') ?? createdAt,
    message: textAt(raw, 'Status', 'Message') ?? '',
    ...(error ? { error } : {}),
    ...(exitCode ? { exitCode } : {}),
    ...(container ? { container } : {}),
    ...(ports.length > 0 ? { ports } : {}),
    ...(isObject(iteration) ? { jobIteration: numberAt(iteration, 'Index') ?? 0 } : {})
  }
}

/** How a container ended, from its inspection: the rest of it, environment included, is not taken over. */
export function decodeEnd(raw: Json): ContainerEnd {
  const checks = listAt(raw, 'State', 'Health', 'Log').map((check) => ({
    at: textAt(check, 'End') ?? '',
    exitCode: numberAt(check, 'ExitCode') ?? 0,
    output: textAt(check, 'Output') ?? ''
  }))
  return { checks, outOfMemory: at(raw, 'State', 'OOMKilled') === true }
}

/** A port as `docker service ps` writes it. */
function portText(port: Json): readonly string[] {
  const published = numberAt(port, 'PublishedPort')
  const target = numberAt(port, 'TargetPort')
  if (published === undefined || target === undefined) return []
  return [`*:${String(published)}->${String(target)}/${textAt(port, 'Protocol') ?? 'tcp'}`]
}

const taskState = (text: string | undefined): TaskState | undefined =>
  taskStates.find((known) => known === text)

/** A node as the Engine sends it; undefined when it lacks an id. */
export function decodeNode(raw: Json): Node | undefined {
  const id = textAt(raw, 'ID')
  if (id === undefined) return undefined
  const pick = <T extends string>(known: readonly T[], text: string | undefined, otherwise: T): T =>
    known.find((value) => value === text) ?? otherwise
  const nanoCPUs = numberAt(raw, 'Description', 'Resources', 'NanoCPUs')
  const memoryBytes = numberAt(raw, 'Description', 'Resources', 'MemoryBytes')
  return {
    id,
    hostname: textAt(raw, 'Description', 'Hostname') ?? id,
    role: textAt(raw, 'Spec', 'Role') === 'manager' ? 'manager' : 'worker',
    availability: pick(['active', 'pause', 'drain'] as const, textAt(raw, 'Spec', 'Availability'), 'active'),
    state: pick(
      ['unknown', 'down', 'ready', 'disconnected'] as const,
      textAt(raw, 'Status', 'State'),
      'unknown'
    ),
    leader: at(raw, 'ManagerStatus', 'Leader') === true,
    engineVersion: textAt(raw, 'Description', 'Engine', 'EngineVersion') ?? '',
    os: textAt(raw, 'Description', 'Platform', 'OS') ?? '',
    architecture: textAt(raw, 'Description', 'Platform', 'Architecture') ?? '',
    labels: objectAt(raw, 'Spec', 'Labels'),
    engineLabels: objectAt(raw, 'Description', 'Engine', 'Labels'),
    ...(nanoCPUs === undefined ? {} : { nanoCPUs }),
    ...(memoryBytes === undefined ? {} : { memoryBytes })
  }
}

/**
 * A secret, config or network by its name; undefined when it lacks an id or a name, and for the ingress network, which no
 * service may name (its routing mesh is published ports).
 */
export function decodeReference(raw: Json, kind: ReferenceKind): Reference | undefined {
  const network = kind === 'networks'
  const id = textAt(raw, network ? 'Id' : 'ID')
  const name = network ? textAt(raw, 'Name') : textAt(raw, 'Spec', 'Name')
  if (id === undefined || name === undefined || at(raw, 'Ingress') === true) return undefined
  return { id, name }
}

/** A config with what is in it. */
export function decodeConfig(raw: Json): StoredConfig | undefined {
  const id = textAt(raw, 'ID')
  const name = textAt(raw, 'Spec', 'Name')
  if (id === undefined || name === undefined) return undefined
  return { id, name, data: Buffer.from(textAt(raw, 'Spec', 'Data') ?? '', 'base64') }
}

/** Every entry of a list that can be read; one that cannot must not hide the others. */
export const decodeList = <T>(raw: Json, decode: (item: Json) => T | undefined): readonly T[] =>
  Array.isArray(raw) ? raw.flatMap((item: Json) => decode(item) ?? []) : []

/** Go writes the zero time as the year 1: not a time. */
function timeAt(raw: Json | undefined, ...path: string[]): number | undefined {
  const text = textAt(raw, ...path)
  if (text === undefined || text.startsWith('0001-')) return undefined
  const time = Date.parse(text)
  return Number.isNaN(time) ? undefined : time
}
