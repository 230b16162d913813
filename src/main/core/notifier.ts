import { newsOf, urgentNews } from '../../domain/news'
import type { Rollout } from '../../domain/rollout'
import type { Language } from '../../shared/contract'
import { texts } from '../../shared/messages'
import type { Desktop, Settings } from './ports'

/** A service that the person looks at, or wants to. */
export interface Sight {
  readonly context: string
  readonly service: string
}

/** Tells the person of rollouts over all clusters that they do not look at. */
export interface Notifier {
  onRollout(context: string, rollout: Rollout): void
  /** Notes what the window shows; undefined for anything but one service. */
  looking(sight: Sight | undefined): void
}

interface NotifierDeps {
  readonly desktop: Desktop
  readonly settings: Settings
  readonly language: () => Language
  /** Called when a person follows a notification. */
  readonly onWanted: (sight: Sight) => void
}

export function createNotifier({ desktop, settings, language, onWanted }: NotifierDeps): Notifier {
  const known = new Map<string, Pick<Rollout, 'verdict' | 'held'>>()
  let sight: Sight | undefined

  return {
    looking: (next) => (sight = next),
    onRollout(context, rollout) {
      const { service, name } = rollout
      const key = `${context} ${service}`
      const news = newsOf(known.get(key), rollout)
      known.set(key, rollout)
      if (news === undefined) return
      const { notifications, contexts } = settings.get()
      const urgent = urgentNews.has(news)
      if (notifications === 'off' || (notifications === 'failures' && !urgent)) return
      if (desktop.focused() && sight?.context === context && sight.service === service) return
      const where = contexts.find(({ id }) => id === context)?.name ?? ''
      desktop.notify({ title: `${name} · ${where}`, body: texts[language()].news[news], urgent }, () =>
        onWanted({ context, service })
      )
    }
  }
}
