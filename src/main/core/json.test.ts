import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Json } from '../../domain/json'
import { parseJson, stringifyJson } from './json'

const { json } = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small' },
    fc.constant(null),
    fc.boolean(),
    fc.string(),
    fc.integer(),
    fc
      .double({ noNaN: true, noDefaultInfinity: true })
      .map((number) => (Number.isInteger(number) ? 0.5 : number)),
    fc.bigInt({ min: 2n ** 53n, max: 2n ** 64n - 1n }),
    fc.bigInt({ min: -(2n ** 63n), max: -(2n ** 53n) }),
    fc.array(tie('json'), { maxLength: 6 }),
    fc.dictionary(fc.string(), tie('json'), { maxKeys: 6 })
  )
}))

const plain = (value: Json): unknown =>
  JSON.parse(JSON.stringify(value, (_key, item: unknown) => (typeof item === 'bigint' ? `${item}n` : item)))

describe('parseJson and stringifyJson', () => {
  it('give back what went in, integers beyond 2^53 too', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(plain(parseJson(stringifyJson(value)))).toEqual(plain(value))
      })
    )
  })

  it('keep a text as it is, key order and long integers included', () => {
    const text =
      '{"b":9223372036854775807,"a":[-9223372036854775808,9007199254740991,1.5],"__proto__":{"x":""}}'
    expect(stringifyJson(parseJson(text))).toBe(text)
  })

  it('make a bigint only of an integer that a number cannot hold', () => {
    expect(parseJson('[9007199254740991,9007199254740992,9007199254740993]')).toEqual([
      9007199254740991,
      9007199254740992n,
      9007199254740993n
    ])
    expect(parseJson('1e3')).toBe(1000)
    expect(parseJson('9007199254740993')).toBe(9007199254740993n)
  })

  it.each(['', '{', '{"a":1', '[1,]', "{'a':1}", '<html>', 'NaN', '1e999', '[9223372036854775807', '01'])(
    'refuse %j without quoting it',
    (text) => {
      expect(() => parseJson(text)).toThrow(new SyntaxError('The text is not JSON.'))
    }
  )
})
