import type { Node } from '../../domain/node'
import type { Rollout } from '../../domain/rollout'
import type { Service } from '../../domain/service'
import type { Task } from '../../domain/task'
import type { Dossiers } from './dossiers'
import type { History } from './history'
import type { Engine, EngineInfo } from './ports'
import type { RegistryWords } from './registry-words'
import type { SharedHistory } from './shared-history'

/** What a live connection offers to the rest of the core. */
export interface Live {
  readonly engine: Engine
  readonly info: EngineInfo
  readonly history: History
  readonly dossiers: Dossiers
  readonly registry: RegistryWords
  readonly shared: SharedHistory
}

/** What the last look showed of one service. */
export interface Seen {
  readonly service: Service
  readonly tasks: readonly Task[]
  readonly nodes: readonly Node[]
  readonly rollout: Rollout
}
