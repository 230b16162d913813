import { SkepError } from '../../domain/error'
import { withDigest, type Draft } from '../../domain/draft'
import { placementPlatforms, tagged } from '../../domain/image'
import type { Json } from '../../domain/json'
import type { ImageAnswer } from '../../domain/preflight'
import { splitImage, type Spec } from '../../domain/service'
import { sleep, type Clock } from './clock'
import type { Distribution, Engine, Login, Registry } from './ports'
import type { Pinning } from './warnings'

/** What an image's registry says. The manager is asked, as by the Docker CLI; with a login when one is given. */
export async function askImage(
  engine: Pick<Engine, 'distribution'>,
  registry: Registry,
  image: string,
  login: Login | undefined
): Promise<ImageAnswer> {
  try {
    return found(await engine.distribution(image, login?.header()), login ? undefined : false)
  } catch (error) {
    if (!(error instanceof SkepError)) throw error
    if (error.code === 'deadline') return { state: 'unknown' }
    if (error.code !== 'engine-error') throw error
    const words = error.detail ?? ''
    // Texts measured on 20.10.24; Docker Hub says “denied” of what does not exist too.
    if (/no basic auth credentials|unauthorized|authentication required|denied/i.test(words))
      return askFromHere(registry, image)
    return { state: /manifest unknown|name unknown|not found/i.test(words) ? 'missing' : 'unknown' }
  }
}

/**
 * The same registry, asked from this machine with its own login. Only where the manager reached it and was turned away:
 * what a name means where the manager finds nothing, nobody here can know.
 */
async function askFromHere(registry: Registry, image: string): Promise<ImageAnswer> {
  try {
    return found(await registry.distribution(image), true)
  } catch (error) {
    if (!(error instanceof SkepError)) throw error
    return { state: error.code === 'registry-no-image' ? 'missing' : 'private' }
  }
}

const found = ({ digest, platforms }: Distribution, needsLogin: boolean | undefined): ImageAnswer => ({
  state: 'found',
  digest,
  platforms: placementPlatforms(platforms),
  needsLogin
})

/** The answer if it comes within `ms` milliseconds; a plan that does not depend on it must not wait for it. */
export function inTime(clock: Clock, ms: number, answer: Promise<ImageAnswer>): Promise<ImageAnswer> {
  const ended = new AbortController()
  const late = sleep(clock, ms, ended.signal).then((): ImageAnswer => ({ state: 'unknown' }))
  return Promise.race([answer, late]).finally(() => ended.abort())
}

interface Pinned {
  readonly spec: Spec
  /** Why it was not pinned, where it might have been. */
  readonly pinning?: Pinning
  /** What the registry said of an image that the draft chooses. */
  readonly answer?: ImageAnswer
}

/**
 * The spec with a newly chosen image pinned to its digest. Since API 1.30 the daemon resolves no tags, clients do; like
 * the Docker CLI, an image whose registry cannot be asked is sent as it was typed, and the plan says so.
 */
export async function pinImage(
  ask: (image: string) => Promise<ImageAnswer>,
  spec: Spec,
  draft: Draft
): Promise<Pinned> {
  if (draft.kind === 'version' || draft.image === undefined) return { spec }
  const { image } = draft
  const answer = await ask(image)
  if (splitImage(image).digest !== undefined) return { spec, answer }
  if (draft.resolveImage === false) return { spec, answer, pinning: 'off' }
  if (answer.state !== 'found') return { spec, answer, pinning: answer.state }
  const written = answer.platforms.map(({ architecture, os }): Json => ({
    Architecture: architecture,
    OS: os
  }))
  return { spec: withDigest(spec, `${tagged(image)}@${answer.digest}`, written), answer }
}
