import { SkepError } from '../../domain/error'
import { causeOf, type RegistryWord } from '../../domain/reason'
import { imageOf } from '../../domain/service'
import type { Clock } from './clock'
import type { Seen } from './dossiers'
import type { Engine } from './ports'

/** What registries say of images that nodes could not get: the nodes say “No such image” whatever the cause (measured). */
export interface RegistryWords {
  /** The answers so far, by image reference. */
  readonly known: ReadonlyMap<string, RegistryWord>
  /** Asks, through the manager and once in five minutes, about every image that tasks of this update lack. */
  look(seen: Seen): void
}

const askEvery = 300_000

/** Nothing is known at first; `changed` is called with each answer. */
export function createRegistryWords(engine: Engine, clock: Clock, changed: () => void): RegistryWords {
  const known = new Map<string, RegistryWord>()
  const askedAt = new Map<string, number>()

  async function ask(image: string): Promise<void> {
    try {
      await engine.distribution(image)
      known.set(image, 'present')
    } catch (error) {
      if (!(error instanceof SkepError) || error.code === 'stopped') return
      known.set(image, wordOf(error.detail ?? ''))
    }
    changed()
  }

  return {
    known,
    look({ tasks, rollout }) {
      if (!rollout.reasons.some(({ code }) => code === 'no-such-image')) return
      for (const task of tasks) {
        const image = imageOf({ TaskTemplate: task.spec })
        if (clock.now() - (askedAt.get(image) ?? -Infinity) < askEvery) continue
        if (causeOf(task) !== 'no-such-image' || image === '') continue
        askedAt.set(image, clock.now())
        void ask(image)
      }
    }
  }
}

/** Texts of GET /distribution, measured on 20.10.24 against registry 2.8. */
function wordOf(text: string): RegistryWord {
  if (/manifest unknown|not found|name unknown/i.test(text)) return 'missing'
  if (/no basic auth credentials|unauthorized|authentication required|denied/i.test(text)) return 'private'
  return 'unreachable'
}
