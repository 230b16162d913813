import { describe, expect, it } from 'vitest'
import { texts } from './index'

/** Every blank of a sentence filled with a word. */
const blanks = new Proxy({}, { get: (_of, key) => `‹${String(key)}›` })

describe.each(['en', 'fr'] as const)('an error in the language %s', (language) => {
  const errors = Object.values(texts[language].error).map((say) => say(blanks))

  it('does not stop at what happened: it goes on to what is safe, or what to do', () => {
    const parts = (text: string) => text.split(/[.;:?](?:\s|$)|, (?:so|donc) /).filter((part) => part !== '')
    expect(errors.filter((text) => parts(text).length < 2)).toEqual([])
  })

  it('is a whole sentence that blames nobody and does not shout', () => {
    expect(errors.filter((text) => !/[.?]$/.test(text))).toEqual([])
    const harsh = /!|\b(invalid|illegal|oops|sorry|fatal|invalide|désolé)\b/i
    expect(errors.filter((text) => harsh.test(text))).toEqual([])
  })
})
