import {
  envOf,
  imageOf,
  labelsOf,
  modeOf,
  replicasOf,
  splitImage,
  stackOf,
  type Service
} from '../../domain/service'
import { looksSecret, maskedSpec, shown } from '../../domain/mask'
import type { Node } from '../../domain/node'
import type { Erased } from '../../domain/plan'
import { policyOf } from '../../domain/policy'
import { plain } from '../../domain/spec-diff'
import { textAt } from '../../domain/json'
import { isCurrent, slotKey, type Task } from '../../domain/task'
import type { ServiceDetail, TaskRow } from '../../shared/contract'
import { specHash } from './hash'

/** Everything the window shows of one service; secret-looking values are masked here, before they leave main. */
export function detailOf(
  context: string,
  service: Service,
  tasks: readonly Task[],
  nodes: readonly Node[],
  erased: Erased,
  wayBack: number | undefined,
  apiVersion: string
): ServiceDetail {
  const { spec } = service
  const { name: image, digest } = splitImage(imageOf(spec))
  const stack = stackOf(spec)
  const replicas = replicasOf(spec)
  return {
    context,
    id: service.id,
    name: service.name,
    ...(stack === undefined ? {} : { stack }),
    image,
    ...(digest === undefined ? {} : { digest }),
    mode: modeOf(spec),
    ...(replicas === undefined ? {} : { replicas }),
    index: service.index,
    specHash: specHash(spec),
    createdAt: service.createdAt,
    updatedAt: service.updatedAt,
    ...(service.updateStatus ? { status: service.updateStatus } : {}),
    env: envOf(spec).map(({ name, value = '' }) => ({
      name,
      value: shown(name, value),
      masked: looksSecret(name, value)
    })),
    labels: Object.entries(labelsOf(spec)).map(([name, value]) => ({
      name,
      value: shown(name, plain(value)),
      masked: looksSecret(name, plain(value))
    })),
    policy: { update: policyOf(spec, 'UpdateConfig'), rollback: policyOf(spec, 'RollbackConfig') },
    erased,
    tasks: taskRows(service, tasks, nodes),
    apiVersion,
    spec: maskedSpec(spec),
    ...(wayBack === undefined ? {} : { wayBack })
  }
}

function taskRows(service: Service, tasks: readonly Task[], nodes: readonly Node[]): readonly TaskRow[] {
  const hostnames = new Map(nodes.map((node) => [node.id, node.hostname]))
  const bySlot = (a: Task, b: Task) =>
    (a.slot ?? 0) - (b.slot ?? 0) || compare(a.nodeId, b.nodeId) || b.createdAt - a.createdAt
  return [...tasks].sort(bySlot).map((task) => {
    const node = task.nodeId === undefined ? undefined : (hostnames.get(task.nodeId) ?? task.nodeId)
    return {
      id: task.id,
      key: slotKey(task, modeOf(service.spec)),
      ...(task.slot ? { slot: String(task.slot) } : {}),
      ...(node === undefined ? {} : { node }),
      image: splitImage(textAt(task.spec, 'ContainerSpec', 'Image') ?? '').name,
      state: task.state,
      desiredState: task.desiredState,
      ...(task.error === undefined ? {} : { error: task.error }),
      ...(task.exitCode === undefined ? {} : { exitCode: task.exitCode }),
      at: task.since,
      current: isCurrent(task, service),
      ...(task.ports === undefined ? {} : { ports: task.ports })
    }
  })
}

const compare = (a = '', b = ''): number => (a < b ? -1 : a > b ? 1 : 0)
