// What every command of the project needs first: Node, packages, Electron, a build. Only Node's own modules here.
import { spawnSync } from 'node:child_process'
import * as fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))

function run(command, args) {
  const ran = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 2, 'inherit'],
    shell: process.platform === 'win32'
  })
  if (ran.status !== 0) throw new Error(`"${command} ${args.join(' ')}" failed.`)
}

const newest = (folder) =>
  fs.readdirSync(folder, { recursive: true, withFileTypes: true }).reduce((latest, entry) => {
    return entry.isFile()
      ? Math.max(latest, fs.statSync(path.join(entry.parentPath, entry.name)).mtimeMs)
      : latest
  }, 0)

const timeOf = (file) => (fs.existsSync(file) ? fs.statSync(file).mtimeMs : 0)

export function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19))
    throw new Error(`Node 20.19 or newer is needed; this is ${process.versions.node}.`)
}

/** Installs the packages of the lockfile when they are missing or older than it, and links an Electron. */
export async function installPackages() {
  const marker = path.join(root, 'node_modules', '.package-lock.json')
  if (timeOf(marker) < timeOf(path.join(root, 'package-lock.json'))) {
    console.log('Skep: installing packages')
    run('npm', ['ci', '--no-audit', '--no-fund'])
    fs.utimesSync(marker, new Date(), new Date())
  }
  const { ensureElectron, linkedVersion } = await import('./electron.mjs')
  await ensureElectron()
  const pinned = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')).devDependencies.electron
  const version = linkedVersion()
  console.log(
    `Skep: Electron ${version}${version === pinned ? '' : ` (the pinned ${pinned} could not be downloaded here)`}`
  )
}

/** Builds the app when out/ is missing or older than what it is made from. */
export function build() {
  const built = timeOf(path.join(root, 'out', 'renderer', 'index.html'))
  const from = Math.max(
    newest(path.join(root, 'src')),
    timeOf(path.join(root, 'electron.vite.config.ts')),
    timeOf(path.join(root, 'package-lock.json'))
  )
  if (built > from) return
  console.log('Skep: building')
  run('npx', ['electron-vite', 'build', '--logLevel', 'warn'])
}
