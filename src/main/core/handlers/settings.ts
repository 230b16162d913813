import { quietEnd } from '../../../domain/quiet'
import type { SettingsView } from '../../../shared/contract'
import { texts, type NoticeCode } from '../../../shared/messages'
import type { Area, HandlersDeps } from './deps'

/** Preferences of the person. */
export function settingsHandlers(deps: HandlersDeps): Area<'settings'> {
  const { settings } = deps
  const view = (): SettingsView => {
    const { language, theme, zoom, contrast, journalBudget, notifications, quietUntil } = settings.get()
    const speaks = deps.language()
    const notices = settings.notices.map(({ code, ...blanks }) =>
      texts[speaks].notice[code as NoticeCode](blanks)
    )
    return {
      ...{ language, theme, zoom, contrast, journalBudget, notifications, quietUntil },
      ...{ speaks, versions: deps.versions, notices }
    }
  }
  return {
    'settings.get': view,
    'settings.looking': ({ sight }) => {
      deps.looking(sight ?? undefined)
      return null
    },
    'settings.storage': () => ({ folder: deps.files.folder(), journal: deps.journal.size() }),
    'settings.logins': () => deps.engines.logins(),
    'settings.set': ({ language, theme, zoom, contrast, journalBudget, notifications, quiet }) => {
      settings.set({
        ...(language ? { language } : {}),
        ...(theme ? { theme } : {}),
        ...(zoom === undefined ? {} : { zoom }),
        ...(contrast ? { contrast } : {}),
        ...(journalBudget === undefined ? {} : { journalBudget }),
        ...(notifications ? { notifications } : {}),
        ...(quiet ? { quietUntil: quietEnd(quiet, deps.clock.now()) } : {})
      })
      if (quiet) deps.quiet.look()
      deps.onSettings(view())
      // Last: what is set is in force and known to the window, even where the journal cannot be written now.
      if (journalBudget !== undefined) deps.journal.tidy()
      return view()
    }
  }
}
