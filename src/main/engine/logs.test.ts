import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LogLine } from '../../shared/contract'
import { createLogDecoder, decodeLogs } from './logs'

const frame = (stream: number, text: string): Buffer => {
  const payload = Buffer.from(text)
  const head = Buffer.from([stream, 0, 0, 0, 0, 0, 0, 0])
  head.writeUInt32BE(payload.length, 4)
  return Buffer.concat([head, payload])
}
const line = (at: string, task: string, text: string) =>
  `${at} com.docker.swarm.node.id=n1,com.docker.swarm.service.id=s1,com.docker.swarm.task.id=${task} ${text}\n`
const name = (node: string) => (node === 'n1' ? 'hive-1' : node)

describe('decodeLogs', () => {
  it('takes frames apart, names the node and sorts the tasks together by time', () => {
    const body = Buffer.concat([
      frame(1, line('2026-11-24T07:23:53.9Z', 't1', 'second')),
      frame(2, line('2026-11-24T07:23:53.1Z', 't2', 'first  with  spaces = and signs'))
    ])
    expect(decodeLogs(body, name)).toEqual([
      {
        at: '2026-11-24T07:23:53.1Z',
        task: 't2',
        node: 'hive-1',
        stream: 'stderr',
        text: 'first  with  spaces = and signs'
      },
      { at: '2026-11-24T07:23:53.9Z', task: 't1', node: 'hive-1', stream: 'stdout', text: 'second' }
    ])
  })

  it('reads the plain text of a service with a terminal', () => {
    const body = Buffer.from(line('2026-11-24T07:23:53.1Z', 't1', 'hello\r'))
    expect(decodeLogs(body, name)).toMatchObject([{ task: 't1', stream: 'stdout', text: 'hello' }])
  })

  it('keeps a line without details, and an empty one', () => {
    const body = Buffer.concat([
      frame(3, 'error from daemon in stream: incomplete\n'),
      frame(1, line('2026-11-24T07:23:53.1Z', 't1', ''))
    ])
    expect(decodeLogs(body, name).map((one) => one.text)).toEqual([
      'error from daemon in stream: incomplete',
      ''
    ])
  })

  it('cuts a very long line and says how many bytes of it are left out', () => {
    const [cut] = decodeLogs(frame(1, line('2026-11-24T07:23:53.1Z', 't1', 'x'.repeat(10_007))), name)
    expect([cut?.text.length, cut?.cut]).toEqual([10_000, 7])
    const [emoji] = decodeLogs(frame(1, line('2026-11-24T07:23:53.1Z', 't1', `x${'🐝'.repeat(6_000)}`)), name)
    expect([emoji?.text.length, /🐝$/u.test(emoji?.text ?? '')]).toEqual([9_999, true])
  })

  it('puts a line of a megabyte together from pieces of 16 KiB that are mixed with another task’s', () => {
    const message = Buffer.from(`${'é'.repeat(500_000)}\n`)
    const frames: Buffer[] = []
    for (let start = 0; start < message.length; start += 16_384) {
      for (const task of ['t1', 't2']) {
        const head = Buffer.from(line('2026-11-24T07:23:53.1Z', task, '').slice(0, -1))
        const part = Buffer.concat([head, message.subarray(start, start + 16_384)])
        const size = Buffer.from([1, 0, 0, 0, 0, 0, 0, 0])
        size.writeUInt32BE(part.length, 4)
        frames.push(size, part)
      }
    }
    frames.push(frame(1, line('2026-11-24T07:23:54.1Z', 't1', 'after')))
    const lines = decodeLogs(Buffer.concat(frames), name)
    expect(lines.map((one) => [one.task, one.text.length, one.cut])).toEqual([
      ['t1', 10_000, 980_000],
      ['t2', 10_000, 980_000],
      ['t1', 5, undefined]
    ])
  })

  it('gives a last line without a line end at once', () => {
    const decoder = createLogDecoder(name)
    const dead = frame(2, line('2026-11-24T07:23:53.1Z', 't1', 'fatal: no memory').slice(0, -1))
    expect(decoder.push(dead).map((one) => one.text)).toEqual(['fatal: no memory'])
  })

  it('gives the same lines however the answer is cut into chunks', () => {
    const framed = Buffer.concat([
      frame(1, line('2026-11-24T07:23:53.1Z', 't1', 'one – é 🐝')),
      frame(2, line('2026-11-24T07:23:53.2Z', 't2', 'two')),
      frame(1, line('2026-11-24T07:23:53.3Z', 't1', ''))
    ])
    const plain = Buffer.from(
      line('2026-11-24T07:23:53.1Z', 't1', 'hello\r') + line('2026-11-24T07:23:53.2Z', 't1', 'é')
    )
    for (const body of [framed, plain]) {
      fc.assert(
        fc.property(fc.array(fc.nat({ max: body.length }), { maxLength: 20 }), (cuts) => {
          const decoder = createLogDecoder(name)
          const places = [0, ...cuts.sort((a, b) => a - b), body.length]
          const lines: LogLine[] = places.flatMap((place, at) => [
            ...decoder.push(body.subarray(places[at - 1] ?? 0, place))
          ])
          expect([...lines, ...decoder.end()]).toEqual(decodeLogs(body, name))
        })
      )
    }
  })

  it('never throws, whatever came', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        expect(Array.isArray(decodeLogs(Buffer.from(bytes), name))).toBe(true)
      })
    )
  })
})
