import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import Store from 'electron-store'
import * as v from 'valibot'
import { SkepError } from '../../domain/error'
import {
  endpointSchema,
  environments,
  journalBudgetSchema,
  modes,
  notifications,
  policyChange,
  zoomSchema,
  contrasts
} from '../../shared/contract'
import type { Settings, SettingsData } from '../core/ports'

const version = 3
/** MiB that a journal may take: some ten thousand versions of large specs. */
const usualBudget = 256

const schema = v.object({
  version: v.literal(version),
  contexts: v.array(
    v.object({
      id: v.string(),
      name: v.string(),
      endpoint: endpointSchema,
      managers: v.array(endpointSchema),
      mode: v.picklist(modes),
      environment: v.picklist(environments),
      cluster: v.optional(v.string()),
      open: v.boolean(),
      share: v.optional(v.boolean(), false)
    })
  ),
  policies: v.array(v.object({ name: v.string(), policy: policyChange, rollback: v.optional(policyChange) })),
  policyDefaults: v.optional(
    v.array(v.object({ context: v.string(), service: v.optional(v.string()), policy: v.string() })),
    []
  ),
  notifications: v.optional(v.picklist(notifications), 'all'),
  quietUntil: v.optional(v.nullable(v.number()), null),
  language: v.picklist(['system', 'en', 'fr']),
  theme: v.picklist(['system', 'light', 'dark']),
  zoom: v.optional(zoomSchema, 1),
  contrast: v.optional(v.picklist(contrasts), 'system'),
  // A small number here would drop history that nobody meant to lose.
  journalBudget: v.optional(journalBudgetSchema, usualBudget)
})

type Stored = v.InferOutput<typeof schema>

const fresh: Stored = {
  version,
  contexts: [],
  policies: [],
  policyDefaults: [],
  notifications: 'all',
  quietUntil: null,
  language: 'system',
  theme: 'system',
  zoom: 1,
  contrast: 'system',
  journalBudget: usualBudget
}

/** What each older version lacks, from the first one on. */
const migrations: Readonly<Record<number, (old: { contexts: object[] }) => object>> = {
  1: (old) => ({
    ...old,
    version: 2,
    contexts: old.contexts.map((context) => ({ ...context, managers: [] }))
  }),
  2: (old) => ({ ...old, version: 3, policies: [] })
}

/** A stored text in the form of this version; an older one is brought up step by step. */
function migrated(stored: unknown): unknown {
  const { version: from } = stored as { version?: number }
  const step = from === undefined ? undefined : migrations[from]
  return step ? migrated(step(stored as { contexts: object[] })) : stored
}

/** How many earlier good copies are kept beside the file. */
const copies = 3

/**
 * Settings through electron-store, below a folder of their own. electron-store replaces a good file by a truncated one
 * when the disk is full and throws on a broken one, so every write is read back, earlier good copies are kept, and a
 * damaged file is put aside and said.
 */
export function createSettings(folder: string): Settings {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  chmodSync(folder, 0o700)
  const file = join(folder, 'settings.json')
  const copy = (place: number) => `${file}.bak${String(place)}`
  const notices: Settings['notices'][number][] = []

  if (existsSync(file) && !read(file)) {
    const aside = join(folder, `settings.corrupt-${String(Date.now())}.json`)
    renameSync(file, aside)
    const good = [1, 2, 3].map(copy).find((candidate) => read(candidate))
    if (good) copyFileSync(good, file)
    notices.push({ code: good ? 'settings-restored' : 'settings-reset', file: aside })
  }
  const store = new Store<Stored>({
    cwd: folder,
    name: 'settings',
    configFileMode: 0o600,
    clearInvalidConfig: false
  })
  let data: Stored = read(file) ?? fresh

  function keepCopies(): void {
    if (!read(file)) return
    for (let place = copies - 1; place >= 1; place -= 1) {
      if (existsSync(copy(place))) renameSync(copy(place), copy(place + 1))
    }
    copyFileSync(file, copy(1))
  }

  return {
    notices,
    get: () => data as SettingsData,
    set(change) {
      const next = { ...data, ...change } as Stored
      try {
        keepCopies()
        store.store = next
        if (JSON.stringify(read(file)) !== JSON.stringify(v.parse(schema, next)))
          throw new Error('not written whole')
      } catch (error) {
        if (!read(file) && existsSync(copy(1))) copyFileSync(copy(1), file)
        throw new SkepError('settings-failed', {}, { cause: error })
      }
      data = next
    }
  }
}

/** The settings in a file, or undefined when it is missing, damaged or of another schema. */
function read(file: string): Stored | undefined {
  try {
    const parsed = v.safeParse(schema, migrated(JSON.parse(readFileSync(file, 'utf8'))))
    return parsed.success ? parsed.output : undefined
  } catch {
    return undefined
  }
}
