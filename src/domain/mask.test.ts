import { describe, expect, it } from 'vitest'
import { masked, maskedText, maskedTexts } from './mask'

describe('free text', () => {
  it.each([
    ['DB_PASSWORD=canary9 rest', `DB_PASSWORD=${masked} rest`],
    ['"api_key": "canary9", "b": 1', `"api_key": ${masked}, "b": 1`],
    ['connect postgres://app:canary9@db:5432/x', `connect postgres://app:${masked}@db:5432/x`],
    ['Authorization: Bearer canary9', `Authorization: Bearer ${masked}`],
    ['run --auth-token=canary9 now', `run --auth-token=${masked} now`],
    ['eyJhbGciOi.eyJzdWIi.canary9', masked],
    ['key ghp_canary9abc!', `key ${masked}!`],
    ['-----BEGIN RSA PRIVATE KEY-----\ncanary9\n-----END RSA PRIVATE KEY-----\nafter', `${masked}\nafter`],
    ['-----BEGIN PRIVATE KEY-----\ncanary9 cut off', masked]
  ])('keeps no secret: %s', (text, wanted) => {
    expect(maskedText(text)).toBe(wanted)
    expect(maskedText(text)).not.toContain('canary9')
  })

  it.each([
    'task: non-zero exit (1)',
    'No such image: demo:nowhere',
    'SyntaxError: Unexpected token } in JSON',
    'fatal: cannot read /etc/web/config.yml: no such file',
    'sha256:5d5e50d313dcd1ec77f820cb54d51c85bbe914b40d65964def9db88e6ac946de'
  ])('stays as it is where it holds none: %s', (text) => {
    expect(maskedText(text)).toBe(text)
  })

  it('is masked at every depth', () => {
    expect(maskedTexts({ a: [{ b: 'token=canary9' }], n: 1, no: null })).toEqual({
      a: [{ b: `token=${masked}` }],
      n: 1,
      no: null
    })
  })
})
