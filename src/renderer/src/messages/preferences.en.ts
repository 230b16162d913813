import type { Environment } from '../../../shared/contract'
import { many } from './words.en'

/** The sentences of the settings page, in English. */
export const preferences = {
  intro: 'Everything takes effect at once and stays on this computer.',
  /** What is in force now, for whoever hears it. */
  set: (what: string, to: string) => `${what}: ${to}`,
  appearance: 'Appearance',
  zoom: 'Size',
  contrast: 'Contrast',
  contrasts: { system: 'As the system says', more: 'More' },
  news: 'Notifications',
  newsHint:
    'Told by the system while you look elsewhere. The tray shows the state of all clusters either way.',
  quiet: 'Quiet',
  notQuiet: 'Not quiet now.',
  guards: 'Guard rails',
  guardsHint:
    'What each cluster asks before anything is sent. The mode says what may be done from this computer.',
  noContexts: 'No context is saved yet.',
  name: 'Context',
  asks: {
    dev: 'A click on Apply, after the review.',
    staging: 'A click on Apply, after the review. What ran here is told before production.',
    production:
      'The service’s name typed, after the review; of a stack its name, of a policy for many services the context’s. What became of the image in staging is told.'
  } satisfies Record<Environment, string>,
  registries: 'Registries',
  registriesHint:
    'Skep keeps no registry password. It asks with the logins of the Docker CLI, which it reads when they are needed.',
  file: 'Read from',
  store: 'Kept by the credential helper',
  inFile: 'kept in the file',
  byHelper: (helper: string) => `kept by ${helper}`,
  noLogins: 'No login is there. Run “docker login” with a registry to add one.',
  registry: 'Registry',
  history: 'History',
  kept: (versions: number, entries: number, size: string) =>
    `${many(versions, 'version', 'versions')} in ${many(entries, 'entry', 'entries')}, ${size}.`,
  budget: 'Keep at most',
  budgetHint:
    'Beyond that the oldest entries go. Never dropped: versions in force, pinned ones, the last good one and the runbook of each service, and updates that are still open.',
  dropAsk: (used: string, budget: string) =>
    `${used} are in use. With ${budget} the oldest entries go now, and do not come back.`,
  drop: 'Drop the oldest',
  data: 'Data folder',
  dataHint: 'Settings, the journal, drafts and exports. Readable by your user alone.',
  open: 'Open'
}
