import { arch, release, type } from 'node:os'
import { diagnosisText, type DiagnosedContext, type Diagnosis } from '../../../domain/diagnostics'
import type { ContextInfo } from '../../../shared/contract'
import type { Area, HandlersDeps } from './deps'

/** What whoever helps needs to know of this installation. */
export function diagnosticsHandlers(deps: HandlersDeps): Area<'diagnostics'> {
  const { clusters, journal, settings, clock, troubles } = deps

  function contextOf({
    id,
    environment,
    mode,
    endpoint,
    managers,
    connection
  }: ContextInfo): DiagnosedContext {
    const { state, since, slow = false, code } = connection
    const seen = clusters.seen(id)
    const cluster = state === 'live' ? clusters.cluster(id) : undefined
    const live = cluster?.live().info
    const lookMs = cluster?.connection().lookMs
    return {
      ...{ id, environment, mode, kind: endpoint.kind, managers: managers.length, state, since, slow },
      ...(code === undefined ? {} : { code }),
      ...(live ? { engine: { version: live.engineVersion, api: live.apiVersion, skewMs: live.skew } } : {}),
      ...(lookMs === undefined ? {} : { lookMs }),
      ...(seen ? { nodes: seen.nodes.length, services: seen.services.length } : {})
    }
  }

  return {
    'diagnostics.get': () => {
      const { chrome, node } = process.versions
      const { brokenAt } = journal.check()
      const diagnosis: Diagnosis = {
        at: clock.now(),
        versions: {
          ...deps.versions,
          ...(chrome === undefined ? {} : { chrome }),
          node,
          system: `${type()} ${release()} ${arch()}`
        },
        contexts: clusters.list().map(contextOf),
        journal: {
          ...journal.size(),
          budget: settings.get().journalBudget * 1024 * 1024,
          ...(brokenAt === undefined ? {} : { brokenAt })
        },
        notices: settings.notices.map(({ code }) => code),
        trouble: troubles.list()
      }
      return { ...diagnosis, text: diagnosisText(diagnosis) }
    }
  }
}
