import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SkepError } from '../../src/domain/error'
import { withAt, type Json, type JsonObject } from '../../src/domain/json'
import { referenceKinds, type Reference, type ReferenceKind } from '../../src/domain/references'
import type { Service, Spec } from '../../src/domain/service'
import { isWanted, type Task } from '../../src/domain/task'
import { systemClock } from '../../src/main/core/clock'
import { stringifyJson } from '../../src/main/core/json'
import type { Engine } from '../../src/main/core/ports'
import { createEmptySwarm } from '../../src/main/demo/demo'
import { createDockerodeEngine } from '../../src/main/engine/dockerode-engine'
import { createWire } from '../../src/main/engine/wire'

/** What the same assertions run against: the model inside the app, and a real dockerd. */
export const kinds = ['model', 'dockerd'] as const
export type Kind = (typeof kinds)[number]

export interface Harness {
  readonly engine: Engine
  readonly socket: string
  /** A connection of its own, which the caller closes. */
  connect(options: { readonly readOnly: boolean }): Engine
  /** Makes a service, hands its id over once all its tasks run, and removes it afterwards. */
  withService(spec: Spec, work: (id: string) => Promise<void>): Promise<void>
  /** Makes a secret, a config and a network, hands them over and removes them afterwards. */
  withReferences(work: (made: Readonly<Record<ReferenceKind, Reference>>) => Promise<void>): Promise<void>
  /** Makes a job, hands its id over at once, and removes it afterwards. */
  withJob(spec: Spec, work: (id: string) => Promise<void>): Promise<void>
  /** Reads the spec, sends a changed one and gives the service as it was before. */
  send(id: string, change: (spec: Spec) => Spec): Promise<Service>
  /** The tasks that the swarm wants to go on, by id. */
  wanted(id: string): Promise<readonly Task[]>
  /** What `docker service rollback` does: the engine's own way back, which Skep never takes. */
  rollback(id: string): Promise<void>
  /** Ends a task's container from outside, as a crash would. */
  kill(task: string): Promise<void>
  stop(): void
}

/** Starts the model, or finds the real engine named by SKEP_LAB. */
export async function createHarness(kind: Kind): Promise<Harness> {
  const { socket, stop } = kind === 'model' ? await startModel() : findReal()
  const connect = (options: { readonly readOnly: boolean }) =>
    createDockerodeEngine(createWire({ kind: 'socket', path: socket }), options)
  const engine = connect({ readOnly: false })
  const wanted = async (id: string) => (await engine.tasks({ service: id })).filter(isWanted)
  const make = async (spec: Spec): Promise<string> =>
    (JSON.parse(await raw(socket, 'POST', '/services/create', spec)) as { ID: string }).ID
  return {
    engine,
    socket,
    connect,
    wanted,
    async withJob(spec, work) {
      const id = await make(spec)
      try {
        await work(id)
      } finally {
        await raw(socket, 'DELETE', `/services/${id}`)
      }
    },
    async withService(spec, work) {
      const id = await make(spec)
      try {
        const size = Number((spec['Mode'] as { Replicated?: { Replicas: number } }).Replicated?.Replicas ?? 1)
        await eventually(
          () => wanted(id),
          (tasks) => tasks.filter((task) => task.state === 'running').length >= size,
          'the service runs'
        )
        await work(id)
      } finally {
        await raw(socket, 'DELETE', `/services/${id}`)
      }
    },
    async withReferences(work) {
      const make = async (kind: ReferenceKind, more: JsonObject): Promise<Reference> => {
        const name = `${kind}-${unique()}`
        const made = JSON.parse(await raw(socket, 'POST', `/${kind}/create`, { Name: name, ...more })) as {
          ID?: string
          Id?: string
        }
        return { id: made.ID ?? made.Id ?? '', name }
      }
      const data = { Data: Buffer.from('x').toString('base64') }
      const made = {
        secrets: await make('secrets', data),
        configs: await make('configs', data),
        networks: await make('networks', { Driver: 'overlay' })
      }
      try {
        await work(made)
      } finally {
        for (const kind of referenceKinds) await raw(socket, 'DELETE', `/${kind}/${made[kind].id}`)
      }
    },
    async send(id, change) {
      const service = await engine.inspect(id)
      await engine.update(id, service.index, change(service.spec))
      return service
    },
    async rollback(id) {
      const { index, spec } = await engine.inspect(id)
      await raw(socket, 'POST', `/services/${id}/update?version=${String(index)}&rollback=previous`, spec)
    },
    async kill(task) {
      const { Status: status } = JSON.parse(await raw(socket, 'GET', `/tasks/${task}`)) as {
        Status: { ContainerStatus: { ContainerID: string } }
      }
      await raw(socket, 'POST', `/containers/${status.ContainerStatus.ContainerID}/kill`)
    },
    stop() {
      engine.close()
      stop()
    }
  }
}

async function startModel(): Promise<{ readonly socket: string; stop(): void }> {
  const folder = mkdtempSync(join(tmpdir(), 'skep-model-'))
  const socket = join(folder, 'docker.sock')
  const swarm = createEmptySwarm(systemClock)
  await new Promise<void>((resolve) => swarm.server.listen(socket, resolve))
  return {
    socket,
    stop() {
      swarm.stop()
      rmSync(folder, { recursive: true, force: true })
    }
  }
}

function findReal(): { readonly socket: string; stop(): void } {
  const lab = JSON.parse(process.env['SKEP_LAB'] ?? '{}') as { staging?: { socket: string } }
  if (!lab.staging) throw new Error('SKEP_LAB names no real engine')
  return { socket: lab.staging.socket, stop: () => undefined }
}

/** One request of the Engine API past Skep, for what only tests do: making and removing services. */
export function raw(socket: string, method: string, path: string, body?: Json): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { 'Content-Type': 'application/json' }
    const call = request({ socketPath: socket, method, path, headers }, (answer) => {
      let text = ''
      answer.on('data', (chunk: Buffer) => (text += chunk.toString()))
      answer.on('end', () => ((answer.statusCode ?? 500) < 300 ? resolve(text) : reject(new Error(text))))
    })
    call.on('error', reject)
    call.end(body === undefined ? undefined : stringifyJson(body))
  })
}

/** Reads again and again until it holds; throws after a minute, saying what never came. */
export async function eventually<T>(
  read: () => Promise<T>,
  holds: (value: T) => boolean,
  what: string,
  limit = 60_000
): Promise<T> {
  const end = Date.now() + limit
  for (;;) {
    const look = await read().then(
      (value) => ({ value }),
      (error: unknown) => {
        // A machine under load may not answer one look in time; the next one asks the same.
        if (error instanceof SkepError && error.code === 'deadline') return undefined
        throw error
      }
    )
    if (look !== undefined && holds(look.value)) return look.value
    if (Date.now() > end) throw new Error(`never: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

let count = 0

const unique = (): string => {
  count += 1
  return `${String(process.pid)}-${String(Date.now() % 1e6)}-${String(count)}`
}

/** A small service's spec; `changes` replace whole top-level keys. */
export function specFor(replicas: number, changes: JsonObject = {}): Spec {
  return {
    Name: `rules-${unique()}`,
    TaskTemplate: {
      ContainerSpec: { Image: 'demo:v1', Env: ['A=1', 'B=2'], StopGracePeriod: 1_000_000_000 },
      RestartPolicy: { Condition: 'any', Delay: 500_000_000 },
      Placement: {}
    },
    Mode: { Replicated: { Replicas: replicas } },
    UpdateConfig: atOnce,
    EndpointSpec: { Mode: 'vip' },
    ...changes
  }
}

/** An update of all slots together that is final a millisecond after the last task runs. */
export const atOnce: JsonObject = {
  Parallelism: 0,
  Delay: 0,
  Monitor: 1_000_000,
  FailureAction: 'pause',
  Order: 'stop-first'
}

/** A change of one place in a spec. */
export const put =
  (value: Json, ...path: [string, ...string[]]) =>
  (spec: Spec): Spec =>
    withAt(spec, path, value)

export const container = (value: Json, key: string) => put(value, 'TaskTemplate', 'ContainerSpec', key)
export const image = (name: string) => container(name, 'Image')
