import { listAt, numberAt, textAt, type JsonObject } from '../../domain/json'
import { satisfies, type Node } from '../../domain/node'
import { mayTake, takesOn } from '../../domain/room'
import type { Task, TaskState } from '../../domain/task'
import { nodeResources, type DemoNode, type DemoService, type DemoState, type DemoTask } from './state'
import { hasEnded, isWanted } from './tasks'

const asNode = (node: DemoNode): Node => ({
  ...node,
  availability: 'active',
  state: 'ready',
  leader: node.role === 'manager',
  engineVersion: '',
  os: 'linux',
  architecture: 'x86_64',
  engineLabels: {},
  nanoCPUs: nodeResources.NanoCPUs,
  memoryBytes: nodeResources.MemoryBytes
})

const asTask = (task: DemoTask): Task => ({
  id: task.id,
  serviceId: task.service,
  ...(task.node === '' ? {} : { nodeId: task.node }),
  createdAt: task.createdAt,
  updatedAt: task.updatedAt,
  spec: task.spec,
  state: task.state as TaskState,
  desiredState: task.desired as TaskState,
  since: task.since,
  message: task.message
})

/** Nodes that satisfy a service's constraints. */
export function nodesFor(state: DemoState, service: DemoService): readonly DemoNode[] {
  const constraints = listAt(service.spec, 'TaskTemplate', 'Placement', 'Constraints').map(String)
  return state.nodes.filter((node) => satisfies(asNode(node), constraints))
}

type Filter = (node: DemoNode) => boolean

/** The scheduler's filters, each with the words for the nodes it refuses (measured on 20.10.24). */
function filtersFor(
  state: DemoState,
  service: DemoService,
  task: DemoTask
): readonly (readonly [string, Filter])[] {
  const { spec } = service
  const others = [...state.tasks.values()].filter((other) => other !== task)
  const limited = (numberAt(spec, 'TaskTemplate', 'Placement', 'MaxReplicas') ?? 0) > 0
  const suitable = nodesFor(state, service)
  const ports = hostPorts(service)
  const holdsPort = (other: DemoTask) => {
    const held = isWanted(other) && !hasEnded(other) ? state.services.get(other.service) : undefined
    return held !== undefined && hostPorts(held).some((port) => ports.includes(port))
  }
  const driver = textAt(spec, 'TaskTemplate', 'LogDriver', 'Name') ?? ''
  const bare = { ...spec, TaskTemplate: { Placement: { Platforms: platformsOf(spec) } } }
  return [
    ['missing plugin', () => ['', 'none', 'local', 'json-file', 'journald', 'syslog'].includes(driver)],
    ['scheduling constraints not satisfied', (node) => suitable.includes(node)],
    ['unsupported platform', (node) => mayTake(asNode(node), bare)],
    [
      'host-mode port already in use',
      (node) => !others.some((other) => other.node === node.id && holdsPort(other))
    ],
    [
      limited ? 'max replicas per node limit exceed' : 'insufficient resources',
      (node) => takesOn(asNode(node), spec, service.id, others.map(asTask)) > 0
    ]
  ]
}

const platformsOf = (spec: JsonObject) => listAt(spec, 'TaskTemplate', 'Placement', 'Platforms')

const hostPorts = (service: DemoService): readonly number[] =>
  listAt(service.spec, 'EndpointSpec', 'Ports')
    .filter((port) => textAt(port, 'PublishMode') === 'host')
    .flatMap((port) => numberAt(port, 'PublishedPort') ?? [])

/** The node that takes a task, or the scheduler's words for why none does. */
export function choose(
  state: DemoState,
  service: DemoService,
  task: DemoTask
): { readonly node: string } | { readonly refused: string } {
  const refused = new Map<string, number>()
  const filters = filtersFor(state, service, task)
  const given = state.nodes.filter((node) => task.node === '' || task.node === node.id)
  const taking = given.filter((node) => {
    const failing = filters.find(([, takes]) => !takes(node))
    if (failing) refused.set(failing[0], (refused.get(failing[0]) ?? 0) + 1)
    return failing === undefined
  })
  const load = (node: DemoNode) =>
    [...state.tasks.values()].filter((other) => other.node === node.id && isWanted(other)).length
  const best = [...taking].sort((a, b) => load(a) - load(b))[0]
  if (best) return { node: best.id }
  const words = [...refused].map(([why, count]) =>
    why.startsWith('max replicas') ? why : `${why} on ${String(count)} node${count === 1 ? '' : 's'}`
  )
  // A task of a global service has its node already, and then the engine says only what is wrong there.
  return { refused: task.node === '' ? `no suitable node (${words.join('; ')})` : words.join('; ') }
}

/** Folders that every node of the model has. */
const folders = ['/etc', '/var', '/tmp', '/srv']

/** Why a node refuses a task that it was given, in its words, or undefined. */
export function nodeRefuses(spec: JsonObject): string | undefined {
  const mount = listAt(spec, 'ContainerSpec', 'Mounts').find((one) => {
    const source = textAt(one, 'Source') ?? ''
    return textAt(one, 'Type') === 'bind' && !folders.some((folder) => `${source}/`.startsWith(`${folder}/`))
  })
  if (mount === undefined) return undefined
  return `invalid mount config for type "bind": bind source path does not exist: ${textAt(mount, 'Source') ?? ''}`
}

const programs = ['sh', 'sleep', 'true', 'echo']

/** Why a container cannot be started, in the engine's words and with its exit code, or undefined. */
export function startFails(
  spec: JsonObject
): { readonly error: string; readonly exitCode: number } | undefined {
  const failed = 'starting container failed: '
  const user = textAt(spec, 'ContainerSpec', 'User')
  if (user && !/^(root|\d+)(:|$)/.test(user))
    return {
      error: `${failed}unable to find user ${user}: no matching entries in passwd file`,
      exitCode: 128
    }
  const program = [...listAt(spec, 'ContainerSpec', 'Command'), ...listAt(spec, 'ContainerSpec', 'Args')][0]
  if (typeof program !== 'string' || programs.includes(program.replace(/^\/bin\//, ''))) return undefined
  const runc = `${failed}failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "${program}": `
  return folders.includes(program)
    ? { error: `${runc}permission denied: unknown`, exitCode: 126 }
    : { error: `${runc}stat ${program}: no such file or directory: unknown`, exitCode: 127 }
}
