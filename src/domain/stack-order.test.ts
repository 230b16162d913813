import { describe, expect, it } from 'vitest'
import { suggestedWaves } from './stack-order'

const service = (name: string, env: readonly string[] = [], more: object = {}) => ({
  id: name,
  name: `shop_${name}`,
  spec: { Name: `shop_${name}`, TaskTemplate: { ContainerSpec: { Env: env, ...more }, Placement: {} } }
})
const waves = (...services: ReturnType<typeof service>[]) => suggestedWaves('shop', services)

describe('the suggested waves', () => {
  it('put a service behind those whose addresses it holds', () => {
    expect(
      waves(
        service('web', ['API_URL=http://shop_api:8080', 'CACHE=cache:6379']),
        service('api', ['DATABASE_URL=postgres://user:pw@db/orders']),
        service('db'),
        service('cache')
      )
    ).toEqual([['db', 'cache'], ['api'], ['web']])
  })

  it('look at the command, and take a name alone for an address', () => {
    expect(
      waves(
        service('web', ['UPSTREAM=api']),
        service('api', [], { Args: ['--db', 'db:5432'] }),
        service('db')
      )
    ).toEqual([['db'], ['api'], ['web']])
  })

  it('are not misled by a name inside of other words', () => {
    expect(
      waves(
        service('web', ['TITLE=the api of dreams', 'X=shop_api2', 'Y=http://api.example.com']),
        service('api', ['webby=webby:1', 'P=/srv/web'])
      )
    ).toEqual([['web', 'api']])
  })

  it('keep a ring together, and everybody once', () => {
    expect(
      waves(
        service('a', ['B=http://b']),
        service('b', ['A=http://a']),
        service('c', ['A=http://a']),
        service('d')
      )
    ).toEqual([['d'], ['a', 'b', 'c']])
  })
})
