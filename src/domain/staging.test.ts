import { describe, expect, it } from 'vitest'
import { stagingFinding, type StagingRun } from './staging'

const day = 86_400_000
const digest = (letter: string) => `sha256:${letter.repeat(64)}`
const run = (changes: Partial<StagingRun> = {}): StagingRun => ({
  context: 'Test bench',
  image: 'shop/web:2',
  digest: digest('a'),
  at: 20 * day,
  outcome: 'succeeded',
  ...changes
})
const code = (reference: string, runs: readonly StagingRun[]) =>
  stagingFinding(reference, runs, ['Test bench'])?.code
const pinned = `shop/web:2@${digest('a')}`

describe('what is known of an image from staging', () => {
  it('is nothing where there is no staging context', () => {
    expect(stagingFinding(pinned, [], [])).toBeUndefined()
  })

  it('is that the same digest ran there and was verified, with where and when', () => {
    expect(stagingFinding(pinned, [run()], ['Test bench'])).toEqual({
      code: 'staging-ran',
      severity: 'info',
      values: { context: 'Test bench', day: '1970-01-21' }
    })
  })

  it('is less where only the tag is known on one side', () => {
    expect(code('shop/web:2', [run()])).toBe('staging-ran-tag')
    expect(code(pinned, [run({ digest: undefined })])).toBe('staging-ran-tag')
  })

  it('is a warning where it was never there, or another image under the same tag', () => {
    expect(code(pinned, [])).toBe('staging-never')
    expect(code(pinned, [run({ image: 'shop/web:1' })])).toBe('staging-never')
    expect(code(pinned, [run({ digest: digest('b') })])).toBe('staging-other')
  })

  it('is grave where it failed there and did not succeed since', () => {
    for (const outcome of ['failed', 'rolled-back', 'paused', 'stuck'] as const)
      expect(code(pinned, [run(), run({ outcome, at: 21 * day })])).toBe('staging-failed')
    expect(code(pinned, [run({ outcome: 'failed', at: 19 * day }), run()])).toBe('staging-ran')
  })

  it('counts nothing that was not verified', () => {
    for (const outcome of ['running', 'unknown', 'superseded'] as const)
      expect(code(pinned, [run({ outcome })])).toBe('staging-never')
  })
})
