import type { Language } from '../contract/settings'

/** Counts as a language writes them. */
export function numberIn(language: Language): (count: number) => string {
  const { format } = new Intl.NumberFormat(language)
  return format
}

/** Counts with their nouns, as a language writes numbers and chooses between one and more. */
export function manyIn(
  language: Language
): (count: string | number | undefined, one: string, other: string) => string {
  const number = numberIn(language)
  const plural = new Intl.PluralRules(language)
  return (count, one, other) =>
    `${number(Number(count))} ${plural.select(Number(count)) === 'one' ? one : other}`
}
