import { describe, expect, it, vi } from 'vitest'
import { SkepError } from '../../src/domain/error'
import type { Gates } from '../../src/domain/gates'
import { createGateWatch, matches, type GateSight, type GateWord } from '../../src/main/core/gate-watch'
import type { ProbeAnswer } from '../../src/main/core/ports'
import type { LogLine } from '../../src/shared/contract'

const gates: Gates = { bake: '1m', breach: 'hold', advance: true, slots: 1 }
const http = { url: 'http://127.0.0.1/', timeout: '5s' }
const line = (task: string, text: string): LogLine => ({ at: '', task, node: 'n', stream: 'stdout', text })

interface Scene {
  readonly gates?: Partial<Gates>
  readonly asks?: boolean
  readonly answer?: () => Promise<ProbeAnswer>
  readonly lines?: () => readonly LogLine[]
}

/** A watch with a clock of its own: `at` looks at a second and waits until what it asked has answered. */
function scene({ gates: more = {}, asks = false, answer, lines = () => [] }: Scene = {}) {
  const probe = vi.fn(answer ?? (() => Promise.resolve({ status: 200, body: '' })))
  const watch = createGateWatch({ gates: { ...gates, ...more }, probe, asks })
  const at = async (second: number, sight: Partial<GateSight> = {}): Promise<GateWord | undefined> => {
    const word = watch.look({
      now: second * 1000,
      there: true,
      tasks: ['t1'],
      ended: [],
      logs: () => Promise.resolve(lines()),
      ...sight
    })
    await new Promise((resolve) => setImmediate(resolve))
    return word
  }
  const through = async (from: number, to: number, sight: Partial<GateSight> = {}) => {
    for (let second = from; second <= to; second += 1) {
      const word = await at(second, sight)
      if (word) return { second, word }
    }
    return undefined
  }
  return { watch, at, through, probe }
}

describe('the gates of a held step', () => {
  it('pass when all was good for the whole time after the slots run, and say so once', async () => {
    const { through, watch, at } = scene({ gates: { http } })
    expect(await through(0, 20, { there: false })).toBeUndefined()
    expect(watch.view().state).toBe('waiting')
    expect(await through(21, 200)).toEqual({ second: 81, word: { kind: 'passed' } })
    expect(watch.view()).toMatchObject({
      state: 'passed',
      checks: [
        { gate: 'restarts', ok: true },
        { gate: 'http', ok: true, count: 200 }
      ]
    })
    expect(await at(82)).toBeUndefined()
  })

  it('are breached by a task that ends by itself, unless some are allowed', async () => {
    const strict = scene()
    expect(await strict.through(0, 90, { ended: ['a'] })).toEqual({
      second: 0,
      word: { kind: 'breached', gate: 'restarts' }
    })
    const lenient = scene({ gates: { restarts: 1 } })
    expect((await lenient.through(0, 90, { ended: ['a'] }))?.word.kind).toBe('passed')
    const twice = scene({ gates: { restarts: 1 } })
    await twice.at(0, { ended: ['a'] })
    // The engine forgets tasks; the count does not.
    expect(await twice.at(1, { ended: ['b'] })).toEqual({ kind: 'breached', gate: 'restarts' })
  })

  it('bear two failures of the address in a row, and not three', async () => {
    let status = 500
    const twice = scene({ gates: { http }, answer: () => Promise.resolve({ status, body: '' }) })
    await twice.through(0, 4)
    expect(twice.watch.view().checks[1]).toMatchObject({ ok: false, count: 500, failures: 2 })
    status = 204
    expect((await twice.through(5, 90))?.word.kind).toBe('passed')
    const thrice = scene({
      gates: { http },
      answer: () => Promise.reject(new SkepError('deadline', { seconds: 5 }))
    })
    expect((await thrice.through(0, 90))?.word).toEqual({ kind: 'breached', gate: 'http' })
    expect(thrice.watch.view().checks[1]).toMatchObject({ ok: false, code: 'deadline', failures: 3 })
  })

  it('look at the status and the body as asked', async () => {
    const body = scene({
      gates: { http: { ...http, status: 418, body: 'tea+pot' } },
      answer: () => Promise.resolve({ status: 418, body: 'a teapot' })
    })
    await body.at(0)
    expect(body.watch.view().checks[1]).toMatchObject({ ok: true })
    const missing = scene({
      gates: { http: { ...http, body: '^ready$' } },
      answer: () => Promise.resolve({ status: 200, body: 'not ready' })
    })
    await missing.at(0)
    expect(missing.watch.view().checks[1]).toMatchObject({ ok: false, pattern: 'missing' })
  })

  it('find a bad line in a new task’s log, and miss a required one at the end', async () => {
    const said = [line('t1', 'fatal: no database'), line('old', 'ready')]
    const bad = scene({ gates: { log: { pattern: '^fatal', must: 'not-appear' } }, lines: () => said })
    expect((await bad.through(0, 90))?.word).toEqual({ kind: 'breached', gate: 'log' })
    const required = scene({ gates: { log: { pattern: 'ready', must: 'appear' } }, lines: () => said })
    expect(await required.through(0, 90)).toEqual({ second: 60, word: { kind: 'breached', gate: 'log' } })
    const there = scene({
      gates: { log: { pattern: 'ready', must: 'appear' } },
      lines: () => [line('t1', 'ready')]
    })
    expect((await there.through(0, 90))?.word.kind).toBe('passed')
  })

  it('begin anew after a gap, and ask after one longer than the time', async () => {
    const short = scene()
    await short.through(0, 30)
    expect(await short.through(50, 105)).toBeUndefined()
    expect((await short.through(106, 120))?.second).toBe(110)
    const long = scene()
    await long.through(0, 30)
    expect(await long.through(100, 400)).toBeUndefined()
    expect(long.watch.view().state).toBe('asks')
  })

  it('never go on by themselves where Skep was not there when the step was sent', async () => {
    const { through, watch } = scene({ asks: true })
    expect(await through(0, 300)).toBeUndefined()
    expect(await through(301, 310, { ended: ['a'] })).toBeUndefined()
    expect(watch.view()).toMatchObject({ state: 'asks', checks: [{ ok: false, count: 1 }] })
  })

  it('do not pass on nothing: without an answer there is no end', async () => {
    const { through, watch } = scene({ gates: { http }, answer: () => new Promise(() => undefined) })
    expect(await through(0, 200)).toBeUndefined()
    expect(watch.view().state).toBe('baking')
  })
})

describe('a person’s pattern', () => {
  it('is given up when the search does not end', () => {
    expect(matches('^(a+)+$', [`${'a'.repeat(60)}b`])).toBeUndefined()
    expect(matches('b$', ['ab', 'ba', 'b'])).toBe(2)
  })
})
