/** Where a link leads: a context by its name, and a service of it by its name. */
export interface DeepLink {
  readonly context: string
  readonly service?: string
}

/** Longer texts are no links of ours, and are not looked at. */
const longest = 2_000
/** How much of a foreign text is shown. */
const shownMost = 80

const form = /^skep:\/\/([^/?#]+)(?:\/([^/?#]*))?\/?$/i
/** What no name holds: control characters, line and paragraph ends, halves of characters. */
const foreign = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u

/** A name out of a part of a link; undefined where it is none. */
function nameOf(part: string): string | undefined {
  try {
    const name = decodeURIComponent(part).trim()
    return name === '' || foreign.test(name) ? undefined : name
  } catch {
    return undefined
  }
}

/** Reads `skep://context/service`; undefined for everything else. Never throws: a link comes from anywhere. */
export function parseLink(text: string): DeepLink | undefined {
  const [, first, second] = text.length > longest ? [] : (form.exec(text) ?? [])
  const context = first === undefined ? undefined : nameOf(first)
  if (context === undefined) return undefined
  if (second === undefined || second === '') return { context }
  const service = nameOf(second)
  return service === undefined ? undefined : { context, service }
}

/** The link to a context or to a service of it. */
export function linkTo(context: string, service?: string): string {
  const parts = [context, ...(service === undefined ? [] : [service])]
  // Half a character would throw; no name that can be typed has one.
  return `skep://${parts.map((part) => encodeURIComponent(part.replace(/\p{Cs}/gu, ''))).join('/')}`
}

/** A link among the arguments of a start; undefined where there is none. */
export const linkIn = (args: readonly string[]): string | undefined => args.find((arg) => /^skep:/i.test(arg))

/** A foreign text as it may be shown: short, on one line, and without characters that turn the text around it. */
export function shownText(text: string): string {
  const characters = [...text.slice(0, longest).replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ')]
  return characters.length > shownMost
    ? `${characters.slice(0, shownMost - 1).join('')}…`
    : characters.join('')
}

/** The one thing of that name; where none has exactly it, the only one that differs in capitals alone. */
export function named<T extends { readonly name: string }>(all: readonly T[], name: string): T | undefined {
  const exact = all.find((one) => one.name === name)
  if (exact) return exact
  const alike = all.filter((one) => one.name.toLowerCase() === name.toLowerCase())
  return alike.length === 1 ? alike[0] : undefined
}
