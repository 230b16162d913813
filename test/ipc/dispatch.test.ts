import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { SkepError, errorCodes } from '../../src/domain/error'
import { isOwnSender } from '../../src/main/app/sender'
import { createDispatch, type Handlers } from '../../src/main/core/dispatch'
import { calls, type Method } from '../../src/shared/contract'
import { texts } from '../../src/shared/messages'

const methods = Object.keys(calls) as Method[]

function dispatchTo(run: (method: Method) => unknown) {
  const handlers = Object.fromEntries(
    methods.map((method) => [method, () => run(method)])
  ) as unknown as Handlers
  return createDispatch(handlers, () => 'en')
}

describe('dispatch', () => {
  it.each(methods)('%s: no input outside its schema reaches the handler', async (method) => {
    const reached = vi.fn()
    const call = dispatchTo(reached)
    await fc.assert(
      fc.asyncProperty(fc.anything(), async (input) => {
        reached.mockClear()
        const reply = await call(method, input)
        if (!reply.ok) {
          expect(reply.error.code).toBe('bad-input')
          expect(reached).not.toHaveBeenCalled()
        }
      }),
      { numRuns: 300 }
    )
    reached.mockClear()
    const extra = await call(method, { context: 'a', service: 'b', unheardOf: true })
    expect(extra.ok).toBe(false)
    expect(reached).toHaveBeenCalledTimes(0)
  })

  it.each(['', 'contexts', 'contexts.list.x', 'toString', '__proto__', 'constructor'])(
    'refuses the name %j',
    async (name) => {
      const reached = vi.fn()
      expect(await dispatchTo(reached)(name, {})).toMatchObject({
        ok: false,
        error: { code: 'unknown-method' }
      })
      expect(reached).not.toHaveBeenCalled()
    }
  )

  it.each(['../containers/prod', 'a/b', 'a%2fb', '', 'a\nb', '-x'])(
    'refuses the id %j: it would be pasted into a path',
    async (service) => {
      expect(await dispatchTo(vi.fn())('services.inspect', { context: 'a', service })).toMatchObject({
        ok: false,
        error: { code: 'bad-input' }
      })
    }
  )

  it('says nothing of an error that was not thrown on purpose', async () => {
    const call = dispatchTo(() => {
      throw new Error('DATABASE_PASSWORD=hunter2')
    })
    const reply = await call('contexts.list', undefined)
    expect(reply).toMatchObject({ ok: false, error: { code: 'internal' } })
    expect(JSON.stringify(reply)).not.toContain('hunter2')
  })

  it('gives a code, a sentence and the values of its blanks', async () => {
    const call = dispatchTo(() => {
      throw new SkepError('service-unknown', { service: 'web' })
    })
    expect(await call('contexts.list', undefined)).toEqual({
      ok: false,
      error: {
        code: 'service-unknown',
        message:
          'There is no service “web” on this cluster. It may have been removed or renamed; nothing was sent. Look at the list of services.',
        values: { service: 'web' }
      }
    })
  })

  it.each(['en', 'fr'] as const)('has a sentence for every code in %s', (language) => {
    for (const code of errorCodes) expect(texts[language].error[code]({}).length).toBeGreaterThan(15)
  })
})

describe('the sender of a call', () => {
  const top = { url: 'skep://app/', parent: null }
  const own = (sender: Parameters<typeof isOwnSender>[0]) => isOwnSender(sender, 7, ['skep://app'])
  it('is our window’s top frame', () => expect(own({ contentsId: 7, frame: top })).toBe(true))
  it.each([
    ['no frame', { contentsId: 7, frame: null }],
    ['another window', { contentsId: 8, frame: top }],
    ['a child frame', { contentsId: 7, frame: { ...top, parent: top } }],
    ['about:blank', { contentsId: 7, frame: { ...top, url: 'about:blank' } }],
    ['another host', { contentsId: 7, frame: { ...top, url: 'skep://app.evil/' } }],
    ['the web', { contentsId: 7, frame: { ...top, url: 'https://app/' } }],
    ['no address', { contentsId: 7, frame: { ...top, url: '' } }]
  ])('is refused: %s', (_name, sender) => expect(own(sender)).toBe(false))
  it('is refused while there is no window', () => {
    expect(isOwnSender({ contentsId: 7, frame: top }, undefined, ['skep://app'])).toBe(false)
  })
})
