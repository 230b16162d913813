import type { ChangeDraft, ListChange, NamedChange } from '../../../domain/draft'
import {
  entryValue,
  fieldNames,
  fieldText,
  fieldValue,
  listEntries,
  listNames,
  type FieldName,
  type ListEntry,
  type ListName
} from '../../../domain/fields'
import { masked } from '../../../domain/mask'
import { badFields, type Policy, type PolicyChange, type PolicyField } from '../../../domain/policy'
import type { ServiceDetail } from '../../../shared/contract'

type PolicyText = { -readonly [K in keyof Policy]: string }
export type PolicyKey = keyof Policy

/** A list of named values: what there is, with what a person set or took away. */
export class NamedDraft {
  /** New values by name, for names that exist. */
  set = $state<Record<string, string>>({})
  removed = $state<Record<string, boolean>>({})
  added = $state<{ name: string; value: string }[]>([])

  /** Takes a new value back: the name keeps what it has. */
  clear(name: string): void {
    this.set = Object.fromEntries(Object.entries(this.set).filter(([known]) => known !== name))
  }

  get change(): NamedChange | undefined {
    const set = {
      ...Object.fromEntries(Object.entries(this.set).filter(([name]) => !this.removed[name])),
      ...Object.fromEntries(
        this.added.filter(({ name }) => name !== '').map(({ name, value }) => [name, value])
      )
    }
    const remove = Object.keys(this.removed).filter((name) => this.removed[name])
    if (Object.keys(set).length === 0 && remove.length === 0) return undefined
    return { ...(Object.keys(set).length > 0 ? { set } : {}), ...(remove.length > 0 ? { remove } : {}) }
  }
}

/** The entries of one setting: what there is, what is taken away and what is added or replaced. */
export class EntriesDraft {
  removed = $state<string[]>([])
  added = $state<{ text: string }[]>([])
  readonly entries: readonly ListEntry[]
  readonly #name: ListName

  constructor(name: ListName, entries: readonly ListEntry[]) {
    this.#name = name
    this.entries = entries
  }

  keep(key: string): void {
    this.removed = this.removed.filter((known) => known !== key)
  }

  bad(text: string): boolean {
    return text.trim() !== '' && (text.includes(masked) || entryValue(this.#name, text) === undefined)
  }

  get change(): ListChange | undefined {
    const add = this.added.map(({ text }) => text.trim()).filter((text) => text !== '')
    if (add.length === 0 && this.removed.length === 0) return undefined
    return {
      ...(add.length > 0 ? { add } : {}),
      ...(this.removed.length > 0 ? { remove: [...this.removed] } : {})
    }
  }
}

/** What a person typed in the composer; only fields that were touched become part of the draft. */
export class DraftState {
  image = $state('')
  replicas = $state('')
  force = $state(false)
  /** The policy that was chosen last by its name. */
  policyName = $state('')
  update = $state<PolicyText>(emptyPolicy())
  rollback = $state<PolicyText>(emptyPolicy())
  /** Every setting with one value, as text; empty where the spec says nothing. */
  settings = $state<Record<FieldName, string>>({} as Record<FieldName, string>)
  readonly lists: Readonly<Record<ListName, EntriesDraft>>
  readonly env = new NamedDraft()
  readonly labels = new NamedDraft()
  /** The index of the spec that it started from. */
  readonly index: number
  readonly #start: ServiceDetail

  constructor(detail: ServiceDetail) {
    this.#start = detail
    this.index = detail.index
    this.image = detail.image
    this.replicas = detail.replicas?.toString() ?? ''
    this.settings = settingsOf(detail)
    this.lists = Object.fromEntries(
      listNames.map((name) => [name, new EntriesDraft(name, listEntries(detail.spec, name))])
    ) as Record<ListName, EntriesDraft>
    this.update = policyText(detail.policy.update)
    this.rollback = policyText(detail.policy.rollback)
  }

  get imageTouched(): boolean {
    return this.image.trim() !== this.#start.image
  }

  get replicasTouched(): boolean {
    return this.replicas.trim() !== (this.#start.replicas?.toString() ?? '')
  }

  policyTouched(kind: 'update' | 'rollback', key: PolicyKey): boolean {
    return this[kind][key].trim() !== policyText(this.#start.policy[kind])[key]
  }

  settingTouched(name: FieldName): boolean {
    return this.settings[name] !== (fieldText(this.#start.spec, name) ?? '')
  }

  badSetting(name: FieldName): boolean {
    const typed = this.settings[name]
    return this.settingTouched(name) && (typed.includes(masked) || fieldValue(name, typed) === undefined)
  }

  /** Takes over what a policy says; what it leaves out stays as it is typed. */
  usePolicy(policy: PolicyChange): void {
    for (const [key, value] of Object.entries(policy))
      if (value !== undefined) this.update[key as PolicyKey] = String(value)
  }

  /** The update policy as typed, whole. */
  get policy(): PolicyChange {
    const { parallelism, maxFailureRatio, ...rest } = this.update
    const texts = Object.fromEntries(Object.entries(rest).map(([key, text]) => [key, text.trim()]))
    return { ...texts, parallelism: Number(parallelism), maxFailureRatio: Number(maxFailureRatio) }
  }

  /** Whether a setting or an entry is typed that cannot be sent. */
  get badSettings(): boolean {
    return (
      fieldNames.some((name) => this.badSetting(name)) ||
      listNames.some((name) => this.lists[name].added.some(({ text }) => this.lists[name].bad(text)))
    )
  }

  /** The draft, or undefined while nothing was touched. */
  get draft(): ChangeDraft | undefined {
    const updatePolicy = this.#policy('update')
    const rollbackPolicy = this.#policy('rollback')
    const env = this.env.change
    const labels = this.labels.change
    const touched = fieldNames.filter((name) => this.settingTouched(name))
    const settings = Object.fromEntries(touched.map((name) => [name, this.settings[name]]))
    const lists = Object.fromEntries(
      listNames.flatMap((name) => {
        const { change } = this.lists[name]
        return change ? [[name, change]] : []
      })
    )
    const draft: ChangeDraft = {
      ...(this.imageTouched ? { image: this.image.trim() } : {}),
      ...(this.replicasTouched ? { replicas: Number(this.replicas) } : {}),
      ...(this.force ? { force: true } : {}),
      ...(env ? { env } : {}),
      ...(labels ? { labels } : {}),
      ...(touched.length > 0 ? { settings } : {}),
      ...(Object.keys(lists).length > 0 ? { lists } : {}),
      ...(updatePolicy ? { updatePolicy } : {}),
      ...(rollbackPolicy ? { rollbackPolicy } : {})
    }
    return Object.keys(draft).length > 0 ? draft : undefined
  }

  #policy(kind: 'update' | 'rollback'): PolicyChange | undefined {
    const touched = (Object.keys(this[kind]) as PolicyKey[]).filter((key) => this.policyTouched(kind, key))
    if (touched.length === 0) return undefined
    const numbers: readonly PolicyKey[] = ['parallelism', 'maxFailureRatio']
    return Object.fromEntries(
      touched.map((key) => [key, numbers.includes(key) ? Number(this[kind][key]) : this[kind][key].trim()])
    ) as PolicyChange
  }
}

const settingsOf = (detail: ServiceDetail) =>
  Object.fromEntries(fieldNames.map((name) => [name, fieldText(detail.spec, name) ?? ''])) as Record<
    FieldName,
    string
  >

function emptyPolicy(): PolicyText {
  return { parallelism: '', delay: '', monitor: '', failureAction: '', maxFailureRatio: '', order: '' }
}

function policyText(policy: Policy): PolicyText {
  return Object.fromEntries(Object.entries(policy).map(([key, value]) => [key, String(value)])) as PolicyText
}

/** The fields of a policy as typed that cannot be sent. */
export function badPolicyFields(text: Readonly<Record<PolicyKey, string>>): readonly PolicyField[] {
  return badFields({
    parallelism: text.parallelism.trim() === '' ? NaN : Number(text.parallelism),
    delay: text.delay,
    monitor: text.monitor,
    maxFailureRatio: text.maxFailureRatio.trim() === '' ? NaN : Number(text.maxFailureRatio)
  })
}
