// `npm run bench`: each row is a ratio of two things measured in turn in one run, as the median of seven.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { createServer, get, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, type ElectronApplication } from '@playwright/test'
import { createCounter, rollByCli, rollBySkep } from './requests'

const runs = 7
const executablePath = execFileSync('node', ['build/electron.mjs', '--path'], { encoding: 'utf8' }).trim()

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN

async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

/** Runs both in turn, after one of each to warm up, and prints the medians and their ratio. */
async function row(name: string, ours: () => Promise<number>, base: () => Promise<number>): Promise<void> {
  const a: number[] = []
  const b: number[] = []
  for (let run = -1; run < runs; run += 1) {
    const [mine, other] = [await ours(), await base()]
    if (run >= 0) {
      a.push(mine)
      b.push(other)
    }
  }
  const ratio = (median(a) / median(b)).toFixed(2)
  console.log(
    `${name}: ×${ratio}  (${median(a).toFixed(0)} ms against ${median(b).toFixed(0)} ms, median of ${String(runs)})`
  )
}

function dataFolder(contexts: readonly unknown[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'skep-bench-'))
  writeFileSync(
    join(folder, 'settings.json'),
    JSON.stringify({ version: 1, contexts, language: 'en', theme: 'light' })
  )
  return folder
}

const open = (app: string, userData: string): Promise<ElectronApplication> =>
  _electron.launch({
    executablePath,
    args: [app, '--log-level=3'],
    chromiumSandbox: true,
    env: { ...process.env, SKEP_USER_DATA: userData, DOCKER_CONFIG: userData } as Record<string, string>
  })

const context = (endpoint: unknown, isOpen: boolean) => ({
  id: 'bench',
  name: 'Bench',
  endpoint,
  mode: 'read-only',
  environment: 'dev',
  open: isOpen
})

async function coldStart(): Promise<number> {
  const folder = dataFolder([context({ kind: 'demo' }, true)])
  let app: ElectronApplication | undefined
  const time = await timed(async () => {
    app = await open(process.cwd(), folder)
    await (await app.firstWindow()).waitForSelector('tbody tr')
  })
  await app?.close()
  return time
}

function emptyApp(): string {
  const folder = mkdtempSync(join(tmpdir(), 'skep-empty-'))
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'empty', main: 'main.cjs' }))
  const main = `const { app, BrowserWindow } = require('electron'); app.whenReady().then(() => new BrowserWindow().loadURL('data:text/html,<p>empty'))`
  writeFileSync(join(folder, 'main.cjs'), main)
  return folder
}

async function emptyWindow(folder: string): Promise<number> {
  let app: ElectronApplication | undefined
  const time = await timed(async () => {
    app = await open(folder, folder)
    await (await app.firstWindow()).waitForSelector('p')
  })
  await app?.close()
  return time
}

const time = '2026-11-24T00:00:00.000000000Z'
const spec = (image: string) => ({
  ContainerSpec: { Image: image, Env: ['A=1', 'B=2'] },
  Resources: {},
  Placement: {},
  ForceUpdate: 0
})

/** An engine with 1,000 services of 5 tasks, as fixed answers. */
function bigCluster(socket: string): Promise<Server> {
  const services = Array.from({ length: 1000 }, (_, n) => ({
    ID: `service${String(n)}`,
    Version: { Index: n },
    CreatedAt: time,
    UpdatedAt: time,
    Spec: {
      Name: `service-${String(n)}`,
      Labels: {},
      TaskTemplate: { ...spec('web:1'), Runtime: 'container' },
      Mode: { Replicated: { Replicas: 5 } }
    }
  }))
  const tasks = services.flatMap((service) =>
    Array.from({ length: 5 }, (_, n) => ({
      ID: `${service.ID}task${String(n)}`,
      CreatedAt: time,
      UpdatedAt: time,
      Spec: spec('web:1'),
      ServiceID: service.ID,
      Slot: n + 1,
      NodeID: 'node',
      Status: { Timestamp: time, State: 'running', Message: 'started', ContainerStatus: { ExitCode: 0 } },
      DesiredState: 'running'
    }))
  )
  const info = { Swarm: { LocalNodeState: 'active', ControlAvailable: true, Cluster: { ID: 'bench' } } }
  const answers: Readonly<Record<string, string>> = {
    '/_ping': 'OK',
    '/info': JSON.stringify(info),
    '/services': JSON.stringify(services),
    '/tasks': JSON.stringify(tasks),
    '/nodes': '[]'
  }
  const server = createServer((request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? ''
    response.setHeader('Api-Version', '1.41')
    if (path === '/events') response.flushHeaders()
    else response.end(answers[path] ?? '{}')
  })
  return new Promise((resolve) => server.listen(socket, () => resolve(server)))
}

const plain = (socket: string, path: string): Promise<unknown> =>
  new Promise((resolve, reject) => {
    get({ socketPath: socket, path }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString())))
    }).on('error', reject)
  })

/** How much is asked of a manager while one service of 50 replicas rolls, against the Docker CLI watching the same. */
async function requests(engine: string): Promise<void> {
  const replicas = 50
  const counter = await createCounter(engine)
  const settings = [{ ...context({ kind: 'unix', path: counter.path }, true), mode: 'full' }]
  const app = await open(process.cwd(), dataFolder(settings))
  try {
    const page = await app.firstWindow()
    await page.waitForSelector('nav button')
    const ours = await rollBySkep(engine, counter, page, replicas)
    await page.evaluate(() => window.skep.call('contexts.disconnect', { context: 'bench' }))
    const theirs = await rollByCli(engine, counter, replicas)
    for (const what of ['requests', 'bytes'] as const)
      console.log(
        `${what} while ${String(replicas)} replicas roll, against docker service update: ×${(ours[what] / theirs[what]).toFixed(2)}  (${String(ours[what])} against ${String(theirs[what])})`
      )
  } finally {
    await app.close()
    counter.stop()
  }
}

async function main(): Promise<void> {
  const lab = JSON.parse(process.env['SKEP_LAB'] ?? '{}') as { staging?: { socket: string } }
  if (lab.staging) await requests(lab.staging.socket)
  else
    console.log(
      'requests against docker service update: not measured, it needs root for an engine of its own'
    )
  if (process.argv.includes('requests')) return
  const empty = emptyApp()
  await row('cold start to first service rows, against an empty window', coldStart, () => emptyWindow(empty))

  const folder = mkdtempSync(join(tmpdir(), 'skep-big-'))
  mkdirSync(folder, { recursive: true })
  const socket = join(folder, 'docker.sock')
  const server = await bigCluster(socket)
  const app = await open(process.cwd(), dataFolder([context({ kind: 'unix', path: socket }, false)]))
  const page = await app.firstWindow()
  await page.waitForSelector('nav button')
  const listing = async (): Promise<number> => {
    // The whole list is there when the table counts it (and its heading); only rows in view are drawn.
    const took = await timed(async () => {
      await page.evaluate(() => window.skep.call('contexts.connect', { context: 'bench' }))
      await page.waitForFunction(
        () =>
          document.querySelector('table')?.getAttribute('aria-rowcount') === '1001' &&
          document.querySelector('tbody tr') !== null
      )
    })
    await page.evaluate(() => window.skep.call('contexts.disconnect', { context: 'bench' }))
    await page.reload()
    await page.waitForSelector('nav button')
    return took
  }
  await row(
    '1,000 services with 5,000 tasks into the window, against Node http and JSON.parse',
    listing,
    () =>
      timed(async () => {
        await Promise.all(['/services', '/tasks', '/nodes'].map((path) => plain(socket, path)))
      })
  )
  await app.close()
  server.closeAllConnections()
  server.close()
}

main().catch((error: unknown) => {
  console.error(error)
  // An open window or server would keep a failed run alive for ever.
  process.exit(1)
})
