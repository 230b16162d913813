// `npm run bench`: builds, then measures in a real Electron, as an ordinary user where root runs it.
import { spawnSync } from 'node:child_process'
import { ordinaryUser, prepare, reachableBy } from './machine.mjs'
import { build, checkNode, installPackages, root } from './project.mjs'

checkNode()
prepare({ tests: false })
await installPackages()
build()
let command = ['npx', 'tsx', 'test/bench/main.ts']
let place = { folder: root, release: () => undefined }
const env = { ...process.env }
if (process.platform === 'linux') {
  command = ['xvfb-run', '-a', '-s', '-screen 0 1440x900x24', ...command]
  if (process.getuid() === 0) {
    const user = ordinaryUser()
    place = reachableBy(user, root, ['package.json', 'out', 'build', 'test', 'node_modules'])
    env.HOME = user.home
    command = ['runuser', '-u', user.name, '--', ...command]
  }
}
const [program, ...args] = command
const ran = spawnSync(program, args, { cwd: place.folder, env, stdio: 'inherit' })
place.release()
process.exitCode = ran.status ?? 1
