import type { Reason, ReasonCode } from '../../domain/reason'
import type { Language } from '../contract'
import { dossierEn } from './dossier.en'
import { dossierFr } from './dossier.fr'

/** What is known of failing tasks beside their cause. */
export interface Failing {
  readonly reason: Reason
  /** How long such a task usually lasts, in words: `1 s`; absent where none ran. */
  readonly lasts?: string | undefined
  /** Whether that is so short that it never came to work. */
  readonly atStart: boolean
  /** Whether the kernel ended it for want of memory. */
  readonly outOfMemory: boolean
}

/** The words of a failure, for the window and for whatever else tells of it. */
export interface DossierTexts {
  /** What new tasks do, to follow “In 3 of 6 slots new tasks …”. */
  readonly does: Readonly<Record<ReasonCode, (failing: Failing) => string>>
  /** What a person can do about it. */
  readonly todo: Readonly<Record<ReasonCode, (reason: Reason) => string>>
  /** Why so many nodes take no task; of causes that keep a task from being placed. */
  readonly unfit: (code: ReasonCode, nodes: number) => string
}

export const dossierTexts: Readonly<Record<Language, DossierTexts>> = { en: dossierEn, fr: dossierFr }
