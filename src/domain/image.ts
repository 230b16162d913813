/** An image reference in its parts, as Docker completes it. */
export interface ImageName {
  /** The registry as references name it: `docker.io`, `registry.example.com`, `127.0.0.1:5000`. */
  readonly registry: string
  /** With `library/` for Docker's own images. */
  readonly repository: string
  /** `latest` where neither a tag nor a digest was given. */
  readonly tag?: string
  readonly digest?: string
}

const grammar =
  /^(?:((?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?\.)*[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?::\d{1,5})?)\/)?([a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*)*)(?::(\w[\w.-]{0,127}))?(?:@(sha256:[0-9a-f]{64}))?$/

/**
 * The parts of a reference, undefined for what is none. The first part is a registry when it has a dot, a colon or a
 * capital, or is `localhost`; everything else is on Docker Hub (distribution/reference, ParseNormalizedNamed).
 */
export function parseImage(reference: string): ImageName | undefined {
  const parts = reference.length <= 1024 ? grammar.exec(reference) : null
  if (!parts) return undefined
  const [, first, rest = '', tag, digest] = parts
  const isHost = first !== undefined && (/[.:A-Z]/.test(first) || first === 'localhost')
  const registry = isHost ? first.replace(/^index\.docker\.io$/, 'docker.io') : 'docker.io'
  const path = isHost || first === undefined ? rest : `${first}/${rest}`
  const named = tag ?? (digest === undefined ? 'latest' : undefined)
  return {
    registry,
    repository: registry === 'docker.io' && !path.includes('/') ? `library/${path}` : path,
    ...(named === undefined ? {} : { tag: named }),
    ...(digest === undefined ? {} : { digest })
  }
}

/** A reference without its tag and digest, as it was typed; a colon after which the tag is still to come goes too. */
export const withoutTag = (reference: string): string =>
  reference.replace(/@.*$/, '').replace(/:(\w[\w.-]*)?$/, '')

/** With a tag and without a digest, as the Docker CLI writes a reference before it pins it: `web` becomes `web:latest`. */
export function tagged(reference: string): string {
  const bare = reference.replace(/@.*$/, '')
  return /:\w[\w.-]*$/.test(bare) ? bare : `${bare}:latest`
}

/** A digest as people tell it apart: its first twelve figures. */
export const shortDigest = (digest: string): string => digest.replace(/^sha256:/, '').slice(0, 12)

/** Where an image runs; `architecture` in Go's words (`amd64`). */
export interface Platform {
  readonly architecture: string
  readonly os: string
}

/**
 * The platforms to write into a placement, as the Docker CLI does: each once, none that is unknown (attestations), and
 * `arm` without its architecture, because nodes name theirs with the variant (docker/cli, moby/swarmkit#2294).
 */
export function placementPlatforms(platforms: readonly Platform[]): readonly Platform[] {
  const known = new Map<string, Platform>()
  for (const { architecture, os } of platforms) {
    if (os === 'unknown' || architecture === 'unknown') continue
    const written = { architecture: architecture.toLowerCase() === 'arm' ? '' : architecture, os }
    known.set(`${written.os}/${written.architecture}`, written)
  }
  return [...known.values()]
}

const goNames: Readonly<Record<string, string>> = { x86_64: 'amd64', aarch64: 'arm64' }

/** An architecture in Go's words: nodes say `x86_64` and `aarch64` (swarmkit, scheduler/filter.go). */
export const architectureOf = (name: string): string => goNames[name] ?? name

/** Whether a node may run an image of these platforms, by the rules of swarmkit's platform filter; none means any. */
export function runsOn(node: Platform, platforms: readonly Platform[]): boolean {
  if (platforms.length === 0) return true
  return platforms.some(
    ({ architecture, os }) =>
      (architecture === '' || architectureOf(architecture) === architectureOf(node.architecture)) &&
      (os === '' || os === node.os)
  )
}
