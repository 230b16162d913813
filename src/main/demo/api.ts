import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { isObject, listAt, textAt, type Json, type JsonObject } from '../../domain/json'
import type { ReferenceKind } from '../../domain/references'
import { modeOf } from '../../domain/service'
import { parseJson, stringifyJson } from '../core/json'
import { behaviourOf } from './images'
import type { Orchestrator } from './orchestrator'
import { createReference, listed, network, removeReference, resolved } from './references'
import { Refusal } from './refusal'
import { inspected, serveRegistry } from './registry'
import { containerOf, lineFrames, logFrames, nameOf, nodeJson, serviceJson, taskJson } from './render'
import { check, normalised } from './spec'
import { newId, type DemoService, type DemoState, type DemoTask } from './state'
import { isWanted } from './tasks'
import type { Updater } from './updater'

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
  if (url.pathname.startsWith('/v2/')) return serveRegistry(url, request, response)
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
      return send(
        response,
        200,
        parts.state.nodes.map((node) => nodeJson(node, node.id === parts.state.leader))
      )
    case 'GET /networks':
    case 'GET /secrets':
    case 'GET /configs':
      return send(
        response,
        200,
        listed(parts.state, first as ReferenceKind, wants(filtersOf(query), 'label'))
      )
    case 'GET /networks/:id':
      return send(response, 200, network(second))
    case 'POST /networks/:id':
    case 'POST /secrets/:id':
    case 'POST /configs/:id':
      return send(response, 201, createReference(parts.state, first as ReferenceKind, body))
    case 'DELETE /networks/:id':
    case 'DELETE /secrets/:id':
    case 'DELETE /configs/:id':
      removeReference(parts.state, first as ReferenceKind, second)
      response.writeHead(204)
      return void response.end()
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
      return logs(parts.state, { kind: first, id: second, query, request, response })
    case 'GET /tasks/:id':
      return send(response, 200, taskJson(findTask(parts.state, (task) => task.id === second, second)))
    case 'POST /containers/:id/kill':
      parts.orchestrator.kill(findTask(parts.state, (task) => containerOf(task) === second, second))
      return void response.writeHead(204).end()
    case 'GET /tasks':
      return send(response, 200, tasks(parts.state, filtersOf(query)))
    case 'GET /containers/:id/json':
      return send(response, 200, containerEnd(parts.state, second))
    case 'GET /events':
      return events(parts.state, request, response)
    default:
      if (first === 'distribution')
        return send(
          response,
          200,
          distribution(
            path.slice('/distribution/'.length, -'/json'.length),
            request.headers['x-registry-auth']?.toString()
          )
        )
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

function findTask(state: DemoState, is: (task: DemoTask) => boolean, id: string): DemoTask {
  const found = [...state.tasks.values()].find(is)
  if (!found) throw new Refusal(404, `${id} not found`)
  return found
}

function create({ state, orchestrator }: Parts, body: JsonObject): Json {
  const spec = resolved(state, normalised(body))
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
    job: modeOf(spec).endsWith('-job') ? { iteration: 0, startedAt: now } : undefined,
    status: undefined
  }
  state.services.set(service.id, service)
  state.event('service', 'create', service.id, { name })
  orchestrator.fill(service)
  return { ID: service.id }
}

function update(
  { state, updater, orchestrator }: Parts,
  service: DemoService,
  query: Query,
  body: JsonObject
): Json {
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
  const next = rollback && service.previous ? service.previous : resolved(state, normalised(body))
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
  // A job has no updater: each update runs it again (measured).
  if (service.job) {
    service.job = { iteration: service.job.iteration + 1, startedAt: now }
    orchestrator.fill(service)
    return { Warnings: null }
  }
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

interface LogRequest {
  readonly kind: string
  readonly id: string
  readonly query: Query
  readonly request: IncomingMessage
  readonly response: ServerResponse
}

/** Followed, it goes on with the tasks that start later, and ends with its reader only (measured on 20.10.24). */
function logs(state: DemoState, { kind, id, query, request, response }: LogRequest): void {
  const service = kind === 'services' ? find(state, id).id : undefined
  const isWanted = (task: DemoTask) => (service === undefined ? task.id === id : task.service === service)
  const tail = query.get('tail') ?? 'all'
  const lines = logFrames([...state.tasks.values()].filter(isWanted), {
    tail: /^\d+$/.test(tail) ? Number(tail) : undefined,
    since: Number(query.get('since') ?? 0) * 1000
  })
  if (!['1', 'true'].includes(query.get('follow') ?? '')) return send(response, 200, lines)
  response.writeHead(200, { 'Content-Type': 'application/octet-stream' })
  response.flushHeaders()
  if (lines.length > 0) response.write(lines)
  const end = state.onLine((task, line) => {
    if (isWanted(task)) response.write(lineFrames(task, line))
  })
  response.on('close', end)
  request.on('close', end)
}

/** A container's inspection, as far as its end goes; only the manager's own containers are here. */
function containerEnd(state: DemoState, id: string): Json {
  const task = findTask(state, (one) => containerOf(one) === id && one.node === state.leader, id)
  const behaviour = behaviourOf(textAt(task.spec, 'ContainerSpec', 'Image') ?? '')
  const checks = task.error.includes('unhealthy') ? (behaviour?.checks ?? []) : []
  const log = checks.map((Output) => ({ End: new Date(task.since).toISOString(), ExitCode: 1, Output }))
  return { Id: id, State: { OOMKilled: behaviour?.outOfMemory ?? false, Health: { Log: log } } }
}

function events(state: DemoState, request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'application/json' })
  response.flushHeaders()
  const end = state.onEvent((event) => response.write(`${stringifyJson(event)}\n`))
  response.on('close', end)
  request.on('close', end)
}

function distribution(image: string, auth: string | undefined): Json {
  const found = inspected(image, auth)
  if ('status' in found) throw new Refusal(found.status, found.message)
  return {
    Descriptor: {
      mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
      digest: found.digest,
      size: 528
    },
    Platforms: [{ architecture: 'amd64', os: 'linux' }]
  }
}
