import { SkepError } from '../../domain/error'
import type { ImageName } from '../../domain/image'
import { textAt, type Json } from '../../domain/json'
import { parseJson } from '../core/json'
import type { Credentials } from './credentials'
import type { HttpAnswer } from './failure'
import type { RegistryHttp } from './registry-http'

/** Bytes of a token service's answer, and hops that a blob may take through storage. */
const mostToken = 64 * 1024
const mostHops = 3

export interface Asked {
  readonly method?: 'GET' | 'HEAD'
  readonly accept?: string
  /** The largest body taken, in bytes. */
  readonly limit: number
  /** Whether it may be fetched elsewhere, without any login: blobs lie in storage (distribution-spec). */
  readonly blob?: boolean
}

/** One conversation about one repository: signs in once, when the registry asks for it. */
export interface RegistrySession {
  /** A good answer. Rejects with registry-login, registry-no-image, registry-limit, registry-answer or registry-unreachable. */
  ask(url: URL, asked: Asked): Promise<HttpAnswer>
}

/** A session that finds a login only when the registry wants one; the login goes to the registry and its token service alone. */
export function createSession(
  http: RegistryHttp,
  base: URL,
  image: ImageName,
  login: () => Promise<Credentials | undefined>
): RegistrySession {
  const { registry, repository } = image
  const values = { registry, image: repository }
  /** A registry behind TLS may not send us to where there is none. */
  const weaker = (url: URL) => base.protocol === 'https:' && url.protocol !== 'https:'
  let authorization: string | undefined

  async function signIn(challenge: string): Promise<string> {
    const bearer = /(?:^|,\s*)Bearer\s+(.*)$/i.exec(challenge)
    const credentials = await login()
    if (bearer) return `Bearer ${await token(parameters(bearer[1] ?? ''), credentials)}`
    if (/(?:^|,\s*)Basic\b/i.test(challenge) && credentials?.kind === 'password') return basic(credentials)
    throw new SkepError('registry-login', values)
  }

  async function token(
    asked: Readonly<Record<string, string>>,
    credentials: Credentials | undefined
  ): Promise<string> {
    const realm = urlOf(asked['realm'] ?? '')
    if (!realm || weaker(realm)) throw new SkepError('registry-answer', values)
    const fields = {
      ...(asked['service'] === undefined ? {} : { service: asked['service'] }),
      scope: asked['scope'] ?? `repository:${repository}:pull`
    }
    const answer =
      credentials?.kind === 'identity'
        ? await http.ask(realm, {
            method: 'POST',
            headers: { Accept: 'application/json' },
            form: new URLSearchParams({
              grant_type: 'refresh_token',
              client_id: 'skep',
              refresh_token: credentials.token,
              ...fields
            }),
            limit: mostToken
          })
        : await http.ask(withQuery(realm, fields), {
            headers: {
              Accept: 'application/json',
              ...(credentials ? { Authorization: basic(credentials) } : {})
            },
            limit: mostToken
          })
    if (answer.status !== 200) throw refused(answer.status)
    const body = jsonOf(answer)
    const found = textAt(body, 'token') ?? textAt(body, 'access_token')
    // It becomes a header: nothing that could end one.
    if (found === undefined || !/^[\x21-\x7e]+$/.test(found)) throw new SkepError('registry-answer', values)
    return found
  }

  const refused = (status: number): SkepError => {
    if (status === 401 || status === 403) return new SkepError('registry-login', values)
    if (status === 404) return new SkepError('registry-no-image', values)
    if (status === 429) return new SkepError('registry-limit', values)
    return new SkepError('registry-answer', values, { detail: `HTTP ${String(status)}` })
  }

  const jsonOf = (answer: HttpAnswer): Json => jsonBody(answer, registry)

  async function send(url: URL, asked: Asked, signed: boolean): Promise<HttpAnswer> {
    return http.ask(url, {
      ...(asked.method ? { method: asked.method } : {}),
      headers: {
        ...(asked.accept === undefined ? {} : { Accept: asked.accept }),
        ...(signed && authorization !== undefined ? { Authorization: authorization } : {})
      },
      limit: asked.limit
    })
  }

  return {
    async ask(start, asked) {
      let url = start
      for (let hop = 0; hop <= mostHops; hop += 1) {
        const own = url.origin === start.origin
        let answer = await send(url, asked, own)
        if (answer.status === 401 && own && hop === 0) {
          authorization = await signIn(challengeOf(answer))
          answer = await send(url, asked, true)
        }
        const { status, headers } = answer
        if (status < 300) return answer
        const next = status < 400 ? urlOf(headers['location']?.toString() ?? '', url) : undefined
        if (!next) throw refused(status)
        if (weaker(next) || (next.origin !== start.origin && !asked.blob))
          throw new SkepError('registry-answer', values)
        url = next
      }
      throw new SkepError('registry-answer', values)
    }
  }
}

/** A body as strict JSON; rejects with registry-answer, quoting nothing. */
export function jsonBody(answer: HttpAnswer, registry: string): Json {
  try {
    return parseJson(answer.body.toString('utf8'))
  } catch {
    throw new SkepError('registry-answer', { registry })
  }
}

function urlOf(text: string, base?: URL): URL | undefined {
  try {
    return new URL(text, base)
  } catch {
    return undefined
  }
}

const challengeOf = ({ headers }: HttpAnswer): string => headers['www-authenticate']?.toString() ?? ''

const basic = (credentials: Credentials): string =>
  credentials.kind === 'password'
    ? `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64')}`
    : ''

/** `key="value"` pairs of a challenge. */
function parameters(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...text.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = '', value = '']) => [key, value])
  )
}

function withQuery(url: URL, fields: Readonly<Record<string, string>>): URL {
  const next = new URL(url)
  for (const [key, value] of Object.entries(fields)) next.searchParams.set(key, value)
  return next
}
