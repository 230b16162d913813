import { newsOf, urgentNews } from '../../domain/news'
import type { Rollout } from '../../domain/rollout'
import type { Language } from '../../shared/contract'
import { texts } from '../../shared/messages'
import type { Quiet } from './quiet'
import type { Desktop, Settings } from './ports'

/** A service that the person looks at, or wants to. */
export interface Sight {
  readonly context: string
  readonly service: string
}

/** Tells the person of rollouts over all clusters that they do not look at. */
export interface Notifier {
  onRollout(context: string, rollout: Rollout): void
  /** Says once what needs somebody and came while it was quiet. */
  onQuietEnd(): void
  /** Notes what the window shows; undefined for anything but one service. */
  looking(sight: Sight | undefined): void
}

interface NotifierDeps {
  readonly desktop: Desktop
  readonly settings: Settings
  readonly quiet: Pick<Quiet, 'is'>
  readonly language: () => Language
  /** Called when a person follows a notification. */
  readonly onWanted: (sight: Sight) => void
}

export function createNotifier({ desktop, settings, quiet, language, onWanted }: NotifierDeps): Notifier {
  const known = new Map<string, Pick<Rollout, 'verdict' | 'held'>>()
  /** What came while it was quiet, the newest of each service. */
  const missed = new Map<string, { readonly label: string; readonly sight: Sight }>()
  let sight: Sight | undefined

  return {
    looking: (next) => (sight = next),
    onQuietEnd() {
      const all = [...missed.values()]
      missed.clear()
      const first = all[0]
      if (!first) return
      const words = texts[language()].quiet
      const body = words.missed(all.map(({ label }) => label))
      desktop.notify({ title: words.over, body, urgent: true }, () => onWanted(first.sight))
    },
    onRollout(context, rollout) {
      const { service, name } = rollout
      const key = `${context} ${service}`
      const news = newsOf(known.get(key), rollout)
      known.set(key, rollout)
      if (news === undefined) return
      const { notifications, contexts } = settings.get()
      const urgent = urgentNews.has(news)
      if (notifications === 'off' || (notifications === 'failures' && !urgent)) return
      if (quiet.is()) {
        // What ended well meanwhile needs nobody any more.
        if (urgent) missed.set(key, { label: name, sight: { context, service } })
        else missed.delete(key)
        return
      }
      if (desktop.focused() && sight?.context === context && sight.service === service) return
      const where = contexts.find(({ id }) => id === context)?.name ?? ''
      desktop.notify({ title: `${name} · ${where}`, body: texts[language()].news[news], urgent }, () =>
        onWanted({ context, service })
      )
    }
  }
}
