// `npm run lab -- up | down`: real engines for tests and for trying things by hand. Prints where they answer as JSON.
import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { startEngine, stopEngine } from './engine'

const folder = process.env['SKEP_LAB_FOLDER'] ?? '/var/tmp/skep-lab'

/** Two swarms and an engine that is in no swarm. */
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

function down(): void {
  for (const engine of placed) stopEngine(engine.folder, engine.namespace)
}

async function up(): Promise<void> {
  mkdirSync(folder, { recursive: true })
  chmodSync(folder, 0o755)
  const started = []
  for (const engine of placed) started.push(await startEngine(engine))
  const where = started.map(({ name, socket }) => [name, { socket }])
  console.log(JSON.stringify(Object.fromEntries(where)))
}

if (process.argv[2] === 'up') {
  await up().catch((error: unknown) => {
    down()
    throw error
  })
} else if (process.argv[2] === 'down') down()
else throw new Error('npm run lab -- up | down')
