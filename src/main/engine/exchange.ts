import type { ClientRequest, IncomingMessage } from 'node:http'
import { SkepError, type WriteOutcome } from '../../domain/error'
import { systemCode, transportFailure, type HttpAnswer } from './failure'
import type { Clocks } from './routes'
import type { Wire } from './wire'

export interface Request {
  readonly method: string
  /** Path and query. */
  readonly path: string
  readonly body: string | undefined
  /** The value of X-Registry-Auth, if it carries one. */
  readonly registryAuth?: string | undefined
  readonly clocks: Clocks
  /** The largest body taken, in bytes. */
  readonly limit: number
  /** Whether a good answer is handed over as a stream, without a total deadline. */
  readonly endless: boolean
  /** Whether a kept connection may not be used, because one just proved dead. */
  readonly fresh: boolean
}

/** An answer with its body, or (endless and 2xx only) with the stream of it. */
export interface Answer extends HttpAnswer {
  readonly stream?: IncomingMessage
}

export interface Exchange {
  /** Settles exactly once; rejects with SkepError, writes with an outcome. */
  readonly answer: Promise<Answer>
  /** Whether it failed because a kept-alive socket had been closed by the engine before it was used again. */
  stale(): boolean
  /** Ends it, the stream included. */
  cancel(error: SkepError): void
}

/** Sends one request and waits for its answer within the clocks. Nothing is ever thrown in an event handler. */
export function exchange(wire: Wire, request: Request): Exchange {
  const { clocks } = request
  const write = request.method !== 'GET' && request.method !== 'HEAD'
  const timers = new Set<NodeJS.Timeout>()
  let connected = false
  let stale = false
  let answered: IncomingMessage | undefined
  let call: ClientRequest | undefined
  let fail: (error: unknown) => void = () => undefined

  const outcome = (): WriteOutcome | undefined =>
    write ? (connected ? 'unknown' : 'not-applied') : undefined
  const after = (ms: number) => {
    const timer = setTimeout(() => {
      fail(new SkepError('deadline', { seconds: Math.ceil(ms / 1000) }))
    }, ms)
    timers.add(timer)
    return timer
  }
  const stop = (timer: NodeJS.Timeout) => {
    clearTimeout(timer)
    timers.delete(timer)
  }

  const answer = new Promise<Answer>((resolve, reject) => {
    fail = (error) => {
      reject(withOutcome(transportFailure(error, wire.address, outcome()), outcome()))
      call?.destroy()
      answered?.destroy()
    }
    const headers = {
      Host: 'docker',
      'User-Agent': 'Skep',
      ...(request.registryAuth === undefined ? {} : { 'X-Registry-Auth': request.registryAuth }),
      ...(request.body === undefined
        ? {}
        : { 'Content-Type': 'application/json', 'Content-Length': String(Buffer.byteLength(request.body)) })
    }
    let opened: ClientRequest
    try {
      const on = request.endless ? 'endless' : request.fresh ? 'fresh' : 'kept'
      opened = wire.request({ method: request.method, path: request.path, headers }, on)
    } catch (error) {
      fail(error)
      return
    }
    call = opened
    let total: NodeJS.Timeout | undefined
    const connecting = after(wire.patience ?? clocks.connect)
    const gone = () => {
      if (connected) return
      connected = true
      stop(connecting)
      if (answered) return
      // A connection may take a person's time to be made; the call's own time begins when it is.
      total = after(clocks.total)
      after(clocks.firstByte)
    }
    opened.on('socket', (socket) => {
      // A kept-alive socket, and the duplex of an engine inside this process, are connected already.
      if (opened.reusedSocket || !socket.connecting) gone()
      else socket.once(wire.secure ? 'secureConnect' : 'connect', gone)
    })
    opened.on('error', (error) => {
      if (!answered && opened.reusedSocket && ['ECONNRESET', 'EPIPE'].includes(systemCode(error)))
        stale = true
      fail(error)
    })
    // A refused upgrade or an early close leaves no other trace than 'close'.
    opened.on('close', () => {
      if (!answered) fail(undefined)
    })
    opened.on('response', (response) => {
      answered = response
      for (const timer of timers) if (timer !== total) stop(timer)
      const { statusCode: status = 0, headers: got } = response
      response.on('error', fail)
      if (request.endless && status >= 200 && status < 300) {
        if (total) stop(total)
        resolve({ status, headers: got, body: Buffer.alloc(0), stream: response })
        return
      }
      collect(response, request.limit, fail, (body) => {
        resolve({ status, headers: got, body })
      })
    })
    opened.end(request.body)
  })
  const clear = () => {
    for (const timer of timers) clearTimeout(timer)
  }
  answer.then(clear, clear)

  return {
    answer,
    stale: () => stale,
    cancel: (error) => {
      fail(error)
    }
  }
}

function withOutcome(error: SkepError, outcome: WriteOutcome | undefined): SkepError {
  if (outcome === undefined || error.outcome !== undefined) return error
  return new SkepError(error.code, error.values, {
    ...(error.detail === undefined ? {} : { detail: error.detail }),
    outcome
  })
}

function collect(
  response: IncomingMessage,
  limit: number,
  fail: (error: unknown) => void,
  done: (body: Buffer) => void
): void {
  const chunks: Buffer[] = []
  let size = 0
  response.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size > limit) fail(new SkepError('too-large', { megabytes: Math.round(limit / (1024 * 1024)) }))
    else chunks.push(chunk)
  })
  response.on('end', () => {
    if (response.complete) done(Buffer.concat(chunks))
    else fail(undefined)
  })
  // A cut body may give 'close' without 'end'; after a good end this settles nothing any more.
  response.on('close', () => {
    if (!response.complete) fail(undefined)
  })
}
