import {
  fieldNames,
  fieldOf,
  listNames,
  listOf,
  type FieldGroup,
  type FieldName,
  type ListName
} from '../../../domain/fields'
import type { PolicyField } from '../../../domain/policy'
import { messages } from '../messages'

/** A field of the composer that is not one of the settings: found by search, but edited where it stands. */
export type Elsewhere =
  'image' | 'replicas' | 'force' | 'resolveImage' | `${'update' | 'rollback'}.${PolicyField}`

/** Lists of named values that have a place among the settings. */
export type NamedName = 'env' | 'label'

export interface Found {
  readonly groups: readonly {
    readonly group: FieldGroup
    readonly single: readonly FieldName[]
    readonly lists: readonly ListName[]
  }[]
  readonly named: readonly NamedName[]
  readonly elsewhere: readonly Elsewhere[]
}

const policyFlags: Readonly<Record<PolicyField, string>> = {
  parallelism: 'parallelism',
  delay: 'delay',
  monitor: 'monitor',
  failureAction: 'failure-action',
  maxFailureRatio: 'max-failure-ratio',
  order: 'order'
}

/** Without accents and capitals, so that `memoire` finds `Mémoire`. */
const folded = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()

const groups = Object.keys(messages.en.serviceSettings.group) as readonly FieldGroup[]

/** What each thing is found by: its flags, and its words in every language. */
const haystacks = (() => {
  const spoken = Object.values(messages)
  const text = (words: readonly string[]) => folded(words.join(' '))
  const setting = (name: FieldName | ListName, group: FieldGroup) =>
    spoken.flatMap(({ serviceSettings: t }) => [
      t.group[group],
      name in t.field ? t.field[name as FieldName] : t.list[name as ListName],
      t.also[name] ?? ''
    ])
  const single = fieldNames.map(
    (name) => [name, text([`--${name}`, ...setting(name, fieldOf(name).group)])] as const
  )
  const lists = listNames.map(
    (name) =>
      [
        name,
        text([`--${name}`, `--${name}-add`, `--${name}-rm`, ...setting(name, listOf(name).group)])
      ] as const
  )
  const named: readonly (readonly [NamedName, string])[] = [
    ['env', text(['--env-add --env-rm', ...spoken.map(({ compose }) => compose.env)])],
    ['label', text(['--label-add --label-rm', ...spoken.map(({ compose }) => compose.labels)])]
  ]
  const policy = (kind: 'update' | 'rollback') =>
    (Object.keys(policyFlags) as PolicyField[]).map((field) => {
      const words = spoken.flatMap(({ policy: t }) => [
        kind === 'update' ? t.title : t.rollbackTitle,
        t[field]
      ])
      return [`${kind}.${field}` as Elsewhere, text([`--${kind}-${policyFlags[field]}`, ...words])] as const
    })
  const elsewhere: readonly (readonly [Elsewhere, string])[] = [
    ['image', text(['--image', ...spoken.map(({ compose }) => compose.image)])],
    ['resolveImage', text(['--no-resolve-image', ...spoken.map(({ compose }) => compose.resolve)])],
    ['replicas', text(['--replicas', ...spoken.map(({ compose }) => compose.replicas)])],
    ['force', text(['--force', ...spoken.map(({ compose }) => compose.force)])],
    ...policy('update'),
    ...policy('rollback')
  ]
  return { single, lists, named, elsewhere }
})()

/** The settings that all of the typed words are found in; everything for none. */
export function foundSettings(wanted: string, keep: (name: FieldName | ListName) => boolean): Found {
  const words = folded(wanted)
    .split(/\s+/)
    .filter((word) => word !== '')
  const fits = ([, text]: readonly [string, string]) => words.every((word) => text.includes(word))
  const single = haystacks.single.filter((one) => fits(one) && keep(one[0])).map(([name]) => name)
  const lists = haystacks.lists.filter((one) => fits(one) && keep(one[0])).map(([name]) => name)
  const none = words.length === 0
  return {
    groups: groups
      .map((group) => ({
        group,
        single: single.filter((name) => fieldOf(name).group === group),
        lists: lists.filter((name) => listOf(name).group === group)
      }))
      .filter((one) => one.single.length + one.lists.length > 0),
    named: none ? [] : haystacks.named.filter(fits).map(([name]) => name),
    elsewhere: none ? [] : haystacks.elsewhere.filter(fits).map(([name]) => name)
  }
}
