import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { marked, patternOf, spansOf } from './ansi'
import { merge, placeOf } from './ordered'
import { plainText } from './plain-text'

const esc = '\u001b'

describe('a log line as spans', () => {
  it.each([
    ['plain', [['plain']]],
    [`${esc}[31mred${esc}[0m then`, [['red', 'in-red'], [' then']]],
    [
      `${esc}[1;92mok${esc}[22m!`,
      [
        ['ok', 'in-green', 'bold'],
        ['!', 'in-green']
      ]
    ],
    [`${esc}[38;5;196mx${esc}[39my`, [['x', 'in-red'], ['y']]],
    [`${esc}[38;2;10;200;210mx`, [['x', 'in-cyan']]],
    [`${esc}[41;97mx`, [['x', 'on-red']]],
    [`${esc}[7;34mx`, [['x', 'on-blue']]],
    [`${esc}[8mhidden${esc}[5mblink`, [['hidden'], ['blink']]],
    [`a${esc}]8;;https://evil.example${'\u0007'}b${esc}]8;;${'\u0007'}c`, [['abc']]],
    [`a${esc}]0;title${esc}\\b${esc}[2Jc${esc}[?25ld${esc}(Be${esc}cf`, [['abcdef']]],
    [`${esc}[38:2::1:2:3mx${esc}[>4;2my`, [['xy']]],
    ['\u202egnp.exe\u0000\u009b\u200b\r', [['�gnp.exe����']]],
    ['<b>not bold</b>', [['<b>not bold</b>']]]
  ] as const)('%j', (line, spans) => {
    expect(spansOf(line).map(({ text, classes }) => [text, ...classes])).toEqual(spans)
  })

  it('is the same text with and without colours, whatever it is, and acts on nothing', () => {
    const part = fc.oneof(
      fc.string(),
      fc.constantFrom(
        `${esc}[`,
        '31m',
        '0;1',
        `${esc}]8;;`,
        '\u0007',
        `${esc}\\`,
        `${esc}P`,
        '38;5;',
        ':',
        '>',
        esc,
        '\u202e'
      )
    )
    fc.assert(
      fc.property(fc.array(part, { maxLength: 20 }), (parts) => {
        const line = parts.join('')
        const text = spansOf(line)
          .map((span) => span.text)
          .join('')

        expect(
          /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/.test(text + plainText(line))
        ).toBe(false)
        expect(
          spansOf(line)
            .flatMap(({ classes }) => classes)
            .every((one) => /^(in|on)-[a-z]+$|^[a-z]+$/.test(one))
        ).toBe(true)
      }),
      { numRuns: 500 }
    )
  })

  it('shows a line of nothing but changes of colour without them', () => {
    expect(spansOf(`${esc}[1m`.repeat(600) + 'x')).toEqual([{ text: 'x', classes: [] }])
  })
})

describe('a searched text', () => {
  const shown = (line: string, text: string) =>
    marked(spansOf(line), patternOf(text)).map((span) =>
      span.classes.includes('hit') ? `[${span.text}]` : span.text
    )
  it('is marked wherever it stands, across colours, without regard to case', () => {
    expect(shown('an Error, an error', 'ERROR')).toEqual(['an ', '[Error]', ', an ', '[error]'])
    expect(shown(`${esc}[31mer${esc}[0mror`, 'error')).toEqual(['[er]', '[ror]'])
    expect(shown('a.b axb', '.')).toEqual(['a', '[.]', 'b axb'])
    expect(shown('none', '')).toEqual(['none'])
  })
  it('changes no letter of the line', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', 'b', 'A', `${esc}[31m`, `${esc}[0m`)),
        fc.constantFrom('a', 'ab', 'aa'),
        (parts, text) => {
          const spans = spansOf(parts.join(''))
          const join = (all: typeof spans) => all.map((span) => span.text).join('')
          expect(join(marked(spans, patternOf(text)))).toBe(join(spans))
        }
      )
    )
  })
})

describe('lines by time', () => {
  const entry = fc.record({ at: fc.constantFrom('a', 'b', 'c', 'd'), n: fc.nat() })
  const sorted = fc
    .uniqueArray(entry, { selector: ({ n }) => n })
    .map((all) => all.sort((a, b) => (a.at === b.at ? a.n - b.n : a.at < b.at ? -1 : 1)))
  it('stay by time when more come, and each is found', () => {
    fc.assert(
      fc.property(sorted, sorted, (a, b) => {
        const both = merge(a, b)
        expect(both.length).toBe(a.length + b.length)
        expect(both).toEqual([...both].sort((x, y) => (x.at === y.at ? x.n - y.n : x.at < y.at ? -1 : 1)))
        for (const one of both) expect(both[placeOf(both, one)]).toMatchObject({ at: one.at, n: one.n })
      })
    )
  })
})
