const units = { ns: 1, us: 1e3, µs: 1e3, ms: 1e6, s: 1e9, m: 60e9, h: 3600e9 } as const

/** The longest duration that a JavaScript number carries exactly: 9007199254740991 ns, about 104 days. */
export const longestDuration = Number.MAX_SAFE_INTEGER

/**
 * Nanoseconds from what people write (`10s`, `1m30s`, `500ms`, `0`), or undefined when it cannot be read, is negative
 * or is longer than 104 days. A bare number other than 0 is refused: its unit would be a guess.
 */
export function parseDuration(text: string): number | undefined {
  const trimmed = text.trim()
  if (trimmed === '0') return 0
  if (!/^(\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+$/.test(trimmed)) return undefined
  let total = 0
  for (const [, amount, unit] of trimmed.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)/g)) {
    total += Number(amount) * units[unit as keyof typeof units]
  }
  const rounded = Math.round(total)
  return rounded <= longestDuration ? rounded : undefined
}

/** Nanoseconds as people write them: `0s`, `1m30s`, `500ms`. */
export function formatDuration(nanoseconds: number): string {
  if (nanoseconds === 0) return '0s'
  let rest = Math.round(nanoseconds)
  let text = ''
  for (const unit of ['h', 'm', 's', 'ms', 'us', 'ns'] as const) {
    const amount = Math.floor(rest / units[unit])
    if (amount > 0) text += `${amount}${unit}`
    rest -= amount * units[unit]
  }
  return text
}
