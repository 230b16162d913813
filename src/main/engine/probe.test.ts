import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { probe } from './probe'

let server: Server | undefined
afterEach(() => {
  server?.close()
  server?.closeAllConnections()
})

async function serve(handle: RequestListener): Promise<string> {
  server = createServer(handle)
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`
}

describe('a probe', () => {
  it('gives the status and the body', async () => {
    const url = await serve((request, response) => response.writeHead(503).end(`at ${request.url ?? ''}`))
    expect(await probe(`${url}/healthz?x=1`, 5000)).toEqual({ status: 503, body: 'at /healthz?x=1' })
  })

  it('follows nothing elsewhere', async () => {
    const asked: string[] = []
    const url = await serve((request, response) => {
      asked.push(request.url ?? '')
      response.writeHead(302, { Location: '/secret' }).end()
    })
    expect((await probe(url, 5000)).status).toBe(302)
    expect(asked).toEqual(['/'])
  })

  it('reads 64 KiB of an endless body', async () => {
    const url = await serve((_request, response) => {
      const more = setInterval(() => response.write('x'.repeat(32 * 1024)), 1)
      response.on('close', () => clearInterval(more))
    })
    expect((await probe(url, 20_000)).body).toHaveLength(64 * 1024)
  })

  it('gives up when the time is over, whether nothing comes or the body does not end', async () => {
    const url = await serve((request, response) => {
      if (request.url === '/body') response.write('begun')
    })
    await expect(probe(url, 150)).rejects.toMatchObject({ code: 'deadline' })
    await expect(probe(`${url}/body`, 150)).rejects.toMatchObject({ code: 'deadline' })
  })

  it('says when nothing listens, and when what answers is no HTTP', async () => {
    const url = await serve((_request, response) => response.end())
    server?.close()
    await expect(probe(url, 5000)).rejects.toMatchObject({ code: 'connection-refused' })
    const odd = await serve((request) => request.socket.end('not http at all'))
    await expect(probe(odd, 5000)).rejects.toMatchObject({ code: 'connection-cut' })
  })
})
