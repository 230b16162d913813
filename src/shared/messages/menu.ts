import type { Theme } from '../contract'
import type { ServiceCommand } from '../contract/commands'

/** What the native menu says; `&` stands before the letter that opens a menu together with Alt. */
export interface MenuTexts {
  readonly file: string
  readonly edit: string
  readonly view: string
  readonly go: string
  readonly service: string
  readonly help: string
  readonly window: string
  readonly add: string
  readonly settings: string
  readonly folder: string
  readonly quit: string
  readonly undo: string
  readonly redo: string
  readonly cut: string
  readonly copy: string
  readonly paste: string
  readonly selectAll: string
  readonly zoomIn: string
  readonly zoomOut: string
  readonly actualSize: string
  readonly fullScreen: string
  readonly theme: string
  readonly themes: Readonly<Record<Theme, string>>
  readonly palette: string
  readonly activity: string
  readonly policies: string
  readonly back: string
  readonly commands: Readonly<Record<ServiceCommand, string>>
  readonly keys: string
  readonly words: string
  readonly guide: string
  readonly diagnostics: string
  readonly about: string
  readonly hide: string
  readonly hideOthers: string
  readonly showAll: string
  readonly minimize: string
  readonly close: string
}
