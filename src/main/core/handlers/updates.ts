import { conflictOf } from '../conflict'
import type { Area, HandlersDeps } from './deps'

/** Plans, and updates that were sent. */
export function updateHandlers({ clusters, planner, updates }: HandlersDeps): Area<'updates'> {
  return {
    'updates.plan': ({ context, service, draft }) =>
      planner.plan(clusters.context(context), clusters.cluster(context), service, draft),
    'updates.conflict': ({ plan, hash }) => {
      const kept = planner.recall(plan, hash)
      return conflictOf(clusters.cluster(kept.plan.context).live(), kept)
    },
    'updates.apply': async (request) => {
      const { context } = planner.take(request.plan, request.hash).plan
      const update = await updates.apply(clusters.context(context), clusters.cluster(context), request)
      return { update }
    },
    'updates.list': ({ context }) => updates.list(context, clusters.cluster(context).live().info.cluster)
  }
}
