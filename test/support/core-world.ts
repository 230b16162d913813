import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { SkepError } from '../../src/domain/error'
import type { Service, Spec } from '../../src/domain/service'
import { systemClock } from '../../src/main/core/clock'
import type { Engine } from '../../src/main/core/ports'
import { createSkep } from '../../src/main/core/skep'
import { createDemoSwarm } from '../../src/main/demo/demo'
import { demoNodes } from '../../src/main/demo/seed'
import { createEngines } from '../../src/main/engine/engines'
import { openDrafts } from '../../src/main/store/drafts'
import { openJournal } from '../../src/main/store/journal'
import { createSettings } from '../../src/main/store/settings'
import type { Announcement, Environment, Method, Output } from '../../src/shared/contract'
import { quietPorts } from './quiet-ports'

/** The whole core over the demo cluster, and somebody else's way to the same swarm. */
export interface CoreWorld {
  readonly folder: string
  readonly context: string
  readonly other: Engine
  call<M extends Method>(method: M, input?: unknown): Promise<Output<M>>
  /** Changes a service past Skep. */
  change(name: string, how: (spec: Spec) => Spec): Promise<void>
  service(name: string): Promise<Service>
  /** Everything that the window was told. */
  readonly announced: Announcement[]
  /** Follows a link from outside. */
  follow(link: string): void
  stop(): Promise<void>
}

export async function createCoreWorld(environment: Environment = 'dev'): Promise<CoreWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'skep-world-'))
  const swarm = createDemoSwarm({ clock: systemClock, nodes: demoNodes(), seed: 'production' })
  const { journal } = openJournal(join(folder, 'journal.db'), Date.now)
  const engines = createEngines({ env: {}, home: folder, platform: 'linux', demo: swarm.connect })
  const announced: Announcement[] = []
  const skep = createSkep({
    engines,
    journal,
    settings: createSettings(folder),
    ...quietPorts,
    drafts: openDrafts(join(folder, 'drafts.json'), Date.now).drafts,
    clock: systemClock,
    random: () => 0.5,
    locale: 'en',
    versions: { skep: '0', electron: '0' },
    publish: (announcement) => void announced.push(announcement)
  })
  const call = async <M extends Method>(method: M, input?: unknown): Promise<Output<M>> => {
    const reply = await skep.call(method, input)
    if (!reply.ok) throw new SkepError(reply.error.code, reply.error.values)
    return reply.value as Output<M>
  }
  const endpoint = { kind: 'demo' } as const
  const { id } = await call('contexts.save', { name: 'Demo', endpoint, mode: 'full', environment })
  await call('contexts.connect', { context: id })
  await expect
    .poll(async () => (await call('contexts.list'))[0]?.connection.state, { timeout: 10_000 })
    .toBe('live')
  const other = await engines.connect(endpoint, { readOnly: false })
  const service = async (name: string) => (await other.services()).find((one) => one.name === name)!
  return {
    folder,
    context: id,
    other,
    call,
    service,
    announced,
    follow: skep.follow,
    async change(name, how) {
      const now = await service(name)
      await other.update(now.id, now.index, how(now.spec))
    },
    async stop() {
      other.close()
      await skep.stop()
      swarm.stop()
      journal.close()
    }
  }
}
