import type { ErrorCode, ErrorValues } from '../../domain/error'
import type { Expectation } from '../../domain/field-forms'
import type { GateField } from '../../domain/gates'
import type { WarningCode } from '../../domain/plan'
import type { PolicyField } from '../../domain/policy'
import type { News } from '../../domain/news'
import type { QuietChoice } from '../../domain/quiet'
import type { ServiceState } from '../../domain/snapshot'
import type { PolicyProblem } from '../../domain/policy-file'
import type { CheckCode } from '../../domain/preflight'
import type { Reason, ReasonCode } from '../../domain/reason'
import type { Language } from '../contract'
import { en } from './en'
import { fr } from './fr'
import type { MenuTexts } from './menu'

type Blank =
  | 'address'
  | 'contact'
  | 'context'
  | 'contexts'
  | 'day'
  | 'field'
  | 'fields'
  | 'file'
  | 'from'
  | 'host'
  | 'image'
  | 'kind'
  | 'managers'
  | 'name'
  | 'needs'
  | 'number'
  | 'path'
  | 'reason'
  | 'registry'
  | 'digest'
  | 'fit'
  | 'total'
  | 'matching'
  | 'platforms'
  | 'room'
  | 'count'
  | 'seconds'
  | 'service'
  | 'tasks'
  | 'to'
  | 'version'
  | 'parallelism'
  | 'action'
  | 'ratio'
  | 'notice'
  | 'minutes'
  | 'room'
  | 'of'
  | 'left'
  | 'next'
  | 'monitor'
  | 'port'
  | 'target'
  | 'grace'
  | 'delay'
  | 'nodes'
  | 'count'
  | 'lost'

/** Values for the blanks of a sentence. */
export type Blanks = { readonly [B in Blank]?: string | number }

export type NoticeCode =
  | 'settings-restored'
  | 'settings-reset'
  | 'journal-rescued'
  | 'journal-cut'
  | 'journal-chain-broken'
  | 'drafts-damaged'
  | 'journal-head-missing'
  | 'journal-newer'
  | 'journal-unusable'

/** Every sentence that both processes can say; a language that lacks one does not compile. */
export interface Texts {
  readonly error: Readonly<Record<ErrorCode, (values: Blanks) => string>>
  readonly warning: Readonly<Record<WarningCode, (values: Blanks) => string>>
  readonly check: Readonly<Record<CheckCode, (values: Blanks) => string>>
  readonly reason: Readonly<Record<ReasonCode, (reason: Reason) => string>>
  readonly notice: Readonly<Record<NoticeCode, (values: Blanks) => string>>
  readonly gate: Readonly<Record<GateField, string>>
  readonly field: Readonly<
    Record<PolicyField | 'image' | 'replicas' | 'env' | 'labels' | 'rollbackAction', string>
  >
  readonly news: Readonly<Record<News, string>>
  readonly tray: {
    readonly title: (failing: number, held: number, running: number, unseen: readonly string[]) => string
    readonly rollout: (name: string, where: string, of: ServiceState) => string
    readonly more: (count: number) => string
    readonly quiet: Readonly<Record<QuietChoice, string>>
    readonly open: string
    readonly quit: string
  }
  readonly menu: MenuTexts
  readonly quiet: { readonly over: string; readonly missed: (names: readonly string[]) => string }
  readonly policyFile: Readonly<Record<PolicyProblem['code'], (problem: PolicyProblem) => string>>
  readonly expects: Readonly<Record<Expectation, string>>
  readonly cause: Readonly<Record<'unreachable' | 'refused' | 'off', string>>
}

export const texts: Readonly<Record<Language, Texts>> = { en, fr }

/** The sentence for an error, in a language. */
export const errorText = (language: Language, code: ErrorCode, values: ErrorValues = {}): string =>
  texts[language].error[code](values)
