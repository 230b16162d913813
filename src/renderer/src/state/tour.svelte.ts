import { demoClusters, type DemoCluster } from '../../../domain/demo-cluster'
import { isDone, tour, tourSteps, type TourStep } from '../../../domain/tour'
import type { ContextInfo } from '../../../shared/contract'
import type { SkepState, Tab } from './skep.svelte'

/** Where a step is done, and the image that is tried there. */
const places: Readonly<
  Partial<Record<TourStep, { readonly cluster: DemoCluster; readonly tab: Tab; readonly image?: string }>>
> = {
  staging: { cluster: 'staging', tab: 'update', image: tour.good },
  production: { cluster: 'production', tab: 'update', image: tour.good },
  failure: { cluster: 'production', tab: 'update', image: tour.bad },
  why: { cluster: 'production', tab: 'overview' },
  back: { cluster: 'production', tab: 'history' }
}

/** The tour through the demo: it tells what to do, sees in the clusters that it is done, and never does it itself. */
export class Tour {
  /** `offer`: the demo was just added, and the tour is only proposed. */
  step = $state<TourStep | 'offer' | undefined>(undefined)
  readonly #skep: SkepState

  constructor(skep: SkepState) {
    this.#skep = skep
  }

  /** Adds the demo's clusters and proposes the tour. */
  async offer(): Promise<void> {
    await this.#enter()
    this.step = 'offer'
  }

  async start(): Promise<void> {
    await this.#enter()
    this.step = 'look'
  }

  /** The number of the step, from 1, and of how many. */
  get at(): { readonly number: number; readonly of: number } {
    const number = this.step === undefined || this.step === 'offer' ? 0 : tourSteps.indexOf(this.step) + 1
    return { number, of: tourSteps.length }
  }

  get done(): boolean {
    const { step } = this
    if (step === undefined || step === 'offer') return false
    return isDone(step, { staging: this.#row('staging'), production: this.#row('production') })
  }

  /** Whether there is a place to be led to. */
  get leads(): boolean {
    return this.step !== undefined && this.step !== 'offer' && places[this.step] !== undefined
  }

  next(): void {
    this.step = tourSteps[this.at.number]
  }

  end(): void {
    this.step = undefined
  }

  /** Goes where the step is done, with its image filled in but nothing sent. */
  async show(): Promise<void> {
    const { step } = this
    const place = step === undefined || step === 'offer' ? undefined : places[step]
    const context = place && this.#context(place.cluster)
    const service = place && this.#row(place.cluster)?.id
    if (!place || !context || service === undefined) return
    this.#skep.open(context.id, service, place.tab)
    if (place.image === undefined) return
    const detail = await this.#skep.call('services.inspect', { context: context.id, service })
    this.#skep.drafts.of(context.id, detail).image = place.image
  }

  #context(cluster: DemoCluster): ContextInfo | undefined {
    return this.#skep.contexts?.find(
      ({ endpoint }) => endpoint.kind === 'demo' && (endpoint.cluster ?? 'production') === cluster
    )
  }

  #row(cluster: DemoCluster) {
    const context = this.#context(cluster)
    const snapshot = context && this.#skep.snapshots[context.id]
    return snapshot?.services.find(({ name }) => name === tour.service)
  }

  /** Makes sure that both clusters are there and connected, and shows production. */
  async #enter(): Promise<void> {
    for (const cluster of [...demoClusters].reverse()) {
      const known = this.#context(cluster)
      if (!known) {
        await this.#skep.addContext({
          name: this.#skep.t.first.demoName[cluster],
          endpoint: { kind: 'demo', cluster },
          mode: 'full',
          environment: cluster
        })
        continue
      }
      this.#skep.open(known.id)
      if (known.connection.state === 'disconnected')
        await this.#skep.call('contexts.connect', { context: known.id })
    }
  }
}
