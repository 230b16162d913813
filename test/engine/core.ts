import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SkepError } from '../../src/domain/error'
import { systemClock } from '../../src/main/core/clock'
import type { Engines } from '../../src/main/core/ports'
import { createSkep } from '../../src/main/core/skep'
import { createEngines } from '../../src/main/engine/engines'
import { openJournal } from '../../src/main/store/journal'
import { createSettings } from '../../src/main/store/settings'
import type { Announcement, ContextMode, Method, Output } from '../../src/shared/contract'
import { quietPorts } from '../support/quiet-ports'
import { eventually } from './harness'

/** A whole core with a data folder of its own, connected to one engine. */
export interface Core {
  readonly context: string
  readonly folder: string
  readonly said: readonly Announcement[]
  /** Calls the core as the window does; throws SkepError for a refusal. */
  call<M extends Method>(method: M, input?: unknown): Promise<Output<M>>
  /** As closing the app does. */
  stop(): Promise<void>
}

export interface CoreOptions {
  /** The data folder of a core that was stopped. */
  readonly folder?: string
  readonly environment?: 'dev' | 'production'
  readonly mode?: ContextMode
  readonly user?: string
  readonly engines?: (real: Engines) => Engines
}

/** Starts a core on an engine's socket and waits until it is live. */
export async function openCore(socket: string, options: CoreOptions = {}): Promise<Core> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'skep-core-'))
  const said: Announcement[] = []
  const noDemo = () => {
    throw new Error('no demo')
  }
  const real = createEngines({ env: {}, home: folder, platform: 'linux', demo: noDemo })
  const { journal } = openJournal(join(folder, 'journal.db'), Date.now)
  const skep = createSkep({
    ...quietPorts,
    engines: options.engines?.(real) ?? real,
    journal,
    settings: createSettings(folder),
    clock: systemClock,
    random: () => 0.01,
    locale: 'en',
    user: options.user ?? 'ada',
    versions: { skep: 'test', electron: 'none' },
    publish: (one) => said.push(one)
  })
  const call = async <M extends Method>(method: M, input?: unknown): Promise<Output<M>> => {
    const reply = await skep.call(method, input)
    if (!reply.ok) throw new SkepError(reply.error.code, reply.error.values)
    return reply.value as Output<M>
  }
  const [known] = await call('contexts.list')
  const input = {
    name: 'lab',
    endpoint: { kind: 'unix', path: socket },
    mode: options.mode ?? 'full',
    environment: options.environment ?? 'dev'
  }
  const context = known?.id ?? (await call('contexts.save', input)).id
  await call('contexts.connect', { context })
  await eventually(
    async () => (await call('contexts.list'))[0]?.connection.state,
    (state) => state === 'live',
    'it is live'
  )
  return {
    context,
    folder,
    said,
    call,
    async stop() {
      await skep.stop()
      journal.close()
    }
  }
}
