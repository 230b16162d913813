import { describe, expect, it } from 'vitest'
import type { Json, JsonObject } from './json'
import { lintPolicy } from './lint'

const healthy = { Test: ['CMD', 'true'] }

/** A service about which nothing is risky, with some parts of its spec replaced. */
function spec(
  over: {
    update?: JsonObject | null
    rollback?: null
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
    ...(over.rollback === null ? {} : { RollbackConfig: { Parallelism: 0 } }),
    EndpointSpec: { Ports: over.ports ?? [] }
  }
}

const codes = (of: JsonObject, production = false) =>
  lintPolicy(of, 4, production).map(({ code, severity }) => `${severity} ${code}`)

describe('the rules for a policy', () => {
  it('say nothing about a careful one', () => {
    expect(codes(spec(), true)).toEqual([])
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
      'a start longer than the watch',
      spec({ container: { Healthcheck: { ...healthy, StartPeriod: 11e9 } } }),
      ['warning monitor-short']
    ],
    [
      'a start as long as the watch',
      spec({ container: { Healthcheck: { ...healthy, StartPeriod: 10e9 } } }),
      []
    ],
    [
      'the engine’s own 5 s where the watch is 0',
      spec({ update: { Monitor: 0 }, container: { Healthcheck: { ...healthy, StartPeriod: 6e9 } } }),
      ['warning monitor-short']
    ],
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
    expect(codes(spec({ update: { Parallelism: 0 } }), true)).toEqual(['danger all-at-once'])
  })

  describe('when new tasks start first', () => {
    const first = { Order: 'start-first', Delay: 10e9 }
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
