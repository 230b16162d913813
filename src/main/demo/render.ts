import { createHash } from 'node:crypto'
import type { Json } from '../../domain/json'
import { textAt } from '../../domain/json'
import { nodeResources, type DemoLine, type DemoNode, type DemoService, type DemoTask } from './state'

const time = (ms: number): string => new Date(ms).toISOString()

/** With the nanoseconds that the engine writes in logs, from a number of milliseconds that may have a fraction. */
const fineTime = (ms: number): string =>
  `${time(ms).slice(0, 19)}.${String(Math.floor((ms % 1000) * 1e6)).padStart(9, '0')}Z`

/** A service as the Engine writes it. */
export function serviceJson(service: DemoService): Json {
  const { status } = service
  return {
    ID: service.id,
    Version: { Index: service.index },
    CreatedAt: time(service.createdAt),
    UpdatedAt: time(service.updatedAt),
    Spec: service.spec,
    ...(service.previous ? { PreviousSpec: service.previous } : {}),
    Endpoint: { Spec: service.spec['EndpointSpec'] ?? {} },
    ...(service.job
      ? {
          JobStatus: {
            JobIteration: service.job.iteration === 0 ? {} : { Index: service.job.iteration },
            LastExecution: time(service.job.startedAt)
          }
        }
      : {}),
    ...(status
      ? {
          UpdateStatus: {
            State: status.state,
            StartedAt: time(status.startedAt),
            ...(status.completedAt === undefined ? {} : { CompletedAt: time(status.completedAt) }),
            Message: status.message
          }
        }
      : {})
  }
}

const without = new Set(['new', 'pending', 'assigned', 'preparing', 'rejected'])

/** A container's id, once the task has one: 64 hexadecimal characters. */
export const containerOf = (task: DemoTask): string =>
  without.has(task.state) ? '' : createHash('sha256').update(task.id).digest('hex')

/** A task as the Engine writes it; tasks of global services have no Slot. */
export function taskJson(task: DemoTask): Json {
  return {
    ID: task.id,
    Version: { Index: 1 },
    CreatedAt: time(task.createdAt),
    UpdatedAt: time(task.updatedAt),
    Labels: {},
    Spec: task.spec,
    ServiceID: task.service,
    ...(task.slot > 0 ? { Slot: task.slot } : {}),
    ...(task.node === '' ? {} : { NodeID: task.node }),
    Status: {
      Timestamp: time(task.since),
      State: task.state,
      Message: task.message,
      ...(task.error === '' ? {} : { Err: task.error }),
      ContainerStatus: { ContainerID: containerOf(task), PID: 0, ExitCode: task.exitCode ?? 0 },
      PortStatus: {}
    },
    DesiredState: task.desired,
    ...(task.job === undefined ? {} : { JobIteration: task.job === 0 ? {} : { Index: task.job } })
  }
}

export function nodeJson(node: DemoNode, leads: boolean): Json {
  return {
    ID: node.id,
    Version: { Index: 9 },
    CreatedAt: time(0),
    UpdatedAt: time(0),
    Spec: { Labels: node.labels, Role: node.role, Availability: 'active' },
    Description: {
      Hostname: node.hostname,
      Platform: { Architecture: 'x86_64', OS: 'linux' },
      Resources: nodeResources,
      Engine: { EngineVersion: '20.10.24' }
    },
    Status: { State: 'ready', Addr: '10.0.0.1' },
    ...(node.role === 'manager'
      ? { ManagerStatus: { Leader: leads, Reachability: 'reachable', Addr: '10.0.0.1:2377' } }
      : {})
  }
}

/** A longer message is handed on in pieces of this many bytes, with one timestamp (measured on 20.10.24). */
const piece = 16 * 1024

/** One log line in the Engine's frames: 8 bytes of stream and length, then `time details text`. */
export function lineFrames(task: DemoTask, { at, text }: DemoLine): Buffer {
  const details = `com.docker.swarm.node.id=${task.node},com.docker.swarm.service.id=${task.service},com.docker.swarm.task.id=${task.id}`
  const prefix = `${fineTime(at)} ${details} `
  const stream = /^(fatal|error)/i.test(text) ? 2 : 1
  const message = Buffer.from(`${text}\n`)
  const frames: Buffer[] = []
  for (let start = 0; start < message.length; start += piece) {
    const part = message.subarray(start, start + piece)
    const head = Buffer.alloc(8 + prefix.length)
    head[0] = stream
    head.writeUInt32BE(prefix.length + part.length, 4)
    head.write(prefix, 8, 'latin1')
    frames.push(head, part)
  }
  return Buffer.concat(frames)
}

/** The last lines of each task, or those since a time, as the Engine gives them: task by task. */
export function logFrames(
  tasks: readonly DemoTask[],
  wanted: { readonly tail?: number | undefined; readonly since: number }
): Buffer {
  const last = (lines: readonly DemoLine[]) =>
    wanted.tail === undefined ? lines : lines.slice(Math.max(0, lines.length - wanted.tail))
  return Buffer.concat(
    tasks.flatMap((task) =>
      last(task.logs.filter((line) => line.at >= wanted.since)).map((line) => lineFrames(task, line))
    )
  )
}

export const nameOf = (service: DemoService): string => textAt(service.spec, 'Name') ?? ''
