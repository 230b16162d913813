import type { IncomingMessage } from 'node:http'
import { SkepError } from '../../domain/error'
import type { LogLine } from '../../shared/contract'
import { createFrames, type Frame } from './log-frames'

/** A line longer than this many characters is cut; how many bytes were cut is said with it. */
const longest = 10_000
/** The size of a message that the Engine hands on without a line end, because its line goes on in the next one. */
const piece = 16 * 1024
/** How much of a line is kept while its pieces come, in bytes. */
const kept = 4 * longest

interface Open {
  readonly at: string
  readonly task: string
  readonly node: string
  readonly stream: LogLine['stream']
  /** Its beginning. */
  readonly bytes: Buffer
  readonly size: number
}

/** How many different details are remembered. */
const mostSources = 1000

export interface LogDecoder {
  /** The lines that became whole with this chunk, in the order in which they came. */
  push(chunk: Buffer): readonly LogLine[]
  /** What is left when the answer ended. */
  end(): readonly LogLine[]
}

/** `time key=value,key=value text`, as the Engine writes a message with timestamps and details. */
const form = /^(\d{4}-\d\d-\d\dT\S+) ([^ =]+=\S*) ?/

/**
 * Log lines from the Engine's answer, asked for with timestamps and details. A long line comes in pieces of 16 KiB with
 * one timestamp, mixed with those of other tasks (measured on 20.10.24); it is put together again. A message of another
 * form is kept as text of no task.
 */
export function createLogDecoder(hostname: (node: string) => string): LogDecoder {
  const frames = createFrames()
  const open = new Map<string, Open>()

  /** The few different details of a log, taken apart once each. */
  const sources = new Map<string, { readonly task: string; readonly node: string }>()
  const sourceOf = (details: string) => {
    const before = sources.get(details)
    if (before) return before
    const pairs = details.split(',').map((pair): [string, string] => {
      const at = pair.indexOf('=')
      return [pair.slice(0, at), pair.slice(at + 1)]
    })
    const known = new Map(pairs)
    const source = {
      task: known.get('com.docker.swarm.task.id') ?? '',
      node: hostname(known.get('com.docker.swarm.node.id') ?? '')
    }
    if (sources.size > mostSources) sources.clear()
    sources.set(details, source)
    return source
  }

  function decode({ stream, bytes, size }: Frame, lines: LogLine[]): void {
    const head = form.exec(bytes.toString('latin1', 0, piece))
    const start = head?.[0].length ?? 0
    const at = head?.[1] ?? ''
    const { task, node } = sourceOf(head?.[2] ?? '')
    const whole = bytes.length === size
    const ends = whole && bytes.at(-1) === 10
    const text = bytes.subarray(start, ends ? -1 : undefined)
    const long = size - start - (ends ? 1 : 0)
    const goesOn = long >= piece && whole && !ends
    const key = `${task} ${stream}`
    const before = open.get(key)
    if (before && before.at !== at) lines.push(finish(before))
    const line: Open =
      before?.at === at
        ? {
            ...before,
            bytes: Buffer.concat([before.bytes, text]).subarray(0, kept),
            size: before.size + long
          }
        : { at, task, node, stream, bytes: text.subarray(0, kept), size: long }
    if (goesOn) open.set(key, line)
    else {
      if (before) open.delete(key)
      lines.push(finish(line))
    }
  }

  function finish({ bytes, size, ...rest }: Open): LogLine {
    const whole = size === bytes.length
    const end = whole && bytes.at(-1) === 13 ? size - 1 : bytes.length
    const all = bytes.toString('utf8', 0, end)
    if (whole && all.length <= longest) return { ...rest, text: all }
    // Half of a pair of surrogates would be no text.
    const text = all.slice(0, longest).replace(/[\ud800-\udbff]$/, '')
    return { ...rest, text, cut: Math.max(1, size - Buffer.byteLength(text)) }
  }

  const read = (found: readonly Frame[]): LogLine[] => {
    const lines: LogLine[] = []
    for (const frame of found) decode(frame, lines)
    return lines
  }
  return {
    push: (chunk) => read(frames.push(chunk)),
    end() {
      const lines = read(frames.end())
      for (const line of open.values()) lines.push(finish(line))
      open.clear()
      return lines
    }
  }
}

/** The lines of a whole answer, oldest first. */
export function decodeLogs(body: Buffer, hostname: (node: string) => string): readonly LogLine[] {
  const decoder = createLogDecoder(hostname)
  return [...decoder.push(body), ...decoder.end()].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
}

/**
 * The lines of an endless answer, as many together as a chunk of it held. It is read no faster than it is asked, so that
 * the Engine waits for a slow reader. Ends when the signal aborts or the Engine ends the answer; throws connection-cut
 * when it breaks.
 */
export async function* linesOf(
  stream: IncomingMessage,
  hostname: (node: string) => string,
  signal: AbortSignal
): AsyncIterable<readonly LogLine[]> {
  const stop = () => stream.destroy()
  signal.addEventListener('abort', stop, { once: true })
  try {
    const decoder = createLogDecoder(hostname)
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      const lines = decoder.push(chunk)
      if (lines.length > 0) yield lines
    }
    const left = decoder.end()
    if (left.length > 0) yield left
  } catch (error) {
    if (!signal.aborted) throw new SkepError('connection-cut', {}, { cause: error })
  } finally {
    signal.removeEventListener('abort', stop)
    stream.destroy()
  }
  if (!signal.aborted && !stream.complete) throw new SkepError('connection-cut')
}
