import { execFile, execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'

/** What a client asked of an engine: requests, and bytes both ways. */
interface Asked {
  requests: number
  bytes: number
}

const requestLine = /(?:GET|POST|HEAD|PUT|DELETE) \S+ HTTP\/1\.1\r\n/g

/** A proxy in front of an engine's socket that only counts; it listens in a folder of its own. */
export async function createCounter(engine: string): Promise<{ path: string; take(): Asked; stop(): void }> {
  const folder = mkdtempSync(join(tmpdir(), 'skep-count-'))
  chmodSync(folder, 0o755)
  const path = join(folder, 'docker.sock')
  let asked: Asked = { requests: 0, bytes: 0 }
  const server = createServer((client) => {
    const upstream = connect(engine)
    // A request line may be cut in two: what is kept is shorter than any whole one is counted by.
    let rest = ''
    client.on('data', (chunk) => {
      asked.bytes += chunk.length
      const text = rest + chunk.toString('latin1')
      const lines = text.match(requestLine) ?? []
      asked.requests += lines.length
      rest =
        lines.length > 0
          ? text.slice(text.lastIndexOf(lines.at(-1) ?? '') + 1).slice(-1000)
          : text.slice(-1000)
    })
    upstream.on('data', (chunk) => (asked.bytes += chunk.length))
    client.pipe(upstream).pipe(client)
    for (const [one, other] of [
      [client, upstream],
      [upstream, client]
    ] as const) {
      one.on('error', () => other.destroy())
      one.on('close', () => other.destroy())
    }
  })
  await new Promise<void>((resolve) => server.listen(path, resolve))
  return {
    path,
    take() {
      const taken = asked
      asked = { requests: 0, bytes: 0 }
      return taken
    },
    stop: () => void server.close()
  }
}

const docker = (socket: string, ...args: string[]): string =>
  execFileSync('docker', ['-H', `unix://${socket}`, ...args], { encoding: 'utf8' })

const policy = ['--update-parallelism', '5', '--update-delay', '2s', '--update-monitor', '5s']

function createService(engine: string, name: string, replicas: number): void {
  docker(
    engine,
    ...['service', 'create', '--detach=false', '--quiet', '--no-resolve-image', '--name', name],
    ...['--replicas', String(replicas), '--stop-grace-period', '1s', ...policy, 'demo:v1']
  )
}

/** Rolls a service with the Docker CLI, watched to its end as the CLI does by itself. */
export async function rollByCli(
  engine: string,
  counter: Awaited<ReturnType<typeof createCounter>>,
  replicas: number
): Promise<Asked> {
  createService(engine, 'by-cli', replicas)
  try {
    counter.take()
    await new Promise<void>((resolve, reject) => {
      const args = [
        '-H',
        `unix://${counter.path}`,
        'service',
        'update',
        '--detach=false',
        '--no-resolve-image',
        '--image',
        'demo:v2',
        'by-cli'
      ]
      execFile('docker', args, { maxBuffer: 64 * 1024 * 1024 }, (error) =>
        error ? reject(error) : resolve()
      )
    })
    return counter.take()
  } finally {
    docker(engine, 'service', 'rm', 'by-cli')
  }
}

/** A call as the window makes it. */
async function ask<T>(page: Page, method: string, input?: unknown): Promise<T> {
  const reply = await page.evaluate(([name, given]) => window.skep.call(name, given), [
    method,
    input
  ] as const)
  if (!reply.ok) throw new Error(reply.error.message)
  return reply.value as T
}

/** Rolls a service with Skep: reviewed, applied, and watched on its page until every slot is verified. */
export async function rollBySkep(
  engine: string,
  counter: Awaited<ReturnType<typeof createCounter>>,
  page: Page,
  replicas: number
): Promise<Asked> {
  createService(engine, 'by-skep', replicas)
  try {
    const row = page.getByRole('button', { name: 'by-skep', exact: true })
    await row.click()
    await page.getByRole('tab', { name: 'Overview', exact: true }).waitFor()
    counter.take()
    const [{ id: context }] = await ask<[{ id: string }]>(page, 'contexts.list')
    const { services } = await ask<{ services: { id: string; name: string }[] }>(page, 'clusters.snapshot', {
      context
    })
    const service = services.find((one) => one.name === 'by-skep')?.id
    const draft = { image: 'demo:v2', resolveImage: false }
    const { id: plan, hash } = await ask<{ id: string; hash: string }>(page, 'updates.plan', {
      context,
      service,
      draft
    })
    await ask(page, 'updates.apply', { plan, hash })
    await page
      .getByRole('heading', { name: `All ${String(replicas)} run this version, verified` })
      .waitFor({ timeout: 300_000 })
    return counter.take()
  } finally {
    docker(engine, 'service', 'rm', 'by-skep')
  }
}
