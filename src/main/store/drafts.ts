import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import * as v from 'valibot'
import { SkepError } from '../../domain/error'
import { typedSchema } from '../../shared/contract'
import type { DraftStore, Settings } from '../core/ports'

/** How many drafts are kept; the ones that were left alone the longest go first. */
const most = 200

const entrySchema = v.object({
  typed: typedSchema,
  at: v.number(),
  base: v.string(),
  lost: v.array(v.string())
})
const fileSchema = v.object({ version: v.literal(1), drafts: v.record(v.string(), v.unknown()) })

type Entry = v.InferOutput<typeof entrySchema>

export interface OpenedDrafts {
  readonly drafts: DraftStore
  readonly notices: Settings['notices']
}

/**
 * What was typed and not sent yet, in one small file that only this user reads. It is replaced whole; one that cannot be
 * read is put aside, and a draft that this Skep does not understand is dropped.
 */
export function openDrafts(file: string, now: () => number): OpenedDrafts {
  const { drafts: known, notices } = read(file, now)
  const write = (): void => {
    const newest = [...known].sort(([, a], [, b]) => b.at - a.at).slice(0, most)
    const text = JSON.stringify({ version: 1, drafts: Object.fromEntries(newest) })
    try {
      writeFileSync(`${file}.new`, text, { mode: 0o600 })
      renameSync(`${file}.new`, file)
    } catch (error) {
      throw new SkepError('draft-not-kept', {}, { cause: error })
    }
  }
  return {
    notices,
    drafts: {
      get: (key) => known.get(key),
      set(key, draft) {
        if (draft === undefined && !known.has(key)) return
        if (draft === undefined) known.delete(key)
        else known.set(key, { ...draft, lost: [...draft.lost] })
        write()
      }
    }
  }
}

function read(file: string, now: () => number): { drafts: Map<string, Entry>; notices: Settings['notices'] } {
  if (!existsSync(file)) return { drafts: new Map(), notices: [] }
  try {
    const { drafts } = v.parse(fileSchema, JSON.parse(readFileSync(file, 'utf8')))
    const good = Object.entries(drafts).flatMap(([key, entry]): [string, Entry][] => {
      const parsed = v.safeParse(entrySchema, entry)
      return parsed.success ? [[key, parsed.output]] : []
    })
    return { drafts: new Map(good), notices: [] }
  } catch {
    const aside = `${file}.corrupt-${String(now())}`
    renameSync(file, aside)
    return { drafts: new Map(), notices: [{ code: 'drafts-damaged', file: aside }] }
  }
}
