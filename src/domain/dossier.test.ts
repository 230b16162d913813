import { describe, expect, it } from 'vitest'
import {
  lifetimeOf,
  storyOf,
  tailOf,
  tellingLine,
  type Dossier,
  type DossierLine,
  type DossierTask
} from './dossier'
import { masked, maskedText } from './mask'
import { defaultPolicy } from './policy'
import type { Reason } from './reason'

const line = (text: string, stream: DossierLine['stream'] = 'stdout'): DossierLine => ({
  at: '',
  stream,
  text
})

describe('the telling line of a log', () => {
  it('is the last that speaks of an error, else the last on stderr, else the last', () => {
    const trouble = [line('fatal: no config'), line('bye', 'stderr'), line('')]
    expect(tellingLine(trouble)).toBe('fatal: no config')
    expect(tellingLine([line('one'), line('two', 'stderr'), line('three')])).toBe('two')
    expect(tellingLine([line('one'), line('  ')])).toBe('one')
    expect(tellingLine([])).toBeUndefined()
  })
})

describe('the tail of a log', () => {
  it('keeps the newest lines within its limit, masks before it cuts, and says what is missing', () => {
    const long = Array.from({ length: 100 }, (_, n) => line(`${String(n)} ${'x'.repeat(1500)}`))
    const { lines, cut } = tailOf('t', long, (text) => text)
    expect(lines.at(-1)?.text.startsWith('99 ')).toBe(true)
    expect(lines.length).toBeLessThan(60)
    expect(cut).toBe(true)
    const secret = `${'x'.repeat(1990)} token=hunter2hunter2`
    expect(JSON.stringify(tailOf('t', [line(secret)], maskedText))).not.toContain('hunter2')
    expect(tailOf('t', [], (text) => text)).toEqual({ task: 't', lines: [], cut: false, missing: 'silent' })
  })
})

describe('how long failing tasks lasted', () => {
  const task = (lasted: number, state: DossierTask['state'] = 'failed'): DossierTask => ({
    ...{ id: String(lasted), state, madeAt: 0, at: lasted }
  })
  it('is the middle one of those that ran', () => {
    expect(lifetimeOf([task(900), task(1000), task(90_000), task(5, 'rejected')])).toBe(1000)
    expect(lifetimeOf([task(5, 'rejected')])).toBeUndefined()
  })
})

describe('secrets in free text', () => {
  it.each([
    ['DB_PASSWORD=hunter2 ok', `DB_PASSWORD=${masked} ok`],
    ['connect postgres://u:hunter2@db:5432/x', `connect postgres://u:${masked}@db:5432/x`],
    ['Authorization: Bearer hunter2hunter2', `Authorization: Bearer ${masked}`],
    ['{"api_key": "hunter2", "a": 1}', `{"api_key": ${masked}, "a": 1}`],
    ['GET /?access_token=hunter2&x=1', `GET /?access_token=${masked}&x=1`]
  ])('%s', (text, shown) => {
    expect(maskedText(text)).toBe(shown)
  })
  it('are known values too, but plain words are left alone', () => {
    expect(maskedText('the value hunter22 here', ['hunter22'])).toBe(`the value ${masked} here`)
    for (const text of ['author: me', 'tokens used: 5', 'authentication failed for user bob'])
      expect(maskedText(text, ['me'])).toBe(text)
  })
})

describe('the story of a dossier', () => {
  const reason = (code: Reason['code'], task: string): Reason => ({
    ...{ code, error: '', tasks: 1, slots: [], nodes: [], task, at: 0 }
  })
  const dossier = (over: Partial<Dossier>): Dossier => ({
    ...{ service: 's', name: 's', number: 2, by: 'skep', image: 'web:2', startedAt: 0, takenAt: 0, asOf: 0 },
    policy: defaultPolicy,
    counts: { total: 6, dirty: 6, failing: 3 },
    ...{ failed: 3, reasons: [], tasks: [], logs: [], facts: [] },
    ...over
  })
  const log = (task: string, text: string) => ({ task, cut: false, lines: [line(text)] })

  it('is the first cause, its share of the slots, and the telling line of its own task', () => {
    const reasons = [reason('exit-code', 'b'), reason('no-such-image', 'a')]
    const logs = [log('a', 'error: of another'), log('b', 'fatal: no config')]
    expect(storyOf(dossier({ reasons, logs }))).toMatchObject({
      reason: { code: 'exit-code' },
      failing: 3,
      of: 6,
      line: 'fatal: no config'
    })
  })

  it('quotes no log for a task that never ran, and counts no more slots than there are', () => {
    const logs = [log('old', 'error: of the version before')]
    expect(storyOf(dossier({ reasons: [reason('mount-missing', 'a')], logs })).line).toBeUndefined()
    const counts = { total: 2, dirty: 1, failing: 2 }
    expect(storyOf(dossier({ counts }))).toEqual({ failing: 2, of: 2 })
  })
})
