import type { Language } from '../../../shared/contract'
import { en, type Messages } from './en'
import { fr } from './fr'

export type { Messages }
export type { TermName } from './terms.en'

/** The window's sentences by language; one that lacks a sentence does not compile. */
export const messages: Readonly<Record<Language, Messages>> = { en, fr }
