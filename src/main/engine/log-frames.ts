import type { LogLine } from '../../shared/contract'

/** One message of a log; `bytes` is its beginning, `size` the whole of it in bytes. */
export interface Frame {
  readonly stream: LogLine['stream']
  readonly bytes: Buffer
  readonly size: number
}

export interface Frames {
  /** The messages that became whole with this chunk. */
  push(chunk: Buffer): readonly Frame[]
  /** What is left when the answer ended. */
  end(): readonly Frame[]
}

/** How much of one message is kept, in bytes; a message can be as long as its length field can say: 4 GB. */
const kept = 64 * 1024
const none = Buffer.alloc(0)

/**
 * Takes an Engine's log answer apart as it comes: frames of 8 bytes (stream, 0 0 0, length) and a message. A service with
 * a terminal sends none, but plain text, which is split at its line ends (both measured on 20.10.24). Never throws.
 */
export function createFrames(): Frames {
  let plain = false
  /** Bytes that are not yet a whole header or line. */
  let rest: Buffer = none
  let open:
    { readonly stream: Frame['stream']; readonly size: number; left: number; bytes: Buffer } | undefined
  /** Bytes of the plain line that were thrown away. */
  let dropped = 0

  function framed(found: Frame[]): void {
    for (;;) {
      if (open) {
        const taken = rest.subarray(0, open.left)
        open.left -= taken.length
        if (open.bytes.length < kept)
          open.bytes = Buffer.concat([open.bytes, taken.subarray(0, kept - open.bytes.length)])
        rest = rest.subarray(taken.length)
        if (open.left > 0) return
        found.push({ stream: open.stream, bytes: open.bytes, size: open.size })
        open = undefined
      }
      if (rest.length < 8) return
      const kind = rest[0] ?? 0
      if (kind > 3 || rest.readUIntBE(1, 3) !== 0) {
        plain = true
        return
      }
      const size = rest.readUInt32BE(4)
      const stream = kind > 1 ? 'stderr' : 'stdout'
      if (size <= kept && rest.length >= 8 + size) {
        found.push({ stream, bytes: rest.subarray(8, 8 + size), size })
        rest = rest.subarray(8 + size)
        continue
      }
      open = { stream, size, left: size, bytes: none }
      rest = rest.subarray(8)
    }
  }

  function lines(found: Frame[]): void {
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      found.push({ stream: 'stdout', bytes: rest.subarray(0, end + 1), size: end + 1 + dropped })
      rest = rest.subarray(end + 1)
      dropped = 0
    }
    if (rest.length > kept) {
      dropped += rest.length - kept
      rest = rest.subarray(0, kept)
    }
  }

  return {
    push(chunk) {
      const found: Frame[] = []
      rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
      if (!plain) framed(found)
      if (plain) lines(found)
      return found
    },
    end() {
      const stream = open?.stream ?? 'stdout'
      const bytes = open?.bytes ?? rest
      const size = open ? open.size - open.left : rest.length + dropped
      rest = none
      open = undefined
      return size === 0 ? [] : [{ stream, bytes, size }]
    }
  }
}
