import { afterEach, describe, expect, it } from 'vitest'
import { createDemoWorld, type DemoWorld } from '../support/demo-world'

let world: DemoWorld | undefined
afterEach(() => world?.end())

const cache = 'registry.example.com/shop/cache:7.2'

describe('tags from the registry', () => {
  it('come newest first, page after page, with what runs marked', async () => {
    world = await createDemoWorld()
    const { call, context } = world
    const image = 'registry.example.com/shop/web'
    const answer = await call('registry.tags', { context, service: 'shop_web', image })
    expect(answer.tags.map(({ name }) => name)).toEqual([
      '4.4.0-unhealthy',
      '4.4.0-slow',
      '4.3.0',
      '4.3.0-broken',
      '4.2.0',
      '4.1.0',
      '4.0.0',
      '3.9.0'
    ])
    expect(answer.tags.filter(({ running }) => running).map(({ name }) => name)).toEqual(['4.2.0'])
    expect(answer.standing).toMatchObject({ tag: '4.2.0', state: 'same' })
  })

  it('say when the tag was pushed again since it was deployed', async () => {
    world = await createDemoWorld()
    const { call, context } = world
    const standing = await call('registry.standing', { context, service: 'shop_cache' })
    expect(standing).toMatchObject({ tag: '7.2', state: 'moved' })
    expect(standing.now).not.toBe(standing.pinned)
    const answer = await call('registry.tags', { context, service: 'shop_cache', image: cache })
    expect(answer.standing).toEqual(standing)
    expect(answer.tags.every(({ running }) => !running)).toBe(true)
  })

  it('of another repository have nothing that runs', async () => {
    world = await createDemoWorld()
    const { call, context } = world
    const answer = await call('registry.tags', { context, service: 'shop_web', image: cache })
    expect(answer).toMatchObject({ repository: 'shop/cache', more: false })
    expect(answer.standing).toBeUndefined()
  })

  it('fail in words that say what to do', async () => {
    world = await createDemoWorld()
    const { call, context } = world
    const tags = (image: string) => call('registry.tags', { context, image })
    await expect(tags('registry.example.com/tools/mailer')).rejects.toMatchObject({ code: 'registry-login' })
    await expect(tags('registry.example.com/none')).rejects.toMatchObject({ code: 'registry-no-image' })
    // The demo cluster never leaves this machine.
    await expect(tags('nginx')).rejects.toMatchObject({ code: 'registry-unreachable' })
  })

  it('are read with the login of the Docker CLI', async () => {
    world = await createDemoWorld({ login: 'registry.example.com' })
    const { call, context } = world
    const { tags } = await call('registry.tags', { context, image: 'registry.example.com/tools/mailer' })
    expect(tags.map(({ name }) => name)).toEqual(['3.1.0', '3.0.2'])
  })
})
