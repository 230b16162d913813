import { createHash } from 'node:crypto'
import type { Json, JsonObject } from '../../domain/json'
import { referenceKinds, type ReferenceKind } from '../../domain/references'
import { digestOf } from './registry'
import type { DemoCluster } from '../../domain/demo-cluster'
import { newId, type DemoNode, type DemoService, type DemoState } from './state'
import { endpointOf } from './orchestrator'
import { normalised } from './spec'

/** A demo is the same swarm at every start, or its saved context would refuse it as another one. */
export const demoIds: Readonly<Record<DemoCluster, string>> = {
  production: 'demo0skep0swarm0000000000',
  staging: 'demo0skep0staging00000000'
}

const stableId = (name: string): string => createHash('sha256').update(name).digest('hex').slice(0, 25)

const machine = (hostname: string, role: DemoNode['role'], zone: string): DemoNode => ({
  id: stableId(hostname),
  hostname,
  role,
  labels: { zone }
})

/** The machines of a demo. */
export const demoNodes = (cluster: DemoCluster = 'production'): readonly DemoNode[] =>
  cluster === 'staging'
    ? [machine('comb-1', 'manager', 'a'), machine('comb-2', 'worker', 'a')]
    : [machine('hive-1', 'manager', 'a'), machine('hive-2', 'worker', 'a'), machine('hive-3', 'worker', 'b')]

interface Seed {
  readonly name: string
  readonly stack?: string
  readonly image: string
  /** An image that ran before, so that there is a version to go back to. */
  readonly before?: string
  readonly replicas?: number
  readonly env?: readonly string[]
  readonly secrets?: readonly string[]
  readonly configs?: readonly string[]
  readonly networks?: readonly string[]
  readonly action?: string
  readonly hours: number
}

const registry = 'registry.example.com'

const production: readonly Seed[] = [
  {
    name: 'shop_web',
    stack: 'shop',
    image: `${registry}/shop/web:4.2.0`,
    before: `${registry}/shop/web:4.1.0`,
    replicas: 6,
    env: ['LOG_LEVEL=info', 'API_URL=http://shop_api:8080', 'SESSION_SECRET=correct-horse-battery'],
    secrets: ['shop_session_key'],
    configs: ['shop_web_conf'],
    networks: ['shop_front', 'shop_back'],
    action: 'rollback',
    hours: 26
  },
  {
    name: 'shop_api',
    stack: 'shop',
    image: `${registry}/shop/api:2.8.0`,
    before: `${registry}/shop/api:2.7.1`,
    replicas: 4,
    env: ['DATABASE_PASSWORD=hunter2', 'POOL_SIZE=20'],
    secrets: ['shop_db_password'],
    networks: ['shop_back'],
    action: 'pause',
    hours: 26
  },
  { name: 'shop_worker', stack: 'shop', image: `${registry}/shop/worker:1.12.0`, replicas: 2, hours: 300 },
  { name: 'shop_cache', stack: 'shop', image: `${registry}/shop/cache:7.2`, replicas: 1, hours: 900 },
  { name: 'metrics_agent', stack: 'metrics', image: `${registry}/metrics/agent:0.9.4`, hours: 410 },
  {
    name: 'metrics_dashboard',
    stack: 'metrics',
    image: `${registry}/metrics/dashboard:11.1`,
    replicas: 1,
    hours: 410
  },
  { name: 'mailer', image: `${registry}/tools/mailer:3.0.2`, replicas: 1, hours: 1200 }
]

/** The services of the shop again, smaller; what comes to production runs here first. */
const staging: readonly Seed[] = production
  .filter(({ stack }) => stack === 'shop')
  .map((seed) => ({ ...seed, replicas: Math.min(seed.replicas ?? 1, 2), hours: seed.hours + 48 }))

const seeds: Readonly<Record<DemoCluster, readonly Seed[]>> = { production, staging }

const references: Readonly<Record<ReferenceKind, readonly string[]>> = {
  secrets: ['shop_db_password', 'shop_db_password_2', 'shop_session_key', 'mailer_smtp'],
  configs: ['shop_web_conf', 'shop_web_conf_v2', 'metrics_rules'],
  networks: ['shop_front', 'shop_back', 'metrics']
}

/** What a file of a secret or a config looks like when nobody said more (measured on 20.10.24). */
const fileOf = (name: string): Json => ({ Name: name, UID: '0', GID: '0', Mode: 0o444 })

function specOf(seed: Seed, image: string): JsonObject {
  const digest = digestOf(image)
  const config: Json = {
    Parallelism: 1,
    Delay: 2_000_000_000,
    FailureAction: seed.action ?? 'pause',
    Monitor: 5_000_000_000,
    MaxFailureRatio: 0,
    Order: 'stop-first'
  }
  const labels: Record<string, Json> = seed.stack ? { 'com.docker.stack.namespace': seed.stack } : {}
  return normalised({
    Name: seed.name,
    Labels: labels,
    TaskTemplate: {
      ContainerSpec: {
        Image: digest ? `${image}@${digest}` : image,
        ...(seed.env ? { Env: seed.env } : {}),
        ...(seed.secrets
          ? {
              Secrets: seed.secrets.map((name) => ({
                File: fileOf(name),
                SecretID: stableId(name),
                SecretName: name
              }))
            }
          : {}),
        ...(seed.configs
          ? {
              Configs: seed.configs.map((name) => ({
                File: fileOf(`/etc/${name}`),
                ConfigID: stableId(name),
                ConfigName: name
              }))
            }
          : {}),
        Init: false
      },
      Resources: { Limits: {}, Reservations: {} },
      RestartPolicy: { Condition: 'any', Delay: 5_000_000_000, MaxAttempts: 0 },
      Placement: { Platforms: [{ Architecture: 'amd64', OS: 'linux' }] },
      ...(seed.networks ? { Networks: seed.networks.map((name) => ({ Target: stableId(name) })) } : {})
    },
    Mode: seed.replicas === undefined ? { Global: {} } : { Replicated: { Replicas: seed.replicas } },
    UpdateConfig: config,
    RollbackConfig: {
      Parallelism: 1,
      FailureAction: 'pause',
      Monitor: 5_000_000_000,
      MaxFailureRatio: 0,
      Order: 'stop-first'
    }
  })
}

/** Fills an empty model with a small, believable cluster that has been running for a while. */
export function plant(state: DemoState, cluster: DemoCluster): void {
  for (const kind of referenceKinds)
    state.references[kind].push(...references[kind].map((name) => ({ id: stableId(name), name })))
  for (const seed of seeds[cluster]) {
    const at = state.clock.now() - seed.hours * 3_600_000
    const service: DemoService = {
      id: stableId(seed.name),
      index: state.next(),
      createdAt: at - 90 * 86_400_000,
      updatedAt: at,
      spec: specOf(seed, seed.image),
      previous: seed.before ? specOf(seed, seed.before) : undefined,
      job: undefined,
      status: seed.before
        ? { state: 'completed', message: 'update completed', startedAt: at, completedAt: at + 40_000 }
        : undefined
    }
    state.services.set(service.id, service)
    const slots = seed.replicas ?? state.nodes.length
    for (let slot = 1; slot <= slots; slot += 1)
      plantTask(state, service, seed.replicas === undefined ? 0 : slot, slot, at)
  }
}

function plantTask(state: DemoState, service: DemoService, slot: number, place: number, at: number): void {
  const { Runtime: _runtime, ...spec } = service.spec['TaskTemplate'] as JsonObject & { Runtime?: Json }
  const id = newId()
  const node = state.nodes[place % state.nodes.length]?.id ?? ''
  state.tasks.set(id, {
    id,
    service: service.id,
    slot,
    node,
    key: slot > 0 ? String(slot) : node,
    job: undefined,
    createdAt: at,
    updatedAt: at,
    spec,
    endpoint: endpointOf(service),
    state: 'running',
    desired: 'running',
    since: at + place * 3000,
    message: 'started',
    error: '',
    exitCode: undefined,
    logs: [
      { at: at + place * 3000, text: 'starting' },
      { at: at + place * 3000 + 400, text: 'listening on :8080' },
      { at: state.clock.now() - place * 7000, text: 'GET /healthz 200' }
    ]
  })
}
