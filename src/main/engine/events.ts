import type { IncomingMessage } from 'node:http'
import { SkepError } from '../../domain/error'
import { numberAt, textAt, at, type Json } from '../../domain/json'
import { parseJson } from '../core/json'
import type { EngineEvent } from '../core/ports'

/**
 * The events of an endless answer, one JSON object a line, until the signal aborts. Throws connection-cut when the
 * stream ends or breaks before that: after a reset there is no 'end', only 'close' (measured).
 */
export async function* eventsOf(stream: IncomingMessage, signal: AbortSignal): AsyncIterable<EngineEvent> {
  const stop = () => stream.destroy()
  signal.addEventListener('abort', stop, { once: true })
  try {
    const decoder = new TextDecoder()
    let rest = ''
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        if (line.trim() !== '') yield decode(parseJson(line))
      }
    }
  } catch (error) {
    if (!signal.aborted) throw new SkepError('connection-cut', {}, { cause: error })
  } finally {
    signal.removeEventListener('abort', stop)
    stream.destroy()
  }
  if (!signal.aborted) throw new SkepError('connection-cut')
}

function decode(raw: Json): EngineEvent {
  const nano = at(raw, 'timeNano')
  return {
    type: textAt(raw, 'Type') ?? '',
    action: textAt(raw, 'Action') ?? '',
    id: textAt(raw, 'Actor', 'ID') ?? '',
    timeNano: nano === undefined ? String((numberAt(raw, 'time') ?? 0) * 1e9) : String(nano as bigint)
  }
}
