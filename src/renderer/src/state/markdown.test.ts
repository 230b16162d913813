import { describe, expect, it } from 'vitest'
import { piecesOf } from './markdown'

const textOf = (value: unknown): string =>
  typeof value === 'string'
    ? ''
    : Array.isArray(value)
      ? value.map(textOf).join('')
      : typeof value === 'object' && value !== null
        ? Object.entries(value)
            .map(([key, one]) => (key === 'text' || key === 'address' ? String(one) : textOf(one)))
            .join('')
        : ''

describe('a runbook', () => {
  it('is headings, lists, code and tables', () => {
    const pieces = piecesOf(
      '# Night\n\n1. Look at **logs**\n2. Run `docker ps`\n\n| a | b |\n|---|---|\n| 1 | 2 |\n'
    )
    expect(pieces.map(({ kind }) => kind)).toEqual(['heading', 'list', 'table'])
    expect(pieces[1]).toMatchObject({ ordered: true, items: [[{ kind: 'plain' }], [{ kind: 'plain' }]] })
  })

  it.each([
    '<img src=x onerror=alert(1)>',
    'Hello <script>alert(1)</script> there',
    '[click](javascript:alert(1))',
    '![x](https://evil.example/pixel.png)',
    '<a href="https://evil.example">here</a>'
  ])('holds %s as text only', (hostile) => {
    const kinds = new Set<string>()
    const walk = (value: unknown): void => {
      if (Array.isArray(value)) value.forEach(walk)
      else if (typeof value === 'object' && value !== null) {
        if ('kind' in value) kinds.add(String(value.kind))
        Object.values(value).forEach(walk)
      }
    }
    const pieces = piecesOf(hostile)
    walk(pieces)
    for (const kind of kinds) expect(['text', 'paragraph', 'plain', 'link']).toContain(kind)
    expect(textOf(pieces)).not.toBe('')
  })
})
