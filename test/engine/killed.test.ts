import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SkepError } from '../../src/domain/error'
import { systemClock } from '../../src/main/core/clock'
import { createSkep, type Skep } from '../../src/main/core/skep'
import { createEngines } from '../../src/main/engine/engines'
import { openJournal } from '../../src/main/store/journal'
import { createSettings } from '../../src/main/store/settings'
import type { Method, Output } from '../../src/shared/contract'
import { docker, restartEngine, startEngine, stopEngine } from '../lab/engine'
import { eventually } from './harness'
import { quietPorts } from '../support/quiet-ports'

const namespace = `skep-killed-${String(process.pid)}`
let folder: string
let skep: Skep
let socket: string
const ends: (() => void)[] = []

async function call<M extends Method>(method: M, input?: unknown): Promise<Output<M>> {
  const reply = await skep.call(method, input)
  if (!reply.ok) throw new SkepError(reply.error.code, reply.error.values)
  return reply.value as Output<M>
}

beforeAll(async () => {
  folder = mkdtempSync('/var/tmp/skep-killed-')
  const engine = await startEngine({
    name: 'killed',
    folder: join(folder, 'engine'),
    port: 24_750,
    swarm: true,
    namespace
  })
  socket = engine.socket
  const opened = openJournal(join(folder, 'journal.db'), Date.now)
  const noDemo = () => {
    throw new Error('no demo')
  }
  skep = createSkep({
    ...quietPorts,
    engines: createEngines({ env: {}, home: folder, platform: 'linux', demo: noDemo }),
    journal: opened.journal,
    settings: createSettings(folder),
    clock: systemClock,
    random: () => 0.01,
    locale: 'en',
    versions: { skep: 'test', electron: 'none' },
    publish: () => undefined
  })
  ends.push(() => opened.journal.close())
})
afterAll(async () => {
  await skep.stop()
  for (const end of ends) end()
  stopEngine(join(folder, 'engine'), namespace)
  rmSync(folder, { recursive: true, force: true })
})

describe('an engine that is killed in the middle of a rollout', () => {
  it('F25 is watched again when it is back, to the end of the same update, which was sent once', async () => {
    const options = ['--update-delay', '2s', '--update-monitor', '1s', '--stop-grace-period', '1s']
    docker(
      socket,
      'service',
      'create',
      '-d',
      '--no-resolve-image',
      '--name',
      'web',
      '--replicas',
      '3',
      ...options,
      'demo:v1'
    )
    const input = { name: 'x', endpoint: { kind: 'unix', path: socket }, mode: 'full', environment: 'dev' }
    const { id: context } = await call('contexts.save', input)
    await call('contexts.connect', { context })
    const row = async () => {
      const { services } = await call('clusters.snapshot', { context })
      return services[0]
    }
    const state = async () => (await call('contexts.list'))[0]?.connection.state
    await eventually(state, (now) => now === 'live', 'it is live')
    await eventually(row, (web) => web?.running === 3, 'three tasks run')
    const draft = { image: 'demo:v2', resolveImage: false }
    const plan = await call('updates.plan', { context, service: 'web', draft })
    await call('updates.apply', { plan: plan.id, hash: plan.hash })
    await eventually(
      () => call('rollouts.get', { context, service: 'web' }),
      (rollout) => rollout.counts.running + rollout.counts.verified > 0,
      'the first slot is done'
    )
    process.kill(Number(readFileSync(join(folder, 'engine', 'pid'), 'utf8')), 'SIGKILL')
    await eventually(state, (now) => now === 'reconnecting', 'it reconnects')
    expect((await row())?.name).toBe('web')
    await restartEngine(join(folder, 'engine'), namespace)
    await eventually(state, (now) => now === 'live', 'it is live again')
    await eventually(
      () => call('rollouts.get', { context, service: 'web' }),
      (rollout) => rollout.verdict === 'succeeded',
      'the update ends',
      80_000
    )
    expect((await call('updates.list', { context })).map(({ state: one }) => one)).toEqual(['accepted'])
    const history = await call('history.list', { context, service: 'web' })
    expect(history.filter(({ by }) => by === 'skep')).toHaveLength(1)
  }, 180_000)
})
