import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonical } from './canonical'
import { at, type Json, type JsonObject } from './json'
import { applyVersion, completed, unfaithful, withChanges } from './restore'
import { valueOf } from './reveal'
import { seemsBy } from './origin'
import type { Service, Spec } from './service'
import { diffSpec } from './spec-diff'
import { lastGoodOf, wayBack, type Judged, type Outcome } from './version'

const pick = <T extends Json>(...values: T[]) => fc.option(fc.constantFrom(...values), { nil: undefined })
const some = (value: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined))

/** Specs that differ in everything that a difference has a word for, and in some things that only have a path. */
const specs: fc.Arbitrary<Spec> = fc
  .record({
    image: fc.constantFrom('web:1', 'web:2@sha256:abc'),
    platforms: pick([{ OS: 'linux' }], []),
    env: fc.subarray(['A=1', 'B=2', 'B.C=3']),
    label: pick('x', 'y'),
    dotted: pick('p', 'q'),
    mounts: fc.subarray([
      { Target: '/a', Source: 'v' },
      { Target: '/b', Type: 'tmpfs' }
    ]),
    secrets: fc.subarray([{ SecretName: 's', SecretID: '1' }]),
    constraints: fc.subarray(['node.role == worker', 'node.labels.a == b']),
    networks: fc.subarray([{ Target: 'n1' }, { Target: 'n2', Aliases: ['web'] }]),
    ports: fc.subarray([
      { TargetPort: 80, PublishedPort: 8080 },
      { TargetPort: 53, Protocol: 'udp' }
    ]),
    cpus: pick(1e9, 2e9),
    sysctl: pick('1', '2'),
    replicas: fc.constantFrom(1, 2),
    parallelism: pick(1, 2),
    action: pick('pause', 'rollback'),
    back: pick(3, 4),
    args: pick(['a'], ['a', 'b'])
  })
  .map((one) => ({
    Name: 'web',
    Labels: some({ team: one.label ?? (undefined as never), 'a.b': one.dotted ?? (undefined as never) }),
    TaskTemplate: some({
      ContainerSpec: some({
        Image: one.image,
        Env: one.env,
        Mounts: one.mounts,
        Secrets: one.secrets,
        Args: one.args as never,
        Sysctls: (one.sysctl === undefined ? undefined : { 'net.core.somaxconn': one.sysctl }) as never
      }),
      Placement: some({ Constraints: one.constraints, Platforms: one.platforms as never }),
      Networks: one.networks,
      Resources: (one.cpus === undefined ? undefined : { Limits: { NanoCPUs: one.cpus } }) as never
    }),
    Mode: { Replicated: { Replicas: one.replicas } },
    UpdateConfig: some({ Parallelism: one.parallelism as never, FailureAction: one.action as never }),
    RollbackConfig: some({ Parallelism: one.back as never }),
    EndpointSpec: { Ports: one.ports }
  }))

describe('bringing back chosen changes only', () => {
  it('changes those and nothing else, whichever are chosen', () => {
    fc.assert(
      fc.property(specs, specs, fc.infiniteStream(fc.boolean()), (live, stored, coins) => {
        const changes = diffSpec(live, stored)
        const chosen = changes.filter(() => coins.next().value as boolean)
        const next = withChanges(live, stored, chosen)
        expect(unfaithful(live, next, chosen)).toEqual([])
        const left = diffSpec(next, stored).filter(({ field }) => !field.endsWith('Platforms'))
        const words = ({ field, key }: { field: string; key?: string }) => `${field} ${key ?? ''}`
        const missing = changes.filter(
          (change) => !chosen.includes(change) && !change.field.endsWith('Platforms')
        )
        // What was not chosen is still different; a mode is one value, whatever of it is named.
        expect(left.map(words).sort()).toEqual(missing.map(words).sort())
      })
    )
  })
  it('gives the stored spec when all of them are chosen', () => {
    fc.assert(
      fc.property(specs, specs, (live, stored) => {
        expect(canonical(withChanges(live, stored, diffSpec(live, stored)))).toBe(canonical(stored))
      })
    )
  })
  it('tells of a change that it does not know, and of one that is not there', () => {
    const live: Spec = { Name: 'web', TaskTemplate: { ContainerSpec: { Image: 'web:1' } } }
    const stored: Spec = { Name: 'web', TaskTemplate: { ContainerSpec: { Image: 'web:2' } } }
    const wanted = [{ group: 'environment', field: 'env', key: 'A' } as const]
    expect(unfaithful(live, withChanges(live, stored, wanted), wanted)).toEqual(wanted)
  })
})

describe('bringing back an image only', () => {
  const live: Spec = {
    Name: 'web',
    TaskTemplate: {
      ContainerSpec: { Image: 'web:2', Env: ['A=2'] },
      Placement: { Platforms: [{ OS: 'linux' }] }
    },
    Mode: { Replicated: { Replicas: 5 } }
  }
  const stored: Spec = { Name: 'web', TaskTemplate: { ContainerSpec: { Image: 'web:1', Env: ['A=1'] } } }
  it('leaves everything else as it is now, and takes the platforms along', () => {
    expect(applyVersion(stored, live, { kind: 'version', number: 1, part: 'image' })).toEqual({
      Name: 'web',
      TaskTemplate: { ContainerSpec: { Image: 'web:1', Env: ['A=2'] }, Placement: {} },
      Mode: { Replicated: { Replicas: 5 } }
    })
  })
  it('takes what a task does not carry from the live spec, so that the rest can be compared', () => {
    const partial: Spec = { Name: 'web', TaskTemplate: stored['TaskTemplate']! }
    expect(at(completed(partial, live), 'Mode', 'Replicated', 'Replicas')).toBe(5)
    expect(diffSpec(live, completed(partial, live)).map(({ field }) => field)).toEqual([
      'image',
      'env',
      'TaskTemplate.Placement.Platforms'
    ])
  })
})

describe('the way back', () => {
  const version = (number: number, outcome: Outcome, hash = String(number), complete = true): Judged => ({
    ...{ number, outcome, hash, complete }
  })
  it('leads to the newest earlier version that was good, whole, and is not what is in force', () => {
    const versions = [
      version(1, 'succeeded'),
      version(2, 'succeeded', '2', false),
      version(3, 'failed'),
      version(4, 'succeeded', 'now'),
      version(5, 'failed', 'now')
    ]
    expect(lastGoodOf(versions)?.number).toBe(1)
    expect(wayBack(versions)?.number).toBe(1)
  })
  it('does not lead to a step of the same held rollout, which only another policy tells apart', () => {
    const step = (number: number, changed: readonly string[]): Judged => ({
      ...version(number, 'superseded'),
      changed
    })
    const held = [version(1, 'unknown'), step(2, ['image', 'delay']), step(3, ['delay']), step(4, ['delay'])]
    expect(wayBack(held)?.number).toBe(1)
  })
  it('prefers one that nobody watched to one that was bad, and calls neither of them good', () => {
    const versions = [version(1, 'unknown'), version(2, 'rolled-back'), version(3, 'running')]
    expect(lastGoodOf(versions)).toBeUndefined()
    expect(wayBack(versions)?.number).toBe(1)
    expect(wayBack([version(1, 'failed'), version(2, 'running')])?.number).toBe(1)
    expect(wayBack([version(1, 'succeeded', 'same'), version(2, 'running', 'same')])).toBeUndefined()
  })
})

describe('who made an outside change', () => {
  const spec = (changes: JsonObject = {}, image = 'web:1', force = 0): Spec => ({
    Name: 'web',
    Labels: {},
    TaskTemplate: { ContainerSpec: { Image: image }, Placement: {}, ForceUpdate: force },
    Mode: { Replicated: { Replicas: 2 } },
    RollbackConfig: { Parallelism: 1 },
    ...changes
  })
  const made = (before: Spec, after: Spec, more: Partial<Service> = {}) =>
    seemsBy(before, { id: 's', name: 'web', index: 2, createdAt: 1, updatedAt: 2, spec: after, ...more })
  const stack = (image: string) => ({
    Labels: { 'com.docker.stack.namespace': 'shop', 'com.docker.stack.image': image }
  })

  it('is told from what tools leave behind, and not guessed otherwise', () => {
    expect(made(spec(stack('web:1')), spec(stack('web:2'), 'web:2'))).toBe('stack-deploy')
    expect(made(spec(stack('web:1')), spec(stack('web:1'), 'web:2'))).toBe('direct')
    expect(made(spec(), spec({ Labels: { 'io.portainer.accesscontrol.teams': 'ops' } }))).toBe('portainer')
    const { RollbackConfig: _lost, ...bare } = spec({}, 'web:2')
    expect(made(spec(), bare)).toBe('portainer')
    expect(made(spec(), spec({ Labels: { 'swarmpit.service.deployment.autoredeploy': 'true' } }))).toBe(
      'swarmpit'
    )
    expect(made(spec(), spec({}, 'web:1', 1))).toBe('force')
    expect(made(spec(), spec({ Mode: { Replicated: { Replicas: 9 } } }))).toBe('scale')
    expect(made(spec(), spec({}, 'web:2'))).toBeUndefined()
    const updateStatus = { state: 'rollback_completed', message: '' } as const
    expect(made(spec({}, 'web:2'), spec(), { updateStatus, previousSpec: spec({}, 'web:2') })).toBe(
      'rollback'
    )
  })
})

describe('a value that is shown', () => {
  const spec: Spec = {
    Labels: { 'a.b': 'label' },
    TaskTemplate: {
      ContainerSpec: {
        Env: ['TOKEN=a=b', 'BARE'],
        Labels: { inner: 'x' },
        Sysctls: { 'net.core.somaxconn': '9' }
      }
    }
  }
  it('is the one that is meant, by a name or by a path whose keys may have dots', () => {
    expect(valueOf(spec, 'env', 'TOKEN')).toBe('a=b')
    expect(valueOf(spec, 'label', 'a.b')).toBe('label')
    expect(valueOf(spec, 'container-label', 'inner')).toBe('x')
    expect(valueOf(spec, 'TaskTemplate.ContainerSpec.Sysctls.net.core.somaxconn', undefined)).toBe('9')
    for (const [field, key] of [
      ['env', 'BARE'],
      ['env', 'NONE'],
      ['label', 'constructor'],
      ['TaskTemplate.Nothing', undefined]
    ] as const)
      expect(valueOf(spec, field, key)).toBeUndefined()
  })
})
