import { describe, expect, it } from 'vitest'
import { linkIn, linkTo, named, parseLink, shownText } from './deep-link'

describe('a link', () => {
  it('names a context, and a service of it', () => {
    expect(parseLink('skep://Production')).toEqual({ context: 'Production' })
    expect(parseLink('skep://Production/')).toEqual({ context: 'Production' })
    expect(parseLink('skep://Production/shop_web')).toEqual({ context: 'Production', service: 'shop_web' })
    expect(parseLink('SKEP://production/shop_web/')).toEqual({ context: 'production', service: 'shop_web' })
    // As it is written, so that a context may be called like the host of the window's own pages.
    expect(parseLink('skep://app/index.html')).toEqual({ context: 'app', service: 'index.html' })
  })

  it('is read back as it was made, whatever the names are', () => {
    for (const name of [
      'Prod Île-de-France',
      'a/b',
      '100 %',
      '?q#h',
      '..',
      'été 🐝',
      'javascript:alert(1)',
      '%2e'
    ])
      expect(parseLink(linkTo(name, name))).toEqual({ context: name, service: name })
    expect(linkTo('half \ud800')).toBe('skep://half%20')
  })

  it.each([
    '',
    'skep:',
    'skep://',
    'skep:///web',
    'skep:Production/web',
    'https://Production/web',
    'skep://a/b/c',
    'skep://a/b?mode=full',
    'skep://a#b',
    'skep://%/web',
    'skep://a/%e0%a4%a',
    'skep://a/%00',
    'skep://a%0d%0aHost:b/c',
    'skep://a\u2028b/c',
    'skep://%20/web',
    'skep://a/%20',
    'x skep://a/b',
    'skep://a/b\nskep://c/d',
    `skep://${'a'.repeat(3_000)}`,
    `skep://${'%F0%9F%90%9D/'.repeat(40)}`
  ])('is not what %j is', (text) => {
    expect(parseLink(text)).toBeUndefined()
  })

  it('is found among the arguments of a start', () => {
    expect(linkIn(['/opt/skep', '--flag', 'skep://a/b', 'skep://c/d'])).toBe('skep://a/b')
    expect(linkIn(['/opt/skep', '--open=skep://a/b', './skep'])).toBeUndefined()
  })
})

describe('a foreign text', () => {
  it('is shown on one line, short, and turns nothing around it', () => {
    expect(shownText('a\r\nb\tc')).toBe('a b c')
    expect(shownText('web\u202egnp\u2066\u200b!')).toBe('web gnp !')
    expect([...shownText('🐝'.repeat(200))]).toHaveLength(80)
    expect(shownText('🐝'.repeat(80))).toBe('🐝'.repeat(80))
  })
})

describe('a thing by its name', () => {
  const all = [{ name: 'Prod' }, { name: 'prod' }, { name: 'Staging' }]

  it('is the one that has exactly that name, or the only one but for capitals', () => {
    expect(named(all, 'prod')).toBe(all[1])
    expect(named(all, 'STAGING')).toBe(all[2])
    expect(named(all, 'PROD')).toBeUndefined()
    expect(named(all, 'Stag')).toBeUndefined()
  })
})
