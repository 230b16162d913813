import type { PolicyChange } from '../../../domain/policy'
import type {
  ContextInput,
  Contrast,
  Endpoint,
  LanguageChoice,
  Notifications,
  PolicyDefault,
  Theme
} from '../../../shared/contract'

/** A sentence's code on what was found wrong with stored data at start, with its blanks. */
export interface StoredNotice {
  readonly code: string
  readonly file: string
  readonly count?: number
  readonly lost?: number
}

export interface SavedContext extends Omit<ContextInput, 'id' | 'managers'> {
  readonly id: string
  /** Further managers of the same swarm, tried in this order when the endpoint fails. */
  readonly managers: readonly Endpoint[]
  /** The swarm that answered here first; another one is refused. */
  readonly cluster?: string
  /** Whether to connect when the app starts. */
  readonly open: boolean
  /** Whether this Skep tells others of its history in the cluster itself. */
  readonly share: boolean
}

export interface SettingsData {
  readonly contexts: readonly SavedContext[]
  readonly policies: readonly {
    readonly name: string
    readonly policy: PolicyChange
    readonly rollback?: PolicyChange | undefined
  }[]
  /** Which policy an update begins with: of a context's services, or of one service by its name. */
  readonly policyDefaults: readonly PolicyDefault[]
  readonly notifications: Notifications
  /** Until when nothing is told outside of the window: milliseconds since the epoch. */
  readonly quietUntil: number | null
  readonly language: LanguageChoice
  readonly theme: Theme
  /** How large the window is drawn: 1 is as it is, 2 twice that. */
  readonly zoom: number
  readonly contrast: Contrast
  /** MiB that the journal may take. */
  readonly journalBudget: number
}

/** What may be lost, unlike the journal: contexts by reference and preferences. */
export interface Settings {
  get(): SettingsData
  /** Durable when it returns; throws SkepError('settings-failed') and changes nothing otherwise. */
  set(change: Partial<SettingsData>): void
  /** Sentences' codes on what was found damaged at start. */
  readonly notices: readonly StoredNotice[]
}
