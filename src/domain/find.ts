/** Something that can be gone to, by its name and by what else it is found by. */
export interface Place {
  readonly name: string
  /** Its cluster, environment, stack or image: words that narrow it down. */
  readonly about: readonly string[]
}

/** Without accents and capitals, as people type. */
const bare = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/**
 * The places that hold every typed word, in any order: those called exactly so first, then those whose name begins so,
 * then those whose name holds it, then those found by what they are about.
 */
export function findPlaces<T extends Place>(places: readonly T[], typed: string, most: number): readonly T[] {
  const text = bare(typed.trim())
  const words = text.split(/[\s/]+/).filter((word) => word !== '')
  const ranks: T[][] = [[], [], [], []]
  for (const place of places) {
    const name = bare(place.name)
    const all = `${name} ${bare(place.about.join(' '))}`
    if (!words.every((word) => all.includes(word))) continue
    const rank =
      name === text ? 0 : name.startsWith(text) ? 1 : words.every((word) => name.includes(word)) ? 2 : 3
    ranks[rank]?.push(place)
  }
  return ranks.flat().slice(0, most)
}
