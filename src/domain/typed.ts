import { looksSecret } from './mask'

export interface TypedNames {
  readonly set: Readonly<Record<string, string>>
  readonly removed: readonly string[]
  readonly added: readonly { readonly name: string; readonly value: string }[]
}

export interface TypedEntries {
  readonly removed: readonly string[]
  readonly added: readonly string[]
}

type Texts = Readonly<Record<string, string | undefined>>

/** What a person typed for a service, as texts: also what cannot be sent yet. Only what was touched is there. */
export interface Typed {
  readonly image?: string | undefined
  readonly replicas?: string | undefined
  readonly force?: true | undefined
  readonly withRegistryAuth?: true | undefined
  readonly resolveImage?: false | undefined
  /** The name of the policy that was chosen last. */
  readonly policy?: string | undefined
  readonly update?: Texts | undefined
  readonly rollback?: Texts | undefined
  readonly settings?: Texts | undefined
  readonly lists?: Readonly<Record<string, TypedEntries | undefined>> | undefined
  readonly env?: TypedNames | undefined
  readonly labels?: TypedNames | undefined
}

/** What may be written down of what was typed, and the names of what may not because it looks like a secret. */
export interface Keepable {
  readonly typed: Typed
  readonly lost: readonly string[]
}

/** Takes out of what was typed every value that looks like a secret, by its name or by its own shape. */
export function keepable(typed: Typed): Keepable {
  const lost: string[] = []
  const kept = (name: string, value: string): boolean => {
    if (!looksSecret(name, value)) return true
    lost.push(name)
    return false
  }
  const names = ({ set, removed, added }: TypedNames): TypedNames => ({
    set: Object.fromEntries(Object.entries(set).filter(([name, value]) => kept(name, value))),
    removed,
    added: added.filter(({ name, value }) => kept(name, value))
  })
  const entries = (list: string, { removed, added }: TypedEntries): TypedEntries => {
    const safe = added.filter((text) => {
      const mark = text.indexOf('=')
      const [name, value] = mark < 0 ? ['', text] : [text.slice(0, mark), text.slice(mark + 1)]
      if (!looksSecret(name, value) && !looksSecret('', text)) return true
      lost.push(name === '' ? list : name)
      return false
    })
    // An entry that was changed is one removed and one added: without the new one, the old one must stay.
    return { removed: safe.length === added.length ? removed : [], added: safe }
  }
  const { settings, lists, env, labels, ...rest } = typed
  const safe: Typed = {
    ...rest,
    ...(settings ? { settings: filtered(settings, kept) } : {}),
    ...(lists
      ? {
          lists: Object.fromEntries(
            Object.entries(lists).map(([name, list]) => [name, list && entries(name, list)])
          )
        }
      : {}),
    ...(env ? { env: names(env) } : {}),
    ...(labels ? { labels: names(labels) } : {})
  }
  return { typed: safe, lost }
}

const filtered = (texts: Texts, kept: (name: string, value: string) => boolean): Texts =>
  Object.fromEntries(
    Object.entries(texts).filter(([name, value]) => value === undefined || kept(name, value))
  )
