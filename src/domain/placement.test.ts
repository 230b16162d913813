import { describe, expect, it } from 'vitest'
import { withAt, withoutAt } from './json'
import { automaticRollbackCrashes, rollbackIsSafe, withPlacement } from './placement'
import type { Spec } from './service'
import type { Task } from './task'

const bare: Spec = { Name: 'web', TaskTemplate: { ContainerSpec: { Image: 'web:1' } } }
const placed = withPlacement(bare)
const image = (spec: Spec): Spec => withAt(spec, ['TaskTemplate', 'ContainerSpec', 'Image'], 'web:2')
const ports = (spec: Spec): Spec => ({ ...spec, EndpointSpec: { Mode: 'dnsrr' } })

const task = (spec: Spec, more: Partial<Task> = {}): Task => ({
  id: 't',
  serviceId: 's',
  slot: 1,
  nodeId: 'n',
  state: 'running',
  desiredState: 'running',
  createdAt: 1,
  updatedAt: 1,
  since: 1,
  message: '',
  spec: spec['TaskTemplate'] as Spec,
  ...more
})

describe('the engine’s own rollback', () => {
  it('is safe to a spec with Placement, and to one without only where nothing has one', () => {
    expect(rollbackIsSafe(placed, image(placed), [task(image(placed))])).toBe(true)
    expect(rollbackIsSafe(bare, image(bare), [task(image(bare))])).toBe(true)
    expect(rollbackIsSafe(bare, image(bare), [task(image(bare)), task(placed)])).toBe(false)
  })

  it('is not where the live spec has one: its next task would have it, too', () => {
    expect(rollbackIsSafe(bare, placed, [task(bare)])).toBe(false)
  })
})

describe('an automatic rollback', () => {
  it('is safe where the spec in force has a Placement', () => {
    expect(automaticRollbackCrashes(placed, ports(placed), [task(placed)], 1)).toBe(false)
  })

  it('is safe from another template: the engine compares Placement only where nothing else differs', () => {
    expect(automaticRollbackCrashes(bare, image(placed), [task(bare)], 1)).toBe(false)
  })

  it('crashes where the update starts tasks that differ in Placement alone', () => {
    expect(automaticRollbackCrashes(bare, ports(placed), [task(bare)], 1)).toBe(true)
    expect(automaticRollbackCrashes(bare, placed, [task(bare)], 0)).toBe(false)
  })

  it('crashes over a live task that differs in Placement alone, not over one that has ended', () => {
    const left = task(placed)
    expect(automaticRollbackCrashes(bare, image(placed), [left], 1)).toBe(true)
    expect(automaticRollbackCrashes(bare, image(placed), [{ ...left, desiredState: 'shutdown' }], 1)).toBe(
      false
    )
    const none = withoutAt(placed, ['TaskTemplate', 'Placement'])
    expect(automaticRollbackCrashes(bare, image(placed), [task(none)], 1)).toBe(false)
  })
})
