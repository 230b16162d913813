import { at, isObject, numberAt, objectAt, textAt, type Json } from '../../domain/json'
import type { Node } from '../../domain/node'
import type { Service, UpdateState, UpdateStatus } from '../../domain/service'
import { taskStates, type Task, type TaskState } from '../../domain/task'

/** A service as the Engine sends it; undefined when it lacks what makes it one. The spec is kept as it was parsed. */
export function decodeService(raw: Json): Service | undefined {
  const id = textAt(raw, 'ID')
  const name = textAt(raw, 'Spec', 'Name')
  const index = numberAt(raw, 'Version', 'Index')
  const spec = at(raw, 'Spec')
  if (id === undefined || name === undefined || index === undefined || !isObject(spec)) return undefined
  const previous = at(raw, 'PreviousSpec')
  const status = decodeStatus(at(raw, 'UpdateStatus'))
  return {
    id,
    name,
    index,
    createdAt: timeAt(raw, 'CreatedAt') ?? 0,
    updatedAt: timeAt(raw, 'UpdatedAt') ?? 0,
    spec,
    ...(isObject(previous) ? { previousSpec: previous } : {}),
    ...(status ? { updateStatus: status } : {})
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
    ...(exitCode ? { exitCode } : {})
  }
}

const taskState = (text: string | undefined): TaskState | undefined =>
  taskStates.find((known) => known === text)

/** A node as the Engine sends it; undefined when it lacks an id. */
export function decodeNode(raw: Json): Node | undefined {
  const id = textAt(raw, 'ID')
  if (id === undefined) return undefined
  const pick = <T extends string>(known: readonly T[], text: string | undefined, otherwise: T): T =>
    known.find((value) => value === text) ?? otherwise
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
    engineLabels: objectAt(raw, 'Description', 'Engine', 'Labels')
  }
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
