import * as v from 'valibot'
import { quietChoices } from '../../domain/quiet'
import { zoomLimits } from '../../domain/zoom'
import { call, id, none } from './schema'

/** Which news of rollouts is told outside of the window. */
export const notifications = ['all', 'failures', 'off'] as const
export type Notifications = (typeof notifications)[number]

export const zoomSchema = v.pipe(v.number(), v.minValue(zoomLimits.least), v.maxValue(zoomLimits.most))

/** MiB that the journal may take before its oldest entries go. */
export const journalBudgetSchema = v.pipe(v.number(), v.integer(), v.minValue(64), v.maxValue(4096))
export const contrasts = ['system', 'more'] as const
export type Contrast = (typeof contrasts)[number]

const settingsChange = v.strictObject({
  language: v.optional(v.picklist(['system', 'en', 'fr'])),
  theme: v.optional(v.picklist(['system', 'light', 'dark'])),
  /** How large the window is drawn: 1 is as it is, 2 twice that. */
  zoom: v.optional(zoomSchema),
  contrast: v.optional(v.picklist(contrasts)),
  journalBudget: v.optional(journalBudgetSchema),
  notifications: v.optional(v.picklist(notifications)),
  /** For how long nothing is told outside of the window, from now on. */
  quiet: v.optional(v.picklist(quietChoices))
})

export type Language = 'en' | 'fr'
export type LanguageChoice = 'system' | Language
export type Theme = 'system' | 'light' | 'dark'

export interface SettingsView {
  readonly language: LanguageChoice
  readonly theme: Theme
  readonly zoom: number
  readonly contrast: Contrast
  /** MiB that the journal may take. */
  readonly journalBudget: number
  readonly notifications: Notifications
  /** Until when nothing is told outside of the window: milliseconds since the epoch. */
  readonly quietUntil: number | null
  /** The language in force. */
  readonly speaks: Language
  readonly versions: { readonly skep: string; readonly electron: string }
  /** What went wrong with stored data and what was done about it, if anything. */
  readonly notices: readonly string[]
}

/** Where Skep keeps what is its own, and how much that is. */
export interface Storage {
  readonly folder: string
  readonly journal: { readonly bytes: number; readonly entries: number; readonly versions: number }
}

/** Where logins for registries would come from; never a login itself. */
export interface Logins {
  /** The file of the Docker CLI that is read. */
  readonly file: string
  /** The credential helper for all other registries, by its name. */
  readonly store?: string
  readonly registries: readonly { readonly registry: string; readonly helper?: string }[]
}

export const settingsCalls = {
  'settings.get': call<SettingsView>()(none),
  'settings.set': call<SettingsView>()(settingsChange),
  'settings.storage': call<Storage>()(none),
  'settings.logins': call<Logins>()(none),
  /** Says which service the window shows, if it shows one: of that one nothing needs to be told outside of it. */
  'settings.looking': call<null>()(
    v.strictObject({ sight: v.nullable(v.strictObject({ context: id, service: id })) })
  )
} as const
