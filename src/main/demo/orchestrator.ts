import { at, listAt, numberAt, objectAt, textAt, type JsonObject } from '../../domain/json'
import { modeOf, replicasOf } from '../../domain/service'
import { behaviourOf } from './images'
import { choose, nodeRefuses, nodesFor, startFails } from './placement'
import { newId, type DemoService, type DemoState, type DemoTask } from './state'
import { hasEnded, isWanted, keyOf } from './tasks'

/** Keeps the slots of services filled, and takes tasks through their states in real time. */
export interface Orchestrator {
  /** Fills and empties slots as the spec asks; tasks of an older spec stay, they are the updater's. */
  fill(service: DemoService): void
  create(service: DemoService, key: string, desired?: 'running' | 'ready'): DemoTask
  /** Whether an update replaces a task: Placement alone does so only where the task's node no longer fits. */
  isDirty(service: DemoService, task: DemoTask): boolean
  /** Asks a task to stop. */
  shutDown(task: DemoTask): void
  /** Ends a running task as a signal from outside does: it failed, and its slot is filled from the spec in force. */
  kill(task: DemoTask): void
  remove(service: string): void
  stop(): void
}

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

  function place(task: DemoTask): void {
    const service = state.services.get(task.service)
    if (!service || !isWanted(task) || hasEnded(task)) return
    const chosen = choose(state, service, task)
    if ('refused' in chosen) {
      if (task.error === '') move(task, 'pending', 'pending task scheduling', chosen.refused)
      return later(500, () => place(task))
    }
    task.node = chosen.node
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
    const refused = nodeRefuses(task.spec)
    if (refused) {
      move(task, 'rejected', 'preparing', refused)
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
    const fails = startFails(task.spec)
    if (fails) {
      move(task, 'failed', 'starting', fails.error, fails.exitCode)
      return restart(task)
    }
    const started = clock.now()
    behaviour.lines.forEach((text, place) => state.print(task, text, started + place / 1000))
    chat(task)
    const { endsAfter, exitCode = 0 } = behaviour
    const healthyAfter = firstCheck(task.spec) ?? behaviour.healthyAfter ?? 250
    if (endsAfter === undefined || healthyAfter < endsAfter) {
      later(healthyAfter, () => {
        if (task.state === 'starting' && isWanted(task)) move(task, 'running', 'started')
      })
    }
    if (endsAfter !== undefined) {
      later(endsAfter, () => {
        if (hasEnded(task)) return
        if (exitCode === 0) {
          move(task, 'complete', 'finished', '', 0)
          return task.job === undefined ? restart(task) : goOn(task)
        }
        const error = behaviour.error ?? `task: non-zero exit (${String(exitCode)})`
        move(task, 'failed', task.state === 'running' ? 'started' : 'starting', error, exitCode)
        restart(task)
      })
    }
  }

  /** Prints what the program says while it runs, one line after another, at a pace of its own. */
  function chat(task: DemoTask, said = 0): void {
    const { chatter = [] } = behaviourOf(textAt(task.spec, 'ContainerSpec', 'Image') ?? '') ?? {}
    const text = chatter[(said + task.slot) % Math.max(1, chatter.length)]
    if (text === undefined) return
    later(2_000 + ((task.slot * 7 + said * 3) % 11) * 400, () => {
      if (hasEnded(task)) return
      if (task.state === 'running') state.print(task, text)
      chat(task, said + 1)
    })
  }

  /** A task that ended is replaced, from the spec in force, after the restart delay (5 s unless the spec says so). */
  function restart(task: DemoTask): void {
    const service = state.services.get(task.service)
    if (!service || !isWanted(task)) return
    const policy = objectAt(service.spec, 'TaskTemplate', 'RestartPolicy')
    task.desired = 'shutdown'
    forget(task)
    const most = numberAt(policy, 'MaxAttempts') ?? 0
    const tried = tasksOf(service.id).filter(
      (other) => keyOf(other) === keyOf(task) && hasEnded(other)
    ).length
    if (textAt(policy, 'Condition') === 'none' || (most > 0 && tried > most)) return state.changed()
    const next = create(service, keyOf(task), 'ready')
    later((numberAt(policy, 'Delay') ?? 5e9) / 1e6, () => {
      if (next.desired === 'ready') next.desired = next.job === undefined ? 'running' : 'complete'
      state.changed()
    })
  }

  /** A job's next slot begins when one completed. */
  function goOn(task: DemoTask): void {
    const service = state.services.get(task.service)
    if (service) fillJob(service)
  }

  /** One task for each slot of the present iteration, as many at once as the job allows; older iterations go. */
  function fillJob(service: DemoService): void {
    const mode = objectAt(service.spec, 'Mode', 'ReplicatedJob')
    const total = numberAt(mode, 'TotalCompletions') ?? 1
    const keys =
      modeOf(service.spec) === 'global-job'
        ? nodesFor(state, service).map((node) => node.id)
        : Array.from({ length: total }, (_, place) => String(place))
    const own = tasksOf(service.id)
    for (const task of own) {
      if (task.job === service.job?.iteration) continue
      if (hasEnded(task)) state.tasks.delete(task.id)
      else shutDown(task)
    }
    const present = own.filter((task) => task.job === service.job?.iteration)
    const free = keys.filter((key) => !present.some((task) => keyOf(task) === key))
    const busy = present.filter((task) => isWanted(task) && !hasEnded(task)).length
    for (const key of free.slice(0, Math.max(0, (numberAt(mode, 'MaxConcurrent') || keys.length) - busy)))
      create(service, key)
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
    const job = service.job?.iteration
    const now = clock.now()
    const task: DemoTask = {
      id: newId(),
      service: service.id,
      slot: numbered ? Number(key) : 0,
      node: numbered ? '' : key,
      key,
      job,
      createdAt: now,
      updatedAt: now,
      spec: taskSpec(service),
      endpoint: endpointOf(service),
      state: 'new',
      desired: job !== undefined && desired === 'running' ? 'complete' : desired,
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

  for (const task of state.tasks.values()) chat(task)

  return {
    create,
    shutDown,
    kill(task) {
      if (hasEnded(task)) return
      move(task, 'failed', 'started', 'task: non-zero exit (137)', 137)
      restart(task)
    },
    isDirty: (service, task) =>
      differs(service, task) ||
      (task.node !== '' && !nodesFor(state, service).some((node) => node.id === task.node)),
    fill(service) {
      if (service.job) return fillJob(service)
      const keys =
        modeOf(service.spec) === 'global' ? nodesFor(state, service).map((node) => node.id) : slots(service)
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

/** Milliseconds until the first health check of the spec's own: one interval, 30 s unless it says so. */
function firstCheck(spec: JsonObject): number | undefined {
  const check = objectAt(spec, 'ContainerSpec', 'Healthcheck')
  const [kind] = listAt(check, 'Test')
  if (kind === undefined || kind === 'NONE') return undefined
  return (numberAt(check, 'Interval') || 30e9) / 1e6
}

const slots = (service: DemoService): readonly string[] =>
  Array.from({ length: at(service.spec, 'Mode') ? (replicasOf(service.spec) ?? 1) : 1 }, (_, place) =>
    String(place + 1)
  )
