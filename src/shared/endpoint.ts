import type { Endpoint } from './contract'

/** An address as Docker writes it (`unix://…`, `tcp://host:port`, `npipe://…`) as an endpoint, or undefined. */
export function endpointOf(address: string): Endpoint | undefined {
  if (address.startsWith('unix://')) return { kind: 'unix', path: address.slice('unix://'.length) }
  if (address.startsWith('npipe://'))
    return { kind: 'npipe', path: address.slice('npipe://'.length).replaceAll('/', '\\') }
  const tcp = /^tcp:\/\/(\[[^\]]+\]|[^:/]+)(?::(\d+))?\/?$/.exec(address)
  if (tcp?.[1]) return { kind: 'tcp', host: tcp[1].replace(/^\[|\]$/g, ''), port: Number(tcp[2] ?? 2375) }
  const ssh = /^ssh:\/\/([^/:]+)(?::(\d+))?(\/.*)?$/.exec(address)
  if (!ssh?.[1]) return undefined
  return {
    kind: 'ssh',
    destination: ssh[1],
    ...(ssh[2] ? { port: Number(ssh[2]) } : {}),
    ...(ssh[3] ? { socket: ssh[3] } : {})
  }
}

/** An endpoint as Docker writes it; a context of the Docker CLI by its name. */
export function addressOf(endpoint: Endpoint): string {
  switch (endpoint.kind) {
    case 'unix':
      return `unix://${endpoint.path}`
    case 'npipe':
      return `npipe://${endpoint.path.replaceAll('\\', '/')}`
    case 'tcp':
      return `tcp://${endpoint.host.includes(':') ? `[${endpoint.host}]` : endpoint.host}:${String(endpoint.port)}`
    case 'ssh':
      return `ssh://${endpoint.destination}${endpoint.port === undefined ? '' : `:${String(endpoint.port)}`}${endpoint.socket ?? ''}`
    case 'docker-context':
      return endpoint.name
    case 'demo':
      return 'demo'
  }
}
