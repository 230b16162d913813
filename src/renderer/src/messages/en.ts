import { settings as serviceSettings } from './settings.en'
import { contexts } from './contexts.en'
import type { Effect } from '../../../domain/effect'
import type { Policy } from '../../../domain/policy'
import type { Rollout } from '../../../domain/rollout'

const many = (count: number, one: string, other: string): string =>
  `${String(count)} ${count === 1 ? one : other}`

const duration = (seconds: number): string =>
  seconds < 90 ? `${String(seconds)} s` : `${String(Math.round(seconds / 60))} min`

/** Every sentence of the window, in English. */
export const en = {
  app: 'Skep',
  contexts: 'Contexts',
  addContext: 'Add a context',
  settings: 'Settings',
  language: 'Language',
  theme: 'Theme',
  system: 'System',
  light: 'Light',
  dark: 'Dark',
  english: 'English',
  french: 'Français',
  close: 'Close',
  cancel: 'Cancel',
  connect: 'Connect',
  disconnect: 'Disconnect',
  remove: 'Remove',
  removeLive: (name: string) => `Remove ${name} from Skep? The cluster stays as it is.`,
  keep: 'Keep',
  retry: 'Retry now',
  add: 'Add',
  copy: 'Copy',
  copied: 'Copied',
  connection: {
    disconnected: 'Not connected',
    connecting: 'Connecting…',
    live: 'Live',
    reconnecting: 'Reconnecting',
    lost: 'No connection'
  },
  since: (time: string) => `since ${time}`,
  slow: 'Slow answers',
  asOf: (time: string) => `As of ${time}`,
  environment: { dev: 'Dev', staging: 'Staging', production: 'Production' },
  mode: { 'read-only': 'Read-only', assisted: 'Assisted', full: 'Full' },
  modeHint: {
    'read-only': 'You can look at everything; Skep refuses to send any change.',
    assisted: 'Changes are possible; every one is reviewed first.',
    full: 'Every change is possible; every one is reviewed first.'
  },
  ...contexts,
  services: {
    title: 'Services',
    filter: 'Filter services',
    filterHint: 'Filter ( / )',
    columns: {
      name: 'Name',
      stack: 'Stack',
      mode: 'Mode',
      image: 'Image',
      running: 'Running',
      state: 'State',
      version: 'Version',
      changed: 'Last change'
    },
    none: 'This cluster has no services yet.',
    noneHint: 'docker service create --name web --replicas 3 nginx',
    noMatch: (text: string) => `No service matches “${text}”.`,
    count: (count: number) => many(count, 'service', 'services'),
    loading: 'Reading the cluster…',
    of: (running: number, desired: number) => `${String(running)} of ${String(desired)} running`
  },
  serviceMode: {
    replicated: 'replicated',
    global: 'global',
    'replicated-job': 'replicated job',
    'global-job': 'global job'
  },
  state: {
    steady: 'Steady',
    degraded: 'Degraded',
    updating: 'Updating',
    verifying: 'Verifying',
    paused: 'Paused',
    'rolling-back': 'Rolling back',
    'rolled-back': 'Rolled back',
    failed: 'Failed',
    stuck: 'Stuck',
    succeeded: 'Succeeded',
    superseded: 'Superseded',
    unknown: 'Not watched',
    running: 'Running'
  },
  version: (number: number) => `Version ${String(number)}`,
  tabs: { overview: 'Overview', update: 'Update', history: 'History', logs: 'Logs' },
  back: 'All services',
  update: 'Update',
  rollBack: 'Roll back',
  rollBackTo: (number: number) => `Roll back to version ${String(number)}`,
  rollBackNone: 'There is no earlier complete version to go back to.',
  rollout: {
    title: 'Rollout',
    slots: 'Slots',
    before: 'Before',
    after: 'After',
    headline(rollout: Rollout): string {
      const { counts, phase, verdict } = rollout
      const of = `${String(counts.current)} of ${String(counts.total)}`
      if (verdict === 'failed')
        return `${many(counts.failed, 'slot keeps', 'slots keep')} failing; ${of} run the new spec`
      if (verdict === 'stuck') return `Stuck: ${of} run the new spec and no progress is possible`
      if (verdict === 'rolled-back') return 'Rolled back. This update did not succeed.'
      if (verdict === 'succeeded') return `All ${String(counts.total)} run this version, verified`
      switch (phase) {
        case 'paused':
          return `Paused after a failure: ${of} run the new spec`
        case 'rollback-paused':
          return `The rollback itself failed and paused: ${of} are back`
        case 'rolling-back':
          return `Rolling back: ${of} are back`
        case 'verifying':
          return `${of} run the new spec, ${String(counts.verified)} verified`
        case 'updating':
          return `${of} run the new spec${counts.starting > 0 ? `, ${String(counts.starting)} starting` : ''}`
        case 'idle':
        case 'done':
          return `${of} running`
      }
    },
    verifyLeft: (seconds: number) => `Verifying, ${String(seconds)} s left`,
    batch: (done: number, total: number) => `Batch ${String(Math.min(done + 1, total))} of ${String(total)}`,
    batchesDone: (total: number) => many(total, 'batch done', 'batches done'),
    decision: {
      paused:
        'The engine stopped this update because tasks failed. Slots that were not reached still run the old version.',
      'rollback-paused':
        'The engine tried to go back and failed too. Choose a version that you know is good.',
      failed: 'Docker calls this update finished, but tasks of the new version keep failing.',
      stuck:
        'Tasks are waiting for something that does not come. The engine will wait for ever and report nothing.',
      'rolled-back':
        'The engine went back to the version before. What failed is below; the failed spec is kept in History.',
      succeeded: 'Every slot runs this version and has run for the monitor time.'
    },
    slotState: {
      old: 'old version',
      stopping: 'stopping',
      missing: 'empty',
      pending: 'waiting for a node',
      starting: 'starting',
      running: 'verifying',
      verified: 'running',
      failed: 'failing'
    },
    slot: (label: string, state: string, node?: string) =>
      `Slot ${label}, ${state}${node ? `, node ${node}` : ''}`,
    why: 'Why',
    reason: (tasks: number, slots: readonly string[], nodes: readonly string[]) =>
      `${many(tasks, 'task', 'tasks')}${slots.length > 0 ? `, slot ${slots.join(', ')}` : ''}${nodes.length > 0 ? `, on ${nodes.join(', ')}` : ''}`,
    timeline: 'Timeline',
    fact: {
      started: 'Update began',
      'slot-running': 'Task running',
      'slot-failed': 'Task failed',
      paused: 'Paused by the engine',
      'rollback-started': 'Rollback began',
      'rolled-back': 'Rolled back',
      completed: 'Engine reports “completed”'
    },
    ended: (time: string) => `Ended ${time}`
  },
  policy: {
    choose: 'Use a policy',
    chooseNone: 'As it is now',
    presets: 'Presets',
    own: 'Your policies',
    preset: {
      'one-by-one': 'One by one',
      careful: 'Careful',
      canary: 'Canary',
      fast: 'Fast',
      'everything-now': 'Everything now'
    },
    keepAs: 'Keep these as',
    keep: 'Keep',
    forget: (name: string) => `Forget ${name}`,
    kept: (name: string) => `${name} is kept.`,
    title: 'Update policy',
    rollbackTitle: 'Rollback policy',
    parallelism: 'Parallelism',
    delay: 'Delay',
    monitor: 'Monitor',
    failureAction: 'Failure action',
    maxFailureRatio: 'Max failure ratio',
    order: 'Order',
    rollback: (label: string) => `Rollback ${label.toLowerCase()}`,
    all: 'all at once',
    /** A policy as one sentence, in the order in which it acts. */
    sentence: (policy: Policy) =>
      `${policy.parallelism === 0 ? 'All slots at once' : many(policy.parallelism, 'slot at a time', 'slots at a time')}, ${policy.order}, ${policy.delay} between batches; each is watched for ${policy.monitor}, and with more than ${String(Math.round(policy.maxFailureRatio * 100))} % failures: ${policy.failureAction}.`
  },
  tasks: {
    title: 'Tasks',
    slot: 'Slot',
    task: 'Task',
    image: 'Image',
    node: 'Node',
    desired: 'Desired state',
    current: 'Current state',
    error: 'Error',
    exit: (code: number) => `exit code ${String(code)}`,
    older: (count: number) => `Show ${many(count, 'ended task', 'ended tasks')}`,
    fewer: 'Hide ended tasks'
  },
  env: { title: 'Environment', none: 'No environment variables.', masked: 'hidden' },
  labels: { title: 'Labels', none: 'No labels.' },
  serviceSettings,
  compose: {
    image: 'Image',
    imageHint: 'name:tag; the digest is looked up and pinned on review',
    replicas: 'Replicas',
    force: 'Replace every task even if nothing else changes',
    env: 'Environment variables',
    labels: 'Service labels',
    name: 'Name',
    value: 'Value',
    addVariable: 'Add a variable',
    addLabel: 'Add a label',
    undo: 'Undo',
    unchanged: 'unchanged',
    willRemove: 'will be removed',
    review: 'Review',
    reviewing: 'Working it out…',
    nothing: 'Change a field to review it. What you do not touch is sent back byte for byte.',
    reset: 'Discard changes'
  },
  plan: {
    title: 'Plan',
    changes: 'Changes',
    group: {
      image: 'Image',
      scale: 'Scale',
      environment: 'Environment',
      labels: 'Labels',
      container: 'Container',
      resources: 'Resources',
      placement: 'Placement',
      networks: 'Networks',
      'update-policy': 'Update policy',
      'rollback-policy': 'Rollback policy'
    },
    field: {
      image: 'image',
      replicas: 'replicas',
      mode: 'mode',
      env: 'variable',
      label: 'label',
      'container-label': 'container label',
      mount: 'mount',
      secret: 'secret',
      config: 'config',
      constraint: 'constraint',
      network: 'network',
      port: 'port',
      parallelism: 'parallelism',
      delay: 'delay',
      monitor: 'monitor',
      failureAction: 'failure action',
      maxFailureRatio: 'max failure ratio',
      order: 'order'
    } as Readonly<Record<string, string>>,
    kind: { add: 'added', remove: 'removed', change: 'changed' },
    none: 'No changes.',
    effect(effect: Effect): string {
      const parts: string[] = []
      if (effect.replaces > 0) {
        const steps = many(effect.batches, 'batch', 'batches')
        const paced = effect.batches > 0 ? ` in ${steps}, about ${duration(effect.estimateSeconds)}` : ''
        parts.push(`Replaces ${many(effect.replaces, 'task', 'tasks')}${paced}.`)
      } else parts.push('No task restarts.')
      if (effect.adds > 0) parts.push(`Adds ${many(effect.adds, 'task', 'tasks')}.`)
      if (effect.removes > 0) parts.push(`Removes ${many(effect.removes, 'task', 'tasks')}.`)
      return parts.join(' ')
    },
    capacity: {
      sentence({ least, most }: { least: number; most: number }, of: number): string {
        if (least === 0)
          return of === 1
            ? 'None runs until the new one does.'
            : `None of the ${String(of)} runs until the new ones do.`
        if (least < of) return `At the lowest, ${String(least)} of ${String(of)} run.`
        return `All ${String(of)} keep running; at most ${String(most)} are up at once.`
      },
      picture: 'Tasks that run over the time of the update: old, new and missing',
      about: (seconds: number) => `about ${duration(Math.round(seconds))}`,
      layer: { fresh: 'New', old: 'Old', missing: 'Missing', starting: 'Starting beside the old' }
    },
    command: 'Command',
    commandHint: 'The same with the Docker CLI',
    apply: 'Apply',
    applying: 'Sending…',
    back: 'Back to editing',
    again: 'Review again',
    restores: (number: number) => `Brings back version ${String(number)}`,
    typeName: (name: string) => `Production: type ${name} to apply`,
    readOnly: 'This context is read-only in Skep, so this plan can be read but not applied.',
    accepted: (name: string) => `The update of ${name} was accepted.`,
    severity: { info: 'Note', warning: 'Warning', danger: 'Danger' }
  },
  history: {
    versions: 'Versions',
    compare: 'Compare',
    comparing: 'Chosen for comparison',
    compareWith: (number: number) => `Compare with version ${String(number)}`,
    compared: (a: number, b: number) => `From version ${String(a)} to version ${String(b)}`,
    to: 'Roll back to this version',
    current: 'Current',
    isCurrent: 'This is the version in force.',
    restores: (number: number) => `restores version ${String(number)}`,
    by: { skep: 'Skep', outside: 'outside Skep', engine: 'the engine' },
    source: { recovered: 'recovered at first contact', observed: '', gap: 'seen after a gap' },
    partial: 'partial: known from its tasks only',
    first: 'The oldest version that is known',
    same: 'No visible change',
    and: (count: number) => `and ${String(count)} more`,
    none: 'No version is known yet.'
  },
  logs: {
    title: 'Logs',
    task: 'Task',
    all: 'All tasks',
    follow: 'Follow',
    wrap: 'Wrap lines',
    none: 'No log lines.',
    lines: 'Log lines'
  },
  palette: { title: 'Go to…', none: 'Nothing matches.', action: 'Action' },
  keys: {
    title: 'Keyboard shortcuts',
    filter: 'Filter services',
    update: 'Update the service',
    rollBack: 'Roll back the service',
    history: 'History of the service',
    escape: 'Back',
    palette: 'Go to anything',
    help: 'This overview',
    move: 'Move in the list',
    enter: 'Open'
  },
  sent: {
    sending: (name: string) => `The update of ${name} is on its way.`,
    unknown: (name: string) =>
      `The answer to the update of ${name} was lost. Skep does not send it again and is finding out whether it was applied.`,
    'not-applied': (name: string) => `The update of ${name} was not applied. Nothing has changed.`
  },
  lost: {
    unread:
      'This service was not read before the connection was lost. It appears once Skep is connected again.',
    safe: 'Your services go on running; Skep only cannot see them now.'
  }
}

/** The shape that every language fills. */
export type Messages = typeof en
