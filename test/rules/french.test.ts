import { readdirSync, readFileSync } from 'node:fs'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'

const folders = ['src/renderer/src/messages', 'src/shared/messages']
const files = folders.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => /(^|\.)fr\.ts$/.test(name))
    .map((name) => `${folder}/${name}`)
)

/** An ordinary space where French type takes one that does not break: before high signs, inside of quotation marks. */
const breaks = / [;!?:](?=[\s’”»)]|$)|« | »/

/** The texts of a file, without its code. */
function textsOf(source: string): readonly string[] {
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) found.push(node.text)
    else if (ts.isTemplateHead(node) || ts.isTemplateMiddle(node) || ts.isTemplateTail(node))
      found.push(node.text)
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile('texts.ts', source, ts.ScriptTarget.Latest))
  return found
}

describe('French sentences', () => {
  it.each(files)('of %s do not break before their signs', (file) => {
    expect(textsOf(readFileSync(file, 'utf8')).filter((text) => breaks.test(text))).toEqual([])
  })

  it('that would are found', () => {
    expect(
      textsOf("const a = x ? 'Vraiment ?' : `« ${y} » : non`").filter((text) => breaks.test(text))
    ).toEqual(['Vraiment ?', '« ', ' » : non'])
    expect(files.length).toBeGreaterThan(20)
  })
})
