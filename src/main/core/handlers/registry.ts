import { SkepError } from '../../../domain/error'
import { parseImage } from '../../../domain/image'
import { imageOf } from '../../../domain/service'
import type { TagStanding } from '../../../shared/contract'
import type { Registry } from '../ports'
import { found, type Area, type HandlersDeps } from './deps'

/** What registries say of images, asked from this machine. */
export function registryHandlers(deps: HandlersDeps): Area<'registry'> {
  const { clusters, engines } = deps
  const registryOf = (context: string): Registry => engines.registry(clusters.context(context).endpoint)
  return {
    'registry.tags': async ({ context, service: id, image }) => {
      const own = id === undefined ? undefined : imageOf((await found(deps, context, id)).service.spec)
      const running = own === undefined ? undefined : parseImage(own)
      const asked = parseImage(image)
      const same =
        running && asked && running.registry === asked.registry && running.repository === asked.repository
      const list = await registryOf(context).tags(image, same && running.tag ? [running.tag] : [])
      if (!same || running.tag === undefined)
        return { ...list, tags: list.tags.map((tag) => ({ ...tag, running: false })) }
      const now = list.tags.find((tag) => tag.name === running.tag)
      return {
        ...list,
        tags: list.tags.map((tag) => ({
          ...tag,
          running: running.digest === undefined ? tag === now : tag.digest === running.digest
        })),
        standing: standingOf(running.tag, running.digest, now ? now.digest : list.more ? undefined : null)
      }
    },
    'registry.standing': async ({ context, service: id }) => {
      const { live, service } = await found(deps, context, id)
      const running = parseImage(imageOf(service.spec))
      const { tag = '', digest } = running ?? {}
      if (!running || tag === '' || digest === undefined) return standingOf(tag, digest, undefined)
      const image = imageOf(service.spec).replace(/@.*$/, '')
      return standingOf(tag, digest, await digestNow(registryOf(context), live.engine, image))
    }
  }
}

/** The digest of a tag, asked from here, else through the manager; null when it is gone, undefined when nobody knows. */
async function digestNow(
  registry: Registry,
  engine: { distribution(image: string): Promise<{ readonly digest: string }> },
  image: string
): Promise<string | null | undefined> {
  try {
    return await registry.digest(image)
  } catch (error) {
    if (!(error instanceof SkepError)) throw error
    if (error.code === 'registry-no-image') return null
  }
  try {
    return (await engine.distribution(image)).digest
  } catch (error) {
    if (error instanceof SkepError && error.code === 'engine-error') return undefined
    throw error
  }
}

function standingOf(tag: string, pinned: string | undefined, now: string | null | undefined): TagStanding {
  const state =
    pinned === undefined
      ? 'unpinned'
      : now === null
        ? 'gone'
        : now === undefined
          ? 'unknown'
          : now === pinned
            ? 'same'
            : 'moved'
  return {
    tag,
    state,
    ...(pinned === undefined ? {} : { pinned }),
    ...(typeof now === 'string' ? { now } : {})
  }
}
