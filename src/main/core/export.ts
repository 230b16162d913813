import type { JsonObject } from '../../domain/json'
import { maskedText, maskedTexts } from '../../domain/mask'
import type { AuditLine, ChainState } from '../../shared/contract'
import type { Incident } from './incident'
import { stringifyJson } from './json'
import type { JournalEntry } from './ports'

/** What an export is made of, whatever its format. */
export interface ExportData {
  /** When it was made: milliseconds since the epoch. */
  readonly at: number
  readonly user: string | undefined
  /** Skep's own version. */
  readonly version: string
  /** The name of the context and its cluster, where the export is about one. */
  readonly context: string | undefined
  readonly cluster: string | undefined
  readonly chain: ChainState
  /** Oldest first. */
  readonly rows: readonly AuditLine[]
  readonly entries: readonly JournalEntry[]
  readonly incident: Incident | undefined
}

export const iso = (at: number): string => new Date(at).toISOString()

/** Rows and entries as JSON; texts that look secret are masked, so that the hash of such an entry cannot be redone. */
export function jsonOf(data: ExportData): string {
  const value = {
    format: 'skep-audit-1',
    exportedAt: iso(data.at),
    exportedBy: data.user ?? null,
    skep: data.version,
    context: data.context ?? null,
    cluster: data.cluster ?? null,
    service: data.incident?.name ?? null,
    journal: { ...data.chain, chain: data.chain.brokenAt === undefined ? 'holds' : 'broken' },
    rows: data.rows.map((row) => ({ ...row, time: iso(row.at) })),
    entries: data.entries.map((entry) => ({ ...entry, time: iso(entry.at) }))
  }
  return `${stringifyJson(maskedTexts(value as unknown as JsonObject))}\n`
}

const columns = [
  'seq',
  'time',
  'cluster',
  'context',
  'what',
  'by',
  'user',
  'service',
  'stack',
  'version',
  'restores',
  'image',
  'plan',
  'outcome',
  'detail',
  'hash'
] as const

/** Rows as comma-separated values (RFC 4180); the last line is the head of the journal's chain. */
export function csvOf(data: ExportData): string {
  const lines = data.rows.map((row) =>
    columns.map((column) => {
      if (column === 'time') return iso(row.at)
      if (column === 'service') return row.serviceName === '' ? row.service : row.serviceName
      return row[column] ?? ''
    })
  )
  const { head, brokenAt } = data.chain
  const end = columns.map((column) => {
    if (column === 'what') return 'journal-head'
    if (column === 'time') return iso(data.at)
    if (column === 'outcome') return brokenAt === undefined ? 'chain-holds' : `broken-at-${String(brokenAt)}`
    return column === 'seq' ? (head?.seq ?? '') : column === 'hash' ? (head?.hash ?? '') : ''
  })
  return [columns, ...lines, end].map((line) => `${line.map(cell).join(',')}\r\n`).join('')
}

/** A cell of a table that a spreadsheet may open: no text in it may start a formula. */
function cell(value: string | number): string {
  const text = maskedText(String(value))
  const inert = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(inert) ? `"${inert.replace(/"/g, '""')}"` : inert
}
