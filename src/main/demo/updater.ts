import { setMaxListeners } from 'node:events'
import { canonical } from '../../domain/canonical'
import { numberAt, objectAt, textAt, type JsonObject } from '../../domain/json'
import { sleep } from '../core/clock'
import type { Orchestrator } from './orchestrator'
import type { DemoService, DemoState, DemoTask } from './state'
import { hasEnded, isWanted, keyOf } from './tasks'

/** Rolling updates as swarmkit does them; one for each service, ended by every new spec. */
export interface Updater {
  /**
   * Takes up a new spec: the running update ends where it is, and slots that differ are replaced. The spec that the
   * running update works towards already is ignored, as swarmkit's supervisor does.
   */
  start(service: DemoService, kind?: 'update' | 'rollback'): void
  cancel(service: string): void
  /** What a new leader does: every running update begins anew with the slots that still differ, its delay forgotten. */
  restart(): void
  stop(): void
}

interface Config {
  readonly parallelism: number
  readonly delay: number
  readonly monitor: number
  readonly action: string
  readonly ratio: number
  readonly startFirst: boolean
}

const configOf = (config: JsonObject, given: boolean): Config => ({
  parallelism: given ? (numberAt(config, 'Parallelism') ?? 0) : 1,
  delay: (numberAt(config, 'Delay') ?? 0) / 1e6,
  monitor: (numberAt(config, 'Monitor') || 5e9) / 1e6,
  action: textAt(config, 'FailureAction') ?? 'pause',
  ratio: numberAt(config, 'MaxFailureRatio') ?? 0,
  startFirst: textAt(config, 'Order') === 'start-first'
})

interface Running {
  readonly controller: AbortController
  readonly spec: JsonObject
  readonly kind: 'update' | 'rollback'
}

export function createUpdater(state: DemoState, orchestrator: Orchestrator): Updater {
  const running = new Map<string, Running>()
  const { clock } = state

  const touch = (service: DemoService): void => {
    service.index = state.next()
    service.updatedAt = clock.now()
    const attributes = { name: textAt(service.spec, 'Name') ?? '' }
    state.event(
      'service',
      'update',
      service.id,
      service.status ? { ...attributes, 'updatestate.new': service.status.state } : attributes
    )
  }

  const setStatus = (
    service: DemoService,
    name: string,
    message: string,
    startedAt: number,
    done = false
  ): void => {
    service.status = { state: name, message, startedAt, completedAt: done ? clock.now() : undefined }
    touch(service)
  }

  async function run(service: DemoService, kind: 'update' | 'rollback', signal: AbortSignal): Promise<void> {
    const key = kind === 'update' ? 'UpdateConfig' : 'RollbackConfig'
    const config = configOf(objectAt(service.spec, key), service.spec[key] !== undefined)
    const wanted = () =>
      [...state.tasks.values()].filter((task) => task.service === service.id && isWanted(task))
    const dirty = [
      ...new Set(
        wanted()
          .filter((task) => orchestrator.isDirty(service, task))
          .map(keyOf)
      )
    ]
    orchestrator.fill(service)
    const startedAt = service.status?.startedAt ?? clock.now()
    if (dirty.length === 0) {
      if (kind === 'rollback') setStatus(service, 'rollback_completed', 'rollback completed', startedAt, true)
      running.delete(service.id)
      return
    }
    await sleep(clock, 100, signal)
    if (signal.aborted) return
    if (service.status === undefined) setStatus(service, 'updating', 'update in progress', startedAt)

    const failed = new Set<DemoTask>()
    let listen: () => void = () => undefined
    const worked = new Promise<void>((resolve) => (listen = resolve))
    const watch = async (task: DemoTask): Promise<void> => {
      await state.until(() => task.state === 'running' || hasEnded(task), signal)
      const since = task.since
      const late = () => task.state === 'running' && clock.now() - since >= config.monitor
      if (task.state === 'running') {
        const timer = clock.after(config.monitor, () => state.changed())
        await state.until(() => hasEnded(task) || late(), signal)
        timer()
      }
      if (signal.aborted || (task.desired === 'shutdown' && task.state === 'shutdown')) return
      if (!hasEnded(task)) return
      // While a worker sleeps after the last slot, nobody listens for failures (measured on 20.10.24).
      if (queue.length === 0) await worked
      if (!signal.aborted && failed.add(task).size / dirty.length > config.ratio)
        act(service, kind, config, task, startedAt)
    }

    const queue = [...dirty]
    const watching: Promise<void>[] = []
    const worker = async (): Promise<void> => {
      for (let slot = queue.shift(); slot !== undefined && !signal.aborted; slot = queue.shift()) {
        const old = wanted().filter((task) => keyOf(task) === slot && orchestrator.isDirty(service, task))
        if (!config.startFirst) {
          old.forEach(orchestrator.shutDown)
          await state.until(() => old.every(hasEnded), signal)
        }
        if (signal.aborted) return
        // A task that crashed meanwhile was made anew from this spec already (source: swarmkit updater.go).
        const made = wanted().find((task) => keyOf(task) === slot && !orchestrator.isDirty(service, task))
        const task = made ?? orchestrator.create(service, slot)
        if (!made) watching.push(watch(task))
        await state.until(() => task.state === 'running' || hasEnded(task), signal)
        if (signal.aborted) return
        if (config.startFirst && task.state === 'running') old.forEach(orchestrator.shutDown)
        await sleep(clock, config.delay, signal)
      }
    }
    const size = config.parallelism === 0 ? dirty.length : config.parallelism
    await Promise.all(Array.from({ length: Math.min(size, dirty.length) }, worker))
    listen()
    // Monitoring goes on after the last delay: for Monitor, or Delay + 1 s where Delay is at least Monitor (measured).
    await sleep(clock, config.delay >= config.monitor ? config.delay + 1000 : config.monitor, signal)
    if (signal.aborted) return
    const [name, message] =
      kind === 'update'
        ? (['completed', 'update completed'] as const)
        : (['rollback_completed', 'rollback completed'] as const)
    // A write that changed nothing took the status away, and the end is not told then (source: updater.go).
    if (service.status !== undefined) setStatus(service, name, message, startedAt, true)
    running.delete(service.id)
  }

  function act(
    service: DemoService,
    kind: 'update' | 'rollback',
    config: Config,
    task: DemoTask,
    startedAt: number
  ): void {
    const cause = `due to failure or early termination of task ${task.id}`
    if (config.action === 'continue') return
    halt(service.id)
    if (config.action === 'rollback' && kind === 'update' && service.previous) {
      // An automatic rollback leaves no PreviousSpec: there is no way back to the spec that failed (measured).
      service.spec = service.previous
      service.previous = undefined
      setStatus(service, 'rollback_started', `update rolled back ${cause}`, startedAt)
      begin(service, 'rollback')
      return
    }
    const [name, word] =
      kind === 'update' ? ['paused', 'update paused'] : ['rollback_paused', 'rollback paused']
    // Its workers sleep on, and until the last one wakes the same spec once more is ignored (measured on 20.10.24).
    const paused = { controller: new AbortController(), spec: service.spec, kind }
    running.set(service.id, paused)
    void sleep(clock, config.delay, paused.controller.signal).then(() => {
      if (running.get(service.id) === paused) running.delete(service.id)
    })
    setStatus(service, name ?? '', `${word ?? ''} ${cause}`, startedAt)
  }

  function begin(service: DemoService, kind: 'update' | 'rollback'): void {
    halt(service.id)
    const controller = new AbortController()
    // Every slot of a batch waits on it.
    setMaxListeners(0, controller.signal)
    running.set(service.id, { controller, spec: service.spec, kind })
    void run(service, kind, controller.signal)
  }

  function halt(service: string): void {
    running.get(service)?.controller.abort()
    running.delete(service)
  }

  return {
    start(service, kind = 'update') {
      const known = running.get(service.id)
      if (!known || canonical(known.spec) !== canonical(service.spec)) begin(service, kind)
    },
    cancel: halt,
    restart() {
      for (const [id, { kind }] of [...running]) {
        const service = state.services.get(id)
        if (service && !service.status?.state.endsWith('paused')) begin(service, kind)
      }
    },
    stop() {
      for (const { controller } of running.values()) controller.abort()
      running.clear()
    }
  }
}
