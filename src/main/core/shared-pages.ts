import { gunzipSync, gzipSync } from 'node:zlib'
import * as v from 'valibot'
import type { Json, JsonObject } from '../../domain/json'
import type { SharedRecord } from '../../domain/shared-history'
import { specHash } from './hash'
import { parseJson, stringifyJson } from './json'

/** Bytes that a page may have: an engine before 23.0 takes 500 KiB (measured on 20.10.24), and others want room too. */
const mostBytes = 400 * 1024
/** Bytes that a page may unfold to; more is not what Skep wrote. */
const mostUnfolded = 16 * 1024 * 1024
const format = 'skep-history-1'

const name = v.pipe(v.string(), v.maxLength(128))
const when = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const said = v.pipe(v.string(), v.maxLength(4096))
const about = {
  service: v.pipe(name, v.regex(/^[A-Za-z0-9]+$/)),
  hash: v.pipe(v.string(), v.hash(['sha256']))
}
const record = v.variant('kind', [
  v.strictObject({
    kind: v.literal('version'),
    ...about,
    at: when,
    by: v.picklist(['skep', 'outside', 'engine']),
    user: v.optional(name),
    complete: v.boolean(),
    spec: v.custom<JsonObject>(
      (value) => typeof value === 'object' && value !== null && !Array.isArray(value)
    )
  }),
  v.strictObject({
    kind: v.literal('outcome'),
    ...about,
    since: when,
    at: when,
    outcome: v.picklist(['succeeded', 'failed', 'rolled-back', 'paused', 'stuck', 'superseded', 'unknown'])
  }),
  v.strictObject({
    kind: v.literal('note'),
    ...about,
    since: when,
    at: when,
    user: v.optional(name),
    title: v.optional(said),
    text: v.optional(said),
    pinned: v.optional(v.boolean())
  })
])

/** Records as pages, each small enough for a config; one that alone is too large for a page is left out. */
export function toPages(records: readonly SharedRecord[]): readonly Uint8Array[] {
  if (records.length === 0) return []
  const lines = [{ format }, ...records].map((one) => stringifyJson(one as unknown as Json))
  const page = gzipSync(lines.join('\n'))
  if (page.length <= mostBytes) return [page]
  if (records.length === 1) return []
  const half = Math.ceil(records.length / 2)
  return [...toPages(records.slice(0, half)), ...toPages(records.slice(half))]
}

/**
 * What a page says, and how many of its lines are not what Skep writes: those count for nothing. A version counts only when
 * its hash is that of its spec, so that nobody can put another spec under the name of a known one.
 */
export function fromPage(page: Uint8Array): {
  readonly records: readonly SharedRecord[]
  readonly refused: number
} {
  let lines: readonly string[]
  try {
    lines = gunzipSync(page, { maxOutputLength: mostUnfolded }).toString('utf8').split('\n')
  } catch {
    return { records: [], refused: 1 }
  }
  const [first = '', ...rest] = lines
  if (!isHead(first)) return { records: [], refused: lines.length }
  const records = rest.flatMap((line) => readRecord(line) ?? [])
  return { records, refused: rest.length - records.length }
}

function isHead(line: string): boolean {
  try {
    return v.is(v.strictObject({ format: v.literal(format) }), parseJson(line))
  } catch {
    return false
  }
}

function readRecord(line: string): SharedRecord | undefined {
  try {
    const found = v.safeParse(record, parseJson(line))
    if (!found.success) return undefined
    const { output } = found
    return output.kind === 'version' && specHash(output.spec) !== output.hash ? undefined : output
  } catch {
    return undefined
  }
}
