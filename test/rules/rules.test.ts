import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ESLint } from 'eslint'
import { describe, expect, it } from 'vitest'

const eslint = new ESLint()

/** The rules that a source of one line breaks, as if it stood at that path. */
async function broken(path: string, source: string): Promise<readonly string[]> {
  const [result] = await eslint.lintText(source, { filePath: path })
  return result?.messages.map((message) => message.ruleId ?? message.message) ?? []
}

describe('the layer rules fire', () => {
  const bad: readonly [string, string][] = [
    ['src/domain/x.ts', "import * as v from 'valibot'\nexport const x = v"],
    ['src/domain/x.ts', "import { sha256 } from '../main/core/hash'\nexport const x = sha256"],
    ['src/shared/x.ts', "import { systemClock } from '../main/core/clock'\nexport const x = systemClock"],
    ['src/preload/x.ts', "import { readFile } from 'node:fs'\nexport const x = readFile"],
    ['src/main/core/x.ts', "import { app } from 'electron'\nexport const x = app"],
    ['src/main/core/x.ts', "import Docker from 'dockerode'\nexport const x = Docker"],
    ['src/main/core/x.ts', "import { createWire } from '../engine/wire'\nexport const x = createWire"],
    ['src/main/engine/x.ts', "import { openJournal } from '../store/journal'\nexport const x = openJournal"],
    ['src/main/store/x.ts', "import Docker from 'dockerode'\nexport const x = Docker"],
    ['src/main/demo/x.ts', "import { app } from 'electron'\nexport const x = app"],
    ['src/main/app/x.ts', "import { createWire } from '../engine/wire'\nexport const x = createWire"],
    ['src/renderer/src/ui/x.ts', "import { lastGood } from '../state/rollback'\nexport const x = lastGood"],
    ['src/renderer/src/state/x.ts', "import { ago } from '../ui/time'\nexport const x = ago"],
    ['src/renderer/src/views/service/x.ts', "import { x } from '../help/x'\nexport const y = x"]
  ]
  it.each(bad)('%s may not say: %s', async (path, source) => {
    expect(await broken(path, source)).toContain('no-restricted-imports')
  })
})

describe('the safety rules fire', () => {
  const bad: readonly [string, string, string][] = [
    ['no-restricted-properties', 'src/main/core/x.ts', 'export const x = process.env'],
    ['no-restricted-globals', 'src/main/app/x.ts', 'export const x = ipcRenderer'],
    ['no-eval', 'src/main/core/x.ts', "export const x = eval('1')"],
    ['no-new-func', 'src/main/core/x.ts', "export const x = new Function('return 1')"],
    ['no-restricted-syntax', 'src/renderer/src/ui/x.ts', "document.body.innerHTML = 'x'"],
    ['no-restricted-syntax', 'src/main/engine/x.ts', 'export const x = { rejectUnauthorized: false }'],
    ['no-restricted-syntax', 'src/main/core/x.ts', 'export default 1'],
    ['svelte/no-at-html-tags', 'src/renderer/src/ui/X.svelte', '{@html "x"}'],
    ['@typescript-eslint/no-explicit-any', 'src/domain/x.ts', 'export const x: any = 1'],
    ['@typescript-eslint/no-non-null-assertion', 'src/domain/x.ts', 'export const x = (y?: { z: 1 }) => y!.z']
  ]
  it.each(bad)('%s in %s: %s', async (rule, path, source) => {
    expect(await broken(path, source)).toContain(rule)
  })

  it('lets good code pass', async () => {
    expect(await broken('src/domain/x.ts', "import { at } from './json'\nexport const x = at")).toEqual([])
  })
})

describe('the compiler keeps the domain pure', () => {
  it.each(['process.pid', 'setTimeout(() => 1, 1)', 'document.title', "fetch('x')"])(
    '%s does not compile',
    (expression) => {
      const folder = mkdtempSync(join(process.cwd(), 'src/domain/rule-'))
      try {
        writeFileSync(join(folder, 'x.ts'), `export const x = ${expression}\n`)
        const config = { extends: '../../../tsconfig.domain.json', include: ['x.ts'], exclude: [] }
        writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
        const ran = spawnSync('npx', ['tsc', '-p', folder], { encoding: 'utf8' })
        expect(ran.stdout).toMatch(/error TS(2304|2580|2584|2591)/)
      } finally {
        rmSync(folder, { recursive: true })
      }
    }
  )
})
