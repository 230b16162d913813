import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { textAt, type Json } from '../../domain/json'
import { parseJson } from '../core/json'
import { published } from './images'

/** The registry of the demo cluster, as its manager and Skep see it: the v2 API over what the model can run. */
const host = 'registry.example.com'
/** Repositories below this folder want a login. */
const closed = 'tools/'
/** Tags that were pushed again after a service took them up. */
const rebuilt: ReadonlySet<string> = new Set([`${host}/shop/cache:7.2`])

const sha256 = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`

interface Built {
  readonly image: string
  readonly config: string
  readonly manifest: string
  readonly digest: string
}

/** An image as it was built first, or again. Dates are the same at every start, so that digests are too. */
function build(image: string, place: number, again: boolean): Built {
  const created = new Date(
    Date.UTC(2026, 4, 4, 9, 30) + place * 9 * 86_400_000 + (again ? 40 : 0) * 86_400_000
  )
  const config = JSON.stringify({
    architecture: 'amd64',
    os: 'linux',
    created: created.toISOString(),
    config: { Labels: { image } }
  })
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
    config: {
      mediaType: 'application/vnd.docker.container.image.v1+json',
      size: config.length,
      digest: sha256(config)
    },
    layers: []
  })
  return { image, config, manifest, digest: sha256(manifest) }
}

const first = Object.keys(published).map((image, place) => build(image, place, false))
const again = Object.keys(published).flatMap((image, place) =>
  rebuilt.has(image) ? [build(image, place, true)] : []
)
const all = [...again, ...first]

const bare = (reference: string): string => reference.replace(/@.*$/, '')

/** The digest that the tag of an image had when its service took it up; undefined for what no registry has. */
export const digestOf = (image: string): string | undefined =>
  first.find((built) => built.image === bare(image))?.digest

/** What the manager answers for an image: its digest, or the status and words of a refusal (measured on 20.10.24). */
export function inspected(
  reference: string,
  auth: string | undefined
): { readonly digest: string } | { readonly status: number; readonly message: string } {
  if (!reference.startsWith(`${host}/`))
    return {
      status: 500,
      message: 'Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io: no such host'
    }
  const [, digest] = reference.split('@')
  if (reference.startsWith(`${host}/${closed}`) && !hasLogin(auth))
    return { status: 500, message: `Head "https://${host}/v2/": no basic auth credentials` }
  const found = all.find(
    (built) => built.image === bare(reference) && (digest === undefined || built.digest === digest)
  )
  return found ? { digest: found.digest } : { status: 404, message: 'manifest unknown: manifest unknown' }
}

function hasLogin(header: string | undefined): boolean {
  try {
    const login = parseJson(Buffer.from(header ?? '', 'base64url').toString())
    return Boolean(textAt(login, 'username')) && Boolean(textAt(login, 'password'))
  } catch {
    return false
  }
}

/** Answers one request to the registry's own API; the path begins with `/v2/`. */
export function serveRegistry(url: URL, request: IncomingMessage, response: ServerResponse): void {
  const [, repository = '', kind = '', name = ''] =
    /^\/v2\/(.+?)\/(tags|manifests|blobs)\/([^/]+)$/.exec(url.pathname) ?? []
  if (repository.startsWith(closed) && !/^Basic ./.test(request.headers.authorization ?? '')) {
    response.setHeader('WWW-Authenticate', `Basic realm="${host}"`)
    return refuse(response, 401, 'UNAUTHORIZED')
  }
  const prefix = `${host}/${repository}:`
  const here = all.filter(({ image }) => image.startsWith(prefix))
  if (here.length === 0) return refuse(response, 404, 'NAME_UNKNOWN')
  if (kind === 'tags') return listTags(url, repository, here, prefix, response)
  if (kind === 'blobs') {
    const blob = here.find(({ config }) => sha256(config) === name)
    return blob
      ? send(response, 'application/octet-stream', blob.config)
      : refuse(response, 404, 'BLOB_UNKNOWN')
  }
  const found = here.find(({ image, digest }) => digest === name || image === `${prefix}${name}`)
  if (!found) return refuse(response, 404, 'MANIFEST_UNKNOWN')
  response.setHeader('Docker-Content-Digest', found.digest)
  send(response, 'application/vnd.docker.distribution.manifest.v2+json', found.manifest)
}

function listTags(
  url: URL,
  repository: string,
  here: readonly Built[],
  prefix: string,
  response: ServerResponse
): void {
  const last = url.searchParams.get('last') ?? ''
  const names = [...new Set(here.map(({ image }) => image.slice(prefix.length)))].sort()
  const rest = names.filter((name) => name > last)
  // Fewer than were asked for, as a registry may.
  const page = rest.slice(0, 4)
  const end = page.at(-1)
  if (end !== undefined && rest.length > page.length)
    response.setHeader('Link', `</v2/${repository}/tags/list?n=4&last=${end}>; rel="next"`)
  send(response, 'application/json', JSON.stringify({ name: repository, tags: page }))
}

function send(response: ServerResponse, type: string, body: string): void {
  response.writeHead(200, { 'Content-Type': type, 'Content-Length': Buffer.byteLength(body) })
  response.end(response.req.method === 'HEAD' ? undefined : body)
}

function refuse(response: ServerResponse, status: number, code: string): void {
  const body: Json = { errors: [{ code, message: code.toLowerCase().replaceAll('_', ' ') }] }
  response.writeHead(status, { 'Content-Type': 'application/json' })
  response.end(JSON.stringify(body))
}
