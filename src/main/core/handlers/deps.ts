import type { Language, SettingsView } from '../../../shared/contract'
import type { Service } from '../../../domain/service'
import type { Attended, Place } from '../attended'
import type { Cluster, Live } from '../cluster'
import type { Clusters } from '../clusters'
import type { Handlers } from '../dispatch'
import type { Logs } from '../logs'
import type { Drafts } from '../drafts'
import type { Clock } from '../clock'
import type { Sight } from '../notifier'
import type { Quiet } from '../quiet'
import type { Planner } from '../planner'
import type { Policies } from '../policies'
import type { PolicyPlans } from '../policy-plans'
import type { Engines, Files, Journal, Settings } from '../ports'
import type { Questions } from '../questions'
import type { Runbooks } from '../runbooks'
import type { AuditLog } from '../audit'
import type { Stacks } from '../stacks'
import type { Troubles } from '../trouble'
import type { Updates } from '../updates'

/** What the handlers of every area stand on. */
export interface HandlersDeps {
  readonly clusters: Clusters
  readonly planner: Planner
  readonly updates: Updates
  readonly stacks: Stacks
  readonly audit: AuditLog
  readonly attended: Attended
  readonly questions: Questions
  readonly policies: Policies
  readonly policyPlans: PolicyPlans
  readonly runbooks: Runbooks
  readonly logs: Logs
  readonly files: Files
  readonly drafts: Drafts
  /** Takes which service the window shows; undefined for anything else. */
  readonly looking: (sight: Sight | undefined) => void
  /** Goes where a link leads. */
  readonly follow: (link: string) => void
  readonly quiet: Quiet
  readonly troubles: Pick<Troubles, 'list'>
  readonly clock: Clock
  readonly engines: Engines
  readonly settings: Settings
  readonly journal: Journal
  /** The computer user that this process runs as, where that is known. */
  readonly user: string | undefined
  readonly language: () => Language
  readonly versions: SettingsView['versions']
  readonly onSettings: (view: SettingsView) => void
  /** Says that something was written about the versions of a service. */
  readonly onHistory: (context: string, service: string) => void
}

/** The handlers of one area: the calls of the contract whose names begin with one of these words. */
export type Area<Prefix extends string> = Pick<Handlers, Extract<keyof Handlers, `${Prefix}.${string}`>>

/** A service read freshly from its live cluster; throws not-connected or service-unknown. */
export async function found(
  { clusters }: Pick<HandlersDeps, 'clusters'>,
  context: string,
  id: string
): Promise<{ readonly cluster: Cluster; readonly live: Live; readonly service: Service }> {
  const cluster = clusters.cluster(context)
  const live = cluster.live()
  return { cluster, live, service: await live.engine.inspect(id) }
}

/** A live service as a step of an attended rollout is planned for it, by its id even where it was named. */
export async function placed(deps: HandlersDeps, context: string, id: string): Promise<Place> {
  const { cluster, service } = await found(deps, context, id)
  return { context: deps.clusters.context(context), cluster, service: service.id }
}
