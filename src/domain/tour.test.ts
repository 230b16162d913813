import { expect, test } from 'vitest'
import type { ServiceRow, ServiceState } from './snapshot'
import { isDone, tour, tourSteps, type TourLook } from './tour'

const row = (image: string, state: ServiceState): ServiceRow => ({
  id: 'a',
  name: tour.service,
  image,
  mode: 'replicated',
  running: 6,
  desired: 6,
  state,
  version: 1,
  changedAt: 0
})

/** The steps that are done for a look at the clusters. */
const done = (look: TourLook) => tourSteps.filter((step) => isDone(step, look))

test.each<[string, TourLook, readonly string[]]>([
  ['nothing is connected', {}, ['look', 'why', 'end']],
  ['staging still rolls', { staging: row(tour.good, 'updating') }, ['look', 'why', 'end']],
  ['staging runs it', { staging: row(tour.good, 'steady') }, ['look', 'staging', 'why', 'end']],
  ['production runs it', { production: row(tour.good, 'steady') }, ['look', 'production', 'why', 'end']],
  [
    'a roll back is a failure, not the update before it',
    { production: row(tour.good, 'rolled-back') },
    ['look', 'failure', 'why', 'end']
  ],
  [
    'a policy that pauses leaves it failed',
    { production: row(tour.bad, 'failed') },
    ['look', 'failure', 'why', 'end']
  ],
  ['production is back', { production: row(tour.before, 'steady') }, ['look', 'why', 'back', 'end']]
])('%s', (_name, look, steps) => {
  expect(done(look)).toEqual(steps)
})
