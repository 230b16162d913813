import type { Spec } from './service'
import { diffSpec, type ChangeGroup, type SpecChange } from './spec-diff'

/** Who changed a setting since the review: one side, both to the same, or both to something else. */
export type Side = 'theirs' | 'ours' | 'same' | 'conflict'

/** One setting under three specs; a value is absent where that spec says nothing. Secret-looking values are masked. */
export interface ThreeWayRow {
  readonly group: ChangeGroup
  readonly field: string
  readonly key?: string
  readonly side: Side
  readonly base?: string
  readonly theirs?: string
  readonly ours?: string
}

const order: readonly Side[] = ['conflict', 'same', 'theirs', 'ours']

/** What two people made of one spec, setting by setting: first what both changed, then theirs, then ours. */
export function threeWay(base: Spec, theirs: Spec, ours: Spec): readonly ThreeWayRow[] {
  const their = byName(diffSpec(base, theirs))
  const our = byName(diffSpec(base, ours))
  // Masked values look alike, so whether the two differ is asked of the specs themselves.
  const apart = byName(diffSpec(theirs, ours))
  const rows = [...new Set([...their.keys(), ...our.keys()])].flatMap((name) => {
    const [a, b] = [their.get(name), our.get(name)]
    const one = a ?? b
    if (one === undefined) return []
    const side: Side = !b ? 'theirs' : !a ? 'ours' : apart.has(name) ? 'conflict' : 'same'
    return [
      rowOf(one, side, {
        base: one.before,
        theirs: a ? a.after : one.before,
        ours: b ? b.after : one.before
      })
    ]
  })
  return rows.sort((a, b) => order.indexOf(a.side) - order.indexOf(b.side))
}

const byName = (changes: readonly SpecChange[]): ReadonlyMap<string, SpecChange> =>
  new Map(changes.map((change) => [[change.group, change.field, change.key ?? ''].join('\n'), change]))

function rowOf(
  { group, field, key }: SpecChange,
  side: Side,
  values: Readonly<Record<'base' | 'theirs' | 'ours', string | undefined>>
): ThreeWayRow {
  const given = Object.entries(values).filter(([, value]) => value !== undefined)
  return { group, field, ...(key === undefined ? {} : { key }), side, ...Object.fromEntries(given) }
}
