import type { Announcement, EventName, Events, Reply, SettingsView } from '../../shared/contract'
import { createAuditLog } from './audit'
import type { GateField } from '../../domain/gates'
import { createAttended, type Attended } from './attended'
import { createClusters } from './clusters'
import type { Clock } from './clock'
import { createDispatch } from './dispatch'
import { createDrafts } from './drafts'
import { createHandlers } from './handlers'
import { createLinks } from './links'
import { createLogs } from './logs'
import type { PolicyField } from '../../domain/policy'
import { texts } from '../../shared/messages'
import { createModes } from './modes'
import { createNotifier } from './notifier'
import { createQuiet } from './quiet'
import { createMenu } from './menu'
import { createTray } from './tray'
import { createPolicies } from './policies'
import { createPolicyPlans } from './policy-plans'
import { createRunbooks } from './runbooks'
import { createPlanner } from './planner'
import type { Desktop, DraftStore, Engines, Files, Journal, Printer, Probe, Settings } from './ports'
import { languageOf } from './speech'
import { createQuestions } from './questions'
import { stagingOf } from './staging'
import { createStacks } from './stacks'
import { createTroubles } from './trouble'
import { createUpdates } from './updates'

export interface SkepPorts {
  readonly engines: Engines
  readonly journal: Journal
  readonly settings: Settings
  readonly files: Files
  /** Absent where there is nothing to print with. */
  readonly printer?: Printer | undefined
  readonly drafts: DraftStore
  readonly clock: Clock
  readonly probe: Probe
  readonly desktop: Desktop
  /** A number from 0 to 1, for the jitter of back-offs. */
  readonly random: () => number
  /** The system's language tag, such as `fr-FR`. */
  readonly locale: string
  /** The computer user that this process runs as, for who did what. */
  readonly user?: string | undefined
  readonly versions: SettingsView['versions']
  /** Takes every announcement for the window. */
  readonly publish: (announcement: Announcement) => void
}

export interface Skep {
  /** Answers one call of the contract; never rejects. */
  call(method: string, input: unknown): Promise<Reply>
  /** Connects the contexts that were open last time. */
  start(): void
  /** Goes where a link from outside leads, as soon as the window listens; never throws. */
  follow(link: string): void
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

  const troubles = createTroubles(clock, (id) => settings.get().contexts.some((context) => context.id === id))
  const runbooks = createRunbooks(journal, clock, ports.user ?? '')
  const modes = createModes(() => clusters, runbooks)
  const planner = createPlanner({
    clock,
    language,
    registryOf: ports.engines.registry,
    modes,
    staging: (image) => stagingOf(image, settings.get().contexts, journal)
  })
  const updates = createUpdates({
    planner,
    modes,
    journal,
    clock,
    user: ports.user,
    registryOf: ports.engines.registry,
    publish(record) {
      attended.noted(record)
      announce('update.changed', record)
    }
  })
  const attended: Attended = createAttended({
    ...ports,
    planner,
    updates,
    words: (fields) => fields.map((field) => texts[language()].gate[field as GateField]).join(', '),
    publish: (word) => announce('attended.changed', word)
  })
  const stacks = createStacks({
    clusters: () => clusters,
    planner,
    updates,
    journal,
    clock,
    user: ports.user,
    publish: (operation) => announce('stack.changed', operation)
  })
  const onWanted = (sight: Events['sight.wanted']) => announce('sight.wanted', sight)
  const quiet = createQuiet(settings, clock, () => {
    notifier.onQuietEnd()
    // Whoever looks at the settings sees that it is over.
    void answer('settings.set', {})
  })
  const notifier = createNotifier({ desktop: ports.desktop, settings, quiet, language, onWanted })
  const tray = createTray({
    desktop: ports.desktop,
    language,
    contexts: () => clusters.list(),
    quiet: quiet.is,
    onWanted,
    onQuiet: (choice) => void answer('settings.set', { quiet: choice })
  })
  const menu = createMenu({
    desktop: ports.desktop,
    settings,
    language,
    onCommand: (id) => announce('command.wanted', { id })
  })
  // Before there is a window: it would open under a menu that is not ours.
  menu.look()
  const questions = createQuestions((open) => announce('questions.changed', open))
  const onContexts = () => {
    const contexts = clusters.list()
    announce('contexts.changed', contexts)
    troubles.look(contexts)
    tray.look()
    menu.look()
  }
  const clusters = createClusters({
    ...ports,
    user: ports.user,
    language,
    onContexts,
    askFor: questions.askFor,
    watch: (context) => ({
      onSnapshot(snapshot) {
        announce('cluster.changed', snapshot)
        tray.onSnapshot(snapshot)
        links.onSnapshot(snapshot)
      },
      onRollout(rollout) {
        announce('rollout.changed', { context: context.id, rollout })
        notifier.onRollout(context.id, rollout)
      },
      onHistory: (service) => announce('history.changed', { context: context.id, service }),
      monitorOf: attended.monitor,
      async onLook(live) {
        await updates.reconcile(context.id, live)
        stacks.look(context.id, live)
        const saved = settings.get().contexts.find(({ id }) => id === context.id)
        if (saved) attended.look(saved, clusters.cluster(context.id), live)
      }
    })
  })
  const links = createLinks({
    contexts: () => clusters.list(),
    seen: (context) => clusters.seen(context),
    visit: (context) => clusters.connect(context, { remember: false }),
    onWanted,
    onFailed: (code, values) => announce('link.failed', { code, values })
  })
  const logs = createLogs({ clusters, clock, language, publish: (batch) => announce('logs.batch', batch) })
  const handlers = createHandlers({
    clusters,
    planner,
    updates,
    stacks,
    audit: createAuditLog({
      journal,
      settings,
      files: ports.files,
      printer: ports.printer,
      clock,
      user: ports.user,
      language,
      version: ports.versions.skep
    }),
    attended,
    questions,
    logs,
    files: ports.files,
    runbooks,
    policies: createPolicies(settings, ports.files, {
      fields: (fields) => fields.map((field) => texts[language()].field[field as PolicyField]).join(', '),
      problem: (problem) => texts[language()].policyFile[problem.code](problem)
    }),
    policyPlans: createPolicyPlans({ clusters: () => clusters, planner, updates, clock }),
    drafts: createDrafts(ports.drafts, clusters, clock),
    looking(sight) {
      notifier.looking(sight)
      menu.looking(sight)
      links.looking(sight)
    },
    follow: (link) => links.follow(link),
    quiet,
    troubles,
    clock,
    engines: ports.engines,
    settings,
    journal,
    user: ports.user,
    language,
    versions: ports.versions,
    onHistory: (context, service) => announce('history.changed', { context, service }),
    onSettings(view) {
      announce('settings.changed', view)
      onContexts()
    }
  })
  const answer = createDispatch(
    handlers,
    language,
    (method, input) => modes.call(method, input),
    troubles.failed
  )
  return {
    call: answer,
    start() {
      quiet.look()
      tray.look()
      clusters.openSaved()
    },
    follow: links.follow,
    renew: () => clusters.renew(),
    stop() {
      quiet.stop()
      logs.stop()
      return clusters.stop()
    }
  }
}
