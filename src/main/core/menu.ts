import { isOffered, serviceCommands } from '../../shared/contract/commands'
import type { ContextMode, Language, Theme } from '../../shared/contract'
import { texts } from '../../shared/messages'
import type { Sight } from './notifier'
import type { Desktop, MenuItem, MenuRole, MenuView, SettingsData } from './ports'

/** What the menu depends on: the mode is of the context whose service is shown, while one is. */
export interface MenuState {
  readonly language: Language
  readonly theme: Theme
  readonly mode: ContextMode | undefined
}

/** The native menu: the window's own commands and what the system does itself, in one language. */
export function menuOf({ language, theme, mode }: MenuState): MenuView {
  const words = texts[language].menu
  const role = (label: string, of: MenuRole): MenuItem => ({ label, role: of })
  const command = (label: string, id: string): MenuItem => ({ label, command: id })
  const settings = { ...command(words.settings, 'settings'), accelerator: 'CmdOrCtrl+,', inApp: true }
  const about = { ...role(words.about, 'about'), inApp: true }
  const quit = { ...role(words.quit, 'quit'), inApp: true }
  return {
    groups: [
      {
        label: words.file,
        items: [
          command(words.add, 'add'),
          settings,
          'line',
          command(words.folder, 'data-folder'),
          'line',
          quit
        ]
      },
      {
        label: words.edit,
        items: [
          role(words.undo, 'undo'),
          role(words.redo, 'redo'),
          'line',
          role(words.cut, 'cut'),
          role(words.copy, 'copy'),
          role(words.paste, 'paste'),
          role(words.selectAll, 'selectAll')
        ]
      },
      {
        label: words.view,
        items: [
          { ...command(words.zoomIn, 'zoom-in'), accelerator: 'CmdOrCtrl+Plus' },
          { ...command(words.zoomOut, 'zoom-out'), accelerator: 'CmdOrCtrl+-' },
          { ...command(words.actualSize, 'zoom-reset'), accelerator: 'CmdOrCtrl+0' },
          role(words.fullScreen, 'togglefullscreen'),
          'line',
          {
            label: words.theme,
            items: (['light', 'dark', 'system'] as const).map((one) => ({
              ...command(words.themes[one], `theme-${one}`),
              checked: one === theme
            }))
          }
        ]
      },
      {
        label: words.go,
        items: [
          { ...command(words.palette, 'palette'), accelerator: 'CmdOrCtrl+K' },
          'line',
          command(words.activity, 'activity'),
          command(words.policies, 'policies'),
          'line',
          command(words.back, 'back')
        ]
      },
      {
        label: words.service,
        items: serviceCommands.map((one) => ({
          ...command(words.commands[one], one),
          enabled: mode !== undefined && isOffered(one, mode)
        }))
      },
      {
        label: words.help,
        items: [
          command(words.keys, 'help'),
          command(words.words, 'words'),
          command(words.guide, 'guide'),
          command(words.diagnostics, 'diagnostics'),
          'line',
          about
        ]
      }
    ],
    app: {
      label: 'Skep',
      items: [
        about,
        'line',
        settings,
        'line',
        role(words.hide, 'hide'),
        role(words.hideOthers, 'hideOthers'),
        role(words.showAll, 'unhide'),
        'line',
        quit
      ]
    },
    window: { label: words.window, items: [role(words.minimize, 'minimize'), role(words.close, 'close')] }
  }
}

/** Keeps the native menu true to the language, the settings and to what is shown. */
export interface MenuKeeper {
  /** Notes what the window shows; undefined for anything but one service. */
  looking(sight: Sight | undefined): void
  /** Draws anew what may have changed. */
  look(): void
}

interface MenuDeps {
  readonly desktop: Pick<Desktop, 'menu'>
  readonly settings: { get(): Pick<SettingsData, 'contexts' | 'theme'> }
  readonly language: () => Language
  readonly onCommand: (id: string) => void
}

export function createMenu({ desktop, settings, language, onCommand }: MenuDeps): MenuKeeper {
  let sight: Sight | undefined
  let drawn = ''

  function look(): void {
    const { contexts, theme } = settings.get()
    const mode = contexts.find(({ id }) => id === sight?.context)?.mode
    const view = menuOf({ language: language(), theme, mode })
    // A menu that is drawn anew closes under the person's hand.
    const next = JSON.stringify(view)
    if (next === drawn) return
    drawn = next
    desktop.menu(view, onCommand)
  }

  return {
    looking(next) {
      sight = next
      look()
    },
    look
  }
}
