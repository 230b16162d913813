import type { Area, HandlersDeps } from './deps'

/** Who did what, the chain that proves it, and files of it. */
export function auditHandlers({ audit }: HandlersDeps): Area<'audit'> {
  return {
    'audit.list': (ask) => audit.list(ask),
    'audit.verify': () => audit.verify(),
    'audit.export': async (ask) => ({ path: await audit.export(ask) })
  }
}
