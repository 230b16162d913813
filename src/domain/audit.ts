import { numberAt, textAt, type JsonObject } from './json'
import { splitImage } from './service'
import type { Author } from './version'

/** An entry of the journal as far as the audit reads it. */
export interface AuditEntry {
  readonly seq: number
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly cluster: string
  readonly service: string
  readonly kind: string
  readonly body: JsonObject
  readonly hash: string
}

/** What was done: a change, something a person did in Skep besides, or the journal's own doing. */
export type AuditWhat =
  | 'found'
  | 'update'
  | 'change'
  | 'engine-rollback'
  | 'stack-rollback'
  | 'note'
  | 'reveal'
  | 'export'
  | 'share-on'
  | 'share-off'
  | 'share-write'
  | 'share-remove'
  | 'act'
  | 'pruned'
  | 'lost'

/** One line of the audit: who did what where, with which plan and outcome. */
export interface AuditRow {
  /** The number of its first entry in the journal. */
  readonly seq: number
  /** Milliseconds since the epoch. */
  readonly at: number
  /** The swarm's id; empty for what concerns no cluster. */
  readonly cluster: string
  readonly service: string
  readonly serviceName: string
  readonly stack?: string
  readonly what: AuditWhat
  /** 'journal' is Skep's own doing, without a person. */
  readonly by: Author | 'journal'
  /** The computer user, where Skep knows. */
  readonly user?: string
  readonly version?: number
  readonly restores?: number
  readonly image?: string
  /** The reviewed plan's hash. */
  readonly plan?: string
  /** How it ended: an outcome of a version, or the state of an update that made none. */
  readonly outcome?: string
  /** More about it in words of the journal: a format, a field, a count. */
  readonly detail?: string
  /** The hash of its first entry: its place in the chain. */
  readonly hash: string
}

/** Folds entries into rows, in order; what is read later only adds to what was read before. */
export interface Audit {
  add(entries: readonly AuditEntry[], nameOf: (hash: string) => string): void
  /** Oldest first. */
  rows(): readonly AuditRow[]
}

export function createAudit(): Audit {
  const rows: AuditRow[] = []
  /** Places in `rows` by what later entries name them with. */
  const places = new Map<string, number>()
  const names = new Map<string, string>()

  const put = (key: string | undefined, row: AuditRow): void => {
    if (key !== undefined) places.set(key, rows.length)
    rows.push(row)
  }
  const change = (key: string, more: Partial<AuditRow>): boolean => {
    const place = places.get(key)
    const row = place === undefined ? undefined : rows[place]
    if (place === undefined || !row) return false
    rows[place] = { ...row, ...more }
    return true
  }

  function take(entry: AuditEntry, nameOf: (hash: string) => string): void {
    const { body, service } = entry
    const text = (key: string) => textAt(body, key)
    const where = `${entry.cluster} ${service}`
    const named = text('serviceName') ?? names.get(where)
    if (named !== undefined) names.set(where, named)
    const user = text('user')
    const row = (what: AuditWhat, by: AuditRow['by'], more: Partial<AuditRow> = {}): AuditRow => ({
      seq: entry.seq,
      at: entry.at,
      cluster: entry.cluster,
      service,
      serviceName: names.get(where) ?? '',
      what,
      by,
      ...(user === undefined ? {} : { user }),
      hash: entry.hash,
      ...more
    })
    switch (entry.kind) {
      case 'update': {
        const key = `update ${text('update') ?? ''}`
        const outcome = text('state') ?? ''
        if (change(key, { outcome })) return
        return put(key, row('update', 'skep', { ...picked(body, 'restores'), ...planOf(body), outcome }))
      }
      case 'version': {
        const hash = text('hash') ?? ''
        if (!names.has(where)) names.set(where, nameOf(hash))
        const version = numberAt(body, 'number') ?? 0
        const key = `version ${where} ${String(version)}`
        const known = {
          version,
          ...picked(body, 'restores'),
          image: splitImage(text('image') ?? '').name,
          serviceName: names.get(where) ?? ''
        }
        const update = places.get(`update ${text('update') ?? ''}`)
        if (update !== undefined) {
          places.set(key, update)
          return void change(key, { ...known, outcome: 'running' })
        }
        const by = (text('by') ?? 'outside') as Author
        const what = text('source') === 'recovered' ? 'found' : by === 'engine' ? 'engine-rollback' : 'change'
        return put(key, row(what, by, { ...known, outcome: 'running' }))
      }
      case 'outcome': {
        const outcome = text('outcome') ?? ''
        return void change(`version ${where} ${String(numberAt(body, 'number') ?? 0)}`, { outcome })
      }
      case 'stack': {
        const key = `stack ${text('operation') ?? ''}`
        const outcome = text('state') ?? ''
        if (change(key, { outcome })) return
        const release = numberAt(body, 'release')
        return put(key, {
          ...row('stack-rollback', 'skep', { ...planOf(body), outcome }),
          ...(text('stack') === undefined ? {} : { stack: text('stack') ?? '' }),
          ...(release === undefined ? {} : { restores: release })
        })
      }
      case 'note':
        return put(undefined, row('note', 'skep', versionOf(body)))
      case 'act': {
        const act = text('act') ?? ''
        const detail = [text('format'), text('field'), text('key')].filter(Boolean).join(' ')
        const known = (
          ['reveal', 'export', 'share-on', 'share-off', 'share-write', 'share-remove'] as const
        ).find((one) => one === act)
        const more = { ...versionOf(body), ...(detail === '' ? {} : { detail }) }
        return put(undefined, row(known ?? 'act', 'skep', known ? more : { ...more, detail: act }))
      }
      case 'pruned':
      case 'lost':
        return put(
          undefined,
          row(entry.kind, 'journal', { detail: String(numberAt(body, 'entries') ?? '?') })
        )
      default:
        // A dossier is evidence for the outcome of its version, not something that was done.
        return
    }
  }

  return {
    add: (entries, nameOf) => entries.forEach((entry) => take(entry, nameOf)),
    rows: () => rows
  }
}

const picked = (body: JsonObject, key: 'restores'): Partial<AuditRow> => {
  const value = numberAt(body, key)
  return value === undefined ? {} : { [key]: value }
}

const planOf = (body: JsonObject): Partial<AuditRow> => {
  const plan = textAt(body, 'plan')
  return plan === undefined ? {} : { plan }
}

const versionOf = (body: JsonObject): Partial<AuditRow> => {
  const version = numberAt(body, 'number')
  return version === undefined ? {} : { version }
}

export interface AuditFilter {
  readonly cluster?: string | undefined
  readonly by?: AuditRow['by'] | undefined
  readonly outcome?: string | undefined
  /** Words in the name of the service, stack, user or image. */
  readonly text?: string | undefined
}

/** Whether a row is asked for. */
export function matches(row: AuditRow, { cluster, by, outcome, text }: AuditFilter): boolean {
  if (cluster !== undefined && row.cluster !== cluster) return false
  if (by !== undefined && row.by !== by) return false
  if (outcome !== undefined && row.outcome !== outcome) return false
  const wanted = text?.trim().toLowerCase() ?? ''
  const said = `${row.serviceName} ${row.stack ?? ''} ${row.user ?? ''} ${row.image ?? ''}`
  return wanted === '' || said.toLowerCase().includes(wanted)
}
