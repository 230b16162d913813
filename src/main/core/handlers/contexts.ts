import type { Area, HandlersDeps } from './deps'

/** The saved contexts, their connections, and what ssh asks on the way. */
export function contextHandlers(deps: HandlersDeps): Area<'contexts' | 'questions' | 'links'> {
  const { clusters, settings } = deps
  return {
    'contexts.list': () => clusters.list(),
    'contexts.discover': async () => {
      const saved = settings.get().contexts.map((context) => JSON.stringify(context.endpoint))
      const all = await deps.engines.discover()
      return all.filter((context) => !saved.includes(JSON.stringify(context.endpoint)))
    },
    'contexts.save': async (input) => ({ id: await clusters.save(input) }),
    'contexts.remove': async ({ context }) => {
      await clusters.remove(context)
      return null
    },
    'contexts.connect': ({ context }) => {
      clusters.connect(context)
      return null
    },
    'contexts.disconnect': async ({ context }) => {
      await clusters.disconnect(context)
      return null
    },
    'contexts.test': async ({ endpoint }) => {
      // Read-only, and closed again whatever happens: a test must leave nothing behind.
      const ask = deps.questions.askFor('')
      const engine = await deps.engines.connect(endpoint, { readOnly: true, ask })
      try {
        const { cluster, engineVersion, apiVersion } = await engine.open()
        const nodes = await engine.nodes()
        const managers = nodes.filter((node) => node.role === 'manager').length
        return { cluster, engineVersion, apiVersion, managers, nodes: nodes.length }
      } finally {
        engine.close()
      }
    },
    'contexts.renew': () => {
      clusters.renew()
      return null
    },
    'links.follow': ({ link }) => {
      deps.follow(link)
      return null
    },
    'questions.list': () => deps.questions.list(),
    'questions.answer': ({ question, answer }) => {
      deps.questions.answer(question, answer)
      return null
    }
  }
}
