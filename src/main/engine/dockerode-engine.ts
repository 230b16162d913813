import type { IncomingMessage } from 'node:http'
import Docker from 'dockerode'
import { SkepError } from '../../domain/error'
import { at, isObject, listAt, textAt, type Json } from '../../domain/json'
import type { Spec } from '../../domain/service'
import type { Engine } from '../core/ports'
import {
  decodeConfig,
  decodeEnd,
  decodeList,
  decodeNode,
  decodeReference,
  decodeService,
  decodeTask
} from './decode'
import { eventsOf } from './events'
import { decodeLogs, linesOf } from './logs'
import { createModem, type Ping } from './modem'
import { defaultLimits, type Limits } from './routes'
import type { Wire } from './wire'

interface EngineOptions {
  readonly readOnly: boolean
  readonly limits?: Limits
}

/** The Engine port over dockerode, whose modem is ours. */
export function createDockerodeEngine(
  wire: Wire,
  { readOnly, limits = defaultLimits }: EngineOptions
): Engine {
  const modem = createModem(wire, limits, readOnly)
  const docker = new Docker({ modem } as unknown as Docker.DockerOptions)
  const given = async (call: Promise<unknown>): Promise<Json> => (await call) as Json
  let hostnames = new Map<string, string>()
  const hostname = (node: string) => hostnames.get(node) ?? node

  const named =
    (service: string) =>
    (error: unknown): never => {
      if (error instanceof SkepError && error.code === 'service-unknown')
        throw new SkepError(
          'service-unknown',
          { service },
          error.outcome === undefined ? {} : { outcome: error.outcome }
        )
      throw error
    }

  const logged = async (
    { service, task }: { readonly service: string; readonly task?: string | undefined },
    options: Readonly<Record<string, unknown>>
  ): Promise<unknown> => {
    const target = task === undefined ? docker.getService(service) : docker.getTask(task)
    const all = { stdout: true, stderr: true, timestamps: true, details: true, ...options }
    // Typed for callers that want a stream of dockerode's own; ours is what the route says.
    return (target as unknown as { logs(options: unknown): Promise<unknown> }).logs(all).catch(named(service))
  }

  async function predefined(name: string): Promise<Json> {
    const network = docker.getNetwork(name) as unknown as { inspect(options: unknown): Promise<unknown> }
    try {
      return await given(network.inspect({ scope: 'swarm' }))
    } catch (error) {
      if (error instanceof SkepError && error.code === 'engine-error') return null
      throw error
    }
  }

  /** Posts a spec to a service; the query says what becomes of it. */
  async function send(
    id: string,
    query: Readonly<Record<string, string | number>>,
    spec: Spec,
    registryAuth?: string
  ): Promise<{ readonly warnings: readonly string[] }> {
    // The crash of engines before 29.7 (moby/moby#37883) must not be possible from here, whoever calls.
    if (!isObject(at(spec, 'TaskTemplate', 'Placement'))) {
      throw new SkepError('internal', {}, { detail: 'a spec without Placement', outcome: 'not-applied' })
    }
    // _query and _body keep the spec out of the URL, where dockerode would put it, env included.
    const options = { _query: query, _body: spec, ...loginOf(registryAuth) }
    const service = docker.getService(id) as unknown as { update(options: unknown): Promise<unknown> }
    const answer = await given(service.update(options)).catch(named(id))
    return { warnings: listAt(answer, 'Warnings').filter((warning) => typeof warning === 'string') }
  }

  return {
    async open() {
      const asked = Date.now()
      const ping = (await docker.ping()) as unknown as Ping
      const answered = Date.now()
      const [major = 0, minor = 0] = ping.apiVersion.split('.').map(Number)
      if (major < 1 || (major === 1 && minor < 30))
        throw new SkepError('api-too-old', { version: ping.apiVersion || '?' })
      const info = await given(docker.info())
      const state = textAt(info, 'Swarm', 'LocalNodeState')
      if (state !== 'active') throw new SkepError('not-swarm')
      const cluster = textAt(info, 'Swarm', 'Cluster', 'ID')
      if (at(info, 'Swarm', 'ControlAvailable') !== true) {
        const managers = listAt(info, 'Swarm', 'RemoteManagers').map(
          (manager) => textAt(manager, 'Addr') ?? '?'
        )
        throw new SkepError('not-manager', { managers: managers.join(', ') })
      }
      // A manager that cannot read the cluster object has no leader to ask.
      if (!cluster) throw new SkepError('no-leader')
      // The Date header has whole seconds: below two seconds of difference there is nothing to correct.
      const skew = ping.date === undefined ? 0 : ping.date + 500 - (asked + answered) / 2
      return {
        cluster,
        apiVersion: ping.apiVersion,
        engineVersion: textAt(info, 'ServerVersion') ?? '',
        node: textAt(info, 'Swarm', 'NodeID') ?? '',
        skew: Math.abs(skew) < 2000 ? 0 : skew
      }
    },
    async ping() {
      await docker.ping()
    },
    services: async () => decodeList(await given(docker.listServices()), decodeService),
    async inspect(id) {
      const service = decodeService(await given(docker.getService(id).inspect()).catch(named(id)))
      if (!service) throw new SkepError('spec-unreadable', { service: id })
      return service
    },
    async tasks(filter = {}) {
      const filters = {
        ...(filter.service === undefined ? {} : { service: [filter.service] }),
        ...(filter.desiredState === undefined ? {} : { 'desired-state': [filter.desiredState] })
      }
      try {
        return decodeList(await given(docker.listTasks({ filters })), decodeTask)
      } catch (error) {
        return named(filter.service ?? '')(error)
      }
    },
    async nodes() {
      const nodes = decodeList(await given(docker.listNodes()), decodeNode)
      hostnames = new Map(nodes.map((node) => [node.id, node.hostname]))
      return nodes
    },
    async references(kind) {
      const listed = {
        secrets: () => docker.listSecrets(),
        configs: () => docker.listConfigs(),
        networks: () => docker.listNetworks({ filters: { scope: ['swarm'] } })
      }
      const raw = await given(listed[kind]())
      // The swarm's own `host` and `bridge` are in no listing, only found by name (measured on 20.10.24).
      const more = kind === 'networks' ? await Promise.all(['host', 'bridge'].map(predefined)) : []
      const found = [raw, more].flatMap((list) => decodeList(list, (item) => decodeReference(item, kind)))
      return found.sort((a, b) => (a.name < b.name ? -1 : 1))
    },
    update: (id, index, spec, registryAuth) =>
      send(id, { version: index, registryAuthFrom: 'spec' }, spec, registryAuth),
    rollBack: (id, index, spec) =>
      send(id, { version: index, rollback: 'previous', registryAuthFrom: 'previous-spec' }, spec),
    async distribution(image, registryAuth) {
      const asked = docker.getImage(image) as unknown as { distribution(options: unknown): Promise<unknown> }
      const raw = await given(asked.distribution(loginOf(registryAuth)))
      const digest = textAt(raw, 'Descriptor', 'digest')
      if (digest === undefined) throw new SkepError('engine-error', {}, { detail: 'no digest' })
      const platforms = listAt(raw, 'Platforms').flatMap((platform) => {
        const architecture = textAt(platform, 'architecture')
        const os = textAt(platform, 'os')
        return architecture === undefined || os === undefined ? [] : [{ architecture, os }]
      })
      return { digest, platforms }
    },
    async configs(label) {
      const raw = await given(docker.listConfigs({ filters: { label: [label] } }))
      return decodeList(raw, decodeConfig)
    },
    async createConfig({ name, data }, label) {
      const _body = { Name: name, Labels: { [label]: '1' }, Data: Buffer.from(data).toString('base64') }
      await (docker as unknown as { createConfig(options: unknown): Promise<unknown> }).createConfig({
        _query: {},
        _body
      })
    },
    async removeConfig(id) {
      await docker.getConfig(id).remove()
    },
    container: async (id) => decodeEnd(await given(docker.getContainer(id).inspect())),
    async logs({ service, task }, tail) {
      const body = (await logged({ service, task }, { tail, follow: false })) as Buffer
      return decodeLogs(body, hostname)
    },
    async *followLogs({ service, task }, { tail, since }, signal) {
      let stream: IncomingMessage
      try {
        const options = { tail: tail ?? 'all', since, follow: true, abortSignal: signal }
        stream = (await logged({ service, task }, options)) as IncomingMessage
      } catch (error) {
        if (signal.aborted) return
        throw error
      }
      yield []
      yield* linesOf(stream, hostname, signal)
    },
    async *events(signal) {
      const filters = { type: ['service', 'node', 'secret', 'config', 'network'], scope: ['swarm'] }
      let stream: IncomingMessage
      try {
        const options = { filters, abortSignal: signal } as Docker.GetEventsOptions
        stream = (await docker.getEvents(options)) as unknown as IncomingMessage
      } catch (error) {
        if (signal.aborted) return
        throw error
      }
      yield* eventsOf(stream, signal)
    },
    close: () => modem.close()
  }
}

/** As dockerode takes it, for our modem. */
const loginOf = (registryAuth: string | undefined) =>
  registryAuth === undefined ? {} : { authconfig: { key: registryAuth } }
