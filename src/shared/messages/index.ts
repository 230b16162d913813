import type { ErrorCode, ErrorValues } from '../../domain/error'
import type { WarningCode } from '../../domain/plan'
import type { PolicyField } from '../../domain/policy'
import type { Reason, ReasonCode } from '../../domain/reason'
import type { Language } from '../contract'
import { en } from './en'
import { fr } from './fr'

type Blank =
  | 'address'
  | 'context'
  | 'field'
  | 'fields'
  | 'file'
  | 'from'
  | 'host'
  | 'image'
  | 'kind'
  | 'managers'
  | 'name'
  | 'number'
  | 'path'
  | 'reason'
  | 'seconds'
  | 'service'
  | 'tasks'
  | 'to'
  | 'version'
  | 'parallelism'
  | 'action'
  | 'ratio'
  | 'start'
  | 'monitor'
  | 'port'
  | 'target'
  | 'grace'
  | 'delay'

/** Values for the blanks of a sentence. */
export type Blanks = { readonly [B in Blank]?: string | number }

export type NoticeCode =
  'settings-restored' | 'settings-reset' | 'journal-quarantined' | 'journal-chain-broken'

/** Every sentence that both processes can say; a language that lacks one does not compile. */
export interface Texts {
  readonly error: Readonly<Record<ErrorCode, (values: Blanks) => string>>
  readonly warning: Readonly<Record<WarningCode, (values: Blanks) => string>>
  readonly reason: Readonly<Record<ReasonCode, (reason: Reason) => string>>
  readonly notice: Readonly<Record<NoticeCode, (values: Blanks) => string>>
  readonly field: Readonly<Record<PolicyField | 'image' | 'replicas' | 'env' | 'labels', string>>
  readonly cause: Readonly<Record<'unreachable' | 'refused' | 'off', string>>
}

export const texts: Readonly<Record<Language, Texts>> = { en, fr }

/** The sentence for an error, in a language. */
export const errorText = (language: Language, code: ErrorCode, values: ErrorValues = {}): string =>
  texts[language].error[code](values)
