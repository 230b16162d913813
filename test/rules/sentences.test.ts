import { readdirSync, readFileSync } from 'node:fs'
import { parse, type AST } from 'svelte/compiler'
import { describe, expect, it } from 'vitest'

/** Attributes that people read or hear. */
const spoken = new Set(['title', 'aria-label', 'placeholder', 'alt', 'label', 'aria-description'])
/** Names and keys, which, like addresses, are the same in every language. */
const names = /\b(Skep|Ctrl|stderr|stdout)\b/g
const letters = /\p{L}{2,}/u

type Nodes = Pick<AST.Fragment, 'nodes'>

/** What a component says itself, instead of taking it from the messages. */
function saidIn(source: string): readonly string[] {
  const found: string[] = []
  const say = (text: string) => {
    if (letters.test(text.replace(/https?:\S+/g, '').replace(names, ''))) found.push(text.trim())
  }
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(visit)
    if (typeof value !== 'object' || value === null) return
    const node = value as { type?: string; name?: string; data?: string; value?: unknown }
    if (node.type === 'Text') return say(node.data ?? '')
    if (node.type === 'Attribute') {
      if (spoken.has(node.name ?? '') && Array.isArray(node.value))
        for (const part of node.value as { type: string; data?: string }[])
          if (part.type === 'Text') say(part.data ?? '')
      return
    }
    // What is between braces is code; the linter looks after that.
    if (node.type === 'ExpressionTag') return
    Object.values(node).forEach(visit)
  }
  visit((parse(source, { modern: true }).fragment as Nodes).nodes)
  return found
}

describe('no component says a sentence of its own', () => {
  const root = 'src/renderer/src'
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.svelte')
  )

  it.each(files)('%s', (file) => {
    expect(saidIn(readFileSync(`${root}/${file}`, 'utf8'))).toEqual([])
  })

  it('and one that does is found', () => {
    expect(saidIn('<p>Roll back</p>')).toEqual(['Roll back'])
    expect(saidIn('{#if x}<button title="Go on">{t.go}</button>{:else}Wait{/if}')).toEqual(['Go on', 'Wait'])
    expect(saidIn('<p class="quiet">{t.x} · 1/2</p>')).toEqual([])
    expect(files.length).toBeGreaterThan(60)
  })
})
