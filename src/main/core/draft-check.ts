import { isOlder } from '../../domain/api-version'
import { draftProblems, type ChangeDraft } from '../../domain/draft'
import { SkepError, type ErrorCode } from '../../domain/error'
import type { FieldName, ListName } from '../../domain/fields'
import type { PolicyField } from '../../domain/policy'
import type { ReferenceKind, References } from '../../domain/references'
import type { Service } from '../../domain/service'
import { missingReferences, referencedKinds, settingProblems, tooNew } from '../../domain/settings'
import type { Language } from '../../shared/contract'
import { texts } from '../../shared/messages'
import type { Live } from './cluster'
import { referencesOf } from './references'

const unknown: Readonly<Record<ReferenceKind, ErrorCode>> = {
  secrets: 'secret-unknown',
  configs: 'config-unknown',
  networks: 'network-unknown'
}

/**
 * What a draft refers to, read now, after the draft was found to be one that can be sent to this cluster. Throws
 * draft-invalid, setting-too-new, secret-unknown, config-unknown or network-unknown before anything is sent.
 */
export async function checked(
  live: Live,
  service: Service,
  draft: ChangeDraft,
  language: Language
): Promise<References> {
  const wrong = invalid(service, draft, language)
  if (wrong.length > 0) throw new SkepError('draft-invalid', { fields: wrong.join(', ') })
  const version = live.info.apiVersion
  const recent = tooNew(draft, version)
  if (recent.length > 0) {
    const fields = recent.map(({ name }) => `--${name}`).join(', ')
    const needs = recent.reduce((most, one) => (isOlder(most, one.needs) ? one.needs : most), version)
    throw new SkepError('setting-too-new', { fields, needs, version })
  }
  const references = await referencesOf(live.engine, referencedKinds(draft))
  const [missing] = missingReferences(draft, references)
  if (missing) throw new SkepError(unknown[missing.kind], { name: missing.name })
  return references
}

/** The fields of a draft that cannot be sent, in words, each once. */
function invalid(service: Service, draft: ChangeDraft, language: Language): readonly string[] {
  const { field: names, expects } = texts[language]
  const settings = settingProblems(service.spec, draft)
  const named = draftProblems(service.spec, draft).map((field) => {
    if (field === 'rollback.failureAction') return names.rollbackAction
    if (!field.startsWith('setting.')) return names[field.replace(/^\w+\./, '') as PolicyField]
    const name = field.replace('setting.', '') as FieldName | ListName
    const expected = settings.get(name)
    return expected === undefined ? `--${name}` : `--${name} (${expects[expected]})`
  })
  return [...new Set(named)]
}
