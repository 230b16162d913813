import { SkepError, type ErrorCode, type WriteOutcome } from '../../domain/error'
import { textAt, type Json } from '../../domain/json'
import { parseJson } from '../core/json'

const codes: Readonly<Record<string, ErrorCode>> = {
  ENOENT: 'socket-missing',
  ENOTDIR: 'socket-missing',
  ENOTSOCK: 'socket-missing',
  EACCES: 'socket-permission',
  EPERM: 'socket-permission',
  ECONNREFUSED: 'connection-refused',
  EHOSTUNREACH: 'connection-refused',
  ENETUNREACH: 'connection-refused',
  EADDRNOTAVAIL: 'connection-refused',
  ENOTFOUND: 'host-unknown',
  EAI_AGAIN: 'host-unknown',
  ETIMEDOUT: 'deadline'
}

/** What is wrong with a certificate, by the codes of Node and OpenSSL; each has a way out of its own. */
const tlsCodes: readonly (readonly [RegExp, ErrorCode])[] = [
  [/ALTNAME_INVALID|HOSTNAME_MISMATCH/, 'tls-name'],
  [/CERT_HAS_EXPIRED/, 'tls-expired'],
  [/CERT_NOT_YET_VALID/, 'tls-not-yet'],
  [/^(DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|INVALID_CA|CERT_UNTRUSTED|CERT_SIGNATURE)/, 'tls-untrusted'],
  [
    /ALERT_(CERTIFICATE_REQUIRED|BAD_CERTIFICATE|UNKNOWN_CA|CERTIFICATE_|HANDSHAKE_FAILURE|ACCESS_DENIED|UNSUPPORTED_CERT)/,
    'tls-client'
  ],
  [/WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST/, 'tls-unspoken']
]

const tlsCode =
  /^(ERR_TLS|ERR_SSL|EPROTO|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|UNSPECIFIED|ERROR_IN_CERT|INVALID_CA|INVALID_PURPOSE|HOSTNAME_MISMATCH)/

/** The system's code of an error, such as ECONNRESET, or an empty text. */
export function systemCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

/** What went wrong on the way to or from the engine, `outcome` for writes only. Only the system's code is quoted. */
export function transportFailure(
  error: unknown,
  address: string,
  outcome: WriteOutcome | undefined
): SkepError {
  if (error instanceof SkepError) return error
  const code = systemCode(error)
  const said: ErrorCode = tlsCode.test(code)
    ? (tlsCodes.find(([pattern]) => pattern.test(code))?.[1] ?? 'tls-failed')
    : code.startsWith('HPE_')
      ? 'not-docker'
      : (codes[code] ?? 'connection-cut')
  return new SkepError(said, { address }, options(code === '' ? undefined : code, outcome))
}

export interface HttpAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Buffer
}

/** Whether an answer carries the headers that dockerd puts on every one (measured on 20.10.24). */
export function isDocker({ headers }: Pick<HttpAnswer, 'headers'>): boolean {
  const server = headers['server']
  return headers['api-version'] !== undefined || (typeof server === 'string' && server.startsWith('Docker/'))
}

/** The body as strict JSON; throws SkepError('not-docker') for anything else, without quoting it. */
export function jsonBody(answer: HttpAnswer, address: string, outcome: WriteOutcome | undefined): Json {
  try {
    return parseJson(new TextDecoder('utf-8', { fatal: true }).decode(answer.body))
  } catch {
    throw new SkepError('not-docker', { address }, options('the answer is not JSON', outcome))
  }
}

/**
 * What an answer other than 2xx means. `path` tells which of the mapped cases can apply, `write` whether the call
 * would have changed something; texts and statuses measured on 20.10.24.
 */
export function answerFailure(answer: HttpAnswer, path: string, address: string, write: boolean): SkepError {
  const { status } = answer
  const message = messageOf(answer)
  const fail = (code: ErrorCode, values: Record<string, string | number>, outcome: WriteOutcome) =>
    new SkepError(code, values, options(message, write ? outcome : undefined))

  // Go's server says so in clear text to whoever speaks plain HTTP to a TLS port.
  if (status === 400 && answer.body.toString('latin1').startsWith('Client sent an HTTP request to an HTTPS'))
    return new SkepError('tls-needed', { address }, options(undefined, write ? 'not-applied' : undefined))
  if (message === undefined && !isDocker(answer))
    return new SkepError(
      'not-docker',
      { address },
      options(`HTTP ${String(status)}`, write ? 'unknown' : undefined)
    )
  const text = message ?? ''
  if (/not a swarm manager/i.test(text))
    return fail(
      /worker nodes/i.test(text) ? 'not-manager' : 'not-swarm',
      { address, managers: '' },
      'not-applied'
    )
  if (/does not have a leader/i.test(text)) return fail('no-leader', { address }, 'not-applied')
  if (write && /update out of sequence/i.test(text)) return fail('index-moved', {}, 'not-applied')
  if (status === 404 && /^\/services\/|^\/tasks$/.test(path))
    return fail('service-unknown', {}, 'not-applied')
  // 501 is a definite no too: renaming and a change of mode end so, before anything is stored.
  if (write && ((status >= 400 && status < 500) || status === 501))
    return fail('update-refused', { status }, 'not-applied')
  return fail('engine-error', { status }, 'unknown')
}

function messageOf({ body }: HttpAnswer): string | undefined {
  try {
    return textAt(parseJson(body.toString('utf8')), 'message')?.slice(0, 1000)
  } catch {
    return undefined
  }
}

function options(
  detail: string | undefined,
  outcome: WriteOutcome | undefined
): { detail?: string; outcome?: WriteOutcome } {
  return { ...(detail === undefined ? {} : { detail }), ...(outcome === undefined ? {} : { outcome }) }
}
