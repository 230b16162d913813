// `npm run lab -- up | down`: real engines for tests and for trying things by hand. Prints where they answer as JSON.
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { docker, startEngine, stopEngine } from './engine'
import { registryUser, startRegistry } from './registry'

const folder = process.env['SKEP_LAB_FOLDER'] ?? '/var/tmp/skep-lab'

/** Two swarms and an engine that is in no swarm; beside the first, a registry that wants a login. */
const engines = [
  { name: 'production', port: 24_710, swarm: true },
  { name: 'staging', port: 24_720, swarm: true, tls: true },
  { name: 'plain', port: 24_730, swarm: false }
]

const placed = engines.map((engine) => ({
  ...engine,
  folder: join(folder, engine.name),
  namespace: `${process.env['SKEP_LAB_PREFIX'] ?? 'skep'}-${engine.name}`
}))

const pids = join(folder, 'registry.pids')

function down(): void {
  for (const pid of existsSync(pids) ? readFileSync(pids, 'utf8').split(' ') : []) {
    const about = `/proc/${pid}/cmdline`
    if (existsSync(about) && readFileSync(about, 'utf8').includes('docker-registry'))
      process.kill(Number(pid))
  }
  rmSync(pids, { force: true })
  rmSync(join(folder, 'registry'), { recursive: true, force: true })
  for (const engine of placed) stopEngine(engine.folder, engine.namespace)
}

/** A registry with `shop/web` in three tags, behind a login, for an engine and for this machine. */
async function startShop({ socket, namespace }: { socket: string; namespace: string }): Promise<string> {
  const images = { folder: join(folder, 'registry'), namespace }
  const open = await startRegistry({ ...images, login: false })
  for (const tag of ['v1', 'v2', 'v3']) {
    docker(socket, 'tag', `demo:${tag}`, `${open.host}/shop/web:${tag}`)
    docker(socket, 'push', `${open.host}/shop/web:${tag}`)
  }
  open.stop()
  const closed = await startRegistry({ ...images, login: true, stays: true })
  writeFileSync(pids, closed.pids.join(' '))
  return closed.host
}

async function up(): Promise<void> {
  mkdirSync(folder, { recursive: true })
  chmodSync(folder, 0o755)
  const started = []
  for (const engine of placed) started.push(await startEngine(engine))
  const where = started.map(({ name, socket }) => [name, { socket }])
  const [production] = started
  const registry = production && {
    host: await startShop({ ...production, namespace: placed[0]?.namespace ?? '' }),
    ...registryUser
  }
  console.log(JSON.stringify({ ...Object.fromEntries(where), registry }))
}

if (process.argv[2] === 'up') {
  await up().catch((error: unknown) => {
    down()
    throw error
  })
} else if (process.argv[2] === 'down') down()
else throw new Error('npm run lab -- up | down')
