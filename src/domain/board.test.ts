import { describe, expect, it } from 'vitest'
import { boardOf, type BoardContext } from './board'
import type { ServiceState } from './snapshot'

const states: readonly ServiceState[] = [
  'steady',
  'degraded',
  'updating',
  'verifying',
  'held',
  'paused',
  'rolling-back',
  'rolled-back',
  'failed',
  'stuck'
]
const context = (name: string, sight: BoardContext['sight']): BoardContext => ({
  id: `id-${name}`,
  name,
  sight,
  services: states.map((state) => ({ id: `${name}-${state}`, name: state, state }))
})

describe('the board of all clusters', () => {
  it('sorts rollouts by what they need, and leaves out what is at rest', () => {
    const { failing, held, running, unseen } = boardOf([context('a', 'seen')])
    expect(failing.map(({ state }) => state)).toEqual(['paused', 'failed', 'stuck'])
    expect(held.map(({ state }) => state)).toEqual(['held'])
    expect(running.map(({ state }) => state)).toEqual(['updating', 'verifying', 'rolling-back'])
    expect(unseen).toEqual([])
    expect(held[0]).toEqual({ context: 'id-a', where: 'a', service: 'a-held', name: 'held', state: 'held' })
  })

  it('never tells as present what was seen of a cluster that is lost, and says that it is not seen', () => {
    const { failing, held, running, unseen } = boardOf([context('a', 'unseen'), context('b', 'off')])
    expect([...failing, ...held, ...running]).toEqual([])
    expect(unseen).toEqual(['a'])
  })
})
