import type { Duplex } from 'node:stream'
import type { Engines } from '../core/ports'
import { discover, targetOf, type DockerSurroundings } from './contexts'
import { createWire } from './wire'

interface EnginesOptions extends DockerSurroundings {
  /** Opens a stream to the demo cluster; called for contexts of kind `demo` only. */
  readonly demo: () => Duplex
}

/** Connections to engines. dockerode is loaded with the first one, after the window is up. */
export function createEngines(options: EnginesOptions): Engines {
  return {
    async connect(endpoint, { readOnly }) {
      const target =
        endpoint.kind === 'demo'
          ? { kind: 'duplex' as const, connect: options.demo }
          : targetOf(options, endpoint)
      const wire = createWire(target)
      const { createDockerodeEngine } = await import('./dockerode-engine')
      return createDockerodeEngine(wire, { readOnly })
    },
    discover: () => Promise.resolve(discover(options))
  }
}
