import { named, parseLink, shownText } from '../../domain/deep-link'
import type { ErrorCode, ErrorValues } from '../../domain/error'
import type { ClusterSnapshot } from '../../domain/snapshot'
import type { ContextInfo } from '../../shared/contract'
import type { Sight } from './notifier'

/** Links from outside, which only ever go somewhere: nothing is planned, sent, added or set by one. */
export interface Links {
  /** Goes where a link leads, or says why that cannot be. */
  follow(link: string): void
  /** Notes what the window shows, and with the first word that it listens. */
  looking(sight: Sight | undefined): void
  onSnapshot(snapshot: ClusterSnapshot): void
}

interface LinksDeps {
  readonly contexts: () => readonly ContextInfo[]
  /** What was seen of a context last. */
  readonly seen: (context: string) => ClusterSnapshot | undefined
  /** Connects a context until it is disconnected or Skep ends. */
  readonly visit: (context: string) => void
  readonly onWanted: (sight: { readonly context: string; readonly service?: string }) => void
  readonly onFailed: (code: ErrorCode, values: ErrorValues) => void
}

export function createLinks({ contexts, seen, visit, onWanted, onFailed }: LinksDeps): Links {
  /** Whether the window hears what is announced; a link that starts the app comes before that. */
  let listening = false
  let early: string | undefined
  /** A service that a link leads to on a cluster that is not seen yet. */
  let awaited: { readonly context: string; readonly name: string } | undefined

  function settle(snapshot: ClusterSnapshot | undefined): void {
    if (!awaited || snapshot?.context !== awaited.context) return
    const context = contexts().find(({ id }) => id === snapshot.context)
    const { name } = awaited
    const service = named(snapshot.services, name)
    // What was seen before the connection was lost may lack what is there now.
    if (!service && context?.connection.state !== 'live') return
    awaited = undefined
    if (service) onWanted({ context: snapshot.context, service: service.id })
    else onFailed('link-service', { name: shownText(name), context: context?.name ?? '' })
  }

  function follow(text: string): void {
    if (!listening) {
      early = text
      return
    }
    awaited = undefined
    const link = parseLink(text)
    if (!link) return onFailed('link-unreadable', { name: shownText(text) })
    const context = named(contexts(), link.context)
    if (!context) return onFailed('link-context', { name: shownText(link.context) })
    if (context.connection.state === 'disconnected') visit(context.id)
    onWanted({ context: context.id })
    if (link.service === undefined) return
    awaited = { context: context.id, name: link.service }
    settle(seen(context.id))
  }

  return {
    follow,
    looking(sight) {
      // Whoever opened a service meanwhile is not taken away from it.
      if (sight) awaited = undefined
      if (listening) return
      listening = true
      if (early !== undefined) follow(early)
    },
    onSnapshot: settle
  }
}
