import type { IncomingMessage } from 'node:http'
import Docker from 'dockerode'
import { SkepError } from '../../domain/error'
import { at, isObject, listAt, textAt, type Json } from '../../domain/json'
import type { Engine } from '../core/ports'
import { decodeList, decodeNode, decodeService, decodeTask } from './decode'
import { eventsOf } from './events'
import { decodeLogs } from './logs'
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
    async update(id, index, spec) {
      // The crash of engines before 29.7 (moby/moby#37883) must not be possible from here, whoever calls.
      if (!isObject(at(spec, 'TaskTemplate', 'Placement'))) {
        throw new SkepError('internal', {}, { detail: 'a spec without Placement', outcome: 'not-applied' })
      }
      // _query and _body keep the spec out of the URL, where dockerode would put it, env included.
      const options = { _query: { version: index, registryAuthFrom: 'spec' }, _body: spec }
      const service = docker.getService(id) as unknown as { update(options: unknown): Promise<unknown> }
      const answer = await given(service.update(options)).catch(named(id))
      return { warnings: listAt(answer, 'Warnings').filter((warning) => typeof warning === 'string') }
    },
    async distribution(image) {
      const raw = await given(docker.getImage(image).distribution() as Promise<unknown>)
      const digest = textAt(raw, 'Descriptor', 'digest')
      if (digest === undefined) throw new SkepError('engine-error', {}, { detail: 'no digest' })
      const platforms = listAt(raw, 'Platforms').flatMap((platform) => {
        const architecture = textAt(platform, 'architecture')
        const os = textAt(platform, 'os')
        return architecture === undefined || os === undefined ? [] : [{ architecture, os }]
      })
      return { digest, platforms }
    },
    async logs({ service, task }, tail) {
      const options = { stdout: true, stderr: true, timestamps: true, details: true, tail, follow: false }
      const target = task === undefined ? docker.getService(service) : docker.getTask(task)
      const body = (await (target as unknown as { logs(options: unknown): Promise<unknown> }).logs(
        options
      )) as Buffer
      return decodeLogs(body, (node) => hostnames.get(node) ?? node)
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
