import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, connect, type AddressInfo } from 'node:net'
import { delimiter, join } from 'node:path'

/** An OpenSSH server on loopback, and an ssh client that reads a configuration of the lab's own. */
export interface Sshd {
  readonly port: number
  readonly user: string
  /** The fingerprint of its host key, as ssh shows it. */
  readonly fingerprint: string
  /** An environment in which `ssh` is the system's, with the lab's known_hosts and key. */
  readonly env: NodeJS.ProcessEnv
  readonly knownHosts: string
  /** Makes a new host key and starts again with it. */
  changeKey(): Promise<void>
  /** Accepts another key pair from now on, with a passphrase. */
  lockKey(passphrase: string): void
  stop(): Promise<void>
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })

function keygen(...args: string[]): string {
  const ran = spawnSync('ssh-keygen', args, { encoding: 'utf8' })
  if (ran.status !== 0) throw new Error(`ssh-keygen: ${ran.stderr}`)
  return ran.stdout
}

/** Starts it for the ordinary user of the tests; `command` replaces what a login may run, for faults. */
export async function startSshd(folder: string, user: string, command?: string): Promise<Sshd> {
  mkdirSync(join(folder, 'bin'), { recursive: true })
  // As root sshd wants its own folder and serves any user; as an ordinary user it serves that one.
  if (process.getuid?.() === 0) {
    mkdirSync('/run/sshd', { recursive: true })
    for (let at = folder; at.startsWith('/var/tmp/'); at = join(at, '..')) chmodSync(at, 0o755)
  }
  const file = (name: string) => join(folder, name)
  const port = await freePort()
  keygen('-q', '-t', 'ed25519', '-N', '', '-f', file('host'))
  keygen('-q', '-t', 'ed25519', '-N', '', '-f', file('id'))
  writeFileSync(file('authorized'), readFileSync(file('id.pub')))
  writeFileSync(
    file('sshd.conf'),
    [
      `Port ${String(port)}`,
      'ListenAddress 127.0.0.1',
      `HostKey ${file('host')}`,
      `AuthorizedKeysFile ${file('authorized')}`,
      'StrictModes no',
      'UsePAM no',
      'PasswordAuthentication no',
      `PidFile ${file('pid')}`,
      ...(command === undefined ? [] : [`ForceCommand ${command}`])
    ].join('\n')
  )
  writeFileSync(
    file('ssh.conf'),
    [
      'Host *',
      `  UserKnownHostsFile ${file('known_hosts')}`,
      '  GlobalKnownHostsFile /dev/null',
      `  IdentityFile ${file('id')}`,
      '  IdentitiesOnly yes',
      '  IdentityAgent none'
    ].join('\n')
  )
  // ssh finds its configuration by the user's entry in /etc/passwd, so the lab's own is given by a program before it.
  writeFileSync(file('bin/ssh'), `#!/bin/sh\nexec /usr/bin/ssh -F '${file('ssh.conf')}' "$@"\n`, {
    mode: 0o755
  })

  let server: ChildProcess | undefined
  const start = async () => {
    server = spawn('/usr/sbin/sshd', ['-D', '-e', '-f', file('sshd.conf')], { stdio: 'ignore' })
    for (let tries = 0; tries < 100; tries += 1) {
      const open = await new Promise<boolean>((resolve) => {
        const socket = connect(port, '127.0.0.1', () => {
          socket.destroy()
          resolve(true)
        }).on('error', () => resolve(false))
      })
      if (open) return
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    throw new Error('sshd did not start')
  }
  const end = () =>
    new Promise<void>((resolve) => {
      if (!server || server.exitCode !== null) return resolve()
      server.once('exit', () => resolve())
      server.kill('SIGTERM')
    })
  await start()
  return {
    port,
    user,
    get fingerprint() {
      return /SHA256:\S+/.exec(keygen('-l', '-f', file('host.pub')))?.[0] ?? ''
    },
    env: { PATH: `${file('bin')}${delimiter}${process.env['PATH'] ?? ''}`, HOME: folder },
    knownHosts: file('known_hosts'),
    async changeKey() {
      await end()
      spawnSync('rm', ['-f', file('host'), file('host.pub')])
      keygen('-q', '-t', 'ed25519', '-N', '', '-f', file('host'))
      await start()
    },
    lockKey(passphrase) {
      keygen('-q', '-p', '-P', '', '-N', passphrase, '-f', file('id'))
    },
    stop: end
  }
}
