import { safeAction, type Intent, type KnownVersions } from '../../domain/assisted'
import { SkepError } from '../../domain/error'
import type { Service } from '../../domain/service'
import { qualityOf } from '../../domain/version'
import type { Method } from '../../shared/contract'
import type { Live } from './cluster'
import type { Clusters } from './clusters'
import type { SavedContext } from './ports'
import type { Runbooks } from './runbooks'

/**
 * What a call does, as far as the mode of its context matters. `looks`: reads. `own`: writes only what is Skep's own on
 * this computer. `stops`: only keeps more from being sent. `plans` and `sends`: judged by the plan itself, when it is made
 * and again when it is sent. `unassisted`: shows a hidden value, or holds an update: never in an assisted context.
 * `full`: changes what others rely on, so only a context in mode full takes it.
 */
export type CallKind = 'looks' | 'own' | 'stops' | 'plans' | 'sends' | 'unassisted' | 'full'

/** Of every call of the contract; a new one does not compile without its word here. */
export const callKinds: Readonly<Record<Method, CallKind>> = {
  'contexts.list': 'looks',
  'contexts.discover': 'looks',
  'contexts.save': 'own',
  'contexts.remove': 'own',
  'contexts.connect': 'own',
  'contexts.disconnect': 'own',
  'contexts.test': 'looks',
  'contexts.renew': 'own',
  'questions.list': 'looks',
  'questions.answer': 'own',
  'clusters.snapshot': 'looks',
  'clusters.references': 'looks',
  'services.known': 'looks',
  'links.follow': 'own',
  'services.inspect': 'looks',
  'services.reveal': 'unassisted',
  'services.logs': 'looks',
  'logs.open': 'looks',
  'logs.taken': 'looks',
  'logs.close': 'looks',
  'updates.plan': 'plans',
  'updates.conflict': 'looks',
  'updates.apply': 'sends',
  'updates.list': 'looks',
  'drafts.get': 'looks',
  'drafts.keep': 'own',
  'rollouts.get': 'looks',
  'rollouts.dossier': 'looks',
  'rollouts.deadline': 'own',
  'rollouts.hold': 'unassisted',
  'rollouts.continue': 'plans',
  'rollouts.abort': 'plans',
  'rollouts.restore': 'plans',
  'attended.get': 'looks',
  'attended.watch': 'full',
  'history.list': 'looks',
  'history.diff': 'looks',
  'history.note': 'own',
  'history.reveal': 'unassisted',
  'policies.list': 'looks',
  'policies.save': 'own',
  'policies.remove': 'own',
  'policies.defaults': 'looks',
  'policies.setDefault': 'own',
  'policies.export': 'own',
  'policies.read': 'looks',
  'policies.import': 'own',
  'policies.plan': 'plans',
  'policies.apply': 'sends',
  'stacks.releases': 'looks',
  'stacks.plan': 'plans',
  'stacks.apply': 'sends',
  'stacks.operations': 'looks',
  'stacks.stop': 'stops',
  'stacks.close': 'own',
  'registry.tags': 'looks',
  'registry.standing': 'looks',
  'runbooks.get': 'looks',
  'runbooks.save': 'full',
  'audit.list': 'looks',
  'audit.verify': 'looks',
  'audit.export': 'own',
  'shared.get': 'looks',
  'shared.set': 'full',
  'shared.remove': 'full',
  'settings.get': 'looks',
  'settings.set': 'own',
  'diagnostics.get': 'looks',
  'settings.storage': 'looks',
  'settings.logins': 'looks',
  'settings.looking': 'looks',
  'files.save': 'own',
  'files.saveAs': 'own',
  'files.show': 'own',
  'files.openData': 'own'
}

/** What the modes of contexts let through; each function throws read-only or mode-refuses for what they do not. */
export interface Modes {
  /** A call as a whole, before it is answered. */
  call(method: Method, input: unknown): void
  /** What a plan was asked for, before it is made. */
  plan(context: SavedContext, live: Live, service: Service, intent: Intent): void
  /** A plan that is to be sent, by the service as it is at that moment. */
  send(context: SavedContext, live: Live, service: Service, intent: Intent): void
}

/** The modes of all contexts; a refusal names the contact in the service's runbook. */
export function createModes(clusters: () => Clusters, runbooks: Pick<Runbooks, 'get'>): Modes {
  function refuse(context: SavedContext, swarm: string | undefined, service: string | undefined): never {
    if (context.mode === 'read-only') throw new SkepError('read-only', { context: context.name })
    const runbook = swarm === undefined || service === undefined ? undefined : runbooks.get(swarm, service)
    const contact = runbook?.contact ?? ''
    throw new SkepError('mode-refuses', {
      context: context.name,
      ...(contact === '' ? {} : { contact })
    })
  }

  function judge(context: SavedContext, live: Live, service: Service, intent: Intent): void {
    if (context.mode !== 'assisted') return
    if (safeAction(intent, service, knownOf(live, service.id)) === undefined)
      refuse(context, live.info.cluster, service.name)
  }

  return {
    call(method, input) {
      const kind = callKinds[method]
      if (kind !== 'unassisted' && kind !== 'full') return
      const { context: id, service } = input as { readonly context: string; readonly service: string }
      const context = clusters().context(id)
      if (context.mode === 'full' || (kind === 'unassisted' && context.mode === 'read-only')) return
      const seen = clusters().cluster(id).snapshot()
      const row = seen?.services.find((one) => one.id === service || one.name === service)
      refuse(context, seen?.cluster, row?.name)
    },
    plan: judge,
    send(context, live, service, intent) {
      if (context.mode === 'read-only') refuse(context, live.info.cluster, service.name)
      judge(context, live, service, intent)
    }
  }
}

/** What the history of a live connection knows of a service's versions. */
export function knownOf(live: Live, service: string): KnownVersions {
  const ledger = live.history.of(service)
  const back = ledger.wayBack()
  const isBad = (number: number) => qualityOf(ledger.outcome(number)) === 'bad'
  return { back: back !== undefined && isBad(back) ? undefined : back, isBad }
}
