/** What the system itself does when an item is chosen, under a label of ours. */
export type MenuRole =
  | 'undo'
  | 'redo'
  | 'cut'
  | 'copy'
  | 'paste'
  | 'selectAll'
  | 'togglefullscreen'
  | 'minimize'
  | 'close'
  | 'about'
  | 'hide'
  | 'hideOthers'
  | 'unhide'
  | 'quit'

/** A line of the native menu. */
export interface MenuItem {
  readonly label: string
  /** The system's own action, or else the id of the command that is wanted. */
  readonly role?: MenuRole
  readonly command?: string
  /** As Electron writes it; never a single letter, which would fire in text fields. */
  readonly accelerator?: string
  readonly enabled?: boolean
  /** Whether it is the one in force, among choices of which one is. */
  readonly checked?: boolean
  readonly items?: readonly MenuItem[]
  /** Stands in the app's own menu instead, on a system that has one. */
  readonly inApp?: boolean
}

export interface MenuGroup {
  readonly label: string
  readonly items: readonly (MenuItem | 'line')[]
}

/** The native menu, and what macOS wants beside it: the app's own menu in front, and one of windows. */
export interface MenuView {
  readonly groups: readonly MenuGroup[]
  readonly app: MenuGroup
  readonly window: MenuGroup
}
