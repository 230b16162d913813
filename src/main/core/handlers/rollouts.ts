import type { Origin } from '../../../domain/rollout'
import { found, placed, type Area, type HandlersDeps } from './deps'

/** The version that was undone, when the one in force is the engine's way back. */
const undone = ({ by, replaced }: Origin): readonly number[] =>
  by === 'engine' && replaced ? [replaced.number] : []

/** Where an update stands, and plans that hold it, let it go on or undo it. */
export function rolloutHandlers(deps: HandlersDeps): Area<'rollouts'> {
  const { attended, clusters } = deps
  return {
    'rollouts.get': ({ context, service }) => clusters.cluster(context).rollout(service),
    'rollouts.dossier': async ({ context, service: id, number }) => {
      const { live, service } = await found(deps, context, id)
      const origin = live.history.origin(service.id)
      if (!origin) return null
      const numbers = number === undefined ? [origin.number, ...undone(origin)] : [number]
      return numbers.map((one) => live.dossiers.get(service.id, one)).find((dossier) => dossier) ?? null
    },
    'rollouts.deadline': async ({ context, service: id, seconds }) => {
      const { cluster, live, service } = await found(deps, context, id)
      live.history.setDeadline(service.id, seconds)
      cluster.touch(service.id)
      return null
    },
    'rollouts.hold': async ({ context, service, slots, draft, gates }) =>
      attended.hold(await placed(deps, context, service), slots ?? 1, draft, gates),
    'rollouts.continue': async ({ context, service, policy }) =>
      attended.continue(await placed(deps, context, service), policy),
    'rollouts.abort': async ({ context, service }) => attended.abort(await placed(deps, context, service)),
    'rollouts.restore': async ({ context, service }) => attended.restore(await placed(deps, context, service))
  }
}
