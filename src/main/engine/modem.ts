import type { IncomingMessage } from 'node:http'
import { SkepError } from '../../domain/error'
import type { Json } from '../../domain/json'
import { stringifyJson } from '../core/json'
import { exchange, type Answer, type Exchange } from './exchange'
import { answerFailure, isDocker, jsonBody } from './failure'
import { routeOf, type Limits, type Route } from './routes'
import type { Wire } from './wire'

/** What dockerode asks of its modem for one call. */
export interface Dial {
  readonly path: string
  readonly method: string
  readonly options?: Readonly<Record<string, unknown>> | undefined
  /** The value of X-Registry-Auth, for the calls that take one. */
  readonly authconfig?: { readonly key: string } | undefined
  readonly abortSignal?: AbortSignal | undefined
}

export interface Ping {
  readonly apiVersion: string
  /** The engine's clock, milliseconds since the epoch, or undefined when it did not say. */
  readonly date: number | undefined
}

/** What a call gives: JSON, the ping's headers, raw bytes or an endless stream, as its route says. */
export type Dialled = Json | Ping | Buffer | IncomingMessage

export interface Modem {
  Promise?: PromiseConstructor
  dial(options: Dial, callback: (error: SkepError | null, data?: Dialled) => void): void
  /** Ends every call and every socket; these calls and all later ones fail with SkepError('stopped'). */
  close(): void
}

/**
 * The modem under dockerode, in place of docker-modem: explicit endpoint, deadlines, strict JSON, no redirects, an
 * allow-list of calls, and an outcome on every failed write. A read is repeated once when its connection broke, a
 * stream only when a kept-alive socket proved dead; a write never is.
 */
export function createModem(wire: Wire, limits: Limits, readOnly: boolean): Modem {
  const open = new Set<Exchange>()
  let closed = false

  function send(
    route: Route,
    path: string,
    body: string | undefined,
    { authconfig, abortSignal: signal }: Dial,
    fresh = false
  ): Exchange {
    const sent = exchange(wire, {
      method: route.method,
      path,
      body,
      registryAuth: route.login ? authconfig?.key : undefined,
      clocks: limits[route.clocks],
      limit: limits.body,
      endless: route.answer === 'stream',
      fresh
    })
    open.add(sent)
    const abort = () => sent.cancel(new SkepError('stopped'))
    signal?.addEventListener('abort', abort, { once: true })
    const done = (answer?: Answer) => {
      const finished = () => {
        open.delete(sent)
        signal?.removeEventListener('abort', abort)
      }
      if (answer?.stream) answer.stream.once('close', finished)
      else finished()
    }
    sent.answer.then(done, () => done())
    return sent
  }

  async function dial(options: Dial): Promise<Dialled> {
    const { path, query, body } = split(options)
    const follow = new URLSearchParams(query).get('follow') === 'true'
    const route = routeOf(options.method, follow ? `${path}?follow` : path, readOnly)
    const write = route.method !== 'GET'
    if (closed || options.abortSignal?.aborted)
      throw new SkepError('stopped', {}, write ? { outcome: 'not-applied' } : {})
    const full = query === '' ? path : `${path}?${query}`
    const first = send(route, full, body, options)
    const answer = await first.answer.catch((error: unknown) => {
      if (write || closed || options.abortSignal?.aborted) throw error
      const cut = error instanceof SkepError && error.code === 'connection-cut'
      if (!first.stale() && !(cut && route.answer !== 'stream')) throw error
      // On a fresh one: when one kept socket is dead, the others are too.
      return send(route, full, body, options, true).answer
    })
    const { status } = answer
    if (status >= 300 && status < 400) {
      throw new SkepError(
        'not-docker',
        { address: wire.address },
        { detail: `HTTP ${String(status)}`, ...(write ? { outcome: 'unknown' as const } : {}) }
      )
    }
    if (status < 200 || status >= 300) throw answerFailure(answer, path, wire.address, write)
    return read(route, answer, write)
  }

  function read(route: Route, answer: Answer, write: boolean): Dialled {
    if (route.answer === 'json') return jsonBody(answer, wire.address, write ? 'unknown' : undefined)
    if (!isDocker(answer)) {
      answer.stream?.destroy()
      throw new SkepError('not-docker', { address: wire.address })
    }
    if (route.answer === 'ping') {
      const date = Date.parse(String(answer.headers['date'] ?? ''))
      return {
        apiVersion: String(answer.headers['api-version'] ?? ''),
        date: Number.isNaN(date) ? undefined : date
      }
    }
    return answer.stream ?? answer.body
  }

  return {
    dial(options, callback) {
      dial(options).then(
        (data) => callback(null, data),
        (error: unknown) =>
          callback(error instanceof SkepError ? error : new SkepError('internal', {}, { cause: error }))
      )
    },
    close() {
      closed = true
      for (const sent of [...open]) sent.cancel(new SkepError('stopped'))
      wire.close()
    }
  }
}

/** dockerode's one options object as path, query and body; a body is only ever what is given as `_body`. */
function split({ path, options = {} }: Dial): { path: string; query: string; body: string | undefined } {
  const { _query, _body, abortSignal: _signal, ...rest } = options
  const asked = (_query ?? (_body === undefined ? rest : {})) as Readonly<Record<string, unknown>>
  const query = new URLSearchParams()
  for (const [key, value] of Object.entries(asked)) {
    if (value !== undefined) query.set(key, typeof value === 'object' ? JSON.stringify(value) : String(value))
  }
  return {
    path: path.replace(/\?$/, ''),
    query: query.toString(),
    body: _body === undefined ? undefined : stringifyJson(_body as Json)
  }
}
