import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, vi } from 'vitest'
import { SkepError } from '../../src/domain/error'
import type { Spec } from '../../src/domain/service'
import type { Engine } from '../../src/main/core/ports'
import { createDockerodeEngine } from '../../src/main/engine/dockerode-engine'
import type { Limits } from '../../src/main/engine/routes'
import { createWire, type Target } from '../../src/main/engine/wire'

/** Deadlines short enough to wait for. */
export const short = { connect: 150, firstByte: 150, total: 400 }
export const limits: Limits = { read: short, update: short, distribution: short, body: 1024 * 1024 }

/** The headers that dockerd puts on every answer (measured on 20.10.24). */
export const docker = {
  'Api-Version': '1.41',
  'Content-Type': 'application/json',
  Server: 'Docker/20.10.24 (linux)'
}
/** A value that must turn up in no error. */
export const secret = 'correct-horse-battery'
export const spec: Spec = {
  Name: 'web',
  TaskTemplate: { ContainerSpec: { Image: 'demo:v1', Env: [`TOKEN=${secret}`] }, Placement: {} },
  UpdateConfig: { Delay: 9223372036854775807n }
}

export type Handler = (request: IncomingMessage, response: ServerResponse, body: string) => void

/** An HTTP server on a socket that answers as a test says, faults included. */
export interface FakeEngine {
  handle: Handler
  readonly requests: { readonly method: string; readonly url: string; readonly body: string }[]
  /** The connections that are open now. */
  readonly open: ReadonlySet<Socket>
  connect(options?: {
    readonly readOnly?: boolean
    readonly target?: Target
    readonly limits?: Limits
  }): Engine
  /** Closes the engines made here and fails when that leaves a socket open. */
  stop(): Promise<void>
}

export async function createFakeEngine(): Promise<FakeEngine> {
  const folder = mkdtempSync(join(tmpdir(), 'skep-fake-'))
  const path = join(folder, 'docker.sock')
  const open = new Set<Socket>()
  const engines: Engine[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString()
      fake.requests.push({ method: request.method ?? '', url: request.url ?? '', body })
      fake.handle(request, response, body)
    })
  })
  server.on('connection', (made) => {
    open.add(made)
    made.on('close', () => open.delete(made))
  })
  await new Promise<void>((resolve) => server.listen(path, resolve))
  const fake: FakeEngine = {
    handle: (_request, response) => json(response, {}),
    requests: [],
    open,
    connect(options = {}) {
      const wire = createWire(options.target ?? { kind: 'socket', path })
      const engine = createDockerodeEngine(wire, {
        readOnly: options.readOnly ?? false,
        limits: options.limits ?? limits
      })
      engines.push(engine)
      return engine
    },
    async stop() {
      for (const engine of engines) engine.close()
      await vi.waitFor(() => {
        expect(open.size).toBe(0)
      })
      await new Promise((resolve) => server.close(resolve))
      rmSync(folder, { recursive: true, force: true })
    }
  }
  return fake
}

/** Answers as dockerd does. */
export function json(response: ServerResponse, value: unknown, status = 200): void {
  response.writeHead(status, docker)
  response.end(JSON.stringify(value))
}

/** The SkepError that a call fails with; also sees to it that no secret is in it. */
export async function failure(call: Promise<unknown>): Promise<SkepError> {
  const error: unknown = await call.then(
    () => new Error('the call succeeded'),
    (reason: unknown) => reason
  )
  if (!(error instanceof SkepError)) throw error
  expect(JSON.stringify([error.message, error.detail, error.values, error.stack])).not.toContain(secret)
  return error
}
