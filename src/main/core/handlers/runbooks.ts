import { found, type Area, type HandlersDeps } from './deps'

/** What engineers wrote for those who look after a service. */
export function runbookHandlers(deps: HandlersDeps): Area<'runbooks'> {
  return {
    'runbooks.get': async ({ context, service: id }) => {
      const { live, service } = await found(deps, context, id)
      return deps.runbooks.get(live.info.cluster, service.name) ?? null
    },
    'runbooks.save': async ({ context, service: id, text, contact }) => {
      const { live, service } = await found(deps, context, id)
      deps.runbooks.save(live.info.cluster, service, { text, contact })
      return null
    }
  }
}
