import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { SkepError } from '../../domain/error'
import { at, textAt } from '../../domain/json'
import type { Endpoint, FoundContext } from '../../shared/contract'
import { endpointOf } from '../../shared/endpoint'
import { parseJson } from '../core/json'
import type { Target, TlsFiles } from './wire'

/** Where the Docker CLI keeps its things, and what its environment says; read once at start. */
export interface DockerSurroundings {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly home: string
  readonly platform: NodeJS.Platform
}

/** The folder of the Docker CLI: DOCKER_CONFIG, or `.docker` at home. */
export const configFolder = ({ env, home }: DockerSurroundings): string =>
  env['DOCKER_CONFIG'] || join(home, '.docker')

interface StoredContext {
  readonly name: string
  readonly address: string
  readonly tls: TlsFiles
  readonly skipVerify: boolean
}

/** A context of the Docker CLI's store by its name; throws docker-context-missing. */
function storedContext(surroundings: DockerSurroundings, name: string): StoredContext {
  const key = createHash('sha256').update(name).digest('hex')
  const folder = configFolder(surroundings)
  try {
    const meta = parseJson(readFileSync(join(folder, 'contexts', 'meta', key, 'meta.json'), 'utf8'))
    const address = textAt(meta, 'Endpoints', 'docker', 'Host')
    if (address === undefined) throw new Error('no Docker endpoint')
    const tlsFolder = join(folder, 'contexts', 'tls', key, 'docker')
    const file = (kind: string) => (existsSync(join(tlsFolder, kind)) ? join(tlsFolder, kind) : undefined)
    return {
      name: textAt(meta, 'Name') ?? name,
      address,
      tls: { ca: file('ca.pem'), cert: file('cert.pem'), key: file('key.pem') },
      skipVerify: at(meta, 'Endpoints', 'docker', 'SkipTLSVerify') === true
    }
  } catch (error) {
    throw new SkepError('docker-context-missing', { name }, { cause: error })
  }
}

/** Where an endpoint leads; throws when it cannot or may not be used. Nothing comes from the environment but DOCKER_CONFIG. */
export function targetOf(
  surroundings: DockerSurroundings,
  endpoint: Endpoint
): Exclude<Target, { kind: 'duplex' }> {
  switch (endpoint.kind) {
    case 'unix':
    case 'npipe':
      return { kind: 'socket', path: endpoint.path }
    case 'tcp':
      return {
        kind: 'tcp',
        host: endpoint.host,
        port: endpoint.port,
        ...(endpoint.tls ? { tls: endpoint.tls } : {})
      }
    case 'docker-context': {
      const stored = storedContext(surroundings, endpoint.name)
      const resolved = endpointOf(stored.address)
      if (!resolved) throw new SkepError('docker-context-missing', { name: endpoint.name })
      // Skipping the check of the certificate is not offered: whoever is on the way could take over the cluster.
      if (stored.skipVerify) throw new SkepError('endpoint-insecure', { address: stored.address })
      if (resolved.kind === 'tcp' && Object.values(stored.tls).some((file) => file !== undefined)) {
        return { kind: 'tcp', host: resolved.host, port: resolved.port, tls: stored.tls }
      }
      return targetOf(surroundings, resolved)
    }
    case 'ssh':
      return { ...endpoint, env: surroundings.env }
    case 'demo':
      throw new SkepError('endpoint-unsupported', { kind: endpoint.kind })
  }
}

/** Where an endpoint leads now, as a text to compare; with the times of its TLS files, which may be renewed. */
export function whereabouts(surroundings: DockerSurroundings, endpoint: Endpoint): string {
  if (endpoint.kind === 'demo') return `demo ${endpoint.cluster ?? 'production'}`
  try {
    const target = targetOf(surroundings, endpoint)
    if (target.kind === 'ssh')
      return `ssh ${target.destination} ${String(target.port)} ${String(target.socket)}`
    const files = target.kind === 'tcp' && target.tls ? Object.values(target.tls) : []
    const times = files.map((file: string | undefined) => (file === undefined ? 0 : statSync(file).mtimeMs))
    return JSON.stringify([target, times])
  } catch (error) {
    return error instanceof SkepError ? error.code : 'unreadable'
  }
}

/** Contexts that a Docker CLI on this machine could use: its store, DOCKER_HOST, and the default socket. */
export function discover(surroundings: DockerSurroundings): readonly FoundContext[] {
  const { env, platform } = surroundings
  const folder = configFolder(surroundings)
  const found: FoundContext[] = []
  const chosen = env['DOCKER_HOST'] ? undefined : env['DOCKER_CONTEXT'] || currentContext(folder)
  const dockerHost = env['DOCKER_HOST']
  const fromEnv = dockerHost === undefined ? undefined : withTlsOfEnv(surroundings, endpointOf(dockerHost))
  if (dockerHost !== undefined && fromEnv) {
    found.push({
      name: 'DOCKER_HOST',
      endpoint: fromEnv,
      address: dockerHost,
      source: 'docker-host',
      current: true
    })
  }
  for (const name of storedNames(folder)) {
    try {
      const { address } = storedContext(surroundings, name)
      found.push({
        name,
        endpoint: { kind: 'docker-context', name },
        address,
        source: 'docker-context',
        current: name === chosen
      })
    } catch {
      // A context that cannot be read is not offered; adding it by name gives the sentence that says why.
    }
  }
  const socket = platform === 'win32' ? '\\\\.\\pipe\\docker_engine' : '/var/run/docker.sock'
  if (existsSync(socket)) {
    const endpoint: Endpoint =
      platform === 'win32' ? { kind: 'npipe', path: socket } : { kind: 'unix', path: socket }
    const address = `${endpoint.kind}://${socket}`
    found.push({
      name: 'default',
      endpoint,
      address,
      source: 'default-socket',
      current: found.every((one) => !one.current)
    })
  }
  return found
}

/** As the CLI: DOCKER_TLS_VERIFY and DOCKER_CERT_PATH count for DOCKER_HOST only. */
function withTlsOfEnv(
  surroundings: DockerSurroundings,
  endpoint: Endpoint | undefined
): Endpoint | undefined {
  const { env } = surroundings
  if (endpoint?.kind !== 'tcp' || !env['DOCKER_TLS_VERIFY']) return endpoint
  const folder = env['DOCKER_CERT_PATH'] || configFolder(surroundings)
  const file = (name: string) => join(folder, name)
  return { ...endpoint, tls: { ca: file('ca.pem'), cert: file('cert.pem'), key: file('key.pem') } }
}

function storedNames(folder: string): readonly string[] {
  const meta = join(folder, 'contexts', 'meta')
  if (!existsSync(meta)) return []
  return readdirSync(meta)
    .flatMap((key) => {
      try {
        return textAt(parseJson(readFileSync(join(meta, key, 'meta.json'), 'utf8')), 'Name') ?? []
      } catch {
        return []
      }
    })
    .sort()
}

function currentContext(folder: string): string | undefined {
  try {
    return textAt(parseJson(readFileSync(join(folder, 'config.json'), 'utf8')), 'currentContext')
  } catch {
    return undefined
  }
}
