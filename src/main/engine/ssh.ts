import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { Duplex, type Readable, type Writable } from 'node:stream'
import { SkepError, type ErrorCode } from '../../domain/error'
import type { Ask } from '../core/ports'
import { openAskpass, type Askpass } from './askpass'

/** Where an ssh connection leads; every part was checked against the contract's patterns before. */
export interface SshTarget {
  /** `[user@]host`, or the name of a host in the person's ssh configuration. */
  readonly destination: string
  readonly port?: number | undefined
  /** The engine's socket on that machine, when it is not Docker's default. */
  readonly socket?: string | undefined
}

export interface SshOptions {
  /** The environment for ssh, from which PATH, HOME and the agent's socket come. */
  readonly env: NodeJS.ProcessEnv
  /** Asks the person what ssh wants to know; without it ssh fails instead of asking. */
  readonly ask?: Ask | undefined
}

/** Bytes of ssh's complaints that are kept. */
const mostComplaint = 4096
/** What is sent on a new connection to see that an engine is at its end, before anything of Skep's own is sent. */
const greeting = 'GET /_ping HTTP/1.1\r\nHost: docker\r\nUser-Agent: Skep\r\n\r\n'

const destinationPattern = /^([A-Za-z0-9_][A-Za-z0-9._-]*@)?[A-Za-z0-9][A-Za-z0-9._:%-]*$/

/** One argument of the remote shell. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`

/**
 * The arguments of the system's ssh, as the Docker CLI starts it; nothing a person typed can become an option, and
 * known_hosts, configuration, agent and ProxyJump are ssh's own. Throws bad-input.
 */
export function sshArguments({ destination, port, socket }: SshTarget, batch: boolean): readonly string[] {
  if (!destinationPattern.test(destination) || (socket !== undefined && !/^\/[^\0\r\n]*$/.test(socket)))
    throw new SkepError('bad-input', { field: 'destination' }, { outcome: 'not-applied' })
  const options = {
    BatchMode: batch ? 'yes' : 'no',
    ConnectTimeout: '15',
    ServerAliveInterval: '5',
    ServerAliveCountMax: '2',
    ForwardAgent: 'no',
    ForwardX11: 'no',
    ClearAllForwardings: 'yes',
    PermitLocalCommand: 'no',
    // A master of the person's own would go on after us, and its channels are not ours to count.
    ControlMaster: 'no',
    ControlPath: 'none',
    // Never weaker than asking, whatever the configuration says.
    StrictHostKeyChecking: batch ? 'yes' : 'ask'
  }
  const docker = ['docker', ...(socket === undefined ? [] : [`--host=${quoted(`unix://${socket}`)}`])]
  return [
    '-T',
    ...Object.entries(options).flatMap(([key, value]) => ['-o', `${key}=${value}`]),
    ...(port === undefined ? [] : ['-p', String(port)]),
    '--',
    destination,
    [...docker, 'system', 'dial-stdio'].join(' ')
  ]
}

/** What ssh or the remote shell complained of, as a code; the last line goes along as evidence. */
export function complaint(text: string, target: SshTarget, ended: number | null): SkepError {
  const address = `ssh://${target.destination}`
  const said = (code: ErrorCode) => {
    const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '')
    const last = lines.at(-1)?.trim().slice(0, 300) ?? `exit ${String(ended)}`
    return new SkepError(code, { address }, { detail: last })
  }
  if (/REMOTE HOST IDENTIFICATION HAS CHANGED|host key .* has changed/i.test(text))
    return said('ssh-host-changed')
  if (/host key verification failed|no .*host key is known/i.test(text)) return said('ssh-host-unknown')
  if (/could not resolve hostname/i.test(text)) return said('host-unknown')
  if (/connection refused|no route to host|network is unreachable/i.test(text))
    return said('connection-refused')
  if (/timed out|timeout, server/i.test(text)) return said('ssh-silent')
  if (/permission denied while trying to connect|dial unix .*permission denied/i.test(text))
    return said('ssh-socket')
  if (/permission denied|too many authentication failures|no more authentication/i.test(text))
    return said('ssh-refused')
  if (/docker.*not found|not found.*docker|no such file or directory: docker/i.test(text) || ended === 127)
    return said('ssh-no-docker')
  if (/cannot connect to the docker daemon|dial unix|is not a docker command/i.test(text))
    return said('ssh-socket')
  return said('ssh-failed')
}

/** A connection to an engine through `ssh … docker system dial-stdio`: what is written goes to the engine. */
export class SshSocket extends Duplex {
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>
  readonly #target: SshTarget
  readonly #askpass: Askpass | undefined
  #complaints = ''
  #missing = false
  #greeted = false
  #held: (() => void) | undefined
  /** As on a socket of Node's: true until an engine answered, then 'connect' is emitted. */
  connecting = true

  /** Starts ssh; nothing that is written leaves before an engine answered, and if none does it is destroyed. */
  constructor(target: SshTarget, { env, ask }: SshOptions) {
    super()
    this.#target = target
    const args = sshArguments(target, ask === undefined)
    this.#askpass = ask && process.platform !== 'win32' ? openAskpass(ask) : undefined
    this.#child = spawn('ssh', args, {
      env: { ...env, ...this.#askpass?.env },
      stdio: ['pipe', 'pipe', 'pipe'],
      // A session of its own, so that ssh can ask nobody but us and ends with everything it started.
      detached: process.platform !== 'win32',
      windowsHide: true
    })
    this.#child.on('error', (error) => {
      this.#missing = 'code' in error && error.code === 'ENOENT'
      this.#ended(null)
    })
    this.#child.stderr.on('data', (chunk: Buffer) => {
      this.#complaints = (this.#complaints + chunk.toString()).slice(-mostComplaint)
    })
    this.#child.stdin.on('error', () => undefined)
    this.#child.on('close', (code) => this.#ended(code))
    this.#child.stdin.write(greeting)
    this.#greet()
  }

  /** Reads the answer to the greeting and no byte more; anything else than an engine's answer ends it. */
  #greet(): void {
    let read = Buffer.alloc(0)
    const onData = (chunk: Buffer) => {
      read = Buffer.concat([read, chunk])
      const text = read.toString('latin1')
      if (!'HTTP/1.1 '.startsWith(text.slice(0, 9))) return this.#fail('ssh-noise', text)
      const end = text.indexOf('\r\n\r\n')
      const length = Number(/^content-length: *(\d+)/im.exec(text)?.[1] ?? 0)
      if (end < 0 ? read.length > mostComplaint : length > mostComplaint) return this.#fail('ssh-noise', text)
      if (end < 0 || read.length < end + 4 + length) return
      if (!/^(api-version|server: docker)/im.test(text)) return this.#fail('not-docker', '')
      this.#child.stdout.off('data', onData)
      this.#askpass?.close()
      this.#greeted = true
      this.#child.stdout.on('data', (more: Buffer) => {
        if (!this.push(more)) this.#child.stdout.pause()
      })
      this.connecting = false
      this.emit('connect')
      this.#held?.()
      this.#held = undefined
    }
    this.#child.stdout.on('data', onData)
  }

  #fail(code: ErrorCode, shown: string): void {
    const detail = shown
      .replace(/[^\x20-\x7e]+/g, ' ')
      .trim()
      .slice(0, 200)
    const address = `ssh://${this.#target.destination}`
    this.destroy(new SkepError(code, { address }, detail === '' ? {} : { detail }))
  }

  #ended(code: number | null): void {
    if (this.destroyed) return
    if (this.#missing) return void this.destroy(new SkepError('ssh-missing'))
    if (!this.#greeted || this.#complaints !== '')
      return void this.destroy(complaint(this.#complaints, this.#target, code))
    this.push(null)
    this.destroy()
  }

  override _read(): void {
    if (this.#greeted) this.#child.stdout.resume()
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    const write = () => void this.#child.stdin.write(chunk, done)
    if (this.#greeted) write()
    else this.#held = write
  }

  override _final(done: () => void): void {
    this.#child.stdin.end(done)
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#askpass?.close()
    this.#child.stdin.destroy()
    this.#signal('SIGTERM')
    const late = setTimeout(() => this.#signal('SIGKILL'), 3000)
    const gone = () => {
      clearTimeout(late)
      done(error)
    }
    if (this.#child.pid === undefined || this.#child.exitCode !== null || this.#child.signalCode !== null)
      gone()
    else this.#child.once('exit', gone)
  }

  #signal(signal: NodeJS.Signals): void {
    const { pid, exitCode, signalCode } = this.#child
    if (pid === undefined || exitCode !== null || signalCode !== null) return
    try {
      process.kill(process.platform === 'win32' ? pid : -pid, signal)
    } catch {
      this.#child.kill(signal)
    }
  }

  // What http.Agent asks of a socket that it keeps for the next request.
  setKeepAlive(): this {
    return this
  }
  setNoDelay(): this {
    return this
  }
  setTimeout(): this {
    return this
  }
  ref(): this {
    this.#child.ref()
    return this
  }
  unref(): this {
    return this
  }
}
