/** What is kept by time: the engine's text for it, and the number by which it came for those of one time. */
export interface Ordered {
  readonly at: string
  readonly n: number
}

const before = (a: Ordered, b: Ordered): boolean => (a.at === b.at ? a.n < b.n : a.at < b.at)

/** The place of the first entry that is not before the given one. */
export function placeOf(list: readonly Ordered[], one: Ordered): number {
  let [low, high] = [0, list.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const here = list[middle]
    if (here && before(here, one)) low = middle + 1
    else high = middle
  }
  return low
}

/** Both lists as one, by time; each must be by time already. New entries mostly belong at the end, which costs least. */
export function merge<T extends Ordered>(list: readonly T[], more: readonly T[]): readonly T[] {
  const [first] = more
  if (!first) return list
  const from = placeOf(list, first)
  const merged = list.slice(0, from)
  let [a, b] = [from, 0]
  for (;;) {
    const [x, y] = [list[a], more[b]]
    if (x && (!y || before(x, y))) {
      merged.push(x)
      a += 1
    } else if (y) {
      merged.push(y)
      b += 1
    } else return merged
  }
}
