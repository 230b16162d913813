import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ClusterSnapshot } from '../../src/domain/snapshot'
import { createLinks } from '../../src/main/core/links'
import type { ContextInfo } from '../../src/shared/contract'
import { createCoreWorld } from '../support/core-world'

function links(contexts: Record<string, ContextInfo['connection']['state']>) {
  const said: unknown[] = []
  const world = { contexts, seen: {} as Record<string, ClusterSnapshot> }
  const made = createLinks({
    contexts: () =>
      Object.entries(world.contexts).map(
        ([name, state]) => ({ id: `id-${name}`, name, connection: { state } }) as ContextInfo
      ),
    seen: (context) => world.seen[context],
    visit: (context) => void said.push(['visit', context]),
    onWanted: (sight) => void said.push(['go', ...Object.values(sight)]),
    onFailed: (code, values) => void said.push([code, values])
  })
  const look = (name: string, services: readonly string[]) => {
    const snapshot = {
      context: `id-${name}`,
      services: services.map((service) => ({ id: `id-${service}`, name: service }))
    } as unknown as ClusterSnapshot
    world.seen[`id-${name}`] = snapshot
    made.onSnapshot(snapshot)
  }
  return { ...made, said, world, look, listen: () => made.looking(undefined) }
}

describe('a link from outside', () => {
  it('waits until the window listens, and only the newest does', () => {
    const world = links({ Prod: 'live', Staging: 'live' })
    world.follow('skep://Staging')
    world.follow('skep://Prod')
    expect(world.said).toEqual([])
    world.listen()
    world.listen()
    expect(world.said).toEqual([['go', 'id-Prod']])
  })

  it('goes to a service that is there, by the name of either but for capitals', () => {
    const world = links({ Prod: 'live' })
    world.listen()
    world.look('Prod', ['web', 'db'])
    world.follow('skep://prod/WEB')
    expect(world.said).toEqual([
      ['go', 'id-Prod'],
      ['go', 'id-Prod', 'id-web']
    ])
  })

  it('connects what is disconnected, and waits for its services', () => {
    const world = links({ Prod: 'disconnected', Other: 'live' })
    world.listen()
    world.follow('skep://Prod/web')
    expect(world.said.splice(0)).toEqual([
      ['visit', 'id-Prod'],
      ['go', 'id-Prod']
    ])
    world.world.contexts['Prod'] = 'connecting'
    world.look('Other', ['web'])
    expect(world.said).toEqual([])
    world.world.contexts['Prod'] = 'live'
    world.look('Prod', ['web'])
    world.look('Prod', ['web'])
    expect(world.said).toEqual([['go', 'id-Prod', 'id-web']])
  })

  it('takes nobody away from a service that was opened meanwhile', () => {
    const world = links({ Prod: 'connecting' })
    world.listen()
    world.follow('skep://Prod/web')
    world.looking({ context: 'id-Other', service: 'db' })
    world.look('Prod', ['web'])
    expect(world.said).toEqual([['go', 'id-Prod']])
  })

  it('says what it does not know, and goes nowhere', () => {
    const world = links({ Prod: 'live', prod: 'live' })
    world.listen()
    world.follow('skep://PROD/web')
    world.follow('skep://Nowhere/web')
    world.follow(`skep://\u202e${'x'.repeat(500)}/a/b`)
    expect(world.said).toEqual([
      ['link-context', { name: 'PROD' }],
      ['link-context', { name: 'Nowhere' }],
      ['link-unreadable', { name: `skep:// ${'x'.repeat(71)}…` }]
    ])
  })

  it('says that a service is not there only from a look at the cluster as it is now', () => {
    const world = links({ Prod: 'reconnecting' })
    world.listen()
    world.look('Prod', ['db'])
    world.follow('skep://Prod/web')
    world.world.contexts['Prod'] = 'live'
    expect(world.said.splice(0)).toEqual([['go', 'id-Prod']])
    world.look('Prod', ['db'])
    expect(world.said).toEqual([['link-service', { name: 'web', context: 'Prod' }]])
  })

  it('changes no setting, not even whether a context is connected at the next start', async () => {
    const world = await createCoreWorld()
    try {
      await world.call('contexts.disconnect', { context: world.context })
      const settings = () => readFileSync(join(world.folder, 'settings.json'), 'utf8')
      const before = settings()
      await world.call('settings.looking', { sight: null })
      world.announced.length = 0
      world.follow('skep://demo/mailer')
      const mailer = (await world.service('mailer')).id
      await expect
        .poll(() => world.announced.filter(({ name }) => name === 'sight.wanted'))
        .toEqual([
          { name: 'sight.wanted', payload: { context: world.context } },
          { name: 'sight.wanted', payload: { context: world.context, service: mailer } }
        ])
      world.follow('skep://Demo/no-such')
      expect(world.announced.at(-1)).toEqual({
        name: 'link.failed',
        payload: { code: 'link-service', values: { name: 'no-such', context: 'Demo' } }
      })
      expect(settings()).toBe(before)
    } finally {
      await world.stop()
    }
  })
})
