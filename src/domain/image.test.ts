import { describe, expect, it } from 'vitest'
import { parseImage, placementPlatforms, runsOn, tagged, withoutTag } from './image'
import { newestFirst, worthLookingUp } from './tags'

const digest = `sha256:${'a'.repeat(64)}`

describe('an image reference', () => {
  it.each([
    ['nginx', { registry: 'docker.io', repository: 'library/nginx', tag: 'latest' }],
    ['team/web:1.2', { registry: 'docker.io', repository: 'team/web', tag: '1.2' }],
    ['docker.io/web', { registry: 'docker.io', repository: 'library/web', tag: 'latest' }],
    ['index.docker.io/team/web', { registry: 'docker.io', repository: 'team/web', tag: 'latest' }],
    ['localhost/web', { registry: 'localhost', repository: 'web', tag: 'latest' }],
    ['127.0.0.1:5000/a/b/c:x', { registry: '127.0.0.1:5000', repository: 'a/b/c', tag: 'x' }],
    [
      `registry.example.com/shop/web:4@${digest}`,
      { registry: 'registry.example.com', repository: 'shop/web', tag: '4', digest }
    ],
    [`web@${digest}`, { registry: 'docker.io', repository: 'library/web', digest }]
  ])('%s is completed as Docker does', (text, parts) => {
    expect(parseImage(text)).toEqual(parts)
  })

  it.each(['', 'Web', 'a//b', 'web:', 'web@sha256:1', 'a b', 'http://x/y', 'web/../x', '-x.com/web', 'é'])(
    'is none: “%s”',
    (text) => {
      expect(parseImage(text)).toBeUndefined()
    }
  )

  it('keeps a port when its tag is taken away or added', () => {
    expect(withoutTag(`localhost:5000/web:1@${digest}`)).toBe('localhost:5000/web')
    expect(withoutTag('localhost:5000/web')).toBe('localhost:5000/web')
    expect(withoutTag('localhost:5000/web:')).toBe('localhost:5000/web')
    expect(tagged('localhost:5000/web')).toBe('localhost:5000/web:latest')
    expect(tagged(`web:2@${digest}`)).toBe('web:2')
  })
})

describe('platforms', () => {
  it('are written as the Docker CLI writes them', () => {
    const platforms = [
      { os: 'linux', architecture: 'amd64' },
      { os: 'linux', architecture: 'amd64' },
      { os: 'linux', architecture: 'arm' },
      { os: 'unknown', architecture: 'unknown' }
    ]
    expect(placementPlatforms(platforms)).toEqual([
      { os: 'linux', architecture: 'amd64' },
      { os: 'linux', architecture: '' }
    ])
  })

  it('fit a node that names its architecture as the kernel does', () => {
    const node = { os: 'linux', architecture: 'x86_64' }
    expect(runsOn(node, [{ os: 'linux', architecture: 'amd64' }])).toBe(true)
    expect(runsOn(node, [{ os: 'linux', architecture: 'arm64' }])).toBe(false)
    expect(runsOn(node, [{ os: 'windows', architecture: 'amd64' }])).toBe(false)
    expect(runsOn({ os: 'linux', architecture: 'armv7l' }, [{ os: 'linux', architecture: '' }])).toBe(true)
    expect(runsOn(node, [])).toBe(true)
  })
})

describe('tags', () => {
  it('come newest first where dates are known, then by version', () => {
    const tags = [{ name: '1.9' }, { name: 'edge' }, { name: '1.10' }, { name: 'a', created: 1 }]
    const names = newestFirst([...tags, { name: 'b', created: 2 }]).map(({ name }) => name)
    expect(names).toEqual(['b', 'a', '1.10', '1.9', 'edge'])
  })

  it('are looked up from the highest version down, the asked ones before all', () => {
    expect(worthLookingUp(['1.0', '2.0', '10.0', 'x'], ['1.0', 'gone'], 3)).toEqual(['1.0', '10.0', '2.0'])
  })
})
