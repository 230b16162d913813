import { at, listAt, numberAt, objectAt, textAt } from '../../domain/json'
import { satisfies, type Node } from '../../domain/node'
import { modeOf, replicasOf } from '../../domain/service'
import { behaviourOf } from './images'
import { newId, type DemoNode, type DemoService, type DemoState, type DemoTask } from './state'

/** Keeps the slots of services filled, and takes tasks through their states in real time. */
export interface Orchestrator {
  /** Fills and empties slots as the spec asks; tasks of an older spec stay, they are the updater's. */
  fill(service: DemoService): void
  create(service: DemoService, key: string, desired?: 'running' | 'ready'): DemoTask
  /** Whether an update replaces a task: Placement alone does so only where the task's node no longer fits. */
  isDirty(service: DemoService, task: DemoTask): boolean
  /** Asks a task to stop. */
  shutDown(task: DemoTask): void
  remove(service: string): void
  stop(): void
}

const ended = new Set(['complete', 'shutdown', 'failed', 'rejected', 'remove', 'orphaned'])

export const hasEnded = (task: DemoTask): boolean => ended.has(task.state)
export const isWanted = (task: DemoTask): boolean => task.desired === 'running' || task.desired === 'ready'
export const keyOf = (task: DemoTask): string => (task.slot > 0 ? String(task.slot) : task.node)

/** A task's spec as the Engine stores it: without the Runtime of the template (measured on 20.10.24). */
function taskSpec(service: DemoService) {
  const { Runtime: _runtime, ...spec } = objectAt(service.spec, 'TaskTemplate')
  return spec
}

export const endpointOf = (service: DemoService): string =>
  JSON.stringify(service.spec['EndpointSpec'] ?? null)

/** Whether a task was made from another template or endpoint than the service's, Placement left aside. */
function differs(service: DemoService, task: DemoTask): boolean {
  const bare = ({ Placement: _placement, ...rest }: ReturnType<typeof taskSpec>) => JSON.stringify(rest)
  return bare(taskSpec(service)) !== bare(task.spec) || endpointOf(service) !== task.endpoint
}

const asNode = (node: DemoNode): Node => ({
  ...node,
  availability: 'active',
  state: 'ready',
  leader: node.role === 'manager',
  engineVersion: '',
  os: 'linux',
  architecture: 'x86_64',
  engineLabels: {}
})

export function createOrchestrator(state: DemoState): Orchestrator {
  const cancels = new Set<() => void>()
  const { clock } = state

  const later = (ms: number, fn: () => void): void => {
    const cancel = clock.after(ms, () => {
      cancels.delete(cancel)
      fn()
    })
    cancels.add(cancel)
  }

  const tasksOf = (service: string) => [...state.tasks.values()].filter((task) => task.service === service)

  function move(task: DemoTask, to: string, message: string, error = '', exitCode?: number): void {
    Object.assign(task, { state: to, message, error, since: clock.now(), updatedAt: clock.now() })
    if (exitCode !== undefined) task.exitCode = exitCode
    state.changed()
  }

  function nodesFor(service: DemoService): readonly DemoNode[] {
    const constraints = listAt(service.spec, 'TaskTemplate', 'Placement', 'Constraints').map(String)
    return state.nodes.filter((node) => satisfies(asNode(node), constraints))
  }

  /** The number of bytes reserved that no node of the model has. */
  const fits = (service: DemoService): boolean =>
    (numberAt(service.spec, 'TaskTemplate', 'Resources', 'Reservations', 'MemoryBytes') ?? 0) <= 8 * 1024 ** 3

  function place(task: DemoTask): void {
    const service = state.services.get(task.service)
    if (!service || !isWanted(task) || hasEnded(task)) return
    if (task.node === '') {
      const candidates = nodesFor(service)
      if (candidates.length === 0 || !fits(service)) {
        const why =
          candidates.length === 0 ? 'scheduling constraints not satisfied' : 'insufficient resources'
        const count = state.nodes.length
        const where = `${String(count)} node${count === 1 ? '' : 's'}`
        if (task.error === '')
          move(task, 'pending', 'pending task scheduling', `no suitable node (${why} on ${where})`)
        return later(500, () => place(task))
      }
      const load = (node: DemoNode) =>
        [...state.tasks.values()].filter((other) => other.node === node.id && isWanted(other)).length
      task.node = [...candidates].sort((a, b) => load(a) - load(b))[0]?.id ?? ''
    }
    move(task, 'assigned', 'scheduler assigned task to node')
    later(120, () => prepare(task))
  }

  function prepare(task: DemoTask): void {
    if (!isWanted(task) || hasEnded(task)) return
    const image = textAt(task.spec, 'ContainerSpec', 'Image') ?? ''
    const behaviour = behaviourOf(image)
    if (!behaviour) {
      move(task, 'rejected', 'preparing', `No such image: ${image}`)
      return restart(task)
    }
    move(task, 'preparing', 'preparing')
    const go = () => {
      if (!isWanted(task) || hasEnded(task)) return
      if (task.desired === 'ready') {
        if (task.state !== 'ready') move(task, 'ready', 'prepared')
        return later(100, go)
      }
      run(task)
    }
    later(250, go)
  }

  function run(task: DemoTask): void {
    const behaviour = behaviourOf(textAt(task.spec, 'ContainerSpec', 'Image') ?? '')
    if (!behaviour) return
    move(task, 'starting', 'starting')
    behaviour.lines.forEach((text, place) => task.logs.push({ at: clock.now() + place, text }))
    const { healthyAfter = 250, endsAfter, exitCode = 0 } = behaviour
    if (endsAfter === undefined || healthyAfter < endsAfter) {
      later(healthyAfter, () => {
        if (task.state === 'starting' && isWanted(task)) move(task, 'running', 'started')
      })
    }
    if (endsAfter !== undefined) {
      later(endsAfter, () => {
        if (hasEnded(task)) return
        const error = behaviour.error ?? `task: non-zero exit (${String(exitCode)})`
        move(task, 'failed', task.state === 'running' ? 'started' : 'starting', error, exitCode)
        restart(task)
      })
    }
  }

  /** A task that ended is replaced, from the spec in force, after the restart delay (5 s unless the spec says so). */
  function restart(task: DemoTask): void {
    const service = state.services.get(task.service)
    if (!service || !isWanted(task)) return
    const policy = objectAt(service.spec, 'TaskTemplate', 'RestartPolicy')
    task.desired = 'shutdown'
    forget(task)
    if (textAt(policy, 'Condition') === 'none') return state.changed()
    const next = create(service, keyOf(task), 'ready')
    later((numberAt(policy, 'Delay') ?? 5e9) / 1e6, () => {
      if (next.desired === 'ready') next.desired = 'running'
      state.changed()
    })
  }

  /** Five tasks of a slot are kept, as the engine does unless told otherwise. */
  function forget(task: DemoTask): void {
    const old = tasksOf(task.service)
      .filter((other) => keyOf(other) === keyOf(task) && hasEnded(other))
      .sort((a, b) => b.createdAt - a.createdAt)
    for (const gone of old.slice(4)) state.tasks.delete(gone.id)
  }

  function create(service: DemoService, key: string, desired: 'running' | 'ready' = 'running'): DemoTask {
    const numbered = /^\d+$/.test(key) && !state.nodes.some((node) => node.id === key)
    const now = clock.now()
    const task: DemoTask = {
      id: newId(),
      service: service.id,
      slot: numbered ? Number(key) : 0,
      node: numbered ? '' : key,
      createdAt: now,
      updatedAt: now,
      spec: taskSpec(service),
      endpoint: endpointOf(service),
      state: 'new',
      desired,
      since: now,
      message: 'created',
      error: '',
      exitCode: undefined,
      logs: []
    }
    state.tasks.set(task.id, task)
    later(80, () => place(task))
    state.changed()
    return task
  }

  function shutDown(task: DemoTask): void {
    if (!isWanted(task)) return
    task.desired = 'shutdown'
    task.updatedAt = clock.now()
    state.changed()
    later(300, () => {
      if (!hasEnded(task)) move(task, 'shutdown', 'shutdown', '', 0)
      forget(task)
    })
  }

  return {
    create,
    shutDown,
    isDirty: (service, task) =>
      differs(service, task) ||
      (task.node !== '' && !nodesFor(service).some((node) => node.id === task.node)),
    fill(service) {
      const keys =
        modeOf(service.spec) === 'global' ? nodesFor(service).map((node) => node.id) : slots(service)
      const wanted = tasksOf(service.id).filter(isWanted)
      for (const key of keys) if (!wanted.some((task) => keyOf(task) === key)) create(service, key)
      for (const task of wanted) if (!keys.includes(keyOf(task))) shutDown(task)
    },
    remove(service) {
      for (const task of tasksOf(service)) state.tasks.delete(task.id)
    },
    stop() {
      for (const cancel of cancels) cancel()
      cancels.clear()
    }
  }
}

const slots = (service: DemoService): readonly string[] =>
  Array.from({ length: at(service.spec, 'Mode') ? (replicasOf(service.spec) ?? 1) : 1 }, (_, place) =>
    String(place + 1)
  )
