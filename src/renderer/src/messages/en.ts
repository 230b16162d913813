import { settings as serviceSettings } from './settings.en'
import { contexts } from './contexts.en'
import { assisted } from './assisted.en'
import { attended } from './attended.en'
import { rollout } from './rollout.en'
import { compose } from './compose.en'
import { diagnostics } from './diagnostics.en'
import { policies } from './policies.en'
import { preferences } from './preferences.en'
import { tour } from './tour.en'
import { shared } from './shared.en'
import { conflict } from './conflict.en'
import { plan } from './plan.en'
import { history } from './history.en'
import { dossier } from './dossier.en'
import { logs } from './logs.en'
import { help } from './help.en'
import { runbook } from './runbook.en'
import { terms } from './terms.en'
import { activity } from './activity.en'
import { exported } from './export.en'
import { shell } from './shell.en'
import { stack } from './stack.en'
import { registry } from './registry.en'
import { many } from './words.en'

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
  notifications: 'Notify',
  notify: { all: 'Of every end', failures: 'Of failures', off: 'Never' },
  quietUntil: (time: string) => `Quiet until ${time}`,
  quietEnd: 'End',
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
    assisted:
      'For whoever is on call: only going back to the last good version, continuing or aborting an update that waits, and restarting tasks.',
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
    attention: (count: number) => many(count, 'needs attention', 'need attention'),
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
    held: 'Held',
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
  tabs: { overview: 'Overview', update: 'Update', history: 'History', logs: 'Logs', runbook: 'Runbook' },
  back: 'All services',
  update: 'Update',
  rollBack: 'Roll back',
  rollBackTo: (number: number) => `Roll back to version ${String(number)}`,
  rollBackNone: 'There is no earlier complete version to go back to.',
  ...rollout,
  ...attended,
  serviceSettings,
  ...compose,
  tour,
  diagnostics,
  preferences,
  ...policies,
  ...shared,
  ...logs,
  ...plan,
  ...conflict,
  ...history,
  ...dossier,
  ...help,
  ...runbook,
  ...terms,
  ...assisted,
  ...activity,
  ...exported,
  ...shell,
  ...stack,
  ...registry,
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
