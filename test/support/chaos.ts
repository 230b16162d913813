import { mkdtempSync, rmSync } from 'node:fs'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What becomes of one request and its answer; `after` counts bytes of the answer's body. */
export type Programme =
  | { readonly kind: 'pass' }
  | { readonly kind: 'latency'; readonly ms: number; readonly jitter: number }
  /** RST, FIN or silence in the middle of the answer; over a Unix socket, which knows no RST, a reset is a FIN too. */
  | { readonly kind: 'reset' | 'cut' | 'stall'; readonly after: number }
  /** One byte at a time, with milliseconds between two of them. */
  | { readonly kind: 'slice'; readonly pause?: number }
  /** Accepts everything, and never answers or closes. */
  | { readonly kind: 'silence' }
  /** Answers by itself; `hold` leaves the answer open. */
  | { readonly kind: 'say'; readonly answer: string | Buffer; readonly hold?: boolean }
  /** The engine gets the request, and the client no answer. */
  | { readonly kind: 'drop-answer' }
  /** The connection ends before the engine gets the request. */
  | { readonly kind: 'drop-request' }

export interface ChaosRequest {
  readonly method: string
  readonly path: string
  /** The request line and the headers. */
  readonly head: string
  readonly body: string
  /** 1 for the first request of its connection. */
  readonly nth: number
}

/** A proxy in front of an engine's socket that breaks what it is told to. */
export interface Chaos {
  readonly path: string
  /** The same at 127.0.0.1. */
  readonly port: number
  /** The engine's socket. */
  upstream: string
  /** Chooses what becomes of each request. */
  plan: (request: ChaosRequest) => Programme
  readonly requests: readonly ChaosRequest[]
  /** How many clients are connected now, of those whose newest request began with `path`. */
  open(path?: string): number
  /** Lets every connection of now go dead: open, and silent both ways for ever. */
  freeze(): void
  /** Resets every connection of now. */
  drop(): void
  stop(): Promise<void>
}

type Link = ReturnType<typeof createLink>

/** Listens in a folder of its own and on a free port of the loopback. */
export async function createChaos(upstreamSocketPath: string): Promise<Chaos> {
  const folder = mkdtempSync(join(tmpdir(), 'skep-chaos-'))
  const path = join(folder, 'docker.sock')
  const links = new Set<Link>()
  const requests: ChaosRequest[] = []
  const accept = (client: Socket): void => {
    const link = createLink(client, (request) => {
      requests.push(request)
      return { programme: chaos.plan(request), upstream: chaos.upstream }
    })
    links.add(link)
    client.on('close', () => links.delete(link))
  }
  const servers = [createServer(accept), createServer(accept)] as const
  await new Promise<void>((resolve) => servers[0].listen(path, resolve))
  await new Promise<void>((resolve) => servers[1].listen(0, '127.0.0.1', resolve))
  const chaos: Chaos = {
    path,
    port: (servers[1].address() as AddressInfo).port,
    upstream: upstreamSocketPath,
    plan: () => ({ kind: 'pass' }),
    requests,
    open: (of = '') => [...links].filter((link) => link.path().startsWith(of)).length,
    freeze: () => links.forEach((link) => link.freeze()),
    drop: () => links.forEach((link) => link.reset()),
    async stop() {
      for (const { client } of links) client.destroy()
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
      rmSync(folder, { recursive: true, force: true })
    }
  }
  return chaos
}

function createLink(
  client: Socket,
  choose: (request: ChaosRequest) => { readonly programme: Programme; readonly upstream: string }
) {
  const none: Buffer = Buffer.alloc(0)
  let waiting = none
  let programme: Programme = { kind: 'pass' }
  let engine: Socket | undefined
  let frozen = false
  let newest: ChaosRequest | undefined
  /** Bytes of this answer that may still pass, once its head is complete. */
  let budget: number | undefined
  let seen = none
  let line: Promise<void> = Promise.resolve()
  const timers = new Set<NodeJS.Timeout>()

  const wait = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(() => {
        timers.delete(timer)
        resolve()
      }, ms)
      timers.add(timer)
    })
  const inLine = (work: () => void | Promise<void>): void => {
    line = line.then(() => (client.destroyed || frozen ? undefined : work()))
  }
  const reset = (): void => {
    // Node resets TCP sockets only.
    if (client.remoteAddress === undefined) client.destroy()
    else client.resetAndDestroy()
  }
  const allowed = (chunk: Buffer, after: number): number => {
    if (budget === undefined) {
      seen = Buffer.concat([seen, chunk])
      const end = seen.indexOf('\r\n\r\n')
      if (end < 0) return chunk.length
      budget = end + 4 + after - (seen.length - chunk.length)
    }
    const size = Math.max(0, Math.min(chunk.length, budget))
    budget -= size
    return size
  }

  async function answer(chunk: Buffer, how: Programme): Promise<void> {
    if (how.kind === 'drop-answer') return reset()
    if (how.kind === 'latency') await wait(how.ms + (Math.random() * 2 - 1) * how.jitter)
    if (how.kind === 'slice') {
      for (const byte of chunk) {
        if (client.destroyed || frozen) return
        client.write(Buffer.of(byte))
        await (how.pause === undefined ? new Promise((resolve) => setImmediate(resolve)) : wait(how.pause))
      }
      return
    }
    if (how.kind !== 'reset' && how.kind !== 'cut' && how.kind !== 'stall') return void client.write(chunk)
    client.write(chunk.subarray(0, allowed(chunk, how.after)))
    if (budget !== 0) return
    // What was written has to be read before a reset takes it away.
    await wait(5)
    if (how.kind === 'stall') frozen = true
    else if (how.kind === 'cut') client.end()
    else reset()
  }

  function toEngine(bytes: Buffer, at: string): void {
    if (engine) return void engine.write(bytes)
    engine = connect(at)
    engine.write(bytes)
    engine.on('error', () => undefined)
    engine.on('close', () => inLine(() => void client.end()))
    engine.on('data', (chunk: Buffer) => {
      const how = programme
      inLine(() => answer(chunk, how))
    })
  }

  client.on('error', () => undefined)
  client.on('close', () => {
    for (const timer of timers) clearTimeout(timer)
    engine?.destroy()
  })
  client.on('data', (chunk: Buffer) => {
    if (frozen) return
    waiting = Buffer.concat([waiting, chunk])
    const request = parse(waiting, (newest?.nth ?? 0) + 1)
    if (!request) return
    const bytes = waiting
    waiting = seen = none
    budget = undefined
    newest = request
    const chosen = choose(request)
    programme = chosen.programme
    if (programme.kind === 'silence') frozen = true
    else if (programme.kind === 'drop-request') client.destroy()
    else if (programme.kind !== 'say') toEngine(bytes, chosen.upstream)
    else if (programme.hold) client.write(programme.answer)
    else client.end(programme.answer)
  })
  return { client, path: () => newest?.path ?? '', freeze: () => void (frozen = true), reset }
}

/** A request once all of it is there; the clients here send no chunks and never two requests at once. */
function parse(bytes: Buffer, nth: number): ChaosRequest | undefined {
  const end = bytes.indexOf('\r\n\r\n')
  if (end < 0) return undefined
  const head = bytes.subarray(0, end).toString()
  const size = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0)
  if (bytes.length < end + 4 + size) return undefined
  const [method = '', path = ''] = head.split(' ')
  return { method, path, head, body: bytes.subarray(end + 4).toString(), nth }
}
