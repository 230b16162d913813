import { needsAttention, type ServiceRow, type ServiceState } from '../../../domain/snapshot'
import { stackStateOf, type StackState } from '../../../domain/stack'
import type { Language } from '../../../shared/contract'

export const columns = ['name', 'stack', 'mode', 'image', 'running', 'state', 'version', 'changed'] as const
export type Column = (typeof columns)[number]

/** One line of the list: the heading of a stack, or a service. */
export type Line =
  | { readonly key: string; readonly stack: string; readonly state: StackState; readonly open: boolean }
  | { readonly key: string; readonly row: ServiceRow; readonly inside: boolean }

export interface ListChoice {
  /** What names, stacks and images are searched for. */
  readonly text: string
  readonly sort: Column
  readonly down: boolean
  /** Whether services of a stack stand below a heading of their stack. */
  readonly grouped: boolean
  /** Whether only services that wait for somebody are wanted. */
  readonly attention: boolean
  /** The stacks whose services are hidden; a search or filter shows them all the same. */
  readonly closed: ReadonlySet<string>
}

/** The services that a choice leaves, in its order; `main` sends them by name. */
export function rowsOf(
  services: readonly ServiceRow[],
  { text, attention, sort, down }: ListChoice,
  language: Language
): readonly ServiceRow[] {
  const wanted = text.trim().toLowerCase()
  const isFound = (row: ServiceRow) =>
    (!attention || needsAttention(row)) &&
    `${row.name} ${row.stack ?? ''} ${row.image}`.toLowerCase().includes(wanted)
  const found = wanted === '' && !attention ? services : services.filter(isFound)
  if (sort === 'name' && !down) return found
  return [...found].sort((a, b) => compare(value(a, sort), value(b, sort), language) * (down ? -1 : 1))
}

/** The lines of the list: every stack with its services, then the services without one. */
export function linesOf(
  services: readonly ServiceRow[],
  choice: ListChoice,
  language: Language
): readonly Line[] {
  const rows = rowsOf(services, choice, language)
  const single = (row: ServiceRow, inside: boolean): Line => ({ key: row.id, row, inside })
  if (!choice.grouped) return rows.map((row) => single(row, false))
  const groups = byStack(rows)
  const whole = rows === services ? groups : byStack(services)
  const backwards = choice.sort === 'name' && choice.down ? -1 : 1
  const stacks = [...groups].sort(([a], [b]) => compare(a, b, language) * backwards)
  return [
    ...stacks.flatMap(([stack, inside]): Line[] => {
      const open = choice.text.trim() !== '' || choice.attention || !choice.closed.has(stack)
      // The heading speaks for the whole stack, also where a search shows a part of it.
      const head: Line = { key: `stack ${stack}`, stack, state: stackStateOf(whole.get(stack) ?? []), open }
      return open ? [head, ...inside.map((row) => single(row, true))] : [head]
    }),
    ...rows.filter((row) => row.stack === undefined).map((row) => single(row, false))
  ]
}

function byStack(rows: readonly ServiceRow[]): ReadonlyMap<string, readonly ServiceRow[]> {
  const groups = new Map<string, ServiceRow[]>()
  for (const row of rows) {
    if (row.stack === undefined) continue
    const group = groups.get(row.stack)
    if (group) group.push(row)
    else groups.set(row.stack, [row])
  }
  return groups
}

/** States by how much they need somebody, the worst first. */
const urgency: readonly ServiceState[] = [
  'failed',
  'stuck',
  'paused',
  'rolled-back',
  'degraded',
  'held',
  'rolling-back',
  'updating',
  'verifying',
  'steady'
]

const value = (row: ServiceRow, column: Column): string | number => {
  if (column === 'state') return urgency.indexOf(row.state)
  if (column === 'running') return row.running - row.desired
  if (column === 'changed') return row.changedAt
  return row[column] ?? ''
}

const compare = (a: string | number, b: string | number, language: Language): number =>
  typeof a === 'number' && typeof b === 'number'
    ? a - b
    : String(a).localeCompare(String(b), language, { numeric: true })
