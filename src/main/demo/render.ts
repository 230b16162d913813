import type { Json } from '../../domain/json'
import { textAt } from '../../domain/json'
import type { DemoNode, DemoService, DemoTask } from './state'

const time = (ms: number): string => new Date(ms).toISOString()

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
      ContainerStatus: { ContainerID: '', PID: 0, ExitCode: task.exitCode ?? 0 },
      PortStatus: {}
    },
    DesiredState: task.desired
  }
}

export function nodeJson(node: DemoNode): Json {
  return {
    ID: node.id,
    Version: { Index: 9 },
    CreatedAt: time(0),
    UpdatedAt: time(0),
    Spec: { Labels: node.labels, Role: node.role, Availability: 'active' },
    Description: {
      Hostname: node.hostname,
      Platform: { Architecture: 'x86_64', OS: 'linux' },
      Resources: { NanoCPUs: 4_000_000_000, MemoryBytes: 8_589_934_592 },
      Engine: { EngineVersion: '20.10.24' }
    },
    Status: { State: 'ready', Addr: '10.0.0.1' },
    ...(node.role === 'manager'
      ? { ManagerStatus: { Leader: true, Reachability: 'reachable', Addr: '10.0.0.1:2377' } }
      : {})
  }
}

/** Log lines in the Engine's frames: 8 bytes of stream and length, then `time details text`. */
export function logFrames(tasks: readonly DemoTask[], tail: number): Buffer {
  const lines = tasks
    .flatMap((task) => task.logs.map((line) => ({ ...line, task })))
    .sort((a, b) => a.at - b.at)
  const last = tail < 0 ? lines : lines.slice(-tail)
  return Buffer.concat(
    last.map(({ at, text, task }) => {
      const details = `com.docker.swarm.node.id=${task.node},com.docker.swarm.service.id=${task.service},com.docker.swarm.task.id=${task.id}`
      const body = Buffer.from(`${time(at).replace('Z', '000000Z')} ${details} ${text}\n`)
      const head = Buffer.alloc(8)
      head[0] = text.startsWith('fatal') ? 2 : 1
      head.writeUInt32BE(body.length, 4)
      return Buffer.concat([head, body])
    })
  )
}

export const nameOf = (service: DemoService): string => textAt(service.spec, 'Name') ?? ''
