import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeLogs } from './logs'

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

  it('cuts a very long line and says by how much', () => {
    const body = frame(1, line('2026-11-24T07:23:53.1Z', 't1', 'x'.repeat(10_007)))
    expect(decodeLogs(body, name)[0]?.text).toMatch(/^x{10000} … \+7$/)
  })

  it('never throws, whatever came', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        expect(Array.isArray(decodeLogs(Buffer.from(bytes), name))).toBe(true)
      })
    )
  })
})
