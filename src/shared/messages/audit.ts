import type { AuditRow } from '../../domain/audit'
import type { Language } from '../contract'
import { auditEn } from './audit.en'
import { auditFr } from './audit.fr'

/** The words of the audit, for the window and for exported reports alike. */
export interface AuditTexts {
  /** What a row says was done. */
  readonly what: (row: AuditRow) => string
  readonly by: Readonly<Record<AuditRow['by'], string>>
  /** How it ended, by the codes of outcomes, updates and stack operations. */
  readonly outcome: Readonly<Record<string, string>>
  readonly audit: (name: string | undefined) => string
  readonly incident: (name: string) => string
  readonly range: (from: number, to: number) => string
  readonly made: (when: string, user: string | undefined, skep: string) => string
  readonly cluster: (id: string) => string
  readonly head: (seq: number, hash: string) => string
  readonly emptyJournal: string
  readonly chainHolds: string
  readonly chainBroken: (seq: number) => string
  readonly masked: string
  readonly timeline: string
  readonly versions: string
  readonly versionTitle: (number: number) => string
  readonly restores: (number: number) => string
  readonly columns: Readonly<Record<'time' | 'who' | 'what' | 'where' | 'outcome', string>>
  readonly changes: string
  readonly noChanges: string
  readonly evidence: string
  readonly noteTitle: string
  readonly noRows: string
  readonly utc: string
}

export const auditTexts: Readonly<Record<Language, AuditTexts>> = { en: auditEn, fr: auditFr }
