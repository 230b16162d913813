import http from 'node:http'
import https from 'node:https'
import { SkepError } from '../../domain/error'
import type { Probe, ProbeAnswer } from '../core/ports'
import { transportFailure } from './failure'

/** How much of a body is read, in bytes. */
const limit = 64 * 1024

/** Asks over a connection of its own, directly: no proxy, no redirect is followed, and certificates are checked. */
export const probe: Probe = (url, ms) =>
  new Promise<ProbeAnswer>((resolve, reject) => {
    const address = new URL(url)
    const fail = (error: unknown): void => {
      clearTimeout(timer)
      call.destroy()
      const known = transportFailure(error, address.host, undefined)
      reject(known.code === 'not-docker' ? new SkepError('connection-cut', {}) : known)
    }
    const options = { agent: false, headers: { 'User-Agent': 'Skep', Accept: '*/*' } } as const
    const call = (address.protocol === 'https:' ? https : http).get(address, options, (answer) => {
      const chunks: Buffer[] = []
      let size = 0
      const done = (): void => {
        clearTimeout(timer)
        call.destroy()
        const body = Buffer.concat(chunks).subarray(0, limit).toString('utf8')
        resolve({ status: answer.statusCode ?? 0, body })
      }
      answer.on('data', (chunk: Buffer) => {
        chunks.push(chunk)
        size += chunk.length
        if (size >= limit) done()
      })
      answer.on('end', done)
      answer.on('error', fail)
    })
    call.on('error', fail)
    const timer = setTimeout(() => fail(new SkepError('deadline', { seconds: Math.ceil(ms / 1000) })), ms)
  })
