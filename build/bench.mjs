// `npm run bench [requests]`: builds, then measures in a real Electron, as an ordinary user where root runs it. What
// needs a real engine starts one, which takes root on Linux.
import { spawnSync } from 'node:child_process'
import { ordinaryUser, prepare, reachableBy } from './machine.mjs'
import { build, checkNode, installPackages, root } from './project.mjs'

const lab = (verb) => spawnSync('npx', ['tsx', 'test/lab/main.ts', verb], { cwd: root, encoding: 'utf8' })
const isRoot = process.getuid?.() === 0
const withEngine = process.platform === 'linux' && isRoot

checkNode()
prepare({ tests: withEngine })
await installPackages()
build()
let command = ['npx', 'tsx', 'test/bench/main.ts', ...process.argv.slice(2)]
let place = { folder: root, release: () => undefined }
const env = { ...process.env }
if (process.platform === 'linux') {
  command = ['xvfb-run', '-a', '-s', '-screen 0 1440x900x24', ...command]
  if (isRoot) {
    const user = ordinaryUser()
    place = reachableBy(user, root, ['package.json', 'out', 'build', 'test', 'node_modules'])
    env.HOME = user.home
    command = ['runuser', '-u', user.name, '--', ...command]
    const up = lab('up')
    if (up.status !== 0) throw new Error(`The real engine did not start:\n${up.stderr.slice(-3000)}`)
    env.SKEP_LAB = up.stdout.trim().split('\n').at(-1)
  }
}
try {
  const [program, ...args] = command
  const ran = spawnSync(program, args, { cwd: place.folder, env, stdio: 'inherit' })
  process.exitCode = ran.status ?? 1
} finally {
  if (withEngine) lab('down')
  place.release()
}
