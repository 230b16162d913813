import type { DemoCluster } from '../../../domain/demo-cluster'
import type { Endpoint } from '../../../shared/contract'
import { addressOf, endpointOf } from '../../../shared/endpoint'
import type { Messages } from '../messages'

/** The kinds of endpoint that a person can choose, the most usual first. */
export const endpointKinds = ['unix', 'ssh', 'tcp', 'docker-context', 'npipe', 'demo'] as const

/** An endpoint while it is typed: every kind's fields are kept when another kind is looked at. */
export class EndpointDraft {
  kind = $state<(typeof endpointKinds)[number]>('unix')
  path = $state('/var/run/docker.sock')
  pipe = $state('//./pipe/docker_engine')
  host = $state('127.0.0.1')
  port = $state('2376')
  tls = $state(false)
  ca = $state('')
  cert = $state('')
  key = $state('')
  destination = $state('')
  sshPort = $state('')
  socket = $state('')
  docker = $state('')
  demo = $state<DemoCluster>('production')
  /** Further managers, as Docker writes addresses. */
  managers = $state<string[]>([])

  constructor(endpoint?: Endpoint, managers: readonly Endpoint[] = []) {
    this.managers = managers.map(addressOf)
    if (!endpoint) return
    this.kind = endpoint.kind
    if (endpoint.kind === 'unix') this.path = endpoint.path
    else if (endpoint.kind === 'npipe') this.pipe = endpoint.path
    else if (endpoint.kind === 'docker-context') this.docker = endpoint.name
    else if (endpoint.kind === 'demo') this.demo = endpoint.cluster ?? 'production'
    else if (endpoint.kind === 'ssh') {
      this.destination = endpoint.destination
      this.sshPort = endpoint.port === undefined ? '' : String(endpoint.port)
      this.socket = endpoint.socket ?? ''
    } else if (endpoint.kind === 'tcp') {
      this.host = endpoint.host
      this.port = String(endpoint.port)
      this.tls = endpoint.tls !== undefined
      this.ca = endpoint.tls?.ca ?? ''
      this.cert = endpoint.tls?.cert ?? ''
      this.key = endpoint.tls?.key ?? ''
    }
  }

  /** What is missing or wrong, by field; only fields of the chosen kind. */
  errors(t: Messages): Readonly<Record<string, string>> {
    const { form } = t
    const wrong: Record<string, string> = {}
    const need = (field: string, value: string, message: string) => {
      if (value.trim() === '') wrong[field] = message
    }
    const isPort = (text: string) => /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535
    if (this.kind === 'unix') need('path', this.path, form.needPath)
    if (this.kind === 'npipe') need('path', this.pipe, form.needPath)
    if (this.kind === 'docker-context') need('docker', this.docker, form.needDocker)
    if (this.kind === 'tcp') {
      need('host', this.host, form.needHost)
      if (!isPort(this.port)) wrong['port'] = form.needPort
      if (this.tls)
        for (const field of ['ca', 'cert', 'key'] as const) need(field, this[field], form.needFile)
    }
    if (this.kind === 'ssh') {
      need('destination', this.destination, form.needDestination)
      if (this.sshPort.trim() !== '' && !isPort(this.sshPort.trim())) wrong['sshPort'] = form.needPort
      if (this.socket.trim() !== '' && !this.socket.trim().startsWith('/')) wrong['socket'] = form.needPath
    }
    this.managers.forEach((address, place) => {
      if (!endpointOf(address.trim())) wrong[`manager${String(place)}`] = form.needManager
    })
    return wrong
  }

  /** The endpoint as it is typed; only meaningful without errors. */
  endpoint(): Endpoint {
    switch (this.kind) {
      case 'unix':
        return { kind: 'unix', path: this.path.trim() }
      case 'npipe':
        return { kind: 'npipe', path: this.pipe.trim() }
      case 'tcp':
        return { kind: 'tcp', host: this.host.trim(), port: Number(this.port), ...this.#tls() }
      case 'ssh':
        return {
          kind: 'ssh',
          destination: this.destination.trim(),
          ...(this.sshPort.trim() === '' ? {} : { port: Number(this.sshPort) }),
          ...(this.socket.trim() === '' ? {} : { socket: this.socket.trim() })
        }
      case 'docker-context':
        return { kind: 'docker-context', name: this.docker.trim() }
      case 'demo':
        return { kind: 'demo', ...(this.demo === 'production' ? {} : { cluster: this.demo }) }
    }
  }

  /** The further managers; over TCP they use the files of the first. */
  others(): readonly Endpoint[] {
    return this.managers.flatMap((address) => {
      const endpoint = endpointOf(address.trim())
      return endpoint?.kind === 'tcp' ? { ...endpoint, ...this.#tls() } : (endpoint ?? [])
    })
  }

  #tls(): { tls?: { ca: string; cert: string; key: string } } {
    return this.tls ? { tls: { ca: this.ca.trim(), cert: this.cert.trim(), key: this.key.trim() } } : {}
  }
}
