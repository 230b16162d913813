import { createAudit, matches, type AuditRow } from '../../domain/audit'
import { SkepError } from '../../domain/error'
import { textAt } from '../../domain/json'
import type { AuditLine, AuditPage, ChainState, ExportFormat, Language } from '../../shared/contract'
import type { Clock } from './clock'
import { csvOf, jsonOf, type ExportData } from './export'
import type { Files, Journal, Printer, SavedContext, Settings } from './ports'
import { incidentOf, type Incident } from './incident'
import { reportOf } from './report'

export interface AuditAsk {
  readonly context?: string | undefined
  readonly by?: AuditRow['by'] | undefined
  readonly outcome?: string | undefined
  readonly text?: string | undefined
  readonly before?: number | undefined
}

export interface ExportAsk {
  readonly context?: string | undefined
  readonly format: ExportFormat
  readonly service?: string | undefined
  readonly from?: number | undefined
  readonly to?: number | undefined
}

/** Who did what on which cluster, read from the journal. */
export interface AuditLog {
  list(ask: AuditAsk): AuditPage
  /** Looks through the whole chain of hashes now. */
  verify(): ChainState
  /** Writes a file below the folder for exports and gives its path. */
  export(ask: ExportAsk): Promise<string>
}

interface AuditDeps {
  readonly journal: Journal
  readonly settings: Settings
  readonly files: Files
  readonly printer: Printer | undefined
  readonly clock: Clock
  readonly user: string | undefined
  readonly language: () => Language
  /** Skep's own version. */
  readonly version: string
}

/** Rows told at once. */
const page = 200
/** Entries read at once: so that a long journal does not lie in the memory twice. */
const portion = 5_000

export function createAuditLog(deps: AuditDeps): AuditLog {
  const { journal, settings, clock } = deps
  const audit = createAudit()
  let read = 0

  const nameOf = (hash: string): string => textAt(journal.spec(hash), 'Name') ?? ''

  /** All rows, oldest first, after reading what was written since the last time. */
  function rows(): readonly AuditRow[] {
    for (;;) {
      const entries = journal.entries({ after: read, limit: portion })
      audit.add(entries, nameOf)
      read = entries.at(-1)?.seq ?? read
      if (entries.length < portion) return audit.rows()
    }
  }

  /** The cluster behind a context; throws not-connected for one that was never reached. */
  function clusterOf(context: string): string {
    const saved = saveds().find(({ id }) => id === context)
    if (!saved) throw new SkepError('context-unknown')
    if (saved.cluster === undefined) throw new SkepError('not-connected', { context: saved.name })
    return saved.cluster
  }

  const saveds = (): readonly SavedContext[] => settings.get().contexts

  const withContext = (row: AuditRow): AuditLine => {
    const saved = row.cluster === '' ? undefined : saveds().find(({ cluster }) => cluster === row.cluster)
    return saved ? { ...row, context: saved.name } : row
  }

  function dataOf(ask: ExportAsk): ExportData {
    const cluster = ask.context === undefined ? undefined : clusterOf(ask.context)
    if (ask.service !== undefined && cluster === undefined)
      throw new SkepError('bad-input', { field: 'context' })
    const incident: Incident | undefined =
      cluster === undefined || ask.service === undefined
        ? undefined
        : incidentOf(journal, cluster, ask.service, ask.from ?? 1, ask.to ?? Number.MAX_SAFE_INTEGER)
    const wanted = rows().filter(
      (row) =>
        matches(row, { cluster }) &&
        (incident === undefined ||
          (row.service === incident.service && row.at >= incident.since && row.at <= incident.until))
    )
    const entries = journal.entries({
      ...(cluster === undefined ? {} : { cluster }),
      ...(incident === undefined ? {} : { service: incident.service })
    })
    return {
      at: clock.now(),
      user: deps.user,
      version: deps.version,
      context: saveds().find(({ id }) => id === ask.context)?.name,
      cluster,
      chain: journal.check(),
      rows: wanted.map(withContext),
      entries:
        incident === undefined
          ? entries
          : entries.filter(({ at }) => at >= incident.since && at <= incident.until),
      incident
    }
  }

  async function contentOf(format: ExportFormat, data: ExportData): Promise<string | Uint8Array> {
    if (format === 'json') return jsonOf(data)
    if (format === 'csv') return csvOf(data)
    const html = reportOf(data, deps.language())
    if (format === 'html') return html
    if (!deps.printer) throw new SkepError('internal', {}, { detail: 'no printer' })
    return deps.printer.pdf(html)
  }

  return {
    list(ask) {
      const cluster = ask.context === undefined ? undefined : clusterOf(ask.context)
      const found: AuditLine[] = []
      const all = rows()
      for (let place = all.length - 1; place >= 0; place -= 1) {
        const row = all[place]
        if (!row || (ask.before !== undefined && row.seq >= ask.before)) continue
        if (!matches(row, { ...ask, cluster })) continue
        if (found.length === page) return { rows: found, older: true }
        found.push(withContext(row))
      }
      return { rows: found, older: false }
    },
    verify: () => journal.check(),
    async export(ask) {
      const data = dataOf(ask)
      const path = await deps.files.export(fileName(ask, data), await contentOf(ask.format, data))
      journal.add({
        cluster: data.cluster ?? '',
        service: data.incident?.service ?? '',
        kind: 'act',
        body: { act: 'export', format: ask.format, ...(deps.user === undefined ? {} : { user: deps.user }) }
      })
      return path
    }
  }
}

/** A name for the file: what it is about and when, of characters that every file system takes. */
function fileName(ask: ExportAsk, { at, context, incident }: ExportData): string {
  const plain = (text: string) => text.replace(/[^A-Za-z0-9_-]+/g, '-').replace(/^-+|-+$/g, '')
  const about = incident
    ? ['incident', incident.name, `v${String(incident.from)}-v${String(incident.to)}`]
    : ['audit', context ?? 'all']
  const when = new Date(at).toISOString().slice(0, 19).replace(/[:T]/g, '-')
  return `${['skep', ...about, when].map(plain).filter(Boolean).join('-')}.${ask.format}`
}
