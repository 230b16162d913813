import { describe, expect, it } from 'vitest'
import type { Json, JsonObject } from './json'
import type { Room } from './room'
import { lintPolicy, type Surroundings } from './lint'

/** Three failed checks, one each second: within the watch of 10 s. */
const healthy = { Test: ['CMD', 'true'], Interval: 1e9, Retries: 3 }

/** A service about which nothing is risky, with some parts of its spec replaced. */
function spec(
  over: {
    update?: JsonObject | null
    rollback?: JsonObject | null
    container?: JsonObject
    ports?: readonly Json[]
    replicas?: number
  } = {}
): JsonObject {
  return {
    Name: 'web',
    Mode: { Replicated: { Replicas: over.replicas ?? 4 } },
    TaskTemplate: {
      ContainerSpec: { Image: `demo:v1@sha256:${'a'.repeat(64)}`, Healthcheck: healthy, ...over.container }
    },
    UpdateConfig: {
      Parallelism: 1,
      FailureAction: 'rollback',
      Monitor: 10e9,
      MaxFailureRatio: 0,
      Order: 'stop-first',
      ...over.update
    },
    ...(over.rollback === null ? {} : { RollbackConfig: { Parallelism: 0, ...over.rollback } }),
    EndpointSpec: { Ports: over.ports ?? [] }
  }
}

const codes = (of: JsonObject, where: Partial<Surroundings> = {}) =>
  lintPolicy(of, { tasks: 4, seconds: 60, production: false, ...where }).map(
    ({ code, severity }) => `${severity} ${code}`
  )

describe('the rules for a policy', () => {
  it('say nothing about a careful one', () => {
    expect(codes(spec(), { production: true })).toEqual([])
  })

  it.each<[string, JsonObject, string[]]>([
    ['everything at once', spec({ update: { Parallelism: 0 } }), ['warning all-at-once']],
    ['a batch as large as the service', spec({ update: { Parallelism: 4 } }), ['warning all-at-once']],
    ['a batch one smaller', spec({ update: { Parallelism: 3 } }), []],
    ['one replica stopped first', spec({ replicas: 1 }), ['warning one-replica-stop-first']],
    [
      'continue',
      spec({ update: { FailureAction: 'continue', MaxFailureRatio: 1 } }),
      ['danger continue-on-failure']
    ],
    ['pause', spec({ update: { FailureAction: 'pause' } }), ['info no-rollback-action']],
    ['a ratio that nothing exceeds', spec({ update: { MaxFailureRatio: 1 } }), ['danger ratio-never']],
    ['a ratio that all failing exceed', spec({ update: { MaxFailureRatio: 0.99 } }), []],
    ['no rollback policy', spec({ rollback: null }), ['info no-rollback-policy']],
    ['no health check', spec({ container: { Healthcheck: null } }), ['info no-health-check']],
    [
      'a health check switched off',
      spec({ container: { Healthcheck: { Test: ['NONE'] } } }),
      ['warning health-check-off']
    ],
    [
      'failed checks that take longer than the watch',
      spec({ container: { Healthcheck: { ...healthy, Interval: 4e9 } } }),
      ['info monitor-short']
    ],
    [
      'failed checks as long as the watch',
      spec({ container: { Healthcheck: { ...healthy, Interval: 5e9, Retries: 2 } } }),
      []
    ],
    [
      'a watch that ends before the next check',
      spec({ container: { Healthcheck: { ...healthy, Interval: 11e9 } } }),
      ['warning monitor-short']
    ],
    [
      'Docker’s own 30 s, three times, where the check says nothing',
      spec({ update: { Monitor: 89e9 }, container: { Healthcheck: { Test: ['CMD', 'true'] } } }),
      ['info monitor-short']
    ],
    [
      'no start however slow: a task runs only once its check succeeded',
      spec({ container: { Healthcheck: { ...healthy, StartPeriod: 600e9 } } }),
      []
    ],
    [
      'the engine’s own 5 s where the watch is 0',
      spec({ update: { Monitor: 0 }, container: { Healthcheck: { ...healthy, Interval: 2e9 } } }),
      ['info monitor-short']
    ],
    [
      'a rollback that would roll back itself',
      spec({ rollback: { FailureAction: 'rollback' } }),
      ['danger rollback-of-rollback']
    ],
    ['a tag without a digest', spec({ container: { Image: 'demo:v1' } }), ['info tag-unpinned']],
    [
      'a tag that says nothing, pinned',
      spec({ container: { Image: `demo@sha256:${'a'.repeat(64)}` } }),
      ['info tag-moves']
    ],
    [
      'a tag that says nothing, not pinned',
      spec({ container: { Image: 'host:5000/demo:latest' } }),
      ['warning tag-moves']
    ],
    [
      'a registry’s port, which is no tag',
      spec({ container: { Image: 'host:5000/demo' } }),
      ['warning tag-moves']
    ]
  ])('%s', (_name, of, expected) => {
    expect(codes(of)).toEqual(expected)
  })

  it('calls everything at once a danger in production', () => {
    expect(codes(spec({ update: { Parallelism: 0 } }), { production: true })).toEqual(['danger all-at-once'])
  })

  it('expects nobody to stay for long beside an update that pauses', () => {
    const pausing = spec({ update: { FailureAction: 'pause' } })
    expect(codes(pausing, { seconds: 300 })).toEqual(['info no-rollback-action'])
    expect(codes(pausing, { seconds: 301 })).toEqual(['warning nobody-watching'])
    expect(codes(spec(), { seconds: 3000 })).toEqual([])
  })

  describe('when new tasks start first', () => {
    const first = { Order: 'start-first', Delay: 10e9 }
    it.each<[string, Room | undefined, string[]]>([
      ['nothing, where nothing limits the nodes', undefined, []],
      ['nothing, when a batch fits beside the old ones', { room: 1, of: 1 }, []],
      ['no room at all', { room: 0, of: 1 }, ['danger start-first-no-room']],
      ['room for a part of a batch', { room: 1, of: 3 }, ['info start-first-little-room']]
    ])('%s', (_name, room, expected) => {
      expect(codes(spec({ update: first }), { room })).toEqual(expected)
    })

    it('a node of a global service without room', () => {
      const global = { ...spec({ update: first }), Mode: { Global: {} } }
      expect(codes(global, { room: { room: 1, of: 3 } })).toEqual(['danger start-first-nodes-full'])
    })

    it('no room where the old ones stop first', () => {
      expect(codes(spec(), { room: { room: 0, of: 1 } })).toEqual([])
    })

    const mount = (over: JsonObject) => ({
      Mounts: [{ Type: 'volume', Source: 'data', Target: '/data', ...over }]
    })

    it.each<[string, JsonObject, string[]]>([
      ['nothing, when the delay covers the stop', spec({ update: first }), []],
      ['not everything at once', spec({ update: { ...first, Parallelism: 0 } }), []],
      [
        'a host port',
        spec({ update: first, ports: [{ PublishMode: 'host', PublishedPort: 80, TargetPort: 80 }] }),
        ['danger start-first-port']
      ],
      [
        'no port of the ingress',
        spec({ update: first, ports: [{ PublishMode: 'ingress', PublishedPort: 80 }] }),
        []
      ],
      [
        'a volume that both write',
        spec({ update: first, container: mount({}) }),
        ['warning start-first-mount']
      ],
      ['no volume that is read only', spec({ update: first, container: mount({ ReadOnly: true }) }), []],
      ['no memory of each task’s own', spec({ update: first, container: mount({ Type: 'tmpfs' }) }), []],
      ['no delay where there is one batch', spec({ update: { ...first, Delay: 0, Parallelism: 4 } }), []],
      ['a delay below Docker’s own grace', spec({ update: { ...first, Delay: 9e9 } }), ['info delay-short']],
      [
        'a delay below the service’s grace',
        spec({ update: first, container: { StopGracePeriod: 30e9 } }),
        ['info delay-short']
      ]
    ])('%s', (_name, of, expected) => {
      expect(codes(of)).toEqual(expected)
    })
  })
})
