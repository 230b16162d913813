import type { LogLine } from '../../shared/contract'

/** A line longer than this many characters is cut; what was cut is counted at its end. */
const longest = 10_000

/**
 * Log lines from the Engine's multiplexed frames (8 bytes: stream, 0 0 0, length), asked for with timestamps and
 * details: `time key=value,key=value text`. Oldest first.
 */
export function decodeLogs(body: Buffer, hostname: (node: string) => string): readonly LogLine[] {
  const lines: { readonly order: string; readonly line: LogLine }[] = []
  let offset = 0
  while (offset + 8 <= body.length) {
    const stream = body[offset] === 2 ? 'stderr' : 'stdout'
    const size = body.readUInt32BE(offset + 4)
    const text = body.toString('utf8', offset + 8, offset + 8 + size)
    offset += 8 + size
    for (const part of text.replace(/\n$/, '').split('\n')) {
      const [, at = '', details = '', said = ''] = /^(\S+) (\S+) ?([^]*)$/.exec(part) ?? []
      const known = new Map(
        details.split(',').map((pair) => [pair.split('=', 1)[0] ?? '', pair.slice(pair.indexOf('=') + 1)])
      )
      const line: LogLine = {
        at,
        task: known.get('com.docker.swarm.task.id') ?? '',
        node: hostname(known.get('com.docker.swarm.node.id') ?? ''),
        stream,
        text: said.length > longest ? `${said.slice(0, longest)} … +${String(said.length - longest)}` : said
      }
      lines.push({ order: at, line })
    }
  }
  return lines.sort((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : 0)).map(({ line }) => line)
}
