import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Json } from '../../src/domain/json'
import type { ReasonCode } from '../../src/domain/reason'
import { rolloutOf, type Rollout } from '../../src/domain/rollout'
import type { Spec } from '../../src/domain/service'
import {
  atOnce,
  container,
  createHarness,
  eventually,
  image,
  kinds,
  put,
  specFor,
  type Harness
} from './harness'

type Change = (spec: Spec) => Spec
const program = (...words: string[]) => container(words, 'Args')
const template = (value: Json, key: string) => put(value, 'TaskTemplate', key)
const both =
  (...changes: Change[]): Change =>
  (spec) =>
    changes.reduce((changed, change) => change(changed), spec)

/** What a person can get wrong, with the cause that Skep tells and the engine's own words. */
const causes: readonly (readonly [string, Change, ReasonCode, RegExp])[] = [
  ['an image that nobody has', image('demo:nowhere'), 'no-such-image', /^No such image: demo:nowhere$/],
  [
    'a constraint that no node satisfies',
    template({ Constraints: ['node.labels.none == here'] }, 'Placement'),
    'no-suitable-node',
    /^no suitable node \(scheduling constraints not satisfied on \d+ nodes?\)$/
  ],
  [
    'a reservation of memory that fits nowhere',
    template({ Reservations: { MemoryBytes: 1024 ** 5 } }, 'Resources'),
    'insufficient-resources',
    /^no suitable node \(insufficient resources on \d+ nodes?\)$/
  ],
  [
    'a reservation of processors that fits nowhere',
    template({ Reservations: { NanoCPUs: 400_000_000_000 } }, 'Resources'),
    'insufficient-resources',
    /^no suitable node \(insufficient resources on \d+ nodes?\)$/
  ],
  [
    'more replicas than the limit per node lets',
    both(
      put({ Replicated: { Replicas: 20 } }, 'Mode'),
      image('demo:v2'),
      template({ MaxReplicas: 1 }, 'Placement')
    ),
    'max-replicas',
    /max replicas per node limit exceed/
  ],
  [
    'an image of another platform',
    both(image('demo:v2'), template({ Platforms: [{ Architecture: 's390x', OS: 'linux' }] }, 'Placement')),
    'platform',
    /^no suitable node \(unsupported platform on \d+ nodes?\)$/
  ],
  [
    'a log driver that no node has',
    template({ Name: 'nosuch' }, 'LogDriver'),
    'plugin-missing',
    /^no suitable node \(missing plugin on \d+ nodes?\)$/
  ],
  [
    'a bind mount whose source is missing',
    container([{ Type: 'bind', Source: '/no/such/folder', Target: '/x' }], 'Mounts'),
    'mount-missing',
    /^invalid mount config for type "bind": bind source path does not exist: \/no\/such\/folder$/
  ],
  [
    'a program that is not in the image',
    program('/no/such/program'),
    'command-missing',
    /no such file or directory/
  ],
  ['a folder for a program', program('/etc'), 'command-refused', /permission denied/],
  [
    'a user who is not in the image',
    container('nosuchuser', 'User'),
    'user-missing',
    /unable to find user nosuchuser/
  ],
  ['a program that fails', image('demo:bad'), 'exit-code', /^task: non-zero exit \(1\)$/],
  ['a program that ends with 0', image('demo:once'), 'ended', /^finished$/],
  ['a health check that fails', image('demo:unhealthy'), 'unhealthy', /dockerexec: unhealthy container$/],
  [
    'more memory than the limit',
    both(image('demo:hungry'), template({ Limits: { MemoryBytes: 20 * 1024 ** 2 } }, 'Resources')),
    'killed',
    /^task: non-zero exit \(137\)$/
  ]
]

describe.each(kinds)('why an update does not go on, on the %s', (kind) => {
  let harness: Harness
  beforeAll(async () => {
    harness = await createHarness(kind)
  })
  afterAll(() => {
    harness?.stop()
  })

  async function look(id: string): Promise<Rollout> {
    const service = await harness.engine.inspect(id)
    const [tasks, nodes] = await Promise.all([harness.engine.tasks({ service: id }), harness.engine.nodes()])
    return rolloutOf({ service, tasks, nodes, now: Date.now(), changedAt: service.updatedAt })
  }

  const slow = { ...atOnce, Monitor: 3_000_000_000 }

  // Once in dozens of runs a busy dockerd said nothing of tasks that it did not place: asked of another service then.
  it.concurrent.each(causes)('%s', (_what, change, code, words) =>
    harness.withService(specFor(1, { UpdateConfig: slow }), async (id) => {
      await harness.send(id, change)
      const { reasons, verdict } = await eventually(
        () => look(id),
        (seen) => seen.reasons.length > 0,
        'a reason'
      )
      expect(reasons[0]?.error).toMatch(words)
      expect(reasons[0]?.code).toBe(code)
      expect(verdict).not.toBe('succeeded')
    })
  )

  it.concurrent('a host port that another service holds', () => {
    const ports = (published: number) => ({
      Mode: 'vip',
      Ports: [{ Protocol: 'tcp', TargetPort: 80, PublishedPort: published, PublishMode: 'host' }]
    })
    return harness.withService(specFor(1, { EndpointSpec: ports(18_071) }), () =>
      harness.withService(specFor(1), async (id) => {
        await harness.send(id, put(ports(18_071), 'EndpointSpec'))
        const { reasons } = await eventually(
          () => look(id),
          (seen) => seen.reasons.length > 0,
          'a reason'
        )
        expect(reasons[0]).toMatchObject({ code: 'port-taken' })
        expect(reasons[0]?.error).toContain('host-mode port already in use')
      })
    )
  })

  it.concurrent.each(['Secret', 'Config'] as const)(
    'a missing %s is refused before anything changes',
    (what) =>
      harness.withService(specFor(1), async (id) => {
        const reference = {
          File: { Name: 'a', UID: '0', GID: '0', Mode: 292 },
          [`${what}ID`]: 'abcdefghijklmnopqrstuvwxy',
          [`${what}Name`]: 'gone'
        }
        const failure = harness.send(id, container([reference], `${what}s`))
        await expect(failure).rejects.toMatchObject({ code: 'update-refused', outcome: 'not-applied' })
        await expect(failure).rejects.toThrow(`${what.toLowerCase()} not found: gone`)
      })
  )
})
