import { describe, expect, it } from 'vitest'
import { effectOf } from './effect'
import type { JsonObject } from './json'
import type { Node } from './node'
import { checksOf, type CheckCode, type Facts, type ImageAnswer } from './preflight'
import type { Spec } from './service'
import type { Task } from './task'

const mib = 1024 * 1024
const amd64 = { os: 'linux', architecture: 'amd64' }
const digest = `sha256:${'a'.repeat(64)}`

const node = (id: string, change: Partial<Node> = {}): Node => ({
  id,
  hostname: id,
  role: 'worker',
  availability: 'active',
  state: 'ready',
  leader: false,
  engineVersion: '20.10.24',
  os: 'linux',
  architecture: 'x86_64',
  labels: {},
  engineLabels: {},
  nanoCPUs: 2e9,
  memoryBytes: 1024 * mib,
  ...change
})

const task = (serviceId: string, nodeId: string, spec: JsonObject = {}, slot = 1): Task => ({
  id: `${serviceId}-${nodeId}-${String(slot)}`,
  serviceId,
  slot,
  nodeId,
  createdAt: 0,
  updatedAt: 0,
  spec,
  state: 'running',
  desiredState: 'running',
  since: 0,
  message: ''
})

interface Shape {
  readonly reserve?: JsonObject
  readonly placement?: JsonObject
  readonly replicas?: number
  readonly global?: boolean
  readonly order?: string
  readonly more?: JsonObject
  readonly container?: JsonObject
}

const template = (shape: Shape, image = 'web:2'): JsonObject => ({
  ContainerSpec: { Image: image, ...shape.container },
  ...(shape.reserve ? { Resources: { Reservations: shape.reserve } } : {}),
  Placement: shape.placement ?? {}
})

const specOf = (shape: Shape, image = 'web:2'): Spec => ({
  Name: 'web',
  TaskTemplate: template(shape, image),
  Mode: shape.global ? { Global: {} } : { Replicated: { Replicas: shape.replicas ?? 2 } },
  UpdateConfig: { Parallelism: 1, Order: shape.order ?? 'stop-first' },
  ...shape.more
})

const found: ImageAnswer = { state: 'found', digest, platforms: [amd64], needsLogin: false }

/** The checks of an update of the image, as `code result`. */
function checks(
  shape: Shape,
  change: Partial<Facts> & { readonly own?: readonly Task[]; readonly others?: readonly Task[] } = {}
): readonly string[] {
  const nodes = change.nodes ?? [node('a'), node('b')]
  const own =
    change.own ??
    Array.from({ length: shape.replicas ?? 2 }, (_, place) =>
      task('web', nodes[place % nodes.length]?.id ?? '', template(shape, 'web:1'), place + 1)
    )
  const spec = specOf(shape)
  const facts: Facts = {
    spec,
    service: 'web',
    effect: effectOf(specOf(shape, 'web:1'), spec, own, nodes),
    starts: true,
    nodes,
    tasks: [...own, ...(change.others ?? [])],
    references: { secrets: [], configs: [], networks: [] },
    image: found,
    login: { asked: false, atHand: false },
    ...change
  }
  return checksOf(facts).map(({ code, result }) => `${code} ${result}`)
}

const values = (shape: Shape, code: CheckCode, change: Partial<Facts> = {}) => {
  const spec = specOf(shape)
  const nodes = change.nodes ?? [node('a'), node('b')]
  const effect = effectOf(specOf(shape, 'web:1'), spec, [], nodes)
  const facts: Facts = {
    spec,
    service: 'web',
    effect,
    starts: true,
    nodes,
    tasks: [],
    references: { secrets: [], configs: [], networks: [] },
    image: found,
    login: { asked: false, atHand: false },
    ...change
  }
  return checksOf(facts).find((check) => check.code === code)?.values
}

describe('what is checked of a plan', () => {
  it('is well when the image exists for nodes that can run it', () => {
    expect(checks({})).toEqual(['image-found ok', 'nodes-fit ok', 'login-needless ok'])
    expect(values({}, 'image-found')).toEqual({ image: 'web:2', digest: 'aaaaaaaaaaaa' })
  })

  it.each([
    ['missing', 'image-missing failed'],
    ['private', 'image-private unknown'],
    ['unknown', 'image-unknown unknown']
  ] as const)('tells an image that is %s', (state, expected) => {
    expect(checks({}, { image: { state } })).toContain(expected)
  })

  it('puts failures first, then warnings, then what is not known', () => {
    const found = checks(
      { placement: { Constraints: ['node.role==manager'] } },
      { image: { state: 'private' }, login: { asked: false, atHand: true } }
    )
    expect(found).toEqual(['nodes-none-constraints failed', 'login-at-hand warning', 'image-private unknown'])
  })
})

describe('the nodes of a plan', () => {
  it('must be ready and active', () => {
    const nodes = [node('a', { state: 'down' }), node('b', { availability: 'drain' })]
    expect(checks({}, { nodes })).toContain('nodes-none-ready failed')
    expect(values({}, 'nodes-fit', { nodes: [...nodes, node('c')] })).toMatchObject({ fit: 1, total: 3 })
  })

  it('must be of a platform that the image exists for', () => {
    const arm = node('b', { architecture: 'aarch64' })
    expect(checks({}, { nodes: [node('a'), arm] })).toContain('nodes-some-platform warning')
    expect(checks({}, { nodes: [arm] })).toContain('nodes-none-platform failed')
    const platforms = [amd64, { os: 'linux', architecture: 'arm64' }]
    expect(checks({}, { nodes: [arm], image: { ...found, platforms } })).toContain('nodes-fit ok')
  })

  it('are judged by the platforms in the placement when the registry says nothing', () => {
    const placement = { Platforms: [{ OS: 'linux', Architecture: 'arm64' }] }
    expect(checks({ placement }, { image: { state: 'unknown' } })).toContain('nodes-none-platform failed')
  })
})

describe('the room for a plan', () => {
  const reserve = { MemoryBytes: 400 * mib }

  it('counts what is reserved by others, and not what is replaced', () => {
    // Two nodes of 1024 MiB take two of 400 each.
    expect(checks({ reserve, replicas: 4 })).toContain('room-enough ok')
    expect(checks({ reserve, replicas: 5 })).toContain('room-short failed')
    const other = task('db', 'a', { Resources: { Reservations: { MemoryBytes: 300 * mib } } })
    expect(checks({ reserve, replicas: 4 }, { others: [other] })).toContain('room-short failed')
    const ended: Task = { ...other, state: 'shutdown' }
    expect(checks({ reserve, replicas: 4 }, { others: [ended] })).toContain('room-enough ok')
  })

  it('counts CPU too, and does not pretend to know of pieces of generic resources', () => {
    expect(checks({ reserve: { NanoCPUs: 1e9 }, replicas: 4 })).toContain('room-enough ok')
    expect(checks({ reserve: { NanoCPUs: 1e9 }, replicas: 5 })).toContain('room-short failed')
    const gpu = { GenericResources: [{ DiscreteResourceSpec: { Kind: 'gpu', Value: 1 } }] }
    expect(checks({ reserve: gpu })).toContain('room-unknown unknown')
  })

  it('is limited by max replicas per node and by a port of the host', () => {
    const placement = { MaxReplicas: 1 }
    expect(checks({ placement, replicas: 2 })).toContain('room-enough ok')
    expect(checks({ placement, replicas: 3 })).toContain('room-short failed')
    const more = { EndpointSpec: { Ports: [{ PublishMode: 'host', TargetPort: 80 }] } }
    expect(checks({ more, replicas: 3 })).toContain('room-short failed')
  })

  it('is what is left when tasks only join those that stay', () => {
    const shape = { reserve, replicas: 4 }
    const own = [1, 2, 3].map((slot) => task('web', slot === 3 ? 'b' : 'a', template(shape, 'web:2'), slot))
    const scaled = (replicas: number) => {
      const spec = specOf({ reserve, replicas })
      const effect = effectOf(specOf({ reserve, replicas: 3 }), spec, own, [node('a'), node('b')])
      return checks(shape, { own, spec, effect })
    }
    expect(scaled(4)).toContain('room-enough ok')
    expect(scaled(5)).toContain('room-short failed')
  })

  it('is needed on every node by a global service', () => {
    const full = task('db', 'b', { Resources: { Reservations: { MemoryBytes: 900 * mib } } })
    const own = [task('web', 'a', {}, 0), task('web', 'b', {}, 0)]
    expect(checks({ global: true, reserve }, { own })).toContain('room-enough ok')
    expect(checks({ global: true, reserve }, { own, others: [full] })).toContain('room-short failed')
  })

  it('is not known where the engine does not tell', () => {
    const { memoryBytes: _none, ...bare } = node('a')
    expect(checks({ reserve }, { nodes: [bare] })).toContain('room-unknown unknown')
    expect(checks({ reserve }, { tasks: undefined })).toContain('room-unknown unknown')
    expect(checks({}, { nodes: [bare] }).join()).not.toContain('room')
  })
})

describe('what a plan refers to', () => {
  const container = {
    Secrets: [{ SecretID: 's1', SecretName: 'password' }],
    Configs: [{ ConfigID: 'c1', ConfigName: 'site' }]
  }
  const shape: Shape = { container }
  const there = {
    secrets: [{ id: 's1', name: 'password' }],
    configs: [{ id: 'c1', name: 'site' }],
    networks: []
  }

  it('is looked for on the cluster by its id', () => {
    expect(checks(shape, { references: there })).toContain('references-there ok')
    const replaced = { ...there, secrets: [{ id: 's2', name: 'password' }] }
    expect(checks(shape, { references: replaced })).toContain('reference-missing failed')
    expect(checks(shape, { references: undefined })).toContain('references-unknown unknown')
    expect(values(shape, 'reference-missing', { references: replaced })).toEqual({
      kind: 'secret',
      name: 'password'
    })
  })
})

describe('the login of a plan', () => {
  const closed: ImageAnswer = { ...found, needsLogin: true }
  it.each([
    [closed, true, true, 'login-sent ok'],
    [found, true, false, 'login-none failed'],
    [closed, false, true, 'login-at-hand warning'],
    [{ state: 'private' } as const, false, false, 'login-kept warning'],
    [found, false, false, 'login-needless ok']
  ])('is told: %#', (image, asked, atHand, expected) => {
    expect(checks({}, { image, login: { asked, atHand } })).toContain(expected)
  })

  it('is all that is told of a plan that starts no task and chooses no image', () => {
    const change = { starts: false, image: undefined, login: { asked: true, atHand: true } }
    expect(checks({}, change)).toEqual(['login-sent ok'])
  })
})
