import { quietChoices } from '../../../domain/quiet'
import { isOffered, serviceCommands, type ServiceCommand } from '../../../shared/contract/commands'
import { zoomed } from '../../../domain/zoom'
import { texts } from '../../../shared/messages'
import { rollBackTarget } from './rollback'
import type { SkepState, Tab } from './skep.svelte'

/** One thing that a person can do, once for the keys, the palette and the overview of keys. */
export interface Command {
  readonly id: string
  readonly title: string
  /** The single key for it outside of text fields, as `KeyboardEvent.key` gives it. */
  readonly key?: string
  /** May be done while a dialog is open: it leaves what is asked for there as it is. */
  readonly anywhere?: boolean
  readonly run: () => void
}

/** What the shell around the pages does. */
export interface Shell {
  readonly add: () => void
  readonly help: () => void
  readonly words: () => void
  readonly emergency: () => void
  readonly shared: () => void
  readonly copyLink: () => void
}

/** The command that a key asks for together with Ctrl or Cmd, also while somebody types. */
export function commandOfKeys({ key, code }: Pick<KeyboardEvent, 'key' | 'code'>): string | undefined {
  if (key.toLowerCase() === 'k') return 'palette'
  if (key === '+' || key === '=') return 'zoom-in'
  if (key === '-') return 'zoom-out'
  // The digits of some keyboards are typed with Shift.
  return key === '0' || code === 'Digit0' ? 'zoom-reset' : undefined
}

/** What can be done now, by the keys, the palette and the native menu; the ones of a service only while one is open. */
export function commandsOf(skep: SkepState, shell: Shell): readonly Command[] {
  const { t } = skep
  const words = texts[skep.language].menu
  const attempt = (work: () => Promise<unknown>) => () => void skep.attempt(work)
  const show = (id: Tab, title: string, key: string) => ({ title, key, run: () => void (skep.tab = id) })
  const ofService: Readonly<Record<ServiceCommand, Omit<Command, 'id'>>> = {
    overview: show('overview', t.tabs.overview, 'o'),
    update: show('update', t.keys.update, 'u'),
    'roll-back': { title: t.keys.rollBack, key: 'r', run: attempt(() => rollBackTarget(skep)) },
    emergency: { title: t.emergency.open, key: 'R', run: shell.emergency },
    history: show('history', t.keys.history, 'h'),
    logs: show('logs', t.tabs.logs, 'l')
  }
  const mode = skep.service === undefined || skep.page !== undefined ? undefined : skep.info?.mode
  const service = serviceCommands
    .filter((id) => mode !== undefined && isOffered(id, mode))
    .map((id) => ({ id, ...ofService[id] }))
  const zoom = (id: string, title: string, next: (now: number) => number): Command => ({
    id,
    title,
    anywhere: true,
    run: attempt(async () => {
      const { zoom: now } = await skep.call('settings.set', { zoom: next(skep.settings?.zoom ?? 1) })
      skep.said = t.zoom(Math.round(now * 100))
    })
  })
  const inside = (skep.page ?? skep.service ?? skep.stack) !== undefined
  return [
    ...service,
    ...(inside ? [{ id: 'back', title: t.keys.escape, run: () => skep.leave() }] : []),
    ...(skep.info && skep.page === undefined
      ? [
          {
            id: 'copy-link',
            title: t.link.copy[skep.service === undefined ? 'context' : 'service'],
            run: shell.copyLink
          }
        ]
      : []),
    { id: 'activity', title: t.activity.title, key: 'a', run: () => (skep.page = 'activity') },
    { id: 'policies', title: t.policies.title, key: 'p', run: () => (skep.page = 'policies') },
    { id: 'settings', title: t.settings, key: ',', run: () => (skep.page = 'settings') },
    { id: 'diagnostics', title: t.diagnostics.title, run: () => (skep.page = 'diagnostics') },
    ...(skep.info ? [{ id: 'shared', title: t.shared.title(skep.info.name), run: shell.shared }] : []),
    ...quietChoices
      .filter((choice) => (choice === 'off') === ((skep.settings?.quietUntil ?? null) !== null))
      .map((choice) => ({
        id: `quiet-${choice}`,
        title: texts[skep.language].tray.quiet[choice],
        run: attempt(() => skep.call('settings.set', { quiet: choice }))
      })),
    zoom('zoom-in', words.zoomIn, (now) => zoomed(now, 1)),
    zoom('zoom-out', words.zoomOut, (now) => zoomed(now, -1)),
    zoom('zoom-reset', words.actualSize, () => 1),
    ...(['light', 'dark', 'system'] as const).map((theme) => ({
      id: `theme-${theme}`,
      anywhere: true,
      title: `${words.theme} · ${words.themes[theme]}`,
      run: attempt(() => skep.call('settings.set', { theme }))
    })),
    { id: 'data-folder', title: words.folder, run: attempt(() => skep.call('files.openData')) },
    { id: 'words', title: t.term.title, run: shell.words },
    { id: 'guide', title: t.guide.title, run: () => (skep.page = 'guide') },
    { id: 'tour', title: t.tour.start, run: attempt(() => skep.tour.start()) },
    { id: 'add', title: t.addContext, run: shell.add },
    { id: 'help', title: t.keys.title, key: '?', run: shell.help }
  ]
}
