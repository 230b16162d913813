import { describe, expect, it } from 'vitest'
import { keepable, type Typed } from './typed'

const typed: Typed = {
  image: 'web:2',
  update: { delay: 'soon' },
  settings: { args: 'serve --api-key=canary-1', user: 'www' },
  lists: {
    'container-label': { removed: ['token'], added: ['plain=1', 'token=canary-2'] },
    host: { removed: ['db:10.0.0.1'], added: ['db:10.0.0.2'] },
    'dns-search': { removed: [], added: ['https://me:canary-3@host'] }
  },
  env: {
    set: { LOG: 'debug', DB_PASSWORD: 'canary-4', URL: 'postgres://me:canary-5@db/x' },
    removed: ['API_TOKEN'],
    added: [
      { name: 'SECRET_KEY', value: 'canary-6' },
      { name: 'EMPTY_SECRET', value: '' },
      { name: 'MODE', value: 'fast' }
    ]
  },
  labels: { set: { auth: 'canary-7' }, removed: [], added: [] }
}

describe('what was typed', () => {
  it('is written down without what looks like a secret, whose names are told', () => {
    const { typed: kept, lost } = keepable(typed)
    expect(JSON.stringify(kept)).not.toContain('canary')
    expect([...lost].sort()).toEqual([
      'DB_PASSWORD',
      'SECRET_KEY',
      'URL',
      'args',
      'auth',
      'dns-search',
      'token'
    ])
    expect(kept).toEqual({
      image: 'web:2',
      update: { delay: 'soon' },
      settings: { user: 'www' },
      lists: {
        'container-label': { removed: [], added: ['plain=1'] },
        host: { removed: ['db:10.0.0.1'], added: ['db:10.0.0.2'] },
        'dns-search': { removed: [], added: [] }
      },
      env: {
        set: { LOG: 'debug' },
        removed: ['API_TOKEN'],
        added: [
          { name: 'EMPTY_SECRET', value: '' },
          { name: 'MODE', value: 'fast' }
        ]
      },
      labels: { set: {}, removed: [], added: [] }
    })
  })

  it('stays whole where nothing looks like one', () => {
    const plain: Typed = {
      replicas: 'three',
      force: true,
      withRegistryAuth: true,
      resolveImage: false,
      policy: 'Night',
      rollback: { order: 'x' }
    }
    expect(keepable(plain)).toEqual({ typed: plain, lost: [] })
  })
})
