import { readdirSync, readFileSync } from 'node:fs'
import http from 'node:http'
import https from 'node:https'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import * as tls from 'node:tls'
import { SkepError } from '../../domain/error'
import { systemCode, type HttpAnswer } from './failure'
import { DuplexAgent, isLoopback } from './wire'

/** Milliseconds a request may take until it is connected and altogether. */
export interface RegistryClocks {
  readonly connect: number
  readonly total: number
}

export const registryClocks: RegistryClocks = { connect: 5_000, total: 10_000 }

export interface RegistryRequest {
  readonly method?: 'GET' | 'HEAD' | 'POST'
  readonly headers: Readonly<Record<string, string>>
  /** A form, for the token service. */
  readonly form?: URLSearchParams
  /** The largest body taken, in bytes. */
  readonly limit: number
}

/** Requests to registries and what they send us to; never through a proxy, never following anything by itself. */
export interface RegistryHttp {
  /** Rejects with registry-unreachable (the system's code as detail) or registry-answer, naming the host only. */
  ask(url: URL, request: RegistryRequest): Promise<HttpAnswer>
  close(): void
}

interface HttpOptions {
  readonly clocks: RegistryClocks
  /** Folders with certificates of private registries, as Docker keeps them: `certs.d/HOST/*.crt`. */
  readonly certificates: readonly string[]
  /** A stream in place of every connection, for the demo cluster. */
  readonly connect?: (() => Duplex) | undefined
}

/** Opens nothing yet; connections are kept until it is closed. */
export function createRegistryHttp({ clocks, certificates, connect }: HttpOptions): RegistryHttp {
  const agents = new Map<string, http.Agent>()
  const agentFor = (url: URL): http.Agent => {
    const key = url.protocol + url.host
    const known = agents.get(key)
    if (known) return known
    const options = { keepAlive: true, maxSockets: 6 }
    const made = connect
      ? new DuplexAgent(connect)
      : url.protocol === 'http:'
        ? new http.Agent(options)
        : new https.Agent({ ...options, ...trusted(certificates, url.host), rejectUnauthorized: true })
    agents.set(key, made)
    return made
  }

  return {
    ask(url, { method = 'GET', headers, form, limit }) {
      return new Promise((resolve, reject) => {
        // The whole of it: registries of the outside only over TLS, whoever named them.
        if (url.protocol !== 'https:' && !connect && !(url.protocol === 'http:' && isLoopback(url.hostname)))
          return reject(new SkepError('registry-insecure', { registry: url.host }))
        const body = form?.toString()
        const { request } = url.protocol === 'http:' || connect ? http : https
        const call = request(url, {
          method,
          agent: agentFor(url),
          headers: {
            'User-Agent': 'Skep',
            ...headers,
            ...(body === undefined ? {} : { 'Content-Type': 'application/x-www-form-urlencoded' })
          }
        })
        const fail = (error: unknown) => {
          clearTimeout(connecting)
          clearTimeout(total)
          reject(failure(url, error))
          call.destroy()
        }
        const late = () => fail(Object.assign(new Error('late'), { code: 'ETIMEDOUT' }))
        const connecting = setTimeout(late, clocks.connect)
        const total = setTimeout(late, clocks.total)
        call.on('socket', (socket) => {
          const done = () => clearTimeout(connecting)
          if (call.reusedSocket || !socket.connecting) done()
          else socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', done)
        })
        call.on('error', fail)
        call.on('close', () => fail(undefined))
        call.on('response', (response) => {
          const chunks: Buffer[] = []
          let size = 0
          response.on('error', fail)
          response.on('data', (chunk: Buffer) => {
            size += chunk.length
            if (size > limit) fail(new SkepError('registry-answer', { registry: url.host }))
            else chunks.push(chunk)
          })
          response.on('end', () => {
            if (!response.complete) return fail(undefined)
            clearTimeout(connecting)
            clearTimeout(total)
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              body: Buffer.concat(chunks)
            })
          })
        })
        call.end(body)
      })
    },
    close() {
      for (const agent of agents.values()) agent.destroy()
      agents.clear()
    }
  }
}

function failure({ host }: URL, error: unknown): SkepError {
  if (error instanceof SkepError) return error
  const detail = systemCode(error)
  return new SkepError('registry-unreachable', { registry: host }, detail === '' ? {} : { detail })
}

/**
 * Whom to believe beside Node's own list: the machine's authorities where Node can tell them, and those that Docker was
 * given for this registry. Nothing when there are none, so that Node's list stays in force.
 */
function trusted(folders: readonly string[], host: string): { ca?: string[] } {
  const own = folders.flatMap((folder) => {
    const place = join(folder, host)
    try {
      return readdirSync(place)
        .filter((name) => name.endsWith('.crt'))
        .map((name) => readFileSync(join(place, name), 'utf8'))
    } catch {
      return []
    }
  })
  // From Node 22.15 on; older ones know only what they were built with.
  const { getCACertificates } = tls as { getCACertificates?: (kind: 'system') => string[] }
  const more = [...own, ...(getCACertificates?.('system') ?? [])]
  return more.length === 0 ? {} : { ca: [...tls.rootCertificates, ...more] }
}
