import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isAtLeast, severityOf } from './severity'

it.each([
  ['{"level":"warn","msg":"slow"}', 'warning'],
  ['{"time":1,"level":50,"msg":"x"}', 'error'],
  ['{"level":30,"msg":"error is only in the text"}', 'info'],
  ['time="2026-11-25T07:00:00Z" level=error msg="no such host"', 'error'],
  ['2026/11/25 07:00:00 [warn] 29#29: an upstream response is buffered', 'warning'],
  ['2026-11-25 07:00:00.123 ERROR [main] com.shop.Web: gone', 'error'],
  ['2026-11-25 07:00:00 INFO  no error happened', 'info'],
  ['error: cannot open', 'error'],
  ['fatal: cannot read the configuration', 'error'],
  ['E1125 07:00:00.000001 1 reflector.go:1] x', 'error'],
  ['W1125 07:00:00.000001 1 reflector.go:1] x', 'warning'],
  ['TypeError: x is not a function', 'error'],
  ['Traceback (most recent call last):', 'error'],
  ['panic: runtime error', 'error'],
  ['DEBUG cache hit', 'debug'],
  ['GET /errors 200', undefined],
  ['the last error was fixed', undefined],
  ['', undefined]
] as const)('guesses %s', (line, severity) => expect(severityOf(line)).toBe(severity))

it('never throws, and reads only the beginning of a line', () => {
  fc.assert(fc.property(fc.string(), (text) => void severityOf(text)))
  expect(severityOf(`${'x'.repeat(400)} ERROR `)).toBeUndefined()
})

it('compares with what is asked for', () => {
  expect([isAtLeast('error', 'warning'), isAtLeast('info', 'warning')]).toEqual([true, false])
  expect([isAtLeast(undefined, 'error'), isAtLeast(undefined, undefined)]).toEqual([false, true])
})
