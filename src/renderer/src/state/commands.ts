import { quietChoices } from '../../../domain/quiet'
import { texts } from '../../../shared/messages'
import { rollBackTarget } from './rollback'
import type { SkepState, Tab } from './skep.svelte'

/** One thing that a person can do, once for the keys, the palette and the overview of keys. */
export interface Command {
  readonly id: string
  readonly title: string
  /** The single key for it outside of text fields, as `KeyboardEvent.key` gives it. */
  readonly key?: string
  readonly run: () => void
}

/** What can be done now; the ones of a service only while one is open. */
export function commandsOf(
  skep: SkepState,
  shell: { add: () => void; help: () => void; emergency: () => void; shared: () => void }
): readonly Command[] {
  const { t } = skep
  const show = (id: Tab, title: string, key?: string): Command => ({
    id,
    title,
    ...(key === undefined ? {} : { key }),
    run: () => (skep.tab = id)
  })
  const service: readonly Command[] = [
    ...(skep.info?.mode === 'assisted' ? [] : [show('update', t.keys.update, 'u')]),
    {
      id: 'roll-back',
      title: t.keys.rollBack,
      key: 'r',
      run: () => void skep.attempt(() => rollBackTarget(skep))
    },
    { id: 'emergency', title: t.emergency.open, key: 'R', run: shell.emergency },
    show('overview', t.tabs.overview, 'o'),
    show('history', t.keys.history, 'h'),
    show('logs', t.tabs.logs, 'l'),
    { id: 'back', title: t.back, run: () => skep.leave() }
  ]
  return [
    ...(skep.service === undefined || skep.page !== undefined ? [] : service),
    { id: 'activity', title: t.activity.title, key: 'a', run: () => (skep.page = 'activity') },
    { id: 'policies', title: t.policies.title, key: 'p', run: () => (skep.page = 'policies') },
    ...(skep.info ? [{ id: 'shared', title: t.shared.title(skep.info.name), run: shell.shared }] : []),
    ...quietChoices
      .filter((choice) => (choice === 'off') === ((skep.settings?.quietUntil ?? null) !== null))
      .map((choice) => ({
        id: `quiet-${choice}`,
        title: texts[skep.language].tray.quiet[choice],
        run: () => void skep.attempt(() => skep.call('settings.set', { quiet: choice }))
      })),
    { id: 'add', title: t.addContext, run: shell.add },
    { id: 'help', title: t.keys.title, key: '?', run: shell.help }
  ]
}
