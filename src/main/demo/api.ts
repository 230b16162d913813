import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { isObject, listAt, numberAt, objectAt, textAt, type Json, type JsonObject } from '../../domain/json'
import { modeOf } from '../../domain/service'
import { parseJson, stringifyJson } from '../core/json'
import { digestOf, hasRegistry } from './images'
import { isWanted, type Orchestrator } from './orchestrator'
import { logFrames, nameOf, nodeJson, serviceJson, taskJson } from './render'
import { newId, type DemoService, type DemoState } from './state'
import type { Updater } from './updater'

/** An answer that is not 200, in the Engine's words. */
class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string
  ) {
    super(message)
  }
}

interface Parts {
  readonly state: DemoState
  readonly orchestrator: Orchestrator
  readonly updater: Updater
}

type Query = URLSearchParams

/** The Docker Engine API (1.41) over the model, as far as swarm services go; texts and codes as measured on 20.10.24. */
export function createApi(parts: Parts): Server {
  return createServer((request, response) => {
    void answer(parts, request, response).catch((error: unknown) => {
      const refusal = error instanceof Refusal ? error : new Refusal(500, 'the demo cluster failed')
      send(response, refusal.status, { message: refusal.message })
    })
  })
}

function send(response: ServerResponse, status: number, body: Json | Buffer | string): void {
  const bytes = Buffer.isBuffer(body)
    ? body
    : Buffer.from(typeof body === 'string' ? body : stringifyJson(body))
  response.writeHead(status, {
    'Content-Type': Buffer.isBuffer(body) ? 'application/octet-stream' : 'application/json',
    'Content-Length': bytes.length
  })
  response.end(bytes)
}

async function answer(parts: Parts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://docker')
  const path = decodeURIComponent(url.pathname).replace(/^\/v1\.\d+/, '')
  const query = url.searchParams
  response.setHeader('Api-Version', '1.41')
  response.setHeader('Docker-Experimental', 'false')
  response.setHeader('Ostype', 'linux')
  response.setHeader('Server', 'Docker/20.10.24 (linux)')
  const body = await readBody(request)
  const [, first = '', second = '', third = ''] = path.split('/')
  const key = `${request.method ?? 'GET'} /${first}${second ? '/:id' : ''}${third ? `/${third}` : ''}`
  switch (key) {
    case 'GET /_ping':
    case 'HEAD /_ping':
      response.setHeader('Content-Type', 'text/plain')
      return void response.end(request.method === 'HEAD' ? '' : 'OK')
    case 'GET /version':
      return send(response, 200, {
        Version: '20.10.24',
        ApiVersion: '1.41',
        MinAPIVersion: '1.12',
        Os: 'linux',
        Arch: 'amd64'
      })
    case 'GET /info':
      return send(response, 200, info(parts.state))
    case 'GET /nodes':
      return send(response, 200, parts.state.nodes.map(nodeJson))
    case 'GET /networks':
    case 'GET /secrets':
    case 'GET /configs':
      return send(response, 200, [])
    case 'GET /services':
      return send(
        response,
        200,
        [...parts.state.services.values()].filter(named(filtersOf(query))).map(serviceJson)
      )
    case 'POST /services/:id':
      return send(response, 201, create(parts, body))
    case 'GET /services/:id':
      return send(response, 200, serviceJson(find(parts.state, second)))
    case 'DELETE /services/:id':
      return remove(parts, response, find(parts.state, second))
    case 'POST /services/:id/update':
      return send(response, 200, update(parts, find(parts.state, second), query, body))
    case 'GET /services/:id/logs':
    case 'GET /tasks/:id/logs':
      return send(response, 200, logs(parts.state, first, second, query))
    case 'GET /tasks':
      return send(response, 200, tasks(parts.state, filtersOf(query)))
    case 'GET /events':
      return events(parts.state, request, response)
    default:
      if (first === 'distribution')
        return send(response, 200, distribution(path.slice('/distribution/'.length, -'/json'.length)))
      throw new Refusal(404, 'page not found')
  }
}

async function readBody(request: IncomingMessage): Promise<JsonObject> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  if (chunks.length === 0) return {}
  const body = parseJson(Buffer.concat(chunks).toString('utf8'))
  return isObject(body) ? body : {}
}

function info(state: DemoState): Json {
  const manager = state.nodes[0]
  return {
    ServerVersion: '20.10.24',
    Swarm: {
      NodeID: manager?.id ?? '',
      LocalNodeState: 'active',
      ControlAvailable: true,
      Cluster: { ID: state.cluster },
      Nodes: state.nodes.length,
      Managers: 1,
      RemoteManagers: [{ NodeID: manager?.id ?? '', Addr: '10.0.0.1:2377' }]
    }
  }
}

function filtersOf(query: Query): JsonObject {
  const raw = query.get('filters')
  const parsed = raw === null ? {} : parseJson(raw)
  return isObject(parsed) ? parsed : {}
}

/** A filter's values; the API takes a list, the CLI sends an object of true. */
function wants(filters: JsonObject, key: string): readonly string[] {
  const value = filters[key]
  return isObject(value) ? Object.keys(value) : listAt(filters, key).map(String)
}

const named = (filters: JsonObject) => (service: DemoService) => {
  const names = wants(filters, 'name')
  const ids = wants(filters, 'id')
  return (
    (names.length === 0 || names.some((name) => nameOf(service).startsWith(name))) &&
    (ids.length === 0 || ids.some((id) => service.id.startsWith(id)))
  )
}

function find(state: DemoState, id: string): DemoService {
  const all = [...state.services.values()]
  const found = all.find((service) => service.id === id || nameOf(service) === id)
  if (!found) throw new Refusal(404, `service ${id} not found`)
  return found
}

function create({ state, orchestrator }: Parts, body: JsonObject): Json {
  const spec = normalised(body)
  check(spec)
  const name = textAt(spec, 'Name') ?? ''
  if ([...state.services.values()].some((service) => nameOf(service) === name)) {
    throw new Refusal(
      409,
      `rpc error: code = AlreadyExists desc = name conflicts with an existing object: service ${name} already exists`
    )
  }
  const now = state.clock.now()
  const service: DemoService = {
    id: newId(),
    index: state.next(),
    createdAt: now,
    updatedAt: now,
    spec,
    previous: undefined,
    status: undefined
  }
  state.services.set(service.id, service)
  state.event('service', 'create', service.id, { name })
  orchestrator.fill(service)
  return { ID: service.id }
}

/** What a real engine adds to a spec that lacks it (measured on 20.10.24). */
export function normalised(spec: JsonObject): JsonObject {
  return {
    ...spec,
    Labels: spec['Labels'] ?? {},
    TaskTemplate: {
      ...objectAt(spec, 'TaskTemplate'),
      ForceUpdate: numberAt(spec, 'TaskTemplate', 'ForceUpdate') ?? 0,
      Runtime: 'container'
    },
    Mode: spec['Mode'] ?? { Replicated: { Replicas: 1 } },
    EndpointSpec: spec['EndpointSpec'] ?? { Mode: 'vip' }
  }
}

function check(spec: JsonObject): void {
  const invalid = (what: string) => new Refusal(400, `rpc error: code = InvalidArgument desc = ${what}`)
  if ((textAt(spec, 'TaskTemplate', 'ContainerSpec', 'Image') ?? '') === '')
    throw invalid('ContainerSpec: image reference must be provided')
  for (const kind of ['UpdateConfig', 'RollbackConfig']) {
    const config = objectAt(spec, kind)
    const action = textAt(config, 'FailureAction') ?? ''
    if (!['', 'pause', 'continue', 'rollback'].includes(action))
      throw new Refusal(400, `unrecognized update failure action ${action}`)
    const order = textAt(config, 'Order') ?? ''
    if (!['', 'stop-first', 'start-first'].includes(order))
      throw new Refusal(400, `unrecognized update order ${order}`)
    const ratio = numberAt(config, 'MaxFailureRatio') ?? 0
    if (ratio < 0 || ratio > 1)
      throw invalid('TaskSpec: update-max-failure-ratio cannot be less than 0 or bigger than 1')
  }
}

function update({ state, updater }: Parts, service: DemoService, query: Query, body: JsonObject): Json {
  if (Number(query.get('version')) !== service.index) {
    throw new Refusal(500, 'rpc error: code = Unknown desc = update out of sequence')
  }
  const rollback = query.get('rollback') === 'previous'
  if (rollback && !service.previous) {
    throw new Refusal(
      400,
      `rpc error: code = FailedPrecondition desc = service ${service.id} does not have a previous spec`
    )
  }
  const next = rollback && service.previous ? service.previous : normalised(body)
  check(next)
  if (modeOf(next) !== modeOf(service.spec)) {
    throw new Refusal(501, 'rpc error: code = Unimplemented desc = service mode change is not allowed')
  }
  const now = state.clock.now()
  service.previous = service.spec
  service.spec = next
  service.status = rollback
    ? {
        state: 'rollback_started',
        message: 'manually requested rollback',
        startedAt: now,
        completedAt: undefined
      }
    : undefined
  service.index = state.next()
  service.updatedAt = now
  state.event('service', 'update', service.id, { name: nameOf(service) })
  updater.start(service, rollback ? 'rollback' : 'update')
  return { Warnings: null }
}

function remove(
  { state, orchestrator, updater }: Parts,
  response: ServerResponse,
  service: DemoService
): void {
  updater.cancel(service.id)
  state.services.delete(service.id)
  orchestrator.remove(service.id)
  state.event('service', 'remove', service.id, { name: nameOf(service) })
  response.writeHead(200)
  response.end()
}

function tasks(state: DemoState, filters: JsonObject): Json {
  const services = wants(filters, 'service').map((id) => find(state, id).id)
  const desired = wants(filters, 'desired-state')
  return [...state.tasks.values()]
    .filter((task) => services.length === 0 || services.includes(task.service))
    .filter((task) => desired.length === 0 || desired.includes(isWanted(task) ? 'running' : task.desired))
    .map(taskJson)
}

function logs(state: DemoState, kind: string, id: string, query: Query): Buffer {
  const service = kind === 'services' ? find(state, id) : undefined
  const chosen = [...state.tasks.values()].filter((task) =>
    service ? task.service === service.id : task.id === id
  )
  const tail = query.get('tail')
  return logFrames(chosen, tail === null || tail === 'all' ? -1 : Number(tail))
}

function events(state: DemoState, request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'application/json' })
  response.flushHeaders()
  const end = state.onEvent((event) => response.write(`${stringifyJson(event)}\n`))
  response.on('close', end)
  request.on('close', end)
}

function distribution(image: string): Json {
  const digest = digestOf(image)
  if (digest === undefined) {
    if (hasRegistry(image)) throw new Refusal(404, 'manifest unknown: manifest unknown')
    throw new Refusal(
      500,
      'Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io: no such host'
    )
  }
  return {
    Descriptor: { mediaType: 'application/vnd.docker.distribution.manifest.v2+json', digest, size: 528 },
    Platforms: [{ architecture: 'amd64', os: 'linux' }]
  }
}
