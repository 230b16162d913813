import { expect, test } from 'vitest'
import { findPlaces } from './find'

const places = [
  { name: 'web', about: ['Lyon', 'staging', 'shop/web:4'] },
  { name: 'shop_web', about: ['Paris', 'Préproduction', 'registry.example.com/shop/web:4.2.0'] },
  { name: 'webhooks', about: ['Paris', 'production', 'hooks:1'] },
  { name: 'mailer', about: ['Lyon', 'production', 'tools/web-mailer:3'] }
]
const found = (typed: string, most = 50) => findPlaces(places, typed, most).map(({ name }) => name)

test.each([
  ['nothing typed shows all', '', ['web', 'shop_web', 'webhooks', 'mailer']],
  ['the exact name, the beginning, the middle, the rest', 'web', ['web', 'webhooks', 'shop_web', 'mailer']],
  ['words in any order, over cluster and name', 'paris web', ['shop_web', 'webhooks']],
  ['accents and capitals do not matter', 'PREPRODUCTION shop', ['shop_web']],
  ['a path is words too', 'shop/web', ['shop_web', 'web']],
  ['an image', '4.2.0', ['shop_web']],
  ['nothing holds it', 'web nowhere', []]
])('%s', (_name, typed, names) => {
  expect(found(typed)).toEqual(names)
})

test('no more than asked for', () => {
  expect(found('', 2)).toHaveLength(2)
})
