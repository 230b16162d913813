import type { KeptDraft } from '../../../shared/contract'
import type { MenuView } from './menu'

/** Files that leave Skep: where the person says, or in Skep's own folder for exports. All throw SkepError('file-failed'). */
export interface Files {
  /**
   * Asks for a place, suggesting a name, and writes there, readable by this user alone; gives the file's path, or
   * undefined when the person says no.
   */
  save(name: string, content: string | Uint8Array): Promise<string | undefined>
  /** Writes below the folder for exports without asking, readable by this user alone and never over another file; gives the path. */
  export(name: string, content: string | Uint8Array): Promise<string>
  /** Asks for a place and copies an export there, by its name; undefined when the person says no. Throws file-missing. */
  saveCopy(name: string): Promise<string | undefined>
  /** Shows an export in the system's file manager, by its name. Throws file-missing. */
  show(name: string): void
  /** The path of Skep's own data folder. */
  folder(): string
  /** Opens Skep's own data folder in the system's file manager; throws folder-closed. */
  openData(): Promise<void>
}

/** Makes pages of paper out of a self-contained HTML page. */
export interface Printer {
  /** The page as a PDF file. */
  pdf(html: string): Promise<Uint8Array>
}

/** What was typed for services and not sent yet, by swarm and service; holds no secret. */
export interface DraftStore {
  get(key: string): KeptDraft | undefined
  /** Written when it returns; undefined forgets it. Throws SkepError('draft-not-kept') and still has it until the end. */
  set(key: string, draft: KeptDraft | undefined): void
}

/** An answer to a probe: the status, and the beginning of the body as text. */
export interface ProbeAnswer {
  readonly status: number
  readonly body: string
}

/**
 * Asks an address that a person typed, once and without following it elsewhere; at most 64 KiB of the body are read.
 * Rejects with SkepError: host-unknown, connection-refused, connection-cut, deadline, or what is wrong with TLS.
 */
export type Probe = (url: string, ms: number) => Promise<ProbeAnswer>

/** A line of the tray's menu; one without `run` only says something. */
export interface TrayItem {
  readonly label: string
  readonly run?: () => void
}

/** What the tray shows: the worst of all rollouts as a mark, the same in words, and what can be done. */
export interface TrayView {
  readonly mark: 'calm' | 'unseen' | 'running' | 'held' | 'failing'
  readonly title: string
  readonly rollouts: readonly TrayItem[]
  readonly quiet: readonly TrayItem[]
  readonly open: string
  readonly quit: string
}

/** What the system around the window can tell the person. */
export interface Desktop {
  /** Whether the person looks at the window now. */
  focused(): boolean
  /** Shows a notification, where the system has any; `followed` is called when the person clicks it. */
  notify(
    note: { readonly title: string; readonly body: string; readonly urgent: boolean },
    followed: () => void
  ): void
  /** Draws the tray, where the system has one; whatever is chosen there brings the window to the front. */
  tray(view: TrayView): void
  /** Draws the native menu; `chosen` takes the id of the command that a person chooses there. */
  menu(view: MenuView, chosen: (command: string) => void): void
}
