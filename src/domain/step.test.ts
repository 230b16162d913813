import { describe, expect, it } from 'vitest'
import { standingOf } from './attended'
import { badGates, isPattern, isProbeAddress, type Gates } from './gates'
import type { JsonObject } from './json'
import type { Node } from './node'
import { rolloutOf } from './rollout'
import type { Service, Spec } from './service'
import { configText, distinct, goingConfig, holdConfig, holds, withConfig, type Step } from './step'
import type { Task } from './task'

const hour = 3_600_000_000_000
const own: JsonObject = {
  Parallelism: 2,
  Delay: 10_000_000_000,
  FailureAction: 'rollback',
  Order: 'start-first'
}

describe('the config of a hold', () => {
  it('changes what holds, and keeps what the person chose of the rest', () => {
    expect(holdConfig(own, 1, own)).toEqual({
      Parallelism: 1,
      Delay: 2400 * hour,
      Monitor: 2400 * hour,
      FailureAction: 'pause',
      MaxFailureRatio: 0,
      Order: 'start-first'
    })
  })

  it('is another text with every step, below what a number carries exactly', () => {
    let live: JsonObject | undefined = own
    const seen = new Set<string>()
    for (let step = 0; step < 1000; step += 1) {
      live = holdConfig(own, 1, live)
      expect(Number(live['Delay'])).toBeLessThanOrEqual(Number.MAX_SAFE_INTEGER)
      expect(holds(live)).toBe(true)
      if (step < 400) expect(seen.has(configText(live))).toBe(false)
      seen.add(configText(live))
    }
  })
})

describe('the config that lets the rest go', () => {
  it('pauses instead of rolling back while slots are left, and only then', () => {
    expect(goingConfig(own, undefined, 3)).toEqual({ ...own, FailureAction: 'pause' })
    expect(goingConfig(own, undefined, 0)).toBe(own)
    expect(goingConfig(own, { parallelism: 5, failureAction: 'rollback' }, 1)).toMatchObject({
      Parallelism: 5,
      FailureAction: 'pause'
    })
    expect(goingConfig(undefined, undefined, 3)).toBeUndefined()
  })

  it('is never the one in force, where that would be ignored', () => {
    expect(distinct(own, own)).toEqual({ ...own, Delay: 10_000_000_001 })
    expect(distinct(own, { ...own, Parallelism: 1 })).toBe(own)
    // A service without a policy has the engine's own: one slot at a time.
    expect(distinct(undefined, undefined)).toMatchObject({ Parallelism: 1, Delay: 1 })
  })

  it('leaves a spec without a policy where there was none', () => {
    expect(withConfig({ Name: 'a', UpdateConfig: own }, undefined)).toEqual({ Name: 'a' })
  })
})

const template = (image: string): JsonObject => ({ ContainerSpec: { Image: image } })
const hold = holdConfig(undefined, 1, undefined)
const spec = (over: JsonObject = {}): Spec => ({
  TaskTemplate: template('web:2'),
  Mode: { Replicated: { Replicas: 4 } },
  UpdateConfig: hold,
  ...over
})
const start = 1_000_000
const task = (slot: number, image: string, over: Partial<Task> = {}): Task => ({
  id: `${String(slot)}-${image}`,
  serviceId: 's',
  slot,
  nodeId: 'n',
  createdAt: image === 'web:2' ? start + 1000 : 0,
  updatedAt: 0,
  spec: template(image),
  state: 'running',
  desiredState: 'running',
  since: image === 'web:2' ? start + 2000 : 10,
  message: '',
  ...over
})
const node = (id: string, leader: boolean): Node => ({
  id,
  hostname: `host-${id}`,
  role: 'manager',
  availability: 'active',
  state: 'ready',
  leader,
  engineVersion: '',
  os: '',
  architecture: '',
  labels: {},
  engineLabels: {}
})
const step: Step = {
  rollout: 'r',
  kind: 'hold',
  number: 1,
  since: start,
  template: '',
  config: configText(hold),
  intended: '',
  allowed: 1,
  slots: 1,
  replicas: 4,
  leader: 'a'
}

function stand(
  tasks: readonly Task[],
  more: { spec?: Spec; nodes?: readonly Node[]; asSent?: boolean } = {}
) {
  const service: Service = {
    id: 's',
    name: 's',
    index: 1,
    createdAt: 0,
    updatedAt: start,
    spec: more.spec ?? spec(),
    previousSpec: spec({ TaskTemplate: template('web:1') }),
    updateStatus: { state: 'updating', message: '', startedAt: start }
  }
  const nodes = more.nodes ?? [node('a', true), node('b', false)]
  const rollout = rolloutOf({ service, tasks, nodes, now: start + 60_000, monitor: 5000 })
  const asSent = more.asSent ?? true
  return standingOf({ step, asSent, service, rollout, nodes, sentTemplate: true, intended: '' })
}
const old = [2, 3, 4].map((slot) => task(slot, 'web:1'))

describe('where an attended rollout stands', () => {
  it('is held when the slots of the step run, and stepping before', () => {
    expect(stand([task(1, 'web:2'), ...old])).toMatchObject({
      phase: 'held',
      changed: 1,
      left: 3,
      beyond: 0,
      leaks: [],
      foreignPolicy: true
    })
    expect(stand([task(1, 'web:2', { state: 'starting' }), ...old]).phase).toBe('stepping')
    expect(stand([task(1, 'web:1'), ...old])).toMatchObject({ phase: 'stepping', changed: 0 })
  })

  it('counts a slot whose old task died as beyond, and names it', () => {
    const died = task(2, 'web:1', { state: 'failed', desiredState: 'shutdown', since: start + 5000 })
    const back = task(2, 'web:2', { createdAt: start + 5000, since: start + 6000 })
    expect(stand([task(1, 'web:2'), died, back, ...old.slice(1)])).toMatchObject({
      beyond: 1,
      leaks: [{ cause: 'old-ended', slots: ['2'] }]
    })
  })

  it('names scaling, a write and another leader, and says when nothing explains it', () => {
    const two = [task(1, 'web:2'), task(2, 'web:2'), ...old.slice(1)]
    expect(stand(two).leaks).toEqual([{ cause: 'unknown' }])
    expect(stand(two, { asSent: false }).leaks).toEqual([{ cause: 'written' }])
    expect(stand(two, { nodes: [node('a', false), node('b', true)] }).leaks).toEqual([
      { cause: 'leader', from: 'host-a', to: 'host-b' }
    ])
    const scaled = spec({ Mode: { Replicated: { Replicas: 5 } } })
    expect(
      stand([task(1, 'web:2'), task(5, 'web:2'), ...old], { spec: scaled, asSent: false }).leaks
    ).toEqual([{ cause: 'scaled', slots: ['5'] }, { cause: 'written' }])
  })

  it('is another’s when the policy is, and settled when no slot is left', () => {
    expect(stand([task(1, 'web:2'), ...old], { spec: spec({ UpdateConfig: own }) }).phase).toBe('other')
    const all = [1, 2, 3, 4].map((slot) => task(slot, 'web:2'))
    expect(stand(all).phase).toBe('settled')
  })
})

describe('gates', () => {
  const gates: Gates = { bake: '2m', breach: 'hold', advance: false, slots: 1 }
  it('name the fields that cannot be used', () => {
    expect(badGates(gates)).toEqual([])
    expect(
      badGates({
        bake: '2 days',
        breach: 'hold',
        advance: true,
        slots: 0,
        restarts: -1,
        http: { url: 'ftp://x', status: 99, body: '(', timeout: '2m' },
        log: { pattern: '', must: 'appear' }
      })
    ).toEqual(['bake', 'slots', 'url', 'status', 'body', 'timeout', 'pattern', 'restarts'])
  })

  it('take http and https addresses without a password in them', () => {
    for (const good of ['http://127.0.0.1:8080/healthz', 'https://shop.example.com', 'http://[::1]:1/?a=b@c'])
      expect(isProbeAddress(good)).toBe(true)
    for (const bad of [
      'http://me:secret@shop',
      'https://',
      'file:///etc/passwd',
      'javascript:alert(1)',
      'shop/x',
      'http://a\\@b'
    ])
      expect(isProbeAddress(bad)).toBe(false)
    expect(isPattern('^ok$')).toBe(true)
    expect(isPattern('(')).toBe(false)
  })
})
