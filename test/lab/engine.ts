import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { createAuthority } from './certificates'
import { importImages } from './images'

/** A real dockerd of the tests' own, wholly below one folder. */
export interface LabEngine {
  readonly name: string
  readonly folder: string
  readonly socket: string
}

interface EngineOptions {
  readonly name: string
  readonly folder: string
  /** Ports for the swarm: this one and the next. */
  readonly port: number
  readonly swarm: boolean
  /** A network namespace with a loopback of its own, made for this engine. */
  readonly namespace: string
  /** Whether it also answers over mutual TLS, at port 2376 of its namespace. */
  readonly tls?: boolean
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Whether an engine answers on this socket. */
export function ping(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const call = request({ socketPath: socket, path: '/_ping', timeout: 2000 }, (answer) => {
      answer.resume()
      resolve(answer.statusCode === 200)
    })
    call.on('error', () => resolve(false))
    call.on('timeout', () => call.destroy())
    call.end()
  })
}

/** Runs the Docker CLI against a socket and gives what it printed; throws with what it complained of. */
export function docker(socket: string, ...args: string[]): string {
  const ran = spawnSync('docker', ['-H', `unix://${socket}`, ...args], { encoding: 'utf8' })
  if (ran.status !== 0) throw new Error(`docker ${args.join(' ')}: ${ran.stderr}`)
  return ran.stdout.trim()
}

function run(command: string, ...args: string[]): void {
  const ran = spawnSync(command, args, { encoding: 'utf8' })
  if (ran.status !== 0) throw new Error(`${command} ${args.join(' ')}: ${ran.stderr}`)
}

/** Runs dockerd in the namespace and waits until it answers. */
async function launch(folder: string, namespace: string, more: readonly string[]): Promise<void> {
  const at = (name: string) => join(folder, name)
  const socket = at('docker.sock')
  const args = [
    ...[`--net=/run/netns/${namespace}`, 'dockerd'],
    ...['--data-root', at('data'), '--exec-root', at('exec'), '--pidfile', at('pid')],
    ...['-H', `unix://${socket}`, '--bridge', 'none', '--iptables=false', '--ip6tables=false'],
    ...more
  ]
  const log = openSync(at('log'), 'a')
  const child = spawn('nsenter', args, {
    stdio: ['ignore', log, log],
    detached: true,
    // Another version's programs, with their own containerd and runc, come before the system's.
    env: { PATH: [process.env['SKEP_LAB_PATH'], process.env['PATH']].filter(Boolean).join(':') }
  })
  child.unref()
  for (let tries = 0; !(await ping(socket)); tries += 1) {
    if (child.exitCode !== null || tries > 300)
      throw new Error(`dockerd: ${readFileSync(at('log'), 'utf8').slice(-2000)}`)
    await wait(100)
  }
}

/** Starts a dockerd that was killed again, over the data that it left. */
export async function restartEngine(folder: string, namespace: string): Promise<void> {
  // Its containerd ends with it, but not at once, and a new dockerd would wait for the old one's socket.
  const pidfile = join(folder, 'exec', 'containerd', 'containerd.pid')
  const pid = existsSync(pidfile) ? Number(readFileSync(pidfile, 'utf8')) : 0
  if (pid > 0 && alive(pid)) process.kill(pid, 'SIGKILL')
  while (pid > 0 && alive(pid)) await wait(50)
  rmSync(pidfile, { force: true })
  await launch(folder, namespace, [])
}

/** Starts a dockerd, its swarm if asked, and gives it the test images. */
export async function startEngine(options: EngineOptions): Promise<LabEngine> {
  const { folder, name, port, namespace } = options
  stopEngine(folder, namespace)
  mkdirSync(folder, { recursive: true })
  const socket = join(folder, 'docker.sock')
  writeFileSync(join(folder, 'namespace'), namespace)
  // A namespace of its own: a dockerd without a bridge removes the docker0 of the namespace it runs in.
  run('ip', 'netns', 'add', namespace)
  // Not `ip -n`, which remounts / and so fails where / is no mount point, as in a chroot.
  run('nsenter', `--net=/run/netns/${namespace}`, 'ip', 'link', 'set', 'lo', 'up')
  const more = []
  if (options.tls) {
    const authority = createAuthority(join(folder, 'certificates'))
    const { ca, cert, key } = authority.sign('server')
    authority.sign('client')
    more.push(
      '-H',
      'tcp://127.0.0.1:2376',
      '--tlsverify',
      '--tlscacert',
      ca,
      '--tlscert',
      cert,
      '--tlskey',
      key
    )
  }
  await launch(folder, namespace, more)
  // The app under test runs as an ordinary user.
  chmodSync(socket, 0o666)
  if (options.swarm) {
    const address = `127.0.0.1:${String(port)}`
    docker(
      socket,
      'swarm',
      'init',
      '--advertise-addr',
      address,
      '--listen-addr',
      address,
      '--data-path-port',
      String(port + 1)
    )
    importImages(socket, folder)
  }
  return { name, folder, socket }
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !readFileSync(`/proc/${String(pid)}/stat`, 'utf8').includes(') Z ')
  } catch {
    return false
  }
}

/** Ends a dockerd by its pidfile and removes everything it left; may be run twice, and after a crash. */
export function stopEngine(folder: string, namespace: string): void {
  const socket = join(folder, 'docker.sock')
  const pidfile = join(folder, 'pid')
  if (existsSync(pidfile)) {
    const pid = Number(readFileSync(pidfile, 'utf8'))
    if (alive(pid) && readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8').includes(folder)) {
      spawnSync('docker', ['-H', `unix://${socket}`, 'swarm', 'leave', '--force'], { timeout: 20_000 })
      const left = spawnSync('docker', ['-H', `unix://${socket}`, 'ps', '-aq'], {
        encoding: 'utf8',
        timeout: 10_000
      })
      const ids = left.stdout?.split('\n').filter((id) => id !== '') ?? []
      if (ids.length > 0)
        spawnSync('docker', ['-H', `unix://${socket}`, 'rm', '-f', ...ids], { timeout: 30_000 })
      process.kill(pid, 'SIGTERM')
      for (let tries = 0; alive(pid) && tries < 150; tries += 1) spawnSync('sleep', ['0.1'])
      if (alive(pid)) process.kill(pid, 'SIGKILL')
    }
  }
  const mounts = readFileSync('/proc/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '')
  for (const mount of mounts.filter((path) => path.startsWith(`${folder}/`)).reverse())
    spawnSync('umount', ['-l', mount])
  if (existsSync(`/run/netns/${namespace}`)) spawnSync('ip', ['netns', 'del', namespace])
  rmSync(folder, { recursive: true, force: true })
}
