import type { Duplex } from 'node:stream'
import type { DemoCluster } from '../../domain/demo-cluster'
import type { Endpoint } from '../../shared/contract'
import type { Ask, Engines } from '../core/ports'
import { discover, targetOf, whereabouts, type DockerSurroundings } from './contexts'
import { knownLogins } from './credentials'
import { createRegistry } from './registry'
import { createWire, isLoopback, type Target } from './wire'

interface EnginesOptions extends DockerSurroundings {
  /** Opens a stream to the demo cluster; called for contexts of kind `demo` only. */
  readonly demo: (cluster?: DemoCluster) => Duplex
}

/** Connections to engines. dockerode is loaded with the first one, after the window is up. */
export function createEngines(options: EnginesOptions): Engines {
  return {
    async connect(endpoint, { readOnly, ask }) {
      const target: Target =
        endpoint.kind === 'demo'
          ? { kind: 'duplex', connect: () => options.demo(endpoint.cluster) }
          : targetOf(options, endpoint)
      const wire = createWire(target.kind === 'ssh' ? { ...target, ask: ask && remembering(ask) } : target)
      const { createDockerodeEngine } = await import('./dockerode-engine')
      return createDockerodeEngine(wire, { readOnly })
    },
    whereabouts: (endpoint) => whereabouts(options, endpoint),
    discover: () => Promise.resolve(discover(options)),
    logins: () => knownLogins(options),
    registry: (endpoint) =>
      createRegistry({
        surroundings: options,
        local: isLocal(options, endpoint),
        ...(endpoint.kind === 'demo' ? { connect: () => options.demo(endpoint.cluster) } : {})
      })
  }
}

/** Whether an endpoint's engine runs on this machine. */
function isLocal(surroundings: DockerSurroundings, endpoint: Endpoint): boolean {
  if (endpoint.kind === 'demo') return false
  try {
    const target = targetOf(surroundings, endpoint)
    return target.kind === 'socket' || (target.kind === 'tcp' && isLoopback(target.host))
  } catch {
    return false
  }
}

/**
 * An answer holds for the other processes of the same connection, which ask the same. A process that asks again got a
 * wrong one, so the person is asked again; each process has a signal of its own.
 */
function remembering(ask: Ask): Ask {
  const known = new Map<string, { readonly answer: string; readonly given: WeakSet<AbortSignal> }>()
  return async (question, signal) => {
    const before = known.get(question.text)
    if (before && !before.given.has(signal)) {
      before.given.add(signal)
      return before.answer
    }
    const answer = await ask(question, signal)
    if (answer !== undefined && question.kind !== 'host-key')
      known.set(question.text, { answer, given: new WeakSet([signal]) })
    return answer
  }
}
