import { boardOf, type Board, type Standing } from '../../domain/board'
import type { QuietChoice } from '../../domain/quiet'
import type { ClusterSnapshot } from '../../domain/snapshot'
import type { ContextInfo, Language } from '../../shared/contract'
import { texts } from '../../shared/messages'
import type { Sight } from './notifier'
import type { Desktop, TrayItem } from './ports'

/** Shows beside the system's clock how rollouts stand over all clusters. */
export interface TrayKeeper {
  onSnapshot(snapshot: ClusterSnapshot): void
  /** Draws anew what may have changed: a connection, the language, quiet. */
  look(): void
}

interface TrayDeps {
  readonly desktop: Desktop
  readonly language: () => Language
  readonly contexts: () => readonly ContextInfo[]
  readonly quiet: () => boolean
  /** Called when a person chooses a rollout. */
  readonly onWanted: (sight: Sight) => void
  readonly onQuiet: (choice: QuietChoice) => void
}

/** The most rollouts that the menu names one by one. */
const most = 12

const markOf = ({ failing, held, running, unseen }: Board) =>
  failing.length > 0
    ? 'failing'
    : held.length > 0
      ? 'held'
      : running.length > 0
        ? 'running'
        : unseen.length > 0
          ? 'unseen'
          : 'calm'

export function createTray({ desktop, language, contexts, quiet, onWanted, onQuiet }: TrayDeps): TrayKeeper {
  const seen = new Map<string, ClusterSnapshot>()
  let drawn = ''

  function board(): Board {
    return boardOf(
      contexts().map(({ id, name, connection: { state } }) => ({
        id,
        name,
        sight: state === 'live' ? 'seen' : state === 'disconnected' ? 'off' : 'unseen',
        services: seen.get(id)?.services ?? []
      }))
    )
  }

  function look(): void {
    const words = texts[language()].tray
    const now = board()
    const { failing, held, running, unseen } = now
    const title = words.title(failing.length, held.length, running.length, unseen)
    const itemOf = ({ context, service, name, where, state }: Standing): TrayItem => ({
      label: words.rollout(name, where, state),
      run: () => onWanted({ context, service })
    })
    const rollouts = [...failing, ...held, ...running]
    const view = {
      mark: markOf(now),
      title: `Skep: ${title}`,
      rollouts: [
        { label: title },
        ...rollouts.slice(0, most).map(itemOf),
        ...(rollouts.length > most ? [{ label: words.more(rollouts.length - most) }] : [])
      ],
      quiet: quiet()
        ? [{ label: words.quiet.off, run: () => onQuiet('off') }]
        : [
            { label: words.quiet.hour, run: () => onQuiet('hour') },
            { label: words.quiet.morning, run: () => onQuiet('morning') }
          ],
      open: words.open,
      quit: words.quit
    } as const
    // A menu that is drawn anew closes under the person's hand.
    const next = JSON.stringify([view, rollouts])
    if (next === drawn) return
    drawn = next
    desktop.tray(view)
  }

  return {
    onSnapshot(snapshot) {
      seen.set(snapshot.context, snapshot)
      look()
    },
    look
  }
}
