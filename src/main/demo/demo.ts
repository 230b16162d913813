import type { Server } from 'node:http'
import { duplexPair, type Duplex } from 'node:stream'
import type { DemoCluster } from '../../domain/demo-cluster'
import type { Clock } from '../core/clock'
import { createApi } from './api'
import { createOrchestrator } from './orchestrator'
import { demoIds, demoNodes, plant } from './seed'
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

/** A swarm in memory that behaves as a real one was measured to; `seed` fills it with the services of a demo. */
export function createDemoSwarm(options: {
  readonly clock: Clock
  readonly nodes: readonly DemoNode[]
  readonly seed?: DemoCluster
}): DemoSwarm {
  const { clock, nodes, seed } = options
  const state = createState(clock, seed ? demoIds[seed] : newId(), nodes)
  if (seed) plant(state, seed)
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

/** The app's demo clusters, each made when somebody first connects to it. */
export function createDemo(clock: Clock): {
  /** Opens a stream to a demo cluster; the production one where none is named. */
  connect(cluster?: DemoCluster): Duplex
  stop(): void
} {
  const swarms = new Map<DemoCluster, DemoSwarm>()
  return {
    connect(cluster = 'production') {
      const swarm =
        swarms.get(cluster) ?? createDemoSwarm({ clock, nodes: demoNodes(cluster), seed: cluster })
      swarms.set(cluster, swarm)
      return swarm.connect()
    },
    stop: () => swarms.forEach((swarm) => swarm.stop())
  }
}

/** A swarm of one node and no services, as the tests' real engines are. */
export const createEmptySwarm = (clock: Clock): DemoSwarm =>
  createDemoSwarm({
    clock,
    nodes: [{ id: newId(), hostname: 'lab', role: 'manager', labels: {} }]
  })
