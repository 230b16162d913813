import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { SkepError } from '../../src/domain/error'
import { systemClock } from '../../src/main/core/clock'
import type { Engine, Journal } from '../../src/main/core/ports'
import { createSkep } from '../../src/main/core/skep'
import { createDemoSwarm } from '../../src/main/demo/demo'
import { demoNodes } from '../../src/main/demo/seed'
import { createEngines } from '../../src/main/engine/engines'
import { openJournal } from '../../src/main/store/journal'
import { createSettings } from '../../src/main/store/settings'
import type { Method, Output } from '../../src/shared/contract'
import { quietPorts } from './quiet-ports'

/** The whole core over the demo cluster, connected. */
export interface DemoWorld {
  readonly context: string
  readonly journal: Journal
  /** Where the Docker CLI of this world keeps its config.json, and Skep its journal. */
  readonly folder: string
  call<M extends Method>(method: M, input?: unknown): Promise<Output<M>>
  end(): Promise<void>
}

interface DemoWorldOptions {
  /** A registry for which the Docker CLI of this world has a login. */
  readonly login?: string
  /** Stands between the core and its connection. */
  readonly engine?: (real: Engine) => Engine
}

export const password = 'correct-horse-battery'

export async function createDemoWorld(options: DemoWorldOptions = {}): Promise<DemoWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'skep-world-'))
  const auth = Buffer.from(`ann:${password}`).toString('base64')
  const auths = options.login === undefined ? {} : { [options.login]: { auth } }
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ auths }))
  const swarm = createDemoSwarm({ clock: systemClock, nodes: demoNodes(), seed: 'production' })
  const { journal } = openJournal(join(folder, 'journal.db'), Date.now)
  const env = { DOCKER_CONFIG: folder }
  const real = createEngines({ env, home: folder, platform: 'linux', demo: swarm.connect })
  const skep = createSkep({
    ...quietPorts,
    engines: {
      ...real,
      async connect(endpoint, how) {
        const engine = await real.connect(endpoint, how)
        return options.engine?.(engine) ?? engine
      }
    },
    journal,
    settings: createSettings(folder),
    clock: systemClock,
    random: () => 0.5,
    locale: 'en',
    versions: { skep: '0', electron: '0' },
    publish: () => undefined
  })
  const call = async <M extends Method>(method: M, input?: unknown): Promise<Output<M>> => {
    const reply = await skep.call(method, input)
    if (!reply.ok) throw new SkepError(reply.error.code, reply.error.values)
    return reply.value as Output<M>
  }
  const saved = { name: 'Demo', endpoint: { kind: 'demo' }, mode: 'full', environment: 'dev' }
  const { id: context } = await call('contexts.save', saved)
  await call('contexts.connect', { context })
  await expect
    .poll(async () => (await call('contexts.list'))[0]?.connection.state, { timeout: 20_000 })
    .toBe('live')
  return {
    context,
    journal,
    folder,
    call,
    async end() {
      await skep.stop()
      swarm.stop()
      journal.close()
      rmSync(folder, { recursive: true, force: true })
    }
  }
}
