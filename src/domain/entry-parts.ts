import { joinCsv, splitCsv } from './csv'
import type { ReferenceKind } from './references'

/** One part of an entry, edited in a field of its own; named as the flag names it. */
export interface Part {
  readonly name: string
  readonly choices?: readonly string[]
  /** What of the cluster it names, so that it can be offered. */
  readonly reference?: ReferenceKind
  /** Whether it may be there several times. */
  readonly many?: boolean
  /** Whether it is rarely needed, and so shown only when asked for. */
  readonly rare?: boolean
  /** The value of another part that it goes with. */
  readonly when?: readonly [part: string, value: string]
  /** What it looks like: the same in every language. */
  readonly example?: string
}

/** The values of an entry's parts by name; a part that is not there has none. */
export type PartValues = Readonly<Record<string, readonly string[]>>

/** How the text of an entry, as the CLI takes it, falls into parts and back. */
export interface Shape {
  readonly parts: readonly Part[]
  /** Undefined for a text that is not of this shape. */
  readonly split: (text: string) => PartValues | undefined
  readonly join: (values: PartValues) => string
}

/** The first value of a part, or undefined. */
export const one = (values: PartValues, name: string): string | undefined => values[name]?.[0]

/** `key=value,…`; `short` names the part that may stand alone, `also` other names of keys that the CLI takes. */
export function csvShape(
  parts: readonly Part[],
  { short, also = {} }: { readonly short?: string; readonly also?: Readonly<Record<string, string>> } = {}
): Shape {
  return {
    parts,
    split(text) {
      if (short !== undefined && !text.includes('='))
        return text.includes(',') ? undefined : { [short]: [text] }
      const fields = splitCsv(text)
      if (!fields) return undefined
      const values: Record<string, string[]> = {}
      for (const field of fields) {
        const mark = field.indexOf('=')
        const said = (mark < 0 ? field : field.slice(0, mark)).toLowerCase()
        const part = parts.find(({ name }) => name === (also[said] ?? said))
        const flag = part?.choices?.[0] === 'true'
        // A key alone is a switch that is on.
        if (!part || (mark < 0 && !flag)) return undefined
        if (values[part.name] && !part.many) return undefined
        values[part.name] = [...(values[part.name] ?? []), mark < 0 ? 'true' : field.slice(mark + 1)]
      }
      return values
    },
    join: (values) =>
      joinCsv(
        parts.flatMap(({ name }) =>
          (values[name] ?? []).filter((value) => value !== '').map((value) => `${name}=${value}`)
        )
      )
  }
}

/** Two parts around a sign, such as `name=value`. */
export function pairShape(first: Part, second: Part, sign: string): Shape {
  return {
    parts: [first, second],
    split(text) {
      const mark = text.indexOf(sign)
      if (mark < 0) return undefined
      return { [first.name]: [text.slice(0, mark)], [second.name]: [text.slice(mark + sign.length)] }
    },
    join(values) {
      const [a = '', b = ''] = [one(values, first.name), one(values, second.name)]
      return a === '' && b === '' ? '' : `${a}${sign}${b}`
    }
  }
}

/** One part alone, after a fixed beginning. */
export const singleShape = (part: Part, prefix = ''): Shape => ({
  parts: [part],
  split: (text) => (text.startsWith(prefix) ? { [part.name]: [text.slice(prefix.length)] } : undefined),
  join(values) {
    const value = one(values, part.name) ?? ''
    return value === '' ? '' : prefix + value
  }
})
