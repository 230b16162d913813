import type { Server } from 'node:http'
import { duplexPair, type Duplex } from 'node:stream'
import type { Clock } from '../core/clock'
import { createApi } from './api'
import { createOrchestrator } from './orchestrator'
import { demoCluster, demoNodes, plant } from './seed'
import { createState, newId, type DemoNode } from './state'
import { createUpdater } from './updater'

export interface DemoSwarm {
  /** The Engine API; not listening unless somebody asks it to. */
  readonly server: Server
  /** A stream that is connected to the server already. */
  connect(): Duplex
  /** Lets the next manager lead, which knows nothing of the delays that the old one was waiting for. */
  changeLeader(): void
  /** Ends every timer and connection. */
  stop(): void
}

/** A swarm in memory that behaves as a real one was measured to; `seed` fills it with services. */
export function createDemoSwarm(options: {
  readonly clock: Clock
  readonly nodes: readonly DemoNode[]
  readonly seed: boolean
}): DemoSwarm {
  const state = createState(options.clock, options.seed ? demoCluster : newId(), options.nodes)
  if (options.seed) plant(state)
  const orchestrator = createOrchestrator(state)
  const updater = createUpdater(state, orchestrator)
  const server = createApi({ state, orchestrator, updater })
  const open = new Set<Duplex>()
  return {
    server,
    connect() {
      const [client, engine] = duplexPair()
      open.add(client)
      client.on('close', () => open.delete(client))
      server.emit('connection', engine)
      return client
    },
    changeLeader() {
      const managers = state.nodes.filter((node) => node.role === 'manager')
      const at = managers.findIndex((node) => node.id === state.leader)
      state.leader = managers[(at + 1) % managers.length]?.id ?? ''
      updater.restart()
    },
    stop() {
      updater.stop()
      orchestrator.stop()
      for (const stream of open) stream.destroy()
      server.close()
      server.closeAllConnections()
    }
  }
}

/** The app's demo cluster, made when somebody first connects to it. */
export function createDemo(clock: Clock): Pick<DemoSwarm, 'connect' | 'stop'> {
  let swarm: DemoSwarm | undefined
  return {
    connect() {
      swarm ??= createDemoSwarm({ clock, nodes: demoNodes(), seed: true })
      return swarm.connect()
    },
    stop: () => swarm?.stop()
  }
}

/** A swarm of one node and no services, as the tests' real engines are. */
export const createEmptySwarm = (clock: Clock): DemoSwarm =>
  createDemoSwarm({
    clock,
    nodes: [{ id: newId(), hostname: 'lab', role: 'manager', labels: {} }],
    seed: false
  })
