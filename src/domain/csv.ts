/** The fields of one CSV record as Go's encoding/csv reads it; undefined when a quote stands alone. */
export function splitCsv(line: string): readonly string[] | undefined {
  const fields: string[] = []
  let rest = line
  for (;;) {
    const quoted = /^"((?:[^"]|"")*)"(,|$)/.exec(rest)
    const bare = quoted ?? /^([^",]*)(,|$)/.exec(rest)
    if (!bare) return undefined
    const field = bare[1] ?? ''
    fields.push(quoted ? field.replaceAll('""', '"') : field)
    if (bare[2] === '') return fields
    rest = rest.slice(bare[0].length)
  }
}

/** Fields as one CSV record that splitCsv reads back. */
export const joinCsv = (fields: readonly string[]): string =>
  fields.map((field) => (/[",]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field)).join(',')
