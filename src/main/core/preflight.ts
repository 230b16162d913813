import type { Effect } from '../../domain/effect'
import { SkepError } from '../../domain/error'
import type { Node } from '../../domain/node'
import type { Check } from '../../domain/plan'
import {
  checksOf,
  hasLimits,
  referenced,
  wantsLogin,
  type FoundCheck,
  type ImageAnswer
} from '../../domain/preflight'
import { imageOf, type Spec } from '../../domain/service'
import type { Language } from '../../shared/contract'
import { texts } from '../../shared/messages'
import type { Engine, Registry } from './ports'
import { referencesOf } from './references'

interface Subject {
  readonly engine: Engine
  readonly registry: Registry
  readonly spec: Spec
  readonly service: string
  readonly effect: Effect
  readonly nodes: readonly Node[]
  /** Asks for the image; called only where it matters. */
  readonly image: () => ImageAnswer | Promise<ImageAnswer>
  /** Whether the draft chooses the image. */
  readonly chosen: boolean
  readonly login: { readonly asked: boolean; readonly atHand: boolean }
}

/** Checks a plan against the cluster as it is now; what cannot be read is unknown, never a failure. */
export async function preflight(subject: Subject): Promise<readonly FoundCheck[]> {
  const { engine, registry, spec, effect, login } = subject
  const starts = effect.replaces + effect.adds > 0
  if (!starts && !subject.chosen && !login.asked) return []
  const kinds = starts ? [...new Set(referenced(spec).map(({ kind }) => kind))] : []
  const [image, tasks, references] = await Promise.all([
    starts || subject.chosen ? subject.image() : undefined,
    starts && hasLimits(spec) ? known(engine.tasks()) : undefined,
    kinds.length > 0 ? known(referencesOf(engine, kinds)) : undefined
  ])
  const atHand =
    login.asked || !wantsLogin(image) ? login.atHand : (await registry.login(imageOf(spec))) !== undefined
  return checksOf({ ...subject, starts, image, tasks, references, login: { asked: login.asked, atHand } })
}

/** An answer of the engine, or undefined when it gave none; a connection that is gone fails the plan. */
async function known<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof SkepError && (error.code === 'engine-error' || error.code === 'deadline'))
      return undefined
    throw error
  }
}

/** A check with its sentence, in a language. */
export const spoken = (check: FoundCheck, language: Language): Check => ({
  ...check,
  message: texts[language].check[check.code](check.values)
})
