import { describe, expect, it } from 'vitest'
import { newsOf } from '../../src/domain/news'
import type { Rollout, Verdict } from '../../src/domain/rollout'
import type { ServiceState } from '../../src/domain/snapshot'
import { texts } from '../../src/shared/messages'
import { auditTexts } from '../../src/shared/messages/audit'
import { messages } from '../../src/renderer/src/messages'

const languages = ['en', 'fr'] as const
const verdicts: readonly Verdict[] = ['failed', 'rolled-back', 'paused', 'stuck', 'superseded', 'unknown']
/** Verdicts that a row of the list and the tray can have. */
const states = new Set<Verdict>(['failed', 'rolled-back', 'paused', 'stuck'])
const counts = {
  old: 0,
  stopping: 0,
  missing: 0,
  pending: 0,
  starting: 0,
  running: 0,
  verified: 0,
  failed: 3,
  total: 3,
  current: 0
}

/** Ways to say that something did not succeed, or that only the engine says it did. */
const denials =
  /did not succeed|though the engine may call it completed|Docker calls this update finished|n’a pas réussi|même si le moteur la dit terminée|Docker dit cette mise à jour terminée/gi
const praise = /succe|réussi|verified|vérifié|complete|terminée|achevée|\bdone\b|good|bonne? fin/i

/** Every sentence of an outcome, in every place that tells one. */
function told(language: (typeof languages)[number], verdict: Verdict): Record<string, string> {
  const window = messages[language]
  const outside = texts[language]
  const rollout = { service: 's', name: 'web', verdict, phase: 'done', counts } as unknown as Rollout
  const news = newsOf({}, rollout)
  const decision = window.rollout.decision as Readonly<Record<string, string>>
  return {
    'list, history and releases': window.state[verdict],
    'headline of the rollout': window.rollout.headline(rollout),
    decision: decision[verdict] ?? '',
    notification: news === undefined ? '' : outside.news[news],
    tray: states.has(verdict) ? outside.tray.rollout('web', 'Production', verdict as ServiceState) : '',
    'activity and its exports': auditTexts[language].outcome[verdict] ?? ''
  }
}

describe.each(languages)('what did not succeed is nowhere told as if it did, in %s', (language) => {
  it.each(verdicts)('%s', (verdict) => {
    const places = told(language, verdict)
    for (const [place, sentence] of Object.entries(places))
      expect(sentence.replace(denials, ''), place).not.toMatch(praise)
    expect(places['list, history and releases']).not.toBe('')
    expect(places['activity and its exports']).not.toBe('')
  })

  it('while a success is told as one in each of these places', () => {
    const { tray, ...places } = told(language, 'succeeded')
    expect(tray, 'what ended well needs nobody').toBe('')
    for (const [place, sentence] of Object.entries(places))
      expect(sentence, place).toMatch(/succe|réussi|verified|vérifié|chaque emplacement|every slot/i)
  })
})
