import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join, resolve } from 'node:path'
import type { Page } from '@playwright/test'
import { contentSecurityPolicy, fileFor } from '../../src/main/app/paths'
import { systemClock } from '../../src/main/core/clock'
import { createSkep } from '../../src/main/core/skep'
import { createDemo } from '../../src/main/demo/demo'
import { createEngines } from '../../src/main/engine/engines'
import type { Journal } from '../../src/main/core/ports'
import { probe } from '../../src/main/engine/probe'
import { openDrafts } from '../../src/main/store/drafts'
import { createExports } from '../../src/main/store/exports'
import { openJournal } from '../../src/main/store/journal'
import { createSettings } from '../../src/main/store/settings'
import { quietPorts } from './quiet-ports'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2'
}

export interface HostOptions {
  /** Takes the journal of the window's core, to write a past into it. */
  readonly journal?: (journal: Journal) => void
  /** What was stored before, for a second start over the same data. */
  readonly folder?: string
  /** The swarm behind the context of the demo; whoever gives one stops it. */
  readonly demo?: Pick<ReturnType<typeof createDemo>, 'connect'>
}

/** The built window in a browser, over the real core and the demo cluster, under the window's own security policy. */
export async function hostPage(page: Page, options: HostOptions = {}): Promise<() => Promise<void>> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'skep-page-'))
  const own = createDemo(systemClock)
  const demo = options.demo ?? own
  const settings = createSettings(folder)
  const opened = openJournal(join(folder, 'journal.db'), Date.now, {
    budget: () => settings.get().journalBudget * 1024 * 1024
  })
  options.journal?.(opened.journal)
  const skep = createSkep({
    engines: createEngines({
      env: { DOCKER_CONFIG: folder },
      home: folder,
      platform: 'linux',
      demo: demo.connect
    }),
    journal: opened.journal,
    settings,
    drafts: openDrafts(join(folder, 'drafts.json'), Date.now).drafts,
    desktop: quietPorts.desktop,
    files: {
      ...quietPorts.files,
      folder: () => folder,
      export: createExports(join(folder, 'exports')).write,
      save(name, content) {
        const file = join(folder, name)
        writeFileSync(file, content)
        return Promise.resolve(file)
      },
      saveCopy: (name) => Promise.resolve(join(folder, 'elsewhere', name))
    },
    clock: systemClock,
    probe,
    random: Math.random,
    user: 'ada',
    locale: 'en',
    versions: { skep: 'test', electron: 'none' },
    publish: (announcement) => {
      void page
        .evaluate(
          (one: unknown) => (window as never as { announce?: (one: unknown) => void }).announce?.(one),
          announcement as unknown
        )
        .catch(() => undefined)
    }
  })
  const root = resolve('out/renderer')
  const server = createServer((request, response) => {
    if (request.url === '/favicon.ico') return void response.writeHead(204).end()
    const file = fileFor(root, `skep://app${request.url ?? '/'}`)
    try {
      const body = readFileSync(file ?? '')
      response.writeHead(200, {
        'Content-Type': types[extname(file ?? '')] ?? 'text/plain',
        'Content-Security-Policy': contentSecurityPolicy
      })
      response.end(body)
    } catch {
      response.writeHead(404).end()
    }
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  await page.exposeFunction('skepCall', (method: string, input: unknown) =>
    skep.call(method, input ?? undefined)
  )
  await page.addInitScript(() => {
    const listeners = new Set<(one: unknown) => void>()
    const host = window as unknown as Record<string, unknown>
    host['announce'] = (one: unknown) => listeners.forEach((fn) => fn(one))
    host['skep'] = {
      call: (method: string, input: unknown) =>
        (host['skepCall'] as (m: string, i: unknown) => unknown)(method, input),
      listen: (fn: (one: unknown) => void) => {
        listeners.add(fn)
        return () => listeners.delete(fn)
      }
    }
  })
  await page.goto(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`)
  await page.waitForSelector('nav')
  skep.start()
  const stop = async () => {
    await page.close()
    await skep.stop()
    own.stop()
    opened.journal.close()
    server.close()
  }
  let stopping: Promise<void> | undefined
  return () => (stopping ??= stop())
}
