// Makes this machine ready: on Debian as root it installs what is missing, elsewhere it says exactly what is missing.
import { spawnSync } from 'node:child_process'
import * as fs from 'node:fs'

/** What Electron's window needs on Linux, each with a file or program that shows whether it is there. */
const forWindow = {
  libnss3: 'lib:libnss3.so',
  'libatk1.0-0': 'lib:libatk-1.0.so.0',
  'libatk-bridge2.0-0': 'lib:libatk-bridge-2.0.so.0',
  'libgtk-3-0': 'lib:libgtk-3.so.0',
  libgbm1: 'lib:libgbm.so.1',
  libasound2: 'lib:libasound.so.2',
  libcups2: 'lib:libcups.so.2',
  libxss1: 'lib:libXss.so.1',
  libdrm2: 'lib:libdrm.so.2',
  libxkbcommon0: 'lib:libxkbcommon.so.0',
  unzip: 'unzip',
  xvfb: 'Xvfb',
  xauth: 'xauth'
}

/** What the tests need besides: real engines, and a browser for the pages. */
const forTests = {
  'docker.io': 'dockerd',
  'busybox-static': 'busybox',
  iptables: 'iptables',
  iproute2: 'ip',
  'docker-registry': 'docker-registry',
  'openssh-server': 'sshd',
  'openssh-client': 'ssh',
  openssl: 'openssl',
  procps: 'ps',
  chromium: 'chromium'
}

const has = (what) => {
  if (!what.startsWith('lib:')) {
    return ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'].some((folder) =>
      fs.existsSync(`${folder}/${what}`)
    )
  }
  const known = spawnSync('/sbin/ldconfig', ['-p'], { encoding: 'utf8' }).stdout ?? ''
  return known.includes(what.slice(4))
}

const isRoot = () => process.getuid?.() === 0

/** Installs what is missing for the window, and for the tests when asked; throws a sentence when it cannot. */
export function prepare({ tests }) {
  if (process.platform !== 'linux') {
    if (tests)
      throw new Error(
        'The whole test suite starts real Docker engines and runs on Linux only; "npm run check" and "npm test -- unit" run here.'
      )
    return
  }
  const wanted = { ...forWindow, ...(tests ? forTests : {}) }
  const missing = Object.keys(wanted).filter((name) => !has(wanted[name]))
  if (missing.length === 0) return
  const command = `apt-get install -y --no-install-recommends ${missing.join(' ')}`
  if (!isRoot() || !has('apt-get'))
    throw new Error(`This machine lacks: ${missing.join(', ')}. On Debian or Ubuntu run: sudo ${command}`)
  console.log(`Skep: installing ${missing.join(', ')}`)
  install(missing)
}

function install(names) {
  // A freshly installed docker.io must not start a daemon of its own; the tests start theirs.
  const guard = '/usr/sbin/policy-rc.d'
  const ours = !fs.existsSync(guard)
  if (ours) fs.writeFileSync(guard, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const apt = (...args) =>
    spawnSync('apt-get', ['-q', '-o', 'DPkg::Lock::Timeout=300', ...args], { env, encoding: 'utf8' })
  try {
    apt('update')
    const ran = apt('install', '-y', '--no-install-recommends', ...names)
    if (ran.status !== 0) throw new Error(`apt-get could not install ${names.join(', ')}:\n${ran.stderr}`)
  } finally {
    if (ours) fs.rmSync(guard, { force: true })
  }
}

const userName = 'skep-test'

/** The ordinary user as whom a root session runs Electron (root cannot have its sandbox); made when missing. */
export function ordinaryUser() {
  const read = () => {
    const line = fs
      .readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .find((entry) => entry.startsWith(`${userName}:`))
    const [, , uid, gid, , home] = line?.split(':') ?? []
    return line === undefined ? undefined : { name: userName, uid: Number(uid), gid: Number(gid), home }
  }
  if (!read()) {
    const made = spawnSync('useradd', ['--create-home', '--shell', '/bin/sh', '--password', '*', userName], {
      encoding: 'utf8'
    })
    if (made.status !== 0) throw new Error(`The user ${userName} could not be made: ${made.stderr}`)
  }
  return read()
}

/** The same folder at a path that an ordinary user can reach: itself, or a read-only copy of what running needs. */
export function reachableBy(user, folder, parts) {
  const reads = spawnSync('runuser', ['-u', user.name, '--', 'test', '-r', `${folder}/package.json`])
  if (reads.status === 0) return { folder, release: () => undefined }
  const copy = fs.mkdtempSync('/var/tmp/skep-')
  for (const part of parts)
    fs.cpSync(`${folder}/${part}`, `${copy}/${part}`, { recursive: true, verbatimSymlinks: true })
  spawnSync('chmod', ['-R', 'a+rX', copy])
  return { folder: copy, release: () => fs.rmSync(copy, { recursive: true, force: true }) }
}
