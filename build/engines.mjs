// `npm run test:engines [version …]`: the engine suite against several versions of Docker Engine, each a real dockerd.
// The newer ones come from Debian's trixie and sid, checked with Debian's own keys and unpacked beside the system.
// They use the system's runc, because a newer one needs a newer C library.
import { spawnSync } from 'node:child_process'
import * as fs from 'node:fs'
import path from 'node:path'
import { ordinaryUser, prepare } from './machine.mjs'
import { checkNode, installPackages, root } from './project.mjs'

const engines = [
  { version: '20.10' },
  { version: '26.1', suite: 'trixie' },
  { version: '28.5', suite: 'sid' }
]
const cache = '/var/cache/skep/engines'
const mirror = 'http://deb.debian.org/debian'
const keys = '/usr/share/keyrings/debian-archive-keyring.gpg'
const lab = '/var/tmp/skep-engines-lab'

function run(command, args, options = {}) {
  const ran = spawnSync(command, args, { cwd: root, encoding: 'utf8', ...options })
  if (ran.status !== 0)
    throw new Error(`"${command} ${args.join(' ')}" failed:\n${(ran.stderr ?? '').slice(-2000)}`)
  return (ran.stdout ?? '').trim()
}

/** The folder of an engine's programs, fetched when it is not there; empty for the system's own. */
function fetched({ version, suite }) {
  if (suite === undefined) return ''
  const folder = path.join(cache, version)
  const bin = path.join(folder, 'root', 'usr')
  if (fs.existsSync(path.join(folder, 'done'))) return `${bin}/sbin:${bin}/bin`
  fs.rmSync(folder, { recursive: true, force: true })
  for (const part of ['lists/partial', 'archives/partial', 'debs', 'root'])
    fs.mkdirSync(path.join(folder, part), { recursive: true })
  fs.writeFileSync(path.join(folder, 'sources'), `deb [signed-by=${keys}] ${mirror} ${suite} main\n`)
  fs.writeFileSync(path.join(folder, 'status'), '')
  const settings = {
    'Dir::Etc::sourcelist': path.join(folder, 'sources'),
    'Dir::Etc::sourceparts': '-',
    'Dir::State::lists': path.join(folder, 'lists'),
    'Dir::State::status': path.join(folder, 'status'),
    'Dir::Cache': folder,
    'APT::Sandbox::User': 'root'
  }
  const options = Object.entries(settings).flatMap(([key, value]) => ['-o', `${key}=${value}`])
  console.log(`Skep: fetching Docker Engine ${version} from Debian ${suite}`)
  run('apt-get', ['-q', ...options, 'update'])
  run('apt-get', ['-q', ...options, 'download', 'docker.io', 'containerd'], {
    cwd: path.join(folder, 'debs')
  })
  for (const deb of fs.readdirSync(path.join(folder, 'debs')))
    run('dpkg', ['-x', path.join(folder, 'debs', deb), path.join(folder, 'root')])
  fs.rmSync(path.join(folder, 'lists'), { recursive: true, force: true })
  fs.writeFileSync(path.join(folder, 'done'), '')
  return `${bin}/sbin:${bin}/bin`
}

/** Starts the lab with one engine, runs the suite on it and takes the lab down again. */
function tryEngine(engine) {
  const env = {
    ...process.env,
    SKEP_LAB_FOLDER: lab,
    SKEP_LAB_PREFIX: 'skep-engines',
    SKEP_LAB_PATH: fetched(engine)
  }
  const report = path.join(lab, 'report.json')
  try {
    env.SKEP_LAB = run('npx', ['tsx', 'test/lab/main.ts', 'up'], { env }).split('\n').at(-1)
    const { socket } = JSON.parse(env.SKEP_LAB).staging
    const said = run('docker', ['-H', `unix://${socket}`, 'version', '--format', '{{json .Server}}'])
    const { Version: exact, ApiVersion: api } = JSON.parse(said)
    if (!exact.startsWith(engine.version)) throw new Error(`This is Docker Engine ${exact}.`)
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
    spawnSync('npx', ['vitest', 'run', '--project', 'engine', ...reporters], {
      cwd: root,
      env,
      stdio: 'inherit'
    })
    const { numPassedTests, numTotalTests } = JSON.parse(fs.readFileSync(report, 'utf8'))
    return { exact, api, passed: numPassedTests, failed: numTotalTests - numPassedTests }
  } finally {
    spawnSync('npx', ['tsx', 'test/lab/main.ts', 'down'], { cwd: root, env, stdio: 'ignore' })
    fs.rmSync(lab, { recursive: true, force: true })
  }
}

async function main() {
  const asked = process.argv.slice(2)
  const unknown = asked.filter((version) => !engines.some((engine) => engine.version === version))
  if (unknown.length > 0) throw new Error(`There is no engine ${unknown.join(', ')} to test.`)
  if (process.getuid?.() !== 0) throw new Error('Real engines can be started by root only.')
  checkNode()
  prepare({ tests: true })
  ordinaryUser()
  await installPackages()
  const rows = []
  for (const engine of engines.filter(({ version }) => asked.length === 0 || asked.includes(version))) {
    console.log(`\nSkep: Docker Engine ${engine.version}`)
    try {
      rows.push(tryEngine(engine))
    } catch (error) {
      console.error(error.message)
      rows.push({ exact: engine.version, api: '-', passed: 0, failed: 1 })
    }
  }
  console.log('\n| Engine | API | Passed | Failed |\n| --- | --- | --- | --- |')
  for (const { exact, api, passed, failed } of rows)
    console.log(`| ${exact} | ${api} | ${passed} | ${failed} |`)
  return rows.every(({ passed, failed }) => passed > 0 && failed === 0)
}

try {
  process.exitCode = (await main()) ? 0 : 1
} catch (error) {
  console.error(`Skep: ${error.message}`)
  process.exitCode = 1
}
