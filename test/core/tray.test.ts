import { describe, expect, it } from 'vitest'
import type { ClusterSnapshot, ServiceState } from '../../src/domain/snapshot'
import { createQuiet } from '../../src/main/core/quiet'
import { createTray } from '../../src/main/core/tray'
import type { Settings, SettingsData, TrayView } from '../../src/main/core/ports'
import type { ContextInfo, Language } from '../../src/shared/contract'

function tray(contexts: Record<string, ContextInfo['connection']['state']>) {
  const drawn: TrayView[] = []
  const chosen: unknown[] = []
  const world = { language: 'en' as Language, quiet: false, contexts }
  const made = createTray({
    desktop: {
      focused: () => false,
      notify: () => undefined,
      tray: (view) => void drawn.push(view),
      menu: () => undefined
    },
    language: () => world.language,
    contexts: () =>
      Object.entries(world.contexts).map(
        ([id, state]) => ({ id, name: id.toUpperCase(), connection: { state } }) as ContextInfo
      ),
    quiet: () => world.quiet,
    onWanted: (sight) => chosen.push(sight),
    onQuiet: (choice) => chosen.push(choice)
  })
  const see = (context: string, services: Record<string, ServiceState>) =>
    made.onSnapshot({
      context,
      services: Object.entries(services).map(([name, state]) => ({ id: `id-${name}`, name, state }))
    } as unknown as ClusterSnapshot)
  return { ...made, drawn, chosen, world, see, last: () => drawn.at(-1)! }
}

describe('the tray', () => {
  it('tells the worst over all clusters, names each rollout, and leads to it', () => {
    const world = tray({ a: 'live', b: 'live' })
    world.look()
    expect(world.last()).toMatchObject({ mark: 'calm', title: 'Skep: no update is under way' })
    world.see('a', { web: 'updating', db: 'steady' })
    expect(world.last().mark).toBe('running')
    world.see('b', { api: 'held', mail: 'failed', cron: 'rolled-back' })
    expect(world.last()).toMatchObject({ mark: 'failing', title: 'Skep: 1 failing, 1 held, 1 running' })
    const [title, ...lines] = world.last().rollouts
    expect(title?.run).toBeUndefined()
    expect(lines.map(({ label }) => label)).toEqual([
      'mail · B: failed',
      'api · B: held',
      'web · A: is updated'
    ])
    lines[1]?.run?.()
    expect(world.chosen).toEqual([{ context: 'b', service: 'id-api' }])
  })

  it('says that a cluster is not seen, and tells nothing of before as if it were now', () => {
    const world = tray({ a: 'live' })
    world.see('a', { web: 'failed' })
    world.world.contexts = { a: 'lost' }
    world.look()
    expect(world.last()).toMatchObject({ mark: 'unseen', title: 'Skep: no connection to A' })
    world.world.contexts = { a: 'disconnected' }
    world.look()
    expect(world.last().mark).toBe('calm')
  })

  it('is drawn anew only when it says something else, and in the language in force', () => {
    const world = tray({ a: 'live' })
    for (let turn = 0; turn < 3; turn += 1) world.see('a', { web: 'updating' })
    expect(world.drawn).toHaveLength(1)
    world.see('a', { web: 'verifying' })
    expect(world.drawn).toHaveLength(2)
    world.world.language = 'fr'
    world.look()
    expect(world.last().rollouts[1]?.label).toBe('web · A\u00a0: vérification en cours')
  })

  it('names a dozen and counts the rest', () => {
    const world = tray({ a: 'live' })
    world.see('a', Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`s${String(at)}`, 'updating'])))
    expect(world.last().rollouts).toHaveLength(14)
    expect(world.last().rollouts.at(-1)).toEqual({ label: 'and 8 more' })
  })

  it('offers quiet, or its end', () => {
    const world = tray({})
    world.look()
    world.last().quiet.forEach(({ run }) => run?.())
    world.world.quiet = true
    world.look()
    world.last().quiet.forEach(({ run }) => run?.())
    expect(world.chosen).toEqual(['hour', 'morning', 'off'])
  })
})

describe('quiet', () => {
  function quietFrom(quietUntil: number | null) {
    const data = { quietUntil }
    const timers: { at: number; fn: () => void }[] = []
    const world = { now: 1_000, ends: 0 }
    const settings = {
      get: () => data as unknown as SettingsData,
      set: (change: Partial<SettingsData>) => void Object.assign(data, change)
    } as Settings
    const clock = {
      now: () => world.now,
      after(ms: number, fn: () => void) {
        const timer = { at: world.now + ms, fn }
        timers.push(timer)
        return () => void timers.splice(timers.indexOf(timer) >>> 0, 1)
      }
    }
    const quiet = createQuiet(settings, clock, () => (world.ends += 1))
    return { quiet, data, timers, world }
  }

  it('ends by itself, once', () => {
    const { quiet, data, timers, world } = quietFrom(5_000)
    quiet.look()
    expect(quiet.is()).toBe(true)
    expect(timers.map(({ at }) => at)).toEqual([5_000])
    world.now = 5_000
    timers[0]?.fn()
    expect([quiet.is(), data.quietUntil, world.ends]).toEqual([false, null, 1])
    quiet.look()
    expect(world.ends).toBe(1)
  })

  it('is over when the app starts after its end, and leaves no timer when it is ended by hand', () => {
    const late = quietFrom(500)
    late.quiet.look()
    expect([late.data.quietUntil, late.world.ends]).toEqual([null, 1])
    const byHand = quietFrom(5_000)
    byHand.quiet.look()
    byHand.data.quietUntil = null
    byHand.quiet.look()
    expect([byHand.timers.length, byHand.world.ends]).toEqual([0, 1])
  })
})
