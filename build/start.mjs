// `npm start`: makes the machine ready, builds what is missing and opens the app, also straight after a clone.
import { spawn } from 'node:child_process'
import * as fs from 'node:fs'
import path from 'node:path'
import { ordinaryUser, prepare, reachableBy } from './machine.mjs'
import { build, checkNode, installPackages, root } from './project.mjs'

let cleanUp = () => undefined

/** What the built app reads at run time, for a copy of it where the clone itself cannot be reached. */
const neededToRun = [
  'package.json',
  'out',
  'resources',
  'node_modules/libsql',
  'node_modules/@libsql',
  'node_modules/@neon-rs',
  'node_modules/detect-libc'
]

async function start() {
  checkNode()
  prepare({ tests: false })
  await installPackages()
  build()
  const { linkedBinary } = await import('./electron.mjs')
  const binary = linkedBinary()
  const env = { ...process.env }
  const asRoot = process.platform === 'linux' && process.getuid() === 0
  let command = [binary, root]
  if (asRoot) {
    const place = reachableBy(ordinaryUser(), root, neededToRun)
    cleanUp = place.release
    if (place.folder !== root) command = [fs.realpathSync(binary), place.folder]
  }
  if (process.platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY) {
    console.log('Skep: there is no display here; the window opens on a virtual one (xvfb)')
    command = ['xvfb-run', '-a', '-s', '-screen 0 1440x900x24', ...command]
  }
  if (asRoot) {
    // Root cannot have Chromium's sandbox, and Skep never runs without it: an ordinary user opens the window.
    const user = ordinaryUser()
    env.HOME = user.home
    env.SKEP_USER_DATA ??= path.join(user.home, '.skep')
    fs.mkdirSync(env.SKEP_USER_DATA, { recursive: true })
    fs.chownSync(env.SKEP_USER_DATA, user.uid, user.gid)
    command = ['runuser', '-u', user.name, '--', ...command]
    console.log(`Skep: opened as the user ${user.name}, because root cannot have the sandbox`)
  }
  const [program, ...args] = [...command, ...process.argv.slice(2)]
  const child = spawn(program, args, { stdio: 'inherit', env, detached: true })
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.kill(-child.pid, signal))
  child.on('exit', (code, signal) => {
    cleanUp()
    // Skep ends its own process this way once everything of it is closed.
    process.exitCode = signal === 'SIGKILL' || code === 137 ? 0 : (code ?? 1)
  })
}

start().catch((error) => {
  cleanUp()
  console.error(`Skep: ${error.message}`)
  process.exitCode = 1
})
