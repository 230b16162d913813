import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonical, same } from './canonical'
import { commandFor, quoted } from './command'
import { applyDraft, draftProblems, isImageReference } from './draft'
import { applyVersion } from './restore'
import { formatDuration, parseDuration } from './duration'
import { effectOf, replacesAll } from './effect'
import { at, withAt, type Json, type JsonObject } from './json'
import { looksSecret, masked, maskedSpec } from './mask'
import { satisfies, type Node } from './node'
import { policyOf } from './policy'
import { rolloutOf } from './rollout'
import { withPlacement } from './placement'
import type { Service, Spec } from './service'
import { diffSpec } from './spec-diff'
import type { Task } from './task'

const spec: Spec = {
  Name: 'web',
  Labels: { team: 'a' },
  Unknown: { kept: 1n },
  TaskTemplate: {
    ContainerSpec: { Image: 'web:1', Env: ['A=1', 'DB_PASSWORD=hunter2', 'B=2'], Init: false },
    Placement: { Constraints: ['node.role == worker'] },
    ForceUpdate: 3
  },
  Mode: { Replicated: { Replicas: 3 } },
  UpdateConfig: { Parallelism: 1, FailureAction: 'pause', MaxFailureRatio: 0, Order: 'stop-first' }
}

const json = fc.jsonValue().map((value) => value as Json)
const anySpec = fc.dictionary(
  fc.constantFrom('Name', 'Labels', 'X', 'TaskTemplate', 'Mode', 'UpdateConfig'),
  json
) as fc.Arbitrary<JsonObject>

describe('a draft', () => {
  it('changes only the keys that it names, in any spec', () => {
    fc.assert(
      fc.property(anySpec, fc.string({ minLength: 1 }), (any, image) => {
        const next = applyDraft(any, { image })
        expect(at(next, 'TaskTemplate', 'ContainerSpec', 'Image')).toBe(image)
        for (const key of Object.keys(any)) if (key !== 'TaskTemplate') expect(next[key]).toBe(any[key])
      })
    )
  })
  it('always gives a Placement, and is otherwise nothing when it is empty', () => {
    fc.assert(
      fc.property(anySpec, (any) => {
        const next = applyDraft(any, {})
        expect(typeof at(next, 'TaskTemplate', 'Placement')).toBe('object')
        expect(next).toEqual(withPlacement(any))
      })
    )
  })
  it('keeps the order of variables, sets in place, and adds at the end', () => {
    const next = applyDraft(spec, { env: { set: { B: '3', C: '4' }, remove: ['A'] } })
    expect(at(next, 'TaskTemplate', 'ContainerSpec', 'Env')).toEqual(['DB_PASSWORD=hunter2', 'B=3', 'C=4'])
  })
  it('starts an absent policy from one task at a time, because absent Parallelism inside a policy means all', () => {
    const { UpdateConfig: _none, ...bare } = spec
    expect(applyDraft(bare, { updatePolicy: { delay: '2s' } })['UpdateConfig']).toEqual({
      Parallelism: 1,
      Delay: 2e9,
      FailureAction: 'pause',
      Monitor: 5e9,
      MaxFailureRatio: 0,
      Order: 'stop-first'
    })
  })
  it('names the fields that cannot be sent', () => {
    const draft = { image: 'Not An Image', replicas: -1, updatePolicy: { delay: '5', maxFailureRatio: 2 } }
    expect(draftProblems(spec, draft)).toEqual([
      'image',
      'replicas',
      'update.delay',
      'update.maxFailureRatio'
    ])
  })
  it.each(['web', 'web:1', 'r.example.com:5000/a/b_c:1.2-x', `web@sha256:${'a'.repeat(64)}`])(
    'takes the image %s',
    (image) => {
      expect(isImageReference(image)).toBe(true)
    }
  )
  it.each(['', 'Web', 'web:', 'web: 1', 'web:1 --privileged', '-x', 'web@sha256:abc'])(
    'refuses the image %j',
    (image) => {
      expect(isImageReference(image)).toBe(false)
    }
  )
})

describe('a version brought back', () => {
  const stored: Spec = {
    ...spec,
    Mode: { Replicated: { Replicas: 1 } },
    TaskTemplate: { ContainerSpec: { Image: 'web:0' } }
  }
  it('is the stored spec with a Placement', () => {
    expect(applyVersion(stored, spec, { kind: 'version', number: 1 })).toEqual(withPlacement(stored))
  })
  it('in an emergency comes at once and never rolls itself back: PreviousSpec is the bad spec by then', () => {
    const next = applyVersion(stored, spec, {
      kind: 'version',
      number: 1,
      emergency: true,
      keepReplicas: true
    })
    expect(policyOf(next, 'UpdateConfig')).toMatchObject({
      parallelism: 0,
      delay: '0s',
      failureAction: 'pause'
    })
    expect(next['Mode']).toEqual(spec['Mode'])
  })
})

describe('canonical', () => {
  it('does not depend on the order of keys, nor on what the Engine leaves out', () => {
    expect(canonical({ a: 1, b: { c: null, d: '' } })).toBe(canonical({ b: {}, a: 1 }))
    expect(same({ Mode: { Global: {} } }, { Mode: { Replicated: {} } })).toBe(false)
    expect(same({ Replicated: { Replicas: 0 } }, { Replicated: {} })).toBe(false)
    expect(same(['A=1', 'B=2'], ['B=2', 'A=1'])).toBe(false)
  })
})

describe('a diff', () => {
  it('is empty exactly between equal specs', () => {
    fc.assert(
      fc.property(anySpec, (any) => {
        expect(diffSpec(any, any)).toEqual([])
      })
    )
  })
  it('says what changed in words, and hides what looks secret', () => {
    const after = applyDraft(spec, {
      image: 'web:2',
      env: { set: { DB_PASSWORD: 'other', A: '9' } },
      updatePolicy: { delay: '10s' }
    })
    expect(diffSpec(spec, after)).toEqual([
      { group: 'image', field: 'image', kind: 'change', before: 'web:1', after: 'web:2' },
      { group: 'environment', field: 'env', key: 'A', kind: 'change', before: '1', after: '9' },
      {
        group: 'environment',
        field: 'env',
        key: 'DB_PASSWORD',
        kind: 'change',
        before: masked,
        after: masked
      },
      { group: 'update-policy', field: 'delay', kind: 'change', before: '0s', after: '10s' }
    ])
  })
})

describe('the command', () => {
  it('has a flag for each change, quotes for a shell, and shows no secret', () => {
    const after = applyDraft(spec, {
      image: 'web:2',
      replicas: 5,
      env: { set: { DB_PASSWORD: 's3cret', MSG: "it's" }, remove: ['A'] },
      labels: { remove: ['team'] },
      force: true,
      updatePolicy: { order: 'start-first' }
    })
    const command = commandFor('web', spec, after)
    expect(command.text).toBe(
      `docker service update --image web:2 --no-resolve-image --replicas 5 --env-rm A --env-add DB_PASSWORD="$DB_PASSWORD" --env-add 'MSG=it'\\''s' --label-rm team --force --update-order start-first web`
    )
    expect(command.complete).toBe(true)
  })
  it('says when a change has no flag', () => {
    const changed = withAt(spec, ['TaskTemplate', 'ContainerSpec', 'Privileges'], { NoNewPrivileges: true })
    expect(commandFor('web', spec, changed).complete).toBe(false)
    const graceful = withAt(spec, ['TaskTemplate', 'ContainerSpec', 'StopGracePeriod'], 1e9)
    expect(commandFor('web', spec, graceful).complete).toBe(true)
    expect(commandFor('web', graceful, spec).complete).toBe(false)
    const check = (Test: Json, more: JsonObject = {}) =>
      withAt(spec, ['TaskTemplate', 'ContainerSpec', 'Healthcheck'], { Test, ...more })
    expect(commandFor('web', spec, check(['CMD', 'curl', '-f'])).complete).toBe(false)
    expect(commandFor('web', check(['NONE']), check(['NONE'], { Retries: 2 })).complete).toBe(false)
    const mounted = (more: JsonObject) =>
      withAt(spec, ['TaskTemplate', 'ContainerSpec', 'Mounts'], [{ Type: 'volume', Target: '/d', ...more }])
    expect(commandFor('web', spec, mounted({ Source: 'd' })).complete).toBe(true)
    expect(commandFor('web', mounted({}), mounted({ VolumeOptions: { NoCopy: true } })).complete).toBe(true)
    expect(commandFor('web', mounted({}), mounted({ Consistency: 'cached' })).complete).toBe(false)
  })
  it('puts a variable in the place of what looks secret, wherever it is', () => {
    const draft = {
      labels: { set: { 'com.example.token': 'canary-1' } },
      settings: { args: 'serve --password=canary-2', 'health-cmd': 'curl http://u:canary-3@h/' },
      lists: {
        'container-label': { add: ['API_KEY=canary-4'] },
        mount: { add: ['type=bind,source=/a,target=/b'] }
      }
    }
    const { text, complete } = commandFor('web', spec, applyDraft(spec, draft))
    expect(text).not.toContain('canary')
    expect(text).toContain('--label-add com.example.token="$com_example_token"')
    expect(text).toContain('--container-label-add API_KEY="$API_KEY"')
    expect(complete).toBe(true)
  })
  it('never lets a rollback roll back itself', () => {
    expect(draftProblems(spec, { rollbackPolicy: { failureAction: 'rollback' } })).toEqual([
      'rollback.failureAction'
    ])
  })
  it('sends no masked value back', () => {
    expect(draftProblems(spec, { settings: { args: `run ${masked}` } })).toEqual(['setting.args'])
    expect(draftProblems(spec, { lists: { 'container-label': { add: [`a=${masked}`] } } })).toEqual([
      'setting.container-label'
    ])
  })
  it.each(['a b', '$(x)', ';', '`x`', ''])('quotes %j', (word) => expect(quoted(word)).toBe(`'${word}'`))
})

describe('an effect', () => {
  const changes = (after: Spec) => replacesAll(spec, after)
  it('is the measured table', () => {
    expect(changes(applyDraft(spec, { image: 'web:1-same' }))).toBe(true)
    expect(changes(applyDraft(spec, { env: { set: { N: '' } } }))).toBe(true)
    expect(changes(applyDraft(spec, { force: true }))).toBe(true)
    expect(
      changes({ ...spec, TaskTemplate: { ...(spec['TaskTemplate'] as JsonObject), Resources: {} } })
    ).toBe(true)
    expect(
      changes(
        applyDraft(spec, { labels: { set: { a: 'b' } }, replicas: 9, updatePolicy: { parallelism: 4 } })
      )
    ).toBe(false)
  })
  it('counts batches and the time that the engine needs at the end', () => {
    const after = applyDraft(spec, {
      image: 'web:2',
      updatePolicy: { parallelism: 2, delay: '10s', monitor: '5s' }
    })
    expect(effectOf(spec, after, [], [])).toEqual({
      replaces: 3,
      adds: 0,
      removes: 0,
      batches: 2,
      estimateSeconds: 37,
      leftBehind: 0
    })
  })
  const running = (slot: number, of: Spec): Task => ({
    id: String(slot),
    serviceId: 's',
    slot,
    createdAt: 0,
    updatedAt: 0,
    spec: at(of, 'TaskTemplate') as JsonObject,
    state: 'running',
    desiredState: 'running',
    since: 0,
    message: ''
  })
  it('counts what an update left behind: any write goes on with it', () => {
    const live = applyDraft(spec, { image: 'web:2' })
    const tasks = [running(1, live), running(2, spec), running(3, spec)]
    const policyOnly = applyDraft(live, { updatePolicy: { parallelism: 2 } })
    expect(effectOf(live, policyOnly, tasks, [])).toMatchObject({ replaces: 2, leftBehind: 2, batches: 1 })
    const done = tasks.map(({ slot }) => running(slot ?? 0, live))
    expect(effectOf(live, policyOnly, done, [])).toMatchObject({ replaces: 0, leftBehind: 0, batches: 0 })
  })
  it('spares the tasks that already are what is sent', () => {
    const live = applyDraft(spec, { image: 'web:2' })
    const tasks = [running(1, live), running(2, spec), running(3, spec)]
    expect(effectOf(live, spec, tasks, [])).toMatchObject({ replaces: 1, leftBehind: 0, batches: 1 })
    const moved = { ...spec, EndpointSpec: { Mode: 'dnsrr' } }
    expect(effectOf(live, moved, tasks, [])).toMatchObject({ replaces: 3 })
  })
  it('claims no batches for a job, which runs again as a whole', () => {
    const job = { ...spec, Mode: { ReplicatedJob: { TotalCompletions: 3 } } }
    const { replaces, batches, estimateSeconds } = effectOf(job, applyDraft(job, { image: 'web:2' }), [], [])
    expect([replaces, batches, estimateSeconds]).toEqual([3, 0, 0])
  })
})

describe('durations', () => {
  it('come back as they were written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), (ns) => {
        expect(parseDuration(formatDuration(ns))).toBe(ns)
      })
    )
  })
  it.each(['', '5', '-1s', '1x', '1s x', '9999999h'])('refuses %j', (text) =>
    expect(parseDuration(text)).toBeUndefined()
  )
})

describe('constraints', () => {
  const node: Node = {
    id: 'n1',
    hostname: 'hive',
    role: 'worker',
    availability: 'active',
    state: 'ready',
    leader: false,
    engineVersion: '',
    os: 'linux',
    architecture: 'x86_64',
    labels: { zone: 'B' },
    engineLabels: {}
  }
  it.each([
    ['node.role == worker', true],
    ['node.role != worker', false],
    ['node.labels.zone==b', true],
    ['node.labels.none != x', true],
    ['node.labels.none == x', false],
    ['nonsense', false]
  ])('%s', (text, fits) => expect(satisfies(node, [text])).toBe(fits))
})

describe('secrets', () => {
  it('are known by name and by shape', () => {
    expect(looksSecret('API_TOKEN', 'x')).toBe(true)
    expect(looksSecret('URL', 'postgres://u:p@h/db')).toBe(true)
    expect(looksSecret('LOG_LEVEL', 'info')).toBe(false)
  })
  it('leave no trace in a spec for the window', () => {
    expect(JSON.stringify(maskedSpec(spec))).not.toContain('hunter2')
  })
})

describe('a rollout', () => {
  const task = (id: number, over: Partial<Task> = {}): Task => ({
    id: `t${String(id)}`,
    serviceId: 's',
    slot: id,
    createdAt: 0,
    updatedAt: 0,
    spec: { ContainerSpec: { Image: 'web:1' } },
    state: 'running',
    desiredState: 'running',
    since: 0,
    message: '',
    ...over
  })
  const service = (over: Partial<Service> = {}): Service => ({
    id: 's',
    name: 's',
    index: 1,
    createdAt: 0,
    updatedAt: 100_000,
    spec: {
      TaskTemplate: { ContainerSpec: { Image: 'web:1' }, Placement: {} },
      Mode: { Replicated: { Replicas: 2 } }
    },
    ...over
  })
  const look = (now: number, over: Partial<Service> = {}, tasks = [task(1), task(2)]) =>
    rolloutOf({ service: service(over), tasks, nodes: [], now, changedAt: 100_000 })

  it('is no success while an empty UpdateStatus can still mean that the engine has not begun', () => {
    expect(look(100_050)).toMatchObject({ phase: 'verifying' })
    expect(look(100_050).verdict).toBeUndefined()
    expect(look(104_000).verdict).toBe('succeeded')
  })
  it('with new ports counts every task from before as old, from the first moment on', () => {
    const ports = service({
      spec: { ...service().spec, EndpointSpec: { Ports: [{ TargetPort: 80 }] } },
      previousSpec: service().spec
    })
    expect(look(110_000, ports)).toMatchObject({ phase: 'updating', counts: { old: 2, current: 0 } })
  })
  it('that the engine calls completed is failed while tasks crash', () => {
    const updateStatus = {
      state: 'completed',
      message: '',
      startedAt: 100_000,
      completedAt: 101_000
    } as const
    const crashing = [
      task(1),
      task(2, { createdAt: 100_500, since: 101_000, state: 'failed', error: 'task: non-zero exit (1)' })
    ]
    expect(look(110_000, { updateStatus }, crashing)).toMatchObject({
      verdict: 'failed',
      counts: { failed: 1 }
    })
  })
  it.each([
    ['paused', 'paused'],
    ['rollback_paused', 'paused'],
    ['rollback_completed', 'rolled-back']
  ] as const)('in %s is %s and not a success', (state, verdict) => {
    expect(look(110_000, { updateStatus: { state, message: '', startedAt: 100_000 } }).verdict).toBe(verdict)
  })
})
