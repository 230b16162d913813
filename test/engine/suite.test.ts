import { mkdtempSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { applyDraft } from '../../src/domain/draft'
import { SkepError } from '../../src/domain/error'
import { at, objectAt, withAt, type Json } from '../../src/domain/json'
import { rolloutOf, type Rollout } from '../../src/domain/rollout'
import type { Service, Spec } from '../../src/domain/service'
import { isCurrent, isWanted } from '../../src/domain/task'
import { systemClock } from '../../src/main/core/clock'
import { stringifyJson } from '../../src/main/core/json'
import type { Engine } from '../../src/main/core/ports'
import { createEmptySwarm, type DemoSwarm } from '../../src/main/demo/demo'
import { createEngines } from '../../src/main/engine/engines'

const lab = JSON.parse(process.env['SKEP_LAB'] ?? '{}') as { staging?: { socket: string } }

/** One request of the Engine API past Skep, for what only tests do: making and removing services. */
function raw(socket: string, method: string, path: string, body?: Json): Promise<string> {
  return new Promise((resolve, reject) => {
    const call = request(
      { socketPath: socket, method, path, headers: { 'Content-Type': 'application/json' } },
      (answer) => {
        let text = ''
        answer.on('data', (chunk: Buffer) => (text += chunk.toString()))
        answer.on('end', () => ((answer.statusCode ?? 500) < 300 ? resolve(text) : reject(new Error(text))))
      }
    )
    call.on('error', reject)
    call.end(body === undefined ? undefined : stringifyJson(body))
  })
}

const quick = {
  Parallelism: 1,
  Delay: 200_000_000,
  Monitor: 3_000_000_000,
  FailureAction: 'pause',
  Order: 'stop-first'
}

function specFor(name: string, changes: Record<string, Json> = {}): Spec {
  return {
    Name: name,
    TaskTemplate: {
      ContainerSpec: { Image: 'demo:v1', StopGracePeriod: 1_000_000_000 },
      RestartPolicy: { Condition: 'any', Delay: 500_000_000 },
      Placement: {}
    },
    Mode: { Replicated: { Replicas: 2 } },
    UpdateConfig: quick,
    ...changes
  }
}

async function eventually<T>(read: () => Promise<T>, holds: (value: T) => boolean, what: string): Promise<T> {
  const end = Date.now() + 60_000
  for (;;) {
    const value = await read()
    if (holds(value)) return value
    if (Date.now() > end) throw new Error(`never: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

describe.each(['model', 'dockerd'] as const)('the engine behind Skep: %s', (kind) => {
  let swarm: DemoSwarm | undefined
  let engine: Engine
  let socket = ''
  let count = 0

  beforeAll(async () => {
    if (kind === 'model') {
      swarm = createEmptySwarm(systemClock)
      socket = join(mkdtempSync(join(tmpdir(), 'skep-model-')), 'docker.sock')
      await new Promise<void>((resolve) => swarm?.server.listen(socket, resolve))
    } else {
      socket = lab.staging?.socket ?? ''
      expect(socket, 'SKEP_LAB names no real engine').not.toBe('')
    }
    const engines = createEngines({
      env: {},
      home: tmpdir(),
      platform: 'linux',
      demo: () => expect.fail('no demo here')
    })
    engine = await engines.connect({ kind: 'unix', path: socket }, { readOnly: false })
  })

  afterAll(() => {
    engine?.close()
    swarm?.stop()
  })

  /** A service that runs, removed when the work is done. */
  async function withService(
    changes: Record<string, Json>,
    work: (id: string) => Promise<void>
  ): Promise<void> {
    const name = `suite-${kind}-${String(Date.now() % 1e6)}-${String((count += 1))}`
    const { ID: id } = JSON.parse(await raw(socket, 'POST', '/services/create', specFor(name, changes))) as {
      ID: string
    }
    try {
      await eventually(
        () => engine.tasks({ service: id }),
        (tasks) => tasks.filter((task) => task.state === 'running').length >= 2,
        'running'
      )
      await work(id)
    } finally {
      await raw(socket, 'DELETE', `/services/${id}`)
    }
  }

  async function send(id: string, change: (spec: Spec) => Spec): Promise<Service> {
    const service = await engine.inspect(id)
    await engine.update(id, service.index, change(service.spec))
    return service
  }

  async function look(id: string): Promise<Rollout> {
    const service = await engine.inspect(id)
    const [tasks, nodes] = await Promise.all([engine.tasks({ service: id }), engine.nodes()])
    return rolloutOf({ service, tasks, nodes, now: Date.now(), changedAt: service.updatedAt })
  }

  const image = (name: string) => (spec: Spec) => applyDraft(spec, { image: name })

  it('is a swarm manager that Skep can use', async () => {
    const info = await engine.open()
    expect(info.cluster).toMatch(/^[a-z0-9]{20,}$/)
    expect(Number(info.apiVersion.split('.')[1])).toBeGreaterThanOrEqual(41)
    expect((await engine.nodes()).map((node) => node.role)).toContain('manager')
  })

  it.concurrent('rolls an update slot by slot to a verified end', () =>
    withService({}, async (id) => {
      const before = await send(id, image('demo:v2'))
      const states = new Set<string>()
      const rollout = await eventually(
        async () => {
          const seen = await look(id)
          if (seen.status) states.add(seen.status.state)
          return seen
        },
        (seen) => seen.verdict !== undefined,
        'a verdict'
      )
      expect(rollout.verdict).toBe('succeeded')
      expect([...states]).toEqual(['updating', 'completed'])
      const after = await engine.inspect(id)
      expect(after.previousSpec).toEqual(before.spec)
      expect(
        (await engine.tasks({ service: id })).filter(isWanted).every((task) => isCurrent(task, after))
      ).toBe(true)
    })
  )

  it.concurrent('pauses when a task fails, and says which', () =>
    withService({}, async (id) => {
      await send(id, image('demo:bad'))
      const rollout = await eventually(
        () => look(id),
        (seen) => seen.verdict === 'paused',
        'paused'
      )
      expect(rollout.reasons[0]).toMatchObject({ code: 'exit-code', exitCode: 1 })
      expect(rollout.status?.message).toContain('paused due to failure or early termination of task')
    })
  )

  it.concurrent('rolls back by itself when told to, and forgets the spec that failed', () =>
    withService(
      { UpdateConfig: { ...quick, FailureAction: 'rollback' }, RollbackConfig: quick },
      async (id) => {
        const before = await send(id, image('demo:bad'))
        const rollout = await eventually(
          () => look(id),
          (seen) => seen.verdict === 'rolled-back' && seen.phase === 'done',
          'rolled back'
        )
        const after = await engine.inspect(id)
        expect(after.previousSpec).toBeUndefined()
        expect(after.spec).toEqual(before.spec)
        expect(rollout.reasons[0]?.code).toBe('exit-code')
      }
    )
  )

  it.concurrent(
    'calls an update completed although every new task crashes, with failure action continue',
    () =>
      withService({ UpdateConfig: { ...quick, Parallelism: 0, FailureAction: 'continue' } }, async (id) => {
        await send(id, image('demo:bad'))
        const rollout = await eventually(
          () => look(id),
          (seen) => seen.status?.state === 'completed' && seen.counts.failed > 0,
          'completed'
        )
        expect(rollout.verdict).toBe('failed')
      })
  )

  it.concurrent('rejects an image that no node has', () =>
    withService({}, async (id) => {
      await send(id, image('demo:nowhere'))
      const rollout = await eventually(
        () => look(id),
        (seen) => seen.verdict === 'paused',
        'paused'
      )
      expect(rollout.reasons[0]).toMatchObject({
        code: 'no-such-image',
        error: 'No such image: demo:nowhere'
      })
    })
  )

  it.concurrent('waits for ever for a node that satisfies the constraints; only Skep says stuck', () =>
    withService({}, async (id) => {
      await send(id, (spec) =>
        withAt(image('demo:v2')(spec), ['TaskTemplate', 'Placement'], {
          Constraints: ['node.labels.none == here']
        })
      )
      const rollout = await eventually(
        () => look(id),
        (seen) => seen.verdict === 'stuck',
        'stuck'
      )
      expect(rollout.status?.state).toBe('updating')
      expect(rollout.reasons[0]?.code).toBe('no-suitable-node')
    })
  )

  it.concurrent('holds after one slot with a long delay, and goes on when only the policy changes', () =>
    withService({ UpdateConfig: { ...quick, Delay: 3_600_000_000_000 } }, async (id) => {
      await send(id, image('demo:v2'))
      const held = await eventually(
        () => look(id),
        (seen) => seen.counts.current === 1,
        'one slot'
      )
      expect(held.counts.old).toBe(1)
      const canary = held.slots.find((slot) => slot.after?.state === 'running')?.after?.task
      await send(id, (spec) => applyDraft(spec, { updatePolicy: { delay: '0s' } }))
      const rollout = await eventually(
        () => look(id),
        (seen) => seen.verdict === 'succeeded',
        'succeeded'
      )
      expect(rollout.slots.map((slot) => slot.after?.task)).toContain(canary)
    })
  )

  it.concurrent('replaces no task for labels, policies and replicas, and every one for env', () =>
    withService({}, async (id) => {
      const running = async () =>
        (await engine.tasks({ service: id }))
          .filter(isWanted)
          .map((task) => task.id)
          .sort()
      const before = await running()
      await send(id, (spec) =>
        applyDraft(spec, { labels: { set: { a: 'b' } }, rollbackPolicy: { delay: '3s' } })
      )
      await send(id, (spec) => applyDraft(spec, { replicas: 3 }))
      const grown = await eventually(running, (ids) => ids.length === 3, 'three tasks')
      expect(grown).toEqual(expect.arrayContaining(before))
      await send(id, (spec) => applyDraft(spec, { env: { set: { A: '1' } } }))
      const rollout = await eventually(
        () => look(id),
        (seen) => seen.verdict === 'succeeded',
        'succeeded'
      )
      expect(rollout.slots.map((slot) => slot.after?.task).some((task) => grown.includes(task ?? ''))).toBe(
        false
      )
    })
  )

  it.concurrent('sends back byte for byte what was not changed, beyond 2^53 too', () =>
    withService({ UpdateConfig: { ...quick, Delay: 9_223_372_036_854_775_807n } }, async (id) => {
      const before = await send(id, (spec) => applyDraft(spec, { labels: { set: { touched: 'yes' } } }))
      const after = await engine.inspect(id)
      expect(at(after.spec, 'UpdateConfig', 'Delay')).toBe(9_223_372_036_854_775_807n)
      expect(stringifyJson(withAt(after.spec, ['Labels'], {}))).toBe(
        stringifyJson(withAt(before.spec, ['Labels'], {}))
      )
    })
  )

  it.concurrent('refuses a stale index and changes nothing', () =>
    withService({}, async (id) => {
      const stale = await send(id, image('demo:v2'))
      const failure = engine.update(id, stale.index, image('demo:v3')(stale.spec))
      await expect(failure).rejects.toMatchObject({ code: 'index-moved', outcome: 'not-applied' })
      expect(objectAt((await engine.inspect(id)).spec, 'TaskTemplate', 'ContainerSpec')['Image']).toBe(
        'demo:v2'
      )
    })
  )

  it.concurrent('refuses a policy that it does not know, in its own words', () =>
    withService({}, async (id) => {
      const failure = send(id, (spec) => withAt(spec, ['UpdateConfig', 'Order'], 'sideways'))
      await expect(failure).rejects.toMatchObject({ code: 'update-refused', outcome: 'not-applied' })
      await expect(failure).rejects.toThrow('sideways')
    })
  )

  it('never sends a spec without Placement', async () => {
    await expect(engine.update('any', 1, { Name: 'any', TaskTemplate: {} })).rejects.toMatchObject({
      outcome: 'not-applied'
    })
  })

  it.concurrent('announces a change of a service, and its logs can be read', () =>
    withService({}, async (id) => {
      const ended = new AbortController()
      const seen: string[] = []
      const following = (async () => {
        for await (const event of engine.events(ended.signal))
          if (event.type === 'service') seen.push(event.id)
      })()
      await eventually(
        async () => {
          await send(id, (spec) => applyDraft(spec, { labels: { set: { tick: String(Date.now()) } } }))
          return seen
        },
        (ids) => ids.includes(id),
        'an event'
      )
      ended.abort()
      await following
      const lines = await eventually(
        () => engine.logs({ service: id }, 50),
        (found) => found.length > 0,
        'logs'
      )
      expect(lines.map((line) => line.text).join('\n')).toContain('starting')
      expect(lines[0]?.task).toMatch(/^[a-z0-9]{25}$/)
    })
  )

  it('knows no service of an unknown name, and no digest of an image outside a registry', async () => {
    await expect(engine.inspect('no-such-service')).rejects.toBeInstanceOf(SkepError)
    await expect(engine.inspect('no-such-service')).rejects.toMatchObject({ code: 'service-unknown' })
    await expect(engine.distribution('demo:v2')).rejects.toMatchObject({ code: 'engine-error' })
  })
})
