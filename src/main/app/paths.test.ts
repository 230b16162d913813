import { sep } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contentSecurityPolicy, fileFor } from './paths'

const folder = `${sep}app${sep}renderer`

describe('fileFor', () => {
  it('names files below the folder only', () => {
    expect(fileFor(folder, 'skep://app/')).toBe(`${folder}${sep}index.html`)
    expect(fileFor(folder, 'skep://app/assets/a.js')).toBe(`${folder}${sep}assets${sep}a.js`)
  })
  it.each([
    'https://app/index.html',
    'skep://other/index.html',
    'skep://app/..%2f..%2fetc/passwd',
    'skep://app/%2e%2e%2f%2e%2e%2fetc/passwd',
    'skep://app/a%00b',
    'skep://app/..%5c..%5cx',
    'skep://app/%252e%252e/x',
    'not a url'
  ])('refuses or confines %s', (url) => {
    const file = fileFor(folder, url)
    expect(file === undefined || file.startsWith(folder + sep)).toBe(true)
  })
  it('never leaves the folder, whatever is asked', () => {
    const part = fc.oneof(
      fc.constantFrom('..', '%2e%2e', '%2f', '\\', '%5c', '/', '.', '%00', '%'),
      fc.string()
    )
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const file = fileFor(folder, `skep://app/${parts.join('/')}`)
        expect(file === undefined || file.startsWith(folder + sep)).toBe(true)
      }),
      { numRuns: 2000 }
    )
  })
})

it('has a policy without a hole', () => {
  expect(contentSecurityPolicy).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'; trusted-types svelte-trusted-html"
  )
})
