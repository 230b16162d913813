import { createHash } from 'node:crypto'
import type { Duplex } from 'node:stream'
import { join } from 'node:path'
import { SkepError } from '../../domain/error'
import { parseImage, type ImageName, type Platform } from '../../domain/image'
import { at, listAt, textAt, type Json } from '../../domain/json'
import { newestFirst, worthLookingUp, type Tag } from '../../domain/tags'
import type { Registry } from '../core/ports'
import { configFolder, type DockerSurroundings } from './contexts'
import { findCredentials, loginServer } from './credentials'
import { createRegistryHttp, registryClocks, type RegistryClocks } from './registry-http'
import { createSession, jsonBody, type RegistrySession } from './registry-session'
import { isLoopback } from './wire'

interface RegistryOptions {
  readonly surroundings: DockerSurroundings
  /** Whether the engine runs on this machine, so that its loopback is ours. */
  readonly local: boolean
  readonly clocks?: RegistryClocks
  /** A stream in place of every connection, for the demo cluster; its registry is registry.example.com alone. */
  readonly connect?: () => Duplex
}

/** Bytes of one answer; the distribution-spec asks for 4 MiB of manifest at least. */
const most = 4 * 1024 * 1024
/** Pages of tags, tags altogether, and tags whose date is looked up, several at a time. */
const mostPages = 20
const mostTags = 10_000
const mostDates = 24
const together = 6
/** Milliseconds after which tags are given with the dates known until then. */
const dateTime = 8_000

const indexes =
  'application/vnd.oci.image.index.v1+json, application/vnd.docker.distribution.manifest.list.v2+json'
const manifests = `${indexes}, application/vnd.oci.image.manifest.v1+json, application/vnd.docker.distribution.manifest.v2+json`

/** What an image's configuration says; it never changes under one digest. */
interface Built {
  readonly created?: number
  readonly platform?: Platform
}

/** Registries over their v2 API (distribution-spec), asked from this machine with the Docker CLI's own logins. */
export function createRegistry(options: RegistryOptions): Registry {
  const { surroundings, local, connect } = options
  const folders =
    surroundings.platform === 'win32'
      ? [join(configFolder(surroundings), 'certs.d')]
      : ['/etc/docker/certs.d', join(configFolder(surroundings), 'certs.d')]

  function nameOf(reference: string): ImageName {
    const image = parseImage(reference)
    if (!image) throw new SkepError('bad-input', { field: 'image' })
    const { hostname } = baseOf(image)
    if (connect && image.registry !== 'registry.example.com')
      throw new SkepError('registry-unreachable', { registry: image.registry })
    if (isLoopback(hostname) && !local) throw new SkepError('registry-local', { registry: image.registry })
    return image
  }

  /** `http` on the loopback as Docker does, and on the demo's stream; TLS everywhere else. */
  function baseOf({ registry }: ImageName): URL {
    const host = registry === 'docker.io' ? 'registry-1.docker.io' : registry
    const url = new URL(`https://${host}/v2/`)
    return connect || isLoopback(url.hostname) ? new URL(`http://${host}/v2/`) : url
  }

  async function within<T>(
    reference: string,
    work: (image: ImageName, session: RegistrySession, url: (path: string) => URL) => Promise<T>
  ): Promise<T> {
    const image = nameOf(reference)
    const base = baseOf(image)
    const http = createRegistryHttp({
      clocks: options.clocks ?? registryClocks,
      certificates: folders,
      connect
    })
    const session = createSession(http, base, image, () => findCredentials(surroundings, image.registry))
    try {
      return await work(image, session, (path) => new URL(`${image.repository}/${path}`, base))
    } finally {
      http.close()
    }
  }

  return {
    tags: (reference, must = []) =>
      within(reference, async (image, session, url) => {
        const { names, more } = await listTags(session, url('tags/list'))
        const known = await datesOf(session, url, worthLookingUp(names, must, mostDates))
        const tags = names.map((name) => known.get(name) ?? { name })
        return { registry: image.registry, repository: image.repository, tags: newestFirst(tags), more }
      }),
    digest: (reference) =>
      within(reference, async ({ tag, digest }, session, url) => {
        const place = url(`manifests/${digest ?? tag ?? 'latest'}`)
        const { headers } = await session.ask(place, { method: 'HEAD', accept: manifests, limit: most })
        const said = headers['docker-content-digest']?.toString() ?? ''
        if (isDigest(said)) return said
        return (await manifestAt(session, place)).digest
      }),
    distribution: (reference) =>
      within(reference, async ({ tag, digest }, session, url) => {
        const found = await manifestAt(session, url(`manifests/${digest ?? tag ?? 'latest'}`))
        const listed = platformsOf(found.manifest)
        if (listed.length > 0) return { digest: found.digest, platforms: listed }
        const { platform } = await builtOf(session, url, found.manifest)
        return { digest: found.digest, platforms: platform ? [platform] : [] }
      }),
    async login(reference) {
      // By its name alone, wherever the engine is: the login goes to the nodes.
      const registry = parseImage(reference)?.registry
      if (registry === undefined) throw new SkepError('bad-input', { field: 'image' })
      const found = await findCredentials(surroundings, registry)
      if (!found) return undefined
      const serveraddress = loginServer(registry)
      const shown =
        found.kind === 'identity'
          ? { identitytoken: found.token, serveraddress }
          : { username: found.username, password: found.password, serveraddress }
      // A function, so that no text made of the whole object can hold it. The padding matters to the engine's decoder.
      const header = () =>
        Buffer.from(JSON.stringify(shown)).toString('base64').replaceAll('+', '-').replaceAll('/', '_')
      return { registry, header }
    }
  }
}

const isDigest = (text: string): boolean => /^sha256:[0-9a-f]{64}$/.test(text)

/** Every tag there is, page by page; `more` when there were too many to read them all. */
async function listTags(
  session: RegistrySession,
  first: URL
): Promise<{ readonly names: readonly string[]; readonly more: boolean }> {
  const names = new Set<string>()
  let url: URL | undefined = new URL('?n=1000', first)
  for (let page = 0; url && page < mostPages && names.size < mostTags; page += 1) {
    const answer = await session.ask(url, { accept: 'application/json', limit: most })
    const body = jsonBody(answer, first.host)
    for (const name of listAt(body, 'tags'))
      if (typeof name === 'string' && /^\w[\w.-]{0,127}$/.test(name)) names.add(name)
    url = nextPage(answer.headers['link']?.toString(), url)
  }
  return { names: [...names].slice(0, mostTags), more: url !== undefined || names.size > mostTags }
}

/** The next page, which must be of the same registry. */
function nextPage(link: string | undefined, here: URL): URL | undefined {
  const target = /<([^>]+)>\s*;\s*rel="?next"?/i.exec(link ?? '')?.[1]
  if (target === undefined) return undefined
  const next = new URL(target, here)
  return next.origin === here.origin && next.pathname.startsWith('/v2/') && next.href !== here.href
    ? next
    : undefined
}

type UrlOf = (path: string) => URL

/** Digest and date of some tags, as far as they come in time; a tag that cannot be read is left out. */
async function datesOf(
  session: RegistrySession,
  url: UrlOf,
  names: readonly string[]
): Promise<ReadonlyMap<string, Tag>> {
  const known = new Map<string, Tag>()
  const queue = [...names]
  let late = false
  const work = async () => {
    for (let name = queue.shift(); name !== undefined && !late; name = queue.shift()) {
      try {
        const { digest, manifest } = await manifestAt(session, url(`manifests/${name}`))
        known.set(name, { name, digest })
        const { created } = await builtOf(session, url, manifest)
        if (created !== undefined) known.set(name, { name, digest, created })
      } catch (error) {
        // One that is damaged or was removed meanwhile must not hide the others.
        if (!(error instanceof SkepError) || error.code === 'registry-limit') queue.length = 0
      }
    }
  }
  let timer: NodeJS.Timeout | undefined
  const time = new Promise<void>((resolve) => {
    timer = setTimeout(() => {
      late = true
      resolve()
    }, dateTime)
  })
  await Promise.race([Promise.all(Array.from({ length: together }, work)), time])
  clearTimeout(timer)
  return new Map(known)
}

async function manifestAt(
  session: RegistrySession,
  url: URL
): Promise<{ readonly digest: string; readonly manifest: Json }> {
  const answer = await session.ask(url, { accept: manifests, limit: most })
  const digest = `sha256:${createHash('sha256').update(answer.body).digest('hex')}`
  return { digest, manifest: jsonBody(answer, url.host) }
}

/** The platforms of an index, without its attestations; none for a single manifest. */
function platformsOf(manifest: Json): readonly Platform[] {
  return listAt(manifest, 'manifests').flatMap((child) => {
    const [architecture, os] = [textAt(child, 'platform', 'architecture'), textAt(child, 'platform', 'os')]
    return architecture === undefined || os === undefined || os === 'unknown' ? [] : [{ architecture, os }]
  })
}

/** What the configuration says of a manifest's image, or of the first of an index's: they are built together. */
async function builtOf(session: RegistrySession, url: UrlOf, manifest: Json): Promise<Built> {
  const children = listAt(manifest, 'manifests')
  if (children.length > 0) {
    const real = children.filter((child) => textAt(child, 'platform', 'os') !== 'unknown')
    const chosen = real.find((child) => textAt(child, 'platform', 'architecture') === 'amd64') ?? real[0]
    const digest = textAt(chosen, 'digest') ?? ''
    if (!isDigest(digest)) return {}
    const { manifest: child } = await manifestAt(session, url(`manifests/${digest}`))
    return at(child, 'manifests') === undefined ? builtOf(session, url, child) : {}
  }
  const digest = textAt(manifest, 'config', 'digest') ?? ''
  if (!isDigest(digest)) return {}
  const config = jsonBody(
    await session.ask(url(`blobs/${digest}`), { limit: most, blob: true }),
    url('').host
  )
  const created = Date.parse(textAt(config, 'created') ?? '')
  const [architecture, os] = [textAt(config, 'architecture'), textAt(config, 'os')]
  return {
    // Reproducible builds carry a date of long ago, which says nothing.
    ...(created > Date.UTC(2001) ? { created } : {}),
    ...(architecture === undefined || os === undefined ? {} : { platform: { architecture, os } })
  }
}
