import type { Trouble } from '../../domain/diagnostics'
import type { ContextInfo } from '../../shared/contract'
import type { Clock } from './clock'

/** How much is remembered. */
const most = 100

export interface Troubles {
  /** Notes a call that failed. */
  failed(call: string, input: unknown, code: string): void
  /** Looks at all connections, and notes those that changed. */
  look(contexts: readonly ContextInfo[]): void
  /** The newest first. */
  list(): readonly Trouble[]
}

/**
 * The newest failures and changes of connections, by their codes; gone when Skep ends. Of what a call was given nothing
 * is kept but the id of a saved context: it may be anything.
 */
export function createTroubles(clock: Clock, isContext: (id: string) => boolean): Troubles {
  const kept: Trouble[] = []
  const known = new Map<string, string>()

  function note(trouble: Omit<Trouble, 'at'>): void {
    kept.unshift({ at: clock.now(), ...trouble })
    kept.length = Math.min(kept.length, most)
  }

  return {
    failed(call, input, code) {
      const context = (input as { readonly context?: unknown } | null | undefined)?.context
      note({ code, call, ...(typeof context === 'string' && isContext(context) ? { context } : {}) })
    },
    look(contexts) {
      for (const { id, connection } of contexts) {
        const { state, code } = connection
        const now = `${state} ${code ?? ''}`
        if ((known.get(id) ?? 'disconnected ') !== now)
          note({ context: id, state, ...(code === undefined ? {} : { code }) })
        known.set(id, now)
      }
    },
    list: () => [...kept]
  }
}
