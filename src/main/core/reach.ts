import { SkepError } from '../../domain/error'
import type { Engine, EngineInfo, Engines, Ask, SavedContext } from './ports'

/** One connection that is open, and to which of a context's managers. */
export interface Reached {
  readonly engine: Engine
  readonly info: EngineInfo
  /** Whether its endpoint leads elsewhere since, because a context of the Docker CLI was changed on disk. */
  moved(): boolean
}

/** Makes the connections of one context, one at a time, to the manager whose turn it is. */
export interface Reach {
  /** Connects to the manager whose turn it is; throws SkepError, and nothing stays open then. */
  open(readOnly: boolean, ask: Ask | undefined): Promise<Reached>
  /** Gives the turn to the next manager; true when every one had its turn since the last good connection. */
  pass(): boolean
  /** The connection held for long: all managers may be tried again when it breaks. */
  good(): void
  /** Ends what is open or being opened; false when nothing is. */
  close(): boolean
}

/** Several managers of one swarm are as good as one: all answer alike, and followers forward (measured). */
export function createReach(context: SavedContext, engines: Omit<Engines, 'registry' | 'logins'>): Reach {
  const managers = [context.endpoint, ...context.managers]
  let turn = 0
  let tried = 0
  let engine: Engine | undefined
  /** Counts what was ended, so that a connection that is only being made is ended too. */
  let ended = 0
  let opening = false
  // The swarm that answered first is the only one from then on, whichever manager answers.
  let cluster = context.cluster

  return {
    async open(readOnly, ask) {
      const endpoint = managers[turn] ?? context.endpoint
      const whereabouts = engines.whereabouts(endpoint)
      const before = ended
      opening = true
      const opened = await engines.connect(endpoint, { readOnly, ask }).finally(() => (opening = false))
      if (ended !== before) {
        opened.close()
        throw new SkepError('stopped')
      }
      engine = opened
      const info = await opened.open()
      if (cluster !== undefined && cluster !== info.cluster) throw new SkepError('other-cluster')
      cluster = info.cluster
      return { engine: opened, info, moved: () => engines.whereabouts(endpoint) !== whereabouts }
    },
    pass() {
      turn = (turn + 1) % managers.length
      tried += 1
      if (tried < managers.length) return false
      tried = 0
      return true
    },
    good() {
      tried = 0
    },
    close() {
      const was = opening || engine !== undefined
      ended += 1
      engine?.close()
      engine = undefined
      return was
    }
  }
}
