import { SkepError } from '../../domain/error'
import { badFields } from '../../domain/policy'
import type { PolicyProblem } from '../../domain/policy-file'
import { isPreset, presetNames, presets } from '../../domain/presets'
import type { NamedPolicy, PolicyDefault, ReadPolicy } from '../../shared/contract'
import type { Files, Settings } from './ports'
import { policyFile, readPolicyFile } from './policy-file'

type OwnPolicy = Omit<NamedPolicy, 'preset'>

/** Policies by name: the presets, and a person's own, which are kept in the settings. */
export interface Policies {
  /** Presets first, then one's own by name. */
  list(): readonly NamedPolicy[]
  /** Throws policy-unknown. */
  find(name: string): NamedPolicy
  /**
   * Keeps one under its name, in place of an older one; `was` is what it was called. Throws draft-invalid, policy-unknown
   * or policy-name-taken.
   */
  save(policy: OwnPolicy & { readonly was?: string | undefined }): void
  /** Forgets one of one's own, and where it was the default; a name that is not known is no error. */
  remove(name: string): void
  defaults(): readonly PolicyDefault[]
  /** Throws policy-unknown. */
  setDefault(place: Omit<PolicyDefault, 'policy'>, policy: string | null): void
  /** Writes one's own as a file; gives its path. */
  export(): Promise<string>
  /** Throws policy-file. */
  read(text: string): readonly ReadPolicy[]
  /** Keeps those of these names out of a file, all or none. Throws policy-file or policy-refused. */
  import(text: string, names: readonly string[]): void
}

/** How the policies speak, in the language of the settings: fields that cannot be saved, and what a file says wrongly. */
export interface PolicyWords {
  readonly fields: (fields: readonly string[]) => string
  readonly problem: (problem: PolicyProblem) => string
}

/** The policies over the settings. */
export function createPolicies(settings: Settings, files: Files, words: PolicyWords): Policies {
  const own = (): readonly OwnPolicy[] => settings.get().policies
  const list = (): readonly NamedPolicy[] => [
    ...presetNames.map((name) => ({ name, policy: presets[name], preset: true })),
    ...own().map((policy) => ({ ...policy, preset: false }))
  ]
  const find = (name: string): NamedPolicy => {
    const found = list().find((policy) => policy.name === name)
    if (!found) throw new SkepError('policy-unknown', { name })
    return found
  }
  const sorted = (policies: readonly OwnPolicy[]) =>
    [...policies].sort((a, b) => a.name.localeCompare(b.name, 'en'))

  /** Those of contexts that are still saved. */
  const defaults = (): readonly PolicyDefault[] => {
    const { contexts, policyDefaults } = settings.get()
    return policyDefaults.filter(({ context }) => contexts.some(({ id }) => id === context))
  }

  const read = (text: string) =>
    readPolicyFile(text, new Map(own().map((policy) => [policy.name, policy])), words.problem)

  return {
    list,
    find,
    defaults,
    read,
    save({ name, policy, rollback, was }) {
      if (isPreset(name)) throw new SkepError('policy-name-taken', { name })
      const bad = [...badFields(policy), ...badFields(rollback ?? {})]
      if (rollback?.failureAction === 'rollback')
        throw new SkepError('draft-invalid', { fields: words.fields(['rollbackAction']) })
      if (bad.length > 0) throw new SkepError('draft-invalid', { fields: words.fields([...new Set(bad)]) })
      const renamed = was !== undefined && was !== name
      if (renamed && !own().some((known) => known.name === was))
        throw new SkepError('policy-unknown', { name: was })
      if (renamed && own().some((known) => known.name === name))
        throw new SkepError('policy-name-kept', { name })
      const others = own().filter((known) => known.name !== name && known.name !== was)
      settings.set({
        policies: sorted([...others, { name, policy, ...(rollback ? { rollback } : {}) }]),
        policyDefaults: defaults().map((one) => (one.policy === was ? { ...one, policy: name } : one))
      })
    },
    remove: (name) =>
      settings.set({
        policies: own().filter((known) => known.name !== name),
        policyDefaults: defaults().filter(({ policy }) => policy !== name)
      }),
    setDefault({ context, service }, policy) {
      if (policy !== null) find(policy)
      const others = defaults().filter((one) => one.context !== context || one.service !== service)
      const added =
        policy === null ? [] : [{ context, ...(service === undefined ? {} : { service }), policy }]
      settings.set({ policyDefaults: [...others, ...added] })
    },
    export: () => files.export('skep-policies.yaml', policyFile(own())),
    import(text, names) {
      const wanted = read(text).filter(({ name }) => names.includes(name))
      const added = wanted.flatMap(({ name, content }) => (content ? [{ name, ...content }] : []))
      const refused = names.filter((name) => !added.some((one) => one.name === name))
      if (refused.length > 0) throw new SkepError('policy-refused', { name: refused.join(', ') })
      settings.set({ policies: sorted([...own().filter(({ name }) => !names.includes(name)), ...added]) })
    }
  }
}
