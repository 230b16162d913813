import { isOlder } from '../../../domain/api-version'
import type { ChangeDraft, NamedChange } from '../../../domain/draft'
import type { Expectation } from '../../../domain/field-forms'
import {
  fieldNames,
  fieldOf,
  fieldText,
  listNames,
  type FieldName,
  type ListName
} from '../../../domain/fields'
import type { Repair } from '../../../domain/plan'
import { badFields, type Policy, type PolicyChange, type PolicyField } from '../../../domain/policy'
import { modeOf } from '../../../domain/service'
import { settingProblems } from '../../../domain/settings'
import type { Typed, TypedNames } from '../../../domain/typed'
import type { KeptDraft, NamedPolicy, ServiceDetail } from '../../../shared/contract'
import { EntriesDraft } from './entries.svelte'
import { WatchDraft } from './watch.svelte'

export type PolicyText = { -readonly [K in keyof Policy]: string }
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

  get touched(): boolean {
    return this.typed !== undefined
  }

  get typed(): TypedNames | undefined {
    const removed = Object.keys(this.removed).filter((name) => this.removed[name])
    if (Object.keys(this.set).length + removed.length + this.added.length === 0) return undefined
    return { set: { ...this.set }, removed, added: this.added.map((entry) => ({ ...entry })) }
  }

  restore({ set, removed, added }: TypedNames): void {
    this.set = { ...set }
    this.removed = Object.fromEntries(removed.map((name) => [name, true]))
    this.added = added.map((entry) => ({ ...entry }))
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

/** What a person typed in the composer; only fields that were touched become part of the draft. */
export class DraftState {
  image = $state('')
  replicas = $state('')
  /** Whether the image was chosen from the registry: the same tag may have another digest by now. */
  imageChosen = $state(false)
  force = $state(false)
  withRegistryAuth = $state(false)
  /** Whether the image's digest is looked up and pinned. */
  resolveImage = $state(true)
  /** Whether the update is to hold after some slots, and what it is watched by then. */
  watch = new WatchDraft()
  /** The policy that was chosen last by its name. */
  policyName = $state('')
  /** The default policy that it began with, before anything was typed. */
  begun = $state.raw<NamedPolicy | undefined>(undefined)
  update = $state<PolicyText>(emptyPolicy())
  rollback = $state<PolicyText>(emptyPolicy())
  /** Every setting with one value, as text; empty where the spec says nothing. */
  settings = $state<Record<FieldName, string>>({} as Record<FieldName, string>)
  readonly lists: Readonly<Record<ListName, EntriesDraft>>
  readonly env = new NamedDraft()
  readonly labels = new NamedDraft()
  /** Whether the service changed under what was typed, and when it was typed if that was in an earlier run. */
  moved = $state(false)
  restoredAt = $state<number | undefined>(undefined)
  /** Names of what was typed in an earlier run and not written down. */
  lost = $state.raw<readonly string[]>([])
  /** What was typed in an earlier run for another spec, until the person says what becomes of it. */
  offered = $state.raw<KeptDraft | undefined>(undefined)
  /** The hash of the spec that it started from. */
  readonly base: string
  readonly #start: ServiceDetail

  constructor(detail: ServiceDetail, typed: Typed = {}) {
    this.#start = detail
    this.base = detail.specHash
    this.image = detail.image
    this.replicas = detail.replicas?.toString() ?? ''
    this.settings = settingsOf(detail)
    this.lists = Object.fromEntries(
      listNames.map((name) => [name, new EntriesDraft(name, detail.spec, detail.apiVersion)])
    ) as Record<ListName, EntriesDraft>
    this.update = policyText(detail.policy.update)
    this.rollback = policyText(detail.policy.rollback)
    this.#restore(typed)
  }

  #restore(typed: Typed): void {
    this.image = typed.image ?? this.image
    this.replicas = typed.replicas ?? this.replicas
    this.force = typed.force ?? false
    this.resolveImage = typed.resolveImage ?? true
    this.withRegistryAuth = typed.withRegistryAuth ?? false
    this.policyName = typed.policy ?? ''
    for (const kind of ['update', 'rollback'] as const)
      for (const [key, value] of Object.entries(typed[kind] ?? {}))
        if (value !== undefined) this[kind][key as PolicyKey] = value
    for (const [name, value] of Object.entries(typed.settings ?? {}))
      if (value !== undefined) this.settings[name as FieldName] = value
    for (const [name, entries] of Object.entries(typed.lists ?? {})) {
      if (entries) this.lists[name as ListName].restore(entries)
    }
    if (typed.env) this.env.restore(typed.env)
    if (typed.labels) this.labels.restore(typed.labels)
  }

  /** All that was touched, as typed; undefined while nothing was. */
  get typed(): Typed | undefined {
    const settings = fieldNames.filter((name) => this.settingTouched(name))
    const lists = listNames.filter(
      (name) => this.lists[name].added.length + this.lists[name].removed.length > 0
    )
    const update = this.policyKeys.filter((key) => this.policyTouched('update', key))
    const rollback = this.policyKeys.filter((key) => this.policyTouched('rollback', key))
    const [env, labels] = [this.env.typed, this.labels.typed]
    const pick = <K extends string, V>(keys: readonly K[], value: (key: K) => V) =>
      Object.fromEntries(keys.map((key) => [key, value(key)])) as Record<K, V>
    const typed: Typed = {
      ...(this.imageTouched ? { image: this.image } : {}),
      ...(this.replicasTouched ? { replicas: this.replicas } : {}),
      ...(this.force ? { force: true } : {}),
      ...(this.resolveImage ? {} : { resolveImage: false }),
      ...(this.withRegistryAuth ? { withRegistryAuth: true } : {}),
      ...(update.length > 0 ? { update: pick(update, (key) => this.update[key]) } : {}),
      ...(rollback.length > 0 ? { rollback: pick(rollback, (key) => this.rollback[key]) } : {}),
      ...(settings.length > 0 ? { settings: pick(settings, (name) => this.settings[name]) } : {}),
      ...(lists.length > 0
        ? {
            lists: pick(lists, (name) => ({
              removed: [...this.lists[name].removed],
              added: this.lists[name].added.map(({ text }) => text)
            }))
          }
        : {}),
      ...(env ? { env } : {}),
      ...(labels ? { labels } : {})
    }
    if (Object.keys(typed).length === 0 || this.#onlyBegun(typed)) return undefined
    return this.policyName === '' ? typed : { ...typed, policy: this.policyName }
  }

  /** Begins with a default policy while nothing is typed; what is typed later goes over it. */
  beginWith(policy: NamedPolicy): void {
    if (this.begun || this.typed || this.offered) return
    this.begun = policy
    this.take(policy)
  }

  /** Whether nothing was typed beside what the default policy brought. */
  #onlyBegun({ update, rollback, ...rest }: Typed): boolean {
    const { begun } = this
    if (!begun || Object.keys(rest).length > 0) return false
    const brought = (typed: Typed['update'], change: PolicyChange = {}) =>
      Object.entries(typed ?? {}).every(([key, value]) => value === String(change[key as PolicyKey]))
    return brought(update, begun.policy) && brought(rollback, begun.rollback)
  }

  get imageTouched(): boolean {
    return this.imageChosen || this.image.trim() !== this.#start.image
  }

  get replicasTouched(): boolean {
    return this.replicas.trim() !== (this.#start.replicas?.toString() ?? '')
  }

  get policyKeys(): readonly PolicyKey[] {
    return Object.keys(this.update) as PolicyKey[]
  }

  policyTouched(kind: 'update' | 'rollback', key: PolicyKey): boolean {
    return this[kind][key].trim() !== policyText(this.#start.policy[kind])[key]
  }

  settingTouched(name: FieldName): boolean {
    return this.settings[name] !== (fieldText(this.#start.spec, name) ?? '')
  }

  /** What a setting that was touched takes instead of what is typed; undefined when it can be sent. */
  expected(name: FieldName | ListName): Expectation | undefined {
    return this.#problems.get(name)
  }

  /** Why a setting cannot be changed on this service: the Engine API it needs, its mode, or a health check that is off. */
  locked(name: FieldName): { needs: string; speaks: string } | 'only-jobs' | 'health-off' | undefined {
    const { since, mode } = fieldOf(name)
    const { apiVersion: speaks, spec } = this.#start
    if (since !== undefined && isOlder(speaks, since)) return { needs: since, speaks }
    if (mode !== undefined && modeOf(spec) !== mode) return 'only-jobs'
    return name.startsWith('health-') && this.settings['no-healthcheck'] === 'true' ? 'health-off' : undefined
  }

  readonly #problems = $derived.by(() =>
    settingProblems(this.#start.spec, { settings: this.#touchedSettings, lists: this.#changedLists })
  )

  /** Takes over what a policy says; what it leaves out stays as it is typed. */
  usePolicy(policy: PolicyChange, kind: 'update' | 'rollback' = 'update'): void {
    for (const [key, value] of Object.entries(policy))
      if (value !== undefined) this[kind][key as PolicyKey] = String(value)
  }

  /** Takes over a policy by its name, both of its parts. */
  take({ name, policy, rollback = {} }: Omit<NamedPolicy, 'preset'>): void {
    this.policyName = name
    this.usePolicy(policy)
    this.usePolicy(rollback, 'rollback')
  }

  /** Both policies as the service has them. */
  leavePolicy(): void {
    this.update = policyText(this.#start.policy.update)
    this.rollback = policyText(this.#start.policy.rollback)
  }

  /** Takes over what puts a warning right. */
  repair({ updatePolicy = {}, rollbackPolicy = {} }: Repair): void {
    this.usePolicy(updatePolicy)
    this.usePolicy(rollbackPolicy, 'rollback')
  }

  /** The policies as typed, whole. */
  policy(kind: 'update' | 'rollback'): PolicyChange {
    const { parallelism, maxFailureRatio, ...rest } = this[kind]
    const texts = Object.fromEntries(Object.entries(rest).map(([key, text]) => [key, text.trim()]))
    return { ...texts, parallelism: Number(parallelism), maxFailureRatio: Number(maxFailureRatio) }
  }

  /** Whether a setting or an entry is typed that cannot be sent. */
  get badSettings(): boolean {
    return this.#problems.size > 0 || listNames.some((name) => this.lists[name].bad)
  }

  /** How many settings and lists differ from the service. */
  get changedSettings(): number {
    return Object.keys(this.#touchedSettings).length + Object.keys(this.#changedLists).length
  }

  get #touchedSettings(): Partial<Record<FieldName, string>> {
    const touched = fieldNames.filter((name) => this.settingTouched(name))
    return Object.fromEntries(touched.map((name) => [name, this.settings[name].trim()]))
  }

  get #changedLists(): NonNullable<ChangeDraft['lists']> {
    return Object.fromEntries(
      listNames.flatMap((name) => {
        const { change } = this.lists[name]
        return change ? [[name, change]] : []
      })
    )
  }

  /** The draft, or undefined while nothing was touched. */
  get draft(): ChangeDraft | undefined {
    const updatePolicy = this.#policy('update')
    const rollbackPolicy = this.#policy('rollback')
    const env = this.env.change
    const labels = this.labels.change
    const settings = this.#touchedSettings
    const lists = this.#changedLists
    const draft: ChangeDraft = {
      ...(this.imageTouched ? { image: this.image.trim() } : {}),
      ...(this.imageTouched && !this.resolveImage ? { resolveImage: false } : {}),
      ...(this.replicasTouched ? { replicas: Number(this.replicas) } : {}),
      ...(this.force ? { force: true } : {}),
      ...(this.withRegistryAuth ? { withRegistryAuth: true } : {}),
      ...(env ? { env } : {}),
      ...(labels ? { labels } : {}),
      ...(Object.keys(settings).length > 0 ? { settings } : {}),
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

export function emptyPolicy(): PolicyText {
  return { parallelism: '', delay: '', monitor: '', failureAction: '', maxFailureRatio: '', order: '' }
}

export function policyText<P extends PolicyChange>(policy: P): { -readonly [K in keyof P]: string } {
  return Object.fromEntries(
    Object.entries(policy).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]]))
  ) as { -readonly [K in keyof P]: string }
}

/** The fields of a policy as typed that cannot be sent; where it need not say everything, an empty one is none. */
export function badPolicyFields(
  text: Readonly<Record<PolicyKey, string>>,
  partly = false
): readonly PolicyField[] {
  const number = (typed: string) => (typed.trim() === '' ? NaN : Number(typed))
  const bad = badFields({
    parallelism: number(text.parallelism),
    delay: text.delay,
    monitor: text.monitor,
    maxFailureRatio: number(text.maxFailureRatio)
  })
  return partly ? bad.filter((field) => text[field].trim() !== '') : bad
}
