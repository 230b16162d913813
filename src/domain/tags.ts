/** A tag of a repository, with what the registry tells of it. */
export interface Tag {
  readonly name: string
  readonly digest?: string
  /** When its image was built: milliseconds since the epoch. */
  readonly created?: number
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

const isVersion = (name: string): boolean => /^v?\d/i.test(name)

/** The higher version first; words come after versions. */
const byVersion = (a: string, b: string): number =>
  Number(isVersion(b)) - Number(isVersion(a)) || collator.compare(b, a)

/** Newest first where dates are known, then by version. */
export function newestFirst(tags: readonly Tag[]): readonly Tag[] {
  return [...tags].sort((a, b) => {
    if (a.created !== undefined && b.created !== undefined && a.created !== b.created)
      return b.created - a.created
    return Number(a.created === undefined) - Number(b.created === undefined) || byVersion(a.name, b.name)
  })
}

/** The tags most worth a look-up: those that must be known, then the highest versions. */
export function worthLookingUp(
  names: readonly string[],
  must: readonly string[],
  most: number
): readonly string[] {
  const rest = names.filter((name) => !must.includes(name)).sort(byVersion)
  return [...must.filter((name) => names.includes(name)), ...rest].slice(0, most)
}
