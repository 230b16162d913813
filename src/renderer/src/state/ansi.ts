import Anser from 'anser'
import { onlyColours, plainText, visible } from './plain-text'

/** A part of a line with the classes of its look. */
export interface Span {
  readonly text: string
  readonly classes: readonly string[]
}

/** The eight colours that both themes have a token for. */
const names = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const
const corners: readonly (readonly [number, number, number])[] = [
  [0, 0, 0],
  [205, 0, 0],
  [0, 205, 0],
  [205, 205, 0],
  [0, 0, 238],
  [205, 0, 205],
  [0, 205, 205],
  [229, 229, 229]
]
const shown = new Set(['bold', 'dim', 'italic', 'underline', 'strikethrough'])
/** A line with more changes of colour than this is shown without them. */
const most = 500

/**
 * A log line as spans of inert text. Colours become one of eight, which both themes can show; what hides text or blinks
 * is left out. Nothing of the line becomes markup.
 */
export function spansOf(line: string): readonly Span[] {
  if (!line.includes('\u001b')) return [{ text: visible(line), classes: [] }]
  if (line.split('\u001b').length > most) return [{ text: plainText(line), classes: [] }]
  return Anser.ansiToJson(onlyColours(line), { remove_empty: true, json: true }).map((part) => {
    const [front, back] = [nameOf(part.fg), nameOf(part.bg)]
    const swapped = part.decorations.includes('reverse')
    return {
      text: visible(part.content),
      classes: [
        ...(back !== undefined || swapped ? [`on-${(swapped ? front : back) ?? 'white'}`] : []),
        ...(front !== undefined && back === undefined && !swapped ? [`in-${front}`] : []),
        ...new Set(part.decorations.filter((one) => shown.has(one)))
      ]
    }
  })
}

/** The nearest of the eight colours to red, green and blue from 0 to 255, as anser writes them: `187, 0, 0`. */
function nameOf(colour: string | null): (typeof names)[number] | undefined {
  if (colour === null) return undefined
  const [red = 0, green = 0, blue = 0] = colour.split(',').map(Number)
  const far = corners.map(([r, g, b]) => (r - red) ** 2 + (g - green) ** 2 + (b - blue) ** 2)
  return names[far.indexOf(Math.min(...far))]
}

/** The same spans cut where a text stands in them; parts of it have the class `hit`. The text is compared without case. */
export function marked(spans: readonly Span[], pattern: RegExp | undefined): readonly Span[] {
  if (!pattern) return spans
  const whole = spans.map(({ text }) => text).join('')
  const ranges = [...whole.matchAll(pattern)]
    .slice(0, most)
    .map((found) => [found.index, found.index + found[0].length] as const)
  if (ranges.length === 0) return spans
  const parts: Span[] = []
  let start = 0
  for (const { text, classes } of spans) {
    const end = start + text.length
    let at = start
    for (const [from, to] of ranges) {
      if (to <= at || from >= end) continue
      if (from > at) parts.push({ text: text.slice(at - start, from - start), classes })
      const stop = Math.min(to, end)
      parts.push({ text: text.slice(Math.max(from, at) - start, stop - start), classes: [...classes, 'hit'] })
      at = stop
    }
    if (at < end) parts.push({ text: text.slice(at - start), classes })
    start = end
  }
  return parts
}

/** A pattern that finds a text wherever it stands, without regard to case; undefined for nothing to find. */
export const patternOf = (text: string): RegExp | undefined =>
  text === '' ? undefined : new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'gi')
