import { SkepError } from '../../domain/error'
import { badFields } from '../../domain/policy'
import { isPreset, presetNames, presets } from '../../domain/presets'
import type { NamedPolicy } from '../../shared/contract'
import type { Settings } from './ports'

/** Update policies by name: the presets, and a person's own, which are kept in the settings. */
export interface Policies {
  /** Presets first, then one's own by name. */
  list(): readonly NamedPolicy[]
  /** Keeps one under its name, in place of an older one; throws draft-invalid or policy-name-taken. */
  save(policy: Pick<NamedPolicy, 'name' | 'policy'>): void
  /** Forgets one of one's own; a name that is not known is no error. */
  remove(name: string): void
}

/** The policies over the settings; `words` names the fields of a policy that cannot be saved. */
export function createPolicies(settings: Settings, words: (fields: readonly string[]) => string): Policies {
  const own = () => settings.get().policies
  return {
    list: () => [
      ...presetNames.map((name) => ({ name, policy: presets[name], preset: true })),
      ...own().map((policy) => ({ ...policy, preset: false }))
    ],
    save({ name, policy }) {
      if (isPreset(name)) throw new SkepError('policy-name-taken', { name })
      const bad = badFields(policy)
      if (bad.length > 0) throw new SkepError('draft-invalid', { fields: words(bad) })
      const others = own().filter((known) => known.name !== name)
      const next = [...others, { name, policy }].sort((a, b) => a.name.localeCompare(b.name, 'en'))
      settings.set({ policies: next })
    },
    remove: (name) => settings.set({ policies: own().filter((known) => known.name !== name) })
  }
}
