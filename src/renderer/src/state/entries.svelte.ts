import { isOlder } from '../../../domain/api-version'
import { entryValue, listEntries, listOf, type ListEntry, type ListName } from '../../../domain/fields'
import type { Expectation } from '../../../domain/field-forms'
import type { JsonObject } from '../../../domain/json'
import { masked } from '../../../domain/mask'
import type { References } from '../../../domain/references'
import type { ListChange } from '../../../domain/settings'

/** An entry as it is typed; one that there was has the key that it had as `from`, and its text as `was`. */
export interface TypedEntry {
  text: string
  from?: string | undefined
  was?: string | undefined
}

/** Why an entry cannot be sent: what is expected instead, or the Engine API that it needs. */
export type EntryProblem = { readonly expects: Expectation } | { readonly needs: string }

/** The entries of one setting: what there is, what is taken away and what is added or replaced. */
export class EntriesDraft {
  removed = $state<string[]>([])
  added = $state<TypedEntry[]>([])
  readonly #name: ListName
  readonly #spec: JsonObject
  readonly #api: string

  constructor(name: ListName, spec: JsonObject, api: string) {
    this.#name = name
    this.#spec = spec
    this.#api = api
  }

  /** What there is, with names where the spec has ids. */
  entries(references: References): readonly ListEntry[] {
    return listEntries(this.#spec, this.#name, references)
  }

  /** Whether an entry can be changed: one with a hidden value can only be taken away. */
  editable = (entry: ListEntry): boolean => !entry.text.includes(masked)

  edit(entry: ListEntry): void {
    this.removed.push(entry.key)
    this.added.push({ text: entry.text, from: entry.key, was: entry.text })
  }

  /** Takes a removal or a change back. */
  keep(key: string): void {
    this.removed = this.removed.filter((known) => known !== key)
    this.added = this.added.filter((entry) => entry.from !== key)
  }

  /** Puts back what was typed; what has the key of an entry that went was a change of that entry. */
  restore(typed: { readonly removed: readonly string[]; readonly added: readonly string[] }): void {
    const { entry, key } = listOf(this.#name)
    this.removed = [...typed.removed]
    this.added = typed.added.map((text) => {
      const value = entry.read(text)
      const from = value === undefined ? undefined : typed.removed.find((gone) => gone === key(value))
      return from === undefined ? { text } : { text, from }
    })
  }

  drop(entry: TypedEntry): void {
    this.added = this.added.filter((known) => known !== entry)
    if (entry.from !== undefined) this.keep(entry.from)
  }

  problem(text: string): EntryProblem | undefined {
    const typed = text.trim()
    if (typed === '') return undefined
    const { entry, needs, since } = listOf(this.#name)
    const value = typed.includes(masked) ? undefined : entryValue(this.#name, typed)
    if (value === undefined) return { expects: entry.expects }
    const least = needs?.(value) ?? since
    return least !== undefined && isOlder(this.#api, least) ? { needs: least } : undefined
  }

  get bad(): boolean {
    return this.added.some(({ text }) => this.problem(text) !== undefined)
  }

  get change(): ListChange | undefined {
    const same = this.added.filter(({ text, was }) => text.trim() === was)
    const add = this.added.filter((entry) => !same.includes(entry) && entry.text.trim() !== '')
    const remove = this.removed.filter((key) => !same.some(({ from }) => from === key))
    if (add.length === 0 && remove.length === 0) return undefined
    return {
      ...(add.length > 0 ? { add: add.map(({ text }) => text.trim()) } : {}),
      ...(remove.length > 0 ? { remove } : {})
    }
  }
}
