import { SkepError } from '../../domain/error'
import type { Failure, Language, LanguageChoice } from '../../shared/contract'
import { errorText } from '../../shared/messages'

/** The language in force: the chosen one, or the system's when it is one that Skep speaks. */
export function languageOf(choice: LanguageChoice, locale: string): Language {
  if (choice !== 'system') return choice
  return locale.toLowerCase().startsWith('fr') ? 'fr' : 'en'
}

/** Any thrown thing as an answer for a person; what Skep did not throw on purpose says nothing of itself. */
export function failureOf(error: unknown, language: Language): Failure {
  const known = error instanceof SkepError ? error : new SkepError('internal')
  return {
    code: known.code,
    message: errorText(language, known.code, known.values),
    values: known.values,
    ...(known.detail === undefined ? {} : { detail: known.detail })
  }
}
