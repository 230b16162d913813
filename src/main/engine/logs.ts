import type { LogLine } from '../../shared/contract'

/** A line longer than this many characters is cut; what was cut is counted at its end. */
const longest = 10_000

type Stream = LogLine['stream']

/**
 * Log lines from the Engine's answer, asked for with timestamps and details: `time key=value,key=value text` (measured
 * on 20.10.24). Oldest first; a line of another form is kept as text of no task.
 */
export function decodeLogs(body: Buffer, hostname: (node: string) => string): readonly LogLine[] {
  return framesOf(body)
    .flatMap(({ stream, text }) =>
      text
        .replace(/\n$/, '')
        .split('\n')
        .map((part) => lineOf(stream, part.replace(/\r$/, ''), hostname))
    )
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
}

/** Frames of 8 bytes (stream, 0 0 0, length) and the text. A service with a terminal sends none, but plain text. */
function framesOf(body: Buffer): readonly { readonly stream: Stream; readonly text: string }[] {
  const frames: { readonly stream: Stream; readonly text: string }[] = []
  let offset = 0
  while (offset + 8 <= body.length) {
    const kind = body[offset] ?? 0
    if (kind > 3 || body.readUIntBE(offset + 1, 3) !== 0)
      return [{ stream: 'stdout', text: body.toString('utf8') }]
    const start = offset + 8
    offset = start + body.readUInt32BE(offset + 4)
    frames.push({ stream: kind > 1 ? 'stderr' : 'stdout', text: body.toString('utf8', start, offset) })
  }
  return frames
}

const form = /^(\d{4}-\d\d-\d\dT\S+) ([^ =]+=\S*) ?([^]*)$/

function lineOf(stream: Stream, line: string, hostname: (node: string) => string): LogLine {
  const [, at = '', details = '', said = line] = form.exec(line) ?? []
  const known = new Map(
    details.split(',').map((pair) => [pair.split('=', 1)[0] ?? '', pair.slice(pair.indexOf('=') + 1)])
  )
  return {
    at,
    task: known.get('com.docker.swarm.task.id') ?? '',
    node: hostname(known.get('com.docker.swarm.node.id') ?? ''),
    stream,
    text: said.length > longest ? `${said.slice(0, longest)} … +${String(said.length - longest)}` : said
  }
}
