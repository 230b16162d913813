import type { ServiceRow } from './snapshot'

/** The steps of the tour through the demo, in order; some are only read, the others are done by the person. */
export const tourSteps = ['look', 'staging', 'production', 'failure', 'why', 'back', 'end'] as const
export type TourStep = (typeof tourSteps)[number]

const image = 'registry.example.com/shop/web'

/** What the tour is about: one service of the demo, and the images that it runs one after the other. */
export const tour = {
  service: 'shop_web',
  before: `${image}:4.2.0`,
  good: `${image}:4.3.0`,
  bad: `${image}:4.3.0-broken`
} as const

/** The service in both clusters of the demo, as far as they are connected. */
export interface TourLook {
  readonly staging?: ServiceRow | undefined
  readonly production?: ServiceRow | undefined
}

const runs = (row: ServiceRow | undefined, wanted: string): boolean =>
  row?.image === wanted && row.state === 'steady'

/** Whether a step is done, judged by what the clusters run; steps that are only read are done at once. */
export function isDone(step: TourStep, { staging, production }: TourLook): boolean {
  switch (step) {
    case 'look':
    case 'why':
    case 'end':
      return true
    case 'staging':
      return runs(staging, tour.good)
    case 'production':
      return runs(production, tour.good)
    case 'failure':
      return production?.state === 'rolled-back' || production?.state === 'failed'
    case 'back':
      return runs(production, tour.before)
  }
}
