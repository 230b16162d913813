// `npm test [suite …]`: makes the machine ready, builds, runs every suite and closes with one line over all of them.
// A suite that did not run, or ran no test, is a failure.
import { spawn, spawnSync } from 'node:child_process'
import * as fs from 'node:fs'
import path from 'node:path'
import { ordinaryUser, prepare, reachableBy } from './machine.mjs'
import { build, checkNode, installPackages, root } from './project.mjs'

const results = path.join(root, 'test-results')
const work = fs.mkdtempSync(path.join('/var/tmp', 'skep-test-'))
// What tests leave in the temporary folder goes when they are done.
process.env.TMPDIR = path.join(work, 'tmp')
fs.mkdirSync(process.env.TMPDIR)
fs.chmodSync(process.env.TMPDIR, 0o1777)
fs.chmodSync(work, 0o755)
const minutes = 60_000
let current
let releaseCopy = () => undefined
let labIsUp = false

/** The suites in order, each with its time limit; those with `lab` need the real engines. */
const suites = [
  { name: 'check', limit: 8 * minutes, run: () => one(['npm', 'run', '-s', 'check'], 'check') },
  { name: 'unit', limit: 8 * minutes, run: () => vitest('unit') },
  { name: 'engine', limit: 16 * minutes, lab: true, run: () => vitest('engine', ['--maxWorkers=4']) },
  { name: 'page', limit: 24 * minutes, run: () => playwright('page', ['--workers=2']) },
  { name: 'electron', limit: 16 * minutes, lab: true, run: () => playwright('electron') }
]

function start(command, { env = {}, limit, cwd = root }) {
  return new Promise((resolve) => {
    const [program, ...args] = command
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'inherit', 'inherit'],
      detached: true
    })
    current = child
    const timer = setTimeout(() => process.kill(-child.pid, 'SIGKILL'), limit)
    child.on('exit', (code) => {
      clearTimeout(timer)
      current = undefined
      resolve(code === 0)
    })
  })
}

async function one(command, name) {
  const passed = await start(command, { limit: suites.find((suite) => suite.name === name).limit })
  return passed ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
}

function counted(file, read, finished) {
  let counts
  try {
    counts = read(JSON.parse(fs.readFileSync(file, 'utf8')))
  } catch {
    return { passed: 0, failed: 1 }
  }
  // A run that ended badly without a failed test (a broken file, a time limit) still failed.
  return { ...counts, failed: counts.failed + (!finished && counts.failed === 0 ? 1 : 0) }
}

/** Tests of real engines mostly wait, so more of them than there are cores run side by side. */
async function vitest(name, more = []) {
  const file = path.join(work, `${name}.json`)
  const { limit } = suites.find((suite) => suite.name === name)
  const command = [
    'npx',
    'vitest',
    'run',
    '--project',
    name,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
    ...more
  ]
  const finished = await start(command, { limit })
  return counted(
    file,
    (report) => ({
      passed: report.numPassedTests,
      failed: report.numTotalTests - report.numPassedTests,
      again: report.testResults
        .flatMap(({ assertionResults }) => assertionResults)
        .filter(({ status, failureMessages }) => status === 'passed' && failureMessages.length > 0).length
    }),
    finished
  )
}

async function playwright(name, more = []) {
  const { limit } = suites.find((suite) => suite.name === name)
  const output = path.join(work, name)
  fs.mkdirSync(output, { recursive: true })
  const file = path.join(output, 'report.json')
  const env = {
    SKEP_TEST_OUTPUT: path.join(output, 'runs'),
    SKEP_PICTURES: path.join(output, 'pictures'),
    PLAYWRIGHT_JSON_OUTPUT_NAME: file
  }
  let command = ['npx', 'playwright', 'test', '--project', name, '--reporter=list,json', ...more]
  let cwd = root
  if (name === 'electron') {
    command = ['xvfb-run', '-a', '-s', '-screen 0 1440x900x24', ...command]
    if (process.getuid() === 0) {
      const user = ordinaryUser()
      const place = reachableBy(user, root, [
        'package.json',
        'playwright.config.ts',
        'out',
        'build',
        'resources',
        'src',
        'test',
        'node_modules'
      ])
      releaseCopy = place.release
      cwd = place.folder
      fs.chownSync(output, user.uid, user.gid)
      env.HOME = user.home
      command = ['runuser', '-u', user.name, '--', ...command]
    }
  }
  const finished = await start(command, { env, limit, cwd })
  fs.cpSync(output, path.join(results, name), { recursive: true })
  const read = ({ stats }) => ({
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + stats.skipped,
    again: stats.flaky
  })
  return counted(file, read, finished)
}

function labUp() {
  if (labIsUp) return
  // The ordinary user is who logs in over ssh, and who runs the app.
  ordinaryUser()
  labIsUp = true
  const ran = spawnSync('npx', ['tsx', 'test/lab/main.ts', 'up'], { cwd: root, encoding: 'utf8' })
  if (ran.status !== 0) throw new Error(`The real engines did not start:\n${ran.stderr.slice(-3000)}`)
  process.env.SKEP_LAB = ran.stdout.trim().split('\n').at(-1)
}

function cleanUp() {
  if (current) process.kill(-current.pid, 'SIGKILL')
  if (labIsUp) spawnSync('npx', ['tsx', 'test/lab/main.ts', 'down'], { cwd: root, stdio: 'ignore' })
  releaseCopy()
  fs.rmSync(work, { recursive: true, force: true })
}

async function main() {
  const asked = process.argv.slice(2)
  const unknown = asked.filter((name) => !suites.some((suite) => suite.name === name))
  if (unknown.length > 0)
    throw new Error(
      `There is no suite ${unknown.join(', ')}; there are ${suites.map(({ name }) => name).join(', ')}.`
    )
  const chosen = suites.filter(({ name }) => asked.length === 0 || asked.includes(name))
  checkNode()
  if (chosen.some(({ name }) => !['check', 'unit'].includes(name))) prepare({ tests: true })
  await installPackages()
  build()
  const total = { passed: 0, failed: 0 }
  const said = []
  for (const suite of chosen) {
    console.log(`\nSkep: suite ${suite.name}`)
    let counts
    try {
      if (suite.lab) labUp()
      counts = await suite.run()
    } catch (error) {
      console.error(error.message)
      counts = { passed: 0, failed: 1 }
    }
    if (counts.passed + counts.failed === 0) counts.failed = 1
    total.passed += counts.passed
    total.failed += counts.failed
    const again = counts.again ? `, of these ${counts.again} at the second try` : ''
    said.push(`${suite.name}: ${counts.passed} passed, ${counts.failed} failed${again}`)
  }
  console.log(`\n${said.map((line) => `Skep: ${line}`).join('\n')}`)
  return total
}

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    cleanUp()
    process.exit(130)
  })
}

let total = { passed: 0, failed: 1 }
try {
  total = await main()
} catch (error) {
  console.error(`Skep: ${error.message}`)
} finally {
  cleanUp()
}
console.log(`${total.passed} passed, ${total.failed} failed`)
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1
