import type { Announcement, EventName, Events, Reply, SettingsView } from '../../shared/contract'
import { createClusters } from './clusters'
import type { Clock } from './clock'
import { createDispatch } from './dispatch'
import { createHandlers } from './handlers'
import type { PolicyField } from '../../domain/policy'
import { texts } from '../../shared/messages'
import { createPolicies } from './policies'
import { createPlanner } from './planner'
import type { Engines, Journal, Settings } from './ports'
import { languageOf } from './speech'
import { createQuestions } from './questions'
import { createUpdates } from './updates'

export interface SkepPorts {
  readonly engines: Engines
  readonly journal: Journal
  readonly settings: Settings
  readonly clock: Clock
  /** A number from 0 to 1, for the jitter of back-offs. */
  readonly random: () => number
  /** The system's language tag, such as `fr-FR`. */
  readonly locale: string
  readonly versions: SettingsView['versions']
  /** Takes every announcement for the window. */
  readonly publish: (announcement: Announcement) => void
}

export interface Skep {
  /** Answers one call of the contract; never rejects. */
  call(method: string, input: unknown): Promise<Reply>
  /** Connects the contexts that were open last time. */
  start(): void
  /** Makes every connection anew, after sleep or on another network. */
  renew(): void
  /** Ends every connection and timer. */
  stop(): Promise<void>
}

/** The whole core over its ports: the same in the app and in tests. */
export function createSkep(ports: SkepPorts): Skep {
  const { settings, journal, clock } = ports
  const language = () => languageOf(settings.get().language, ports.locale)
  const announce = <N extends EventName>(name: N, payload: Events[N]): void =>
    ports.publish({ name, payload } as Announcement)

  const planner = createPlanner(clock, language)
  const updates = createUpdates({
    planner,
    journal,
    clock,
    publish: (record) => announce('update.changed', record)
  })
  const questions = createQuestions((open) => announce('questions.changed', open))
  const onContexts = () => announce('contexts.changed', clusters.list())
  const clusters = createClusters({
    ...ports,
    language,
    onContexts,
    askFor: questions.askFor,
    watch: (context) => ({
      onSnapshot: (snapshot) => announce('cluster.changed', snapshot),
      onRollout: (rollout) => announce('rollout.changed', { context: context.id, rollout }),
      onHistory: (service) => announce('history.changed', { context: context.id, service }),
      onLook: (live) => updates.reconcile(context.id, live)
    })
  })
  const handlers = createHandlers({
    clusters,
    planner,
    updates,
    questions,
    policies: createPolicies(settings, (fields) =>
      fields.map((field) => texts[language()].field[field as PolicyField]).join(', ')
    ),
    engines: ports.engines,
    settings,
    language,
    versions: ports.versions,
    onSettings(view) {
      announce('settings.changed', view)
      onContexts()
    }
  })
  return {
    call: createDispatch(handlers, language),
    start: () => clusters.openSaved(),
    renew: () => clusters.renew(),
    stop: () => clusters.stop()
  }
}
