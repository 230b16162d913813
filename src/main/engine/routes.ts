import { SkepError } from '../../domain/error'

/** Milliseconds a call may take: to connect, to the first byte of the answer, and altogether. */
export interface Clocks {
  readonly connect: number
  readonly firstByte: number
  readonly total: number
}

export interface Limits {
  readonly read: Clocks
  readonly update: Clocks
  readonly distribution: Clocks
  /** The largest body that is taken, in bytes. */
  readonly body: number
}

/** The deadlines in force; tests pass shorter ones. */
export const defaultLimits: Limits = {
  read: { connect: 5_000, firstByte: 10_000, total: 15_000 },
  update: { connect: 5_000, firstByte: 60_000, total: 90_000 },
  distribution: { connect: 5_000, firstByte: 20_000, total: 25_000 },
  body: 64 * 1024 * 1024
}

/** How a body is read: strict JSON, the ping's headers, raw bytes, or an endless stream. */
export type AnswerKind = 'json' | 'ping' | 'bytes' | 'stream'

export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly pattern: RegExp
  readonly answer: AnswerKind
  readonly clocks: 'read' | 'update' | 'distribution'
  /** Whether it may carry a registry's login. */
  readonly login?: boolean
}

const id = '[A-Za-z0-9][A-Za-z0-9_.-]{0,127}'
const route = (
  method: Route['method'],
  path: string,
  answer: AnswerKind,
  clocks: Route['clocks'] = 'read'
): Route => ({
  method,
  pattern: new RegExp(`^${path}$`),
  answer,
  clocks,
  ...(clocks === 'read' ? {} : { login: true })
})

/** Everything that may be asked of an engine; nothing else leaves the machine. */
const routes: readonly Route[] = [
  route('GET', '/_ping', 'ping'),
  route('GET', '/info', 'json'),
  route('GET', '/events', 'stream'),
  route('GET', '/(?:services|tasks|nodes|secrets|configs|networks)', 'json'),
  route('GET', `/(?:services|tasks|nodes)/${id}`, 'json'),
  route('GET', '/networks/(?:host|bridge)', 'json'),
  route('GET', `/(?:services|tasks)/${id}/logs`, 'bytes'),
  route('GET', `/(?:services|tasks)/${id}/logs\\?follow`, 'stream'),
  route('GET', `/containers/${id}/json`, 'json'),
  route(
    'GET',
    '/distribution/[A-Za-z0-9][A-Za-z0-9._:@-]*(?:/[A-Za-z0-9][A-Za-z0-9._:@-]*)*/json',
    'json',
    'distribution'
  ),
  route('POST', `/services/${id}/update`, 'json', 'update'),
  route('POST', '/configs/create', 'json'),
  route('DELETE', `/configs/${id}`, 'bytes')
]

/**
 * The route of a call by its path, with `?follow` behind it when the answer is to go on. Throws SkepError('read-only') for a write on a read-only connection and SkepError('bad-input')
 * for any other call that is not on the list; both before a byte leaves the machine.
 */
export function routeOf(method: string, path: string, readOnly: boolean): Route {
  if (readOnly && method !== 'GET' && method !== 'HEAD')
    throw new SkepError('read-only', {}, { outcome: 'not-applied' })
  const found = path.includes('..')
    ? undefined
    : routes.find((candidate) => candidate.method === method && candidate.pattern.test(path))
  if (!found) throw new SkepError('bad-input', {}, { detail: 'call not allowed', outcome: 'not-applied' })
  return found
}
