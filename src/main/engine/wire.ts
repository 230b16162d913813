import { readFileSync } from 'node:fs'
import http from 'node:http'
import https from 'node:https'
import { isIP } from 'node:net'
import type { Duplex } from 'node:stream'
import { createSecureContext } from 'node:tls'
import { SkepError } from '../../domain/error'
import { SshSocket, type SshOptions, type SshTarget } from './ssh'

/** Where a connection leads, with nothing left to look up. */
export type Target =
  | { readonly kind: 'socket'; readonly path: string }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number; readonly tls?: TlsFiles }
  | { readonly kind: 'duplex'; readonly connect: () => Duplex }
  | ({ readonly kind: 'ssh' } & SshTarget & SshOptions)

/** Paths of PEM files; any of them may be missing from the Docker CLI's store. */
export interface TlsFiles {
  readonly ca?: string | undefined
  readonly cert?: string | undefined
  readonly key?: string | undefined
}

/** The means to send a request to one engine. */
export interface Wire {
  /** For people: where it leads, as Docker writes it. */
  readonly address: string
  readonly secure: boolean
  /** Milliseconds that a connection may take to be made, when that is not the usual time. */
  readonly patience?: number
  /** Starts a request on a kept connection, on a fresh one, or on one of its own that will not end. */
  request(options: http.RequestOptions, on: 'kept' | 'fresh' | 'endless'): http.ClientRequest
  /** Ends every socket. */
  close(): void
}

const sockets = 6
/** ssh takes a process and a login each: two for calls, one for the events and two for logs stay below every server's MaxStartups. */
const sshSockets = 2
const sshStreams = 3
/** Milliseconds for ssh to connect, alone and with a person who reads a fingerprint. */
const sshPatience = { alone: 30_000, asking: 300_000 }

/** Opens nothing yet; throws SkepError for an endpoint that may not be used. */
export function createWire(target: Target): Wire {
  if (target.kind === 'duplex') return over(new DuplexAgent(target.connect), 'demo', false, {})
  if (target.kind === 'socket')
    return over(new http.Agent({ keepAlive: true, maxSockets: sockets }), `unix://${target.path}`, false, {
      socketPath: target.path
    })
  if (target.kind === 'ssh') return overSsh(target)
  const { host, port, tls } = target
  const address = `tcp://${host.includes(':') ? `[${host}]` : host}:${String(port)}`
  if (!tls) {
    if (!isLoopback(host)) throw new SkepError('endpoint-insecure', { address })
    return over(new http.Agent({ keepAlive: true, maxSockets: sockets }), address, false, { host, port })
  }
  const agent = new https.Agent({
    ...readTls(tls),
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
    keepAlive: true,
    maxSockets: sockets
  })
  // Without this Node would check the certificate against the Host header, which names no machine here.
  return over(agent, address, true, { host, port, servername: isIP(host) === 0 ? host : '' })
}

function over(agent: http.Agent, address: string, secure: boolean, base: https.RequestOptions): Wire {
  // An endless stream would hold one of the pool's sockets; it gets an agent without a limit.
  const endless =
    agent instanceof https.Agent
      ? new https.Agent({ ...agent.options, keepAlive: false, maxSockets: Infinity })
      : agent instanceof DuplexAgent
        ? agent
        : new http.Agent({ keepAlive: false })
  return {
    address,
    secure,
    request(options, on) {
      const all = { ...base, ...options, agent: on === 'kept' ? agent : endless }
      return secure ? https.request(all) : http.request(all)
    },
    close() {
      agent.destroy()
      endless.destroy()
    }
  }
}

function overSsh(target: SshTarget & SshOptions): Wire {
  const connect = () => {
    const socket = new SshSocket(target, target)
    // The request listens from the next turn on; an error before that must not end the app.
    return socket.on('error', () => undefined)
  }
  const pool = new DuplexAgent(connect, { keepAlive: true, maxSockets: sshSockets })
  const endless = new DuplexAgent(connect, { keepAlive: false, maxSockets: sshStreams })
  const port = target.port === undefined ? '' : `:${String(target.port)}`
  return {
    address: `ssh://${target.destination}${port}`,
    secure: false,
    patience: target.ask ? sshPatience.asking : sshPatience.alone,
    // A process that died is gone from the pool at once, so a kept one is as good as a fresh one.
    request: (options, on) => http.request({ ...options, agent: on === 'endless' ? endless : pool }),
    close() {
      pool.destroy()
      endless.destroy()
    }
  }
}

/** Sockets made by a function: streams to an engine inside this process, and processes of ssh. */
export class DuplexAgent extends http.Agent {
  readonly #connect: () => Duplex

  constructor(connect: () => Duplex, options: http.AgentOptions = { keepAlive: false }) {
    super(options)
    this.#connect = connect
  }

  override createConnection(): Duplex {
    return this.#connect()
  }
}

/** Whether a host name means this machine. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
}

function readTls(files: TlsFiles): { ca?: Buffer; cert?: Buffer; key?: Buffer } {
  if ((files.cert === undefined) !== (files.key === undefined))
    throw new SkepError('tls-files', { file: files.cert ?? files.key ?? '' })
  const read = {
    ...(files.ca === undefined ? {} : { ca: readPem(files.ca) }),
    ...(files.cert === undefined ? {} : { cert: readPem(files.cert) }),
    ...(files.key === undefined ? {} : { key: readPem(files.key) })
  }
  try {
    createSecureContext(read)
  } catch (error) {
    // The text of OpenSSL's error names no content of a file, but its code is enough.
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    throw new SkepError(
      'tls-files',
      { file: files.key ?? files.ca ?? '' },
      code === '' ? {} : { detail: code }
    )
  }
  return read
}

function readPem(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    throw new SkepError('tls-files', { file }, code === '' ? {} : { detail: code })
  }
}
