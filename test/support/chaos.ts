import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** What a connection does from a request on; byte counts are of the answer that follows. */
export type Fault =
  | { readonly kind: 'latency'; readonly ms: number; readonly jitter: number }
  | { readonly kind: 'reset' | 'cut' | 'stall'; readonly after: number }
  | { readonly kind: 'segments' }
  | { readonly kind: 'half-open' }
  | { readonly kind: 'answer'; readonly text: string }
  /** The request never reaches the engine. */
  | { readonly kind: 'swallow' }
  /** The request reaches the engine, its answer nobody. */
  | { readonly kind: 'apply-then-drop' }

/** A way to an engine on which things go wrong as a test says. */
export interface Chaos {
  readonly port: number
  /** For every request whose first line matches; undefined lets everything pass. */
  fault: { readonly match: RegExp; readonly fault: Fault } | undefined
  /** The socket of the engine behind it. */
  upstream: string
  /** First lines of all requests that came in, and of those that reached the engine. */
  readonly asked: string[]
  readonly passed: string[]
  /** Connections that are open now, and those of them that carry events. */
  open(): number
  streams(): number
  /** Resets every open connection, or those only that carry no events. */
  resetAll(): void
  resetIdle(): void
  stop(): Promise<void>
}

/** Listens on loopback in front of an engine's unix socket. */
export async function createChaos(upstream: string): Promise<Chaos> {
  const open = new Map<Socket, string>()
  const asked: string[] = []
  const passed: string[] = []
  const server = createServer((client) => serve(client))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  function serve(client: Socket): void {
    open.set(client, '')
    let engine: Socket | undefined
    let fault: Fault | undefined
    let answered = 0
    let late = Promise.resolve()
    const end = () => {
      open.delete(client)
      client.destroy()
      engine?.destroy()
    }
    client.on('error', end).on('close', end)

    const give = async (bytes: Buffer): Promise<void> => {
      const before = answered
      answered += bytes.length
      if (fault?.kind === 'latency') await pause(fault.ms + Math.random() * fault.jitter)
      if (fault?.kind === 'half-open' || fault?.kind === 'swallow') return
      if (fault?.kind === 'apply-then-drop') return end()
      if (fault && 'after' in fault && answered > fault.after) {
        const part = bytes.subarray(0, Math.max(0, fault.after - before))
        await new Promise<void>((resolve) => client.write(part, () => resolve()))
        if (fault.kind === 'reset') client.resetAndDestroy()
        else if (fault.kind === 'cut') end()
        return
      }
      if (fault?.kind !== 'segments') return void client.write(bytes)
      client.setNoDelay(true)
      for (let place = 0; place < bytes.length && !client.destroyed; place += 1) {
        client.write(bytes.subarray(place, place + 1))
        if (place % 512 === 0) await pause(0)
      }
    }

    client.on('data', (bytes) => {
      const first = /^[A-Z]+ \S+/.exec(bytes.toString('latin1'))?.[0]
      if (first) {
        asked.push(first)
        open.set(client, first)
        fault = chaos.fault?.match.test(first) ? chaos.fault.fault : undefined
        answered = 0
      }
      if (fault?.kind === 'answer') return void client.end(fault.text)
      if (fault?.kind === 'half-open') return
      if (fault?.kind === 'swallow') return end()
      if (first) passed.push(first)
      if (!engine) {
        engine = connect(chaos.upstream)
        engine.on('error', end).on('close', () => void late.then(() => fault?.kind === 'stall' || end()))
        engine.on('data', (more: Buffer) => {
          late = late.then(() => give(more))
        })
      }
      engine.write(bytes)
    })
  }

  const chaos: Chaos = {
    port: (server.address() as AddressInfo).port,
    fault: undefined,
    upstream,
    asked,
    passed,
    open: () => open.size,
    streams: () => [...open.values()].filter((first) => first.startsWith('GET /events')).length,
    resetAll() {
      for (const client of open.keys()) client.resetAndDestroy()
    },
    resetIdle() {
      for (const [client, first] of open) if (!first.startsWith('GET /events')) client.resetAndDestroy()
    },
    async stop() {
      for (const client of open.keys()) client.destroy()
      await new Promise((resolve) => server.close(resolve))
    }
  }
  return chaos
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
