import { describe, expect, it } from 'vitest'
import type { Rollout, Verdict } from '../../src/domain/rollout'
import { newsOf, urgentNews } from '../../src/domain/news'
import { createNotifier, type Sight } from '../../src/main/core/notifier'
import type { Settings, SettingsData } from '../../src/main/core/ports'
import type { Notifications } from '../../src/shared/contract'

const rollout = (verdict?: Verdict, held = false) =>
  ({
    service: 's1',
    name: 'shop_web',
    ...(verdict ? { verdict } : {}),
    ...(held ? { held: {} } : {})
  }) as unknown as Rollout

function notifier(level: Notifications = 'all') {
  const told: { title: string; body: string; urgent: boolean; follow: () => void }[] = []
  const wanted: Sight[] = []
  const desk = { focused: false, quiet: false }
  const data = { notifications: level, contexts: [{ id: 'c1', name: 'Production' }] }
  const made = createNotifier({
    desktop: {
      focused: () => desk.focused,
      notify: (note, follow) => void told.push({ ...note, follow }),
      tray: () => undefined,
      menu: () => undefined
    },
    settings: { get: () => data as unknown as SettingsData } as Settings,
    quiet: { is: () => desk.quiet },
    language: () => 'en',
    onWanted: (sight) => wanted.push(sight)
  })
  return { ...made, told, wanted, desk, see: (one: Rollout) => made.onRollout('c1', one) }
}

describe('news of a rollout', () => {
  const verdicts: readonly Verdict[] = [
    'succeeded',
    'failed',
    'rolled-back',
    'paused',
    'stuck',
    'superseded',
    'unknown'
  ]

  it('is none at the first look, and of nothing that nobody knows', () => {
    for (const verdict of verdicts) expect(newsOf(undefined, rollout(verdict))).toBeUndefined()
    for (const verdict of ['superseded', 'unknown'] as const)
      expect(newsOf(rollout(), rollout(verdict))).toBeUndefined()
  })

  it('calls nothing but a success a success', () => {
    for (const verdict of verdicts.slice(0, 5)) {
      expect(newsOf(rollout(), rollout(verdict))).toBe(verdict)
      expect(urgentNews.has(verdict as 'failed')).toBe(verdict !== 'succeeded')
    }
  })

  it('is told once, also when it is looked at anew, and again for the next update', () => {
    const world = notifier()
    for (const one of [
      rollout(),
      rollout('succeeded'),
      rollout('succeeded'),
      rollout(),
      rollout('succeeded')
    ])
      world.see(one)
    expect(world.told.map(({ title, body }) => `${title}: ${body}`)).toEqual([
      'shop_web · Production: The update succeeded: every slot runs it, verified.',
      'shop_web · Production: The update succeeded: every slot runs it, verified.'
    ])
  })

  it('tells that a rollout is held and waits', () => {
    const world = notifier()
    for (const one of [rollout(), rollout(undefined, true), rollout(undefined, true)]) world.see(one)
    expect(world.told.map(({ body }) => body)).toEqual(['Held. It waits for your decision.'])
  })

  it('keeps quiet as it was asked to, and of what is looked at', () => {
    const failures = notifier('failures')
    for (const one of [rollout(), rollout('succeeded'), rollout(), rollout('paused')]) failures.see(one)
    expect(failures.told.map(({ body, urgent }) => [body, urgent])).toEqual([
      ['Paused after a failure. It waits for you.', true]
    ])
    const off = notifier('off')
    for (const one of [rollout(), rollout('failed')]) off.see(one)
    expect(off.told).toEqual([])
    const looking = notifier()
    looking.looking({ context: 'c1', service: 's1' })
    looking.desk.focused = true
    for (const one of [rollout(), rollout('failed')]) looking.see(one)
    expect(looking.told).toEqual([])
    looking.desk.focused = false
    for (const one of [rollout(), rollout('failed')]) looking.see(one)
    expect(looking.told).toHaveLength(1)
  })

  it('leads to its service', () => {
    const world = notifier()
    for (const one of [rollout(), rollout('stuck')]) world.see(one)
    world.told[0]?.follow()
    expect(world.wanted).toEqual([{ context: 'c1', service: 's1' }])
  })

  it('is kept while it is quiet, and what still needs somebody is told once when that ends', () => {
    const world = notifier()
    world.desk.quiet = true
    for (const one of [rollout(), rollout('failed')]) world.see(one)
    for (const verdict of [undefined, 'failed', 'succeeded'] as const)
      world.onRollout('c1', { ...rollout(verdict), service: 's2', name: 'shop_api' })
    expect(world.told).toEqual([])
    world.desk.quiet = false
    world.onQuietEnd()
    world.onQuietEnd()
    expect(world.told.map(({ title, body }) => [title, body])).toEqual([
      ['Quiet is over', 'shop_web needs somebody.']
    ])
    world.told[0]?.follow()
    expect(world.wanted).toEqual([{ context: 'c1', service: 's1' }])
  })
})
