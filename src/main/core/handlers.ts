import { SkepError } from '../../domain/error'
import type { ChangeDraft } from '../../domain/draft'
import type { Language, SettingsView } from '../../shared/contract'
import { texts, type NoticeCode } from '../../shared/messages'
import type { Clusters } from './clusters'
import { detailOf } from './detail'
import type { Handlers } from './dispatch'
import type { Planner } from './planner'
import type { Engines, Settings } from './ports'
import type { Policies } from './policies'
import type { Questions } from './questions'
import type { Updates } from './updates'

interface HandlersDeps {
  readonly clusters: Clusters
  readonly planner: Planner
  readonly updates: Updates
  readonly questions: Questions
  readonly policies: Policies
  readonly engines: Engines
  readonly settings: Settings
  readonly language: () => Language
  readonly versions: SettingsView['versions']
  readonly onSettings: (view: SettingsView) => void
}

/** A delay that holds a rollout where it is: 100 days, below the 104 that a JavaScript number carries exactly. */
const holdDelay = '2400h'

/** Every call of the contract, each in a few lines. */
export function createHandlers(deps: HandlersDeps): Handlers {
  const { clusters, planner, updates, settings } = deps

  const view = (): SettingsView => {
    const { language, theme } = settings.get()
    const speaks = deps.language()
    const notices = settings.notices.map(({ code, file }) =>
      texts[speaks].notice[code as NoticeCode]({ file })
    )
    return { language, theme, speaks, versions: deps.versions, notices }
  }

  const planChange = (context: string, service: string, draft: ChangeDraft, resumes = false) =>
    planner.plan(clusters.context(context), clusters.cluster(context), service, draft, { resumes })

  const found = async (context: string, id: string) => {
    const cluster = clusters.cluster(context)
    const live = cluster.live()
    return { cluster, live, service: await live.engine.inspect(id) }
  }

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
    'questions.list': () => deps.questions.list(),
    'questions.answer': ({ question, answer }) => {
      deps.questions.answer(question, answer)
      return null
    },
    'clusters.snapshot': ({ context }) => {
      const snapshot = clusters.cluster(context).snapshot()
      if (!snapshot) throw new SkepError('not-connected', { context: clusters.context(context).name })
      return snapshot
    },
    'services.inspect': async ({ context, service: id }) => {
      const { cluster, live, service } = await found(context, id)
      return detailOf(context, service, await live.engine.tasks({ service: service.id }), cluster.nodes())
    },
    'services.logs': async ({ context, service: id, task, tail }) => {
      const { live, service } = await found(context, id)
      return live.engine.logs({ service: service.id, ...(task === undefined ? {} : { task }) }, tail)
    },
    'updates.plan': ({ context, service, draft }) =>
      planner.plan(clusters.context(context), clusters.cluster(context), service, draft),
    'updates.apply': async (request) => {
      const { context } = planner.take(request.plan, request.hash).plan
      const update = await updates.apply(clusters.context(context), clusters.cluster(context), request)
      return { update }
    },
    'updates.list': ({ context }) => updates.list(context, clusters.cluster(context).live().info.cluster),
    'rollouts.get': ({ context, service }) => clusters.cluster(context).rollout(service),
    'rollouts.hold': ({ context, service, slots }) =>
      planChange(context, service, { updatePolicy: { parallelism: slots ?? 1, delay: holdDelay } }),
    // Any accepted update resumes a paused one, even one that changes nothing (measured on 20.10.24).
    'rollouts.continue': ({ context, service, policy }) =>
      planChange(context, service, { updatePolicy: policy ?? { delay: '0s' } }, true),
    'rollouts.abort': async ({ context, service: id }) => {
      const { cluster, live, service } = await found(context, id)
      const versions = live.history.versions(service.id)
      const current = versions.at(-1)
      const back = versions.filter((version) => version.complete && version.hash !== current?.hash).at(-1)
      if (!back) throw new SkepError('version-unknown', { number: 0 })
      const draft = { kind: 'version', number: back.number } as const
      return planner.plan(clusters.context(context), cluster, service.id, draft)
    },
    'history.list': async ({ context, service: id }) => {
      const { live, service } = await found(context, id)
      return live.history.list(service.id)
    },
    'history.diff': async ({ context, service: id, a, b }) => {
      const { live, service } = await found(context, id)
      return live.history.diff(service.id, a, b)
    },
    'policies.list': () => deps.policies.list(),
    'policies.save': (policy) => {
      deps.policies.save(policy)
      return null
    },
    'policies.remove': ({ name }) => {
      deps.policies.remove(name)
      return null
    },
    'settings.get': view,
    'settings.set': ({ language, theme }) => {
      settings.set({ ...(language ? { language } : {}), ...(theme ? { theme } : {}) })
      deps.onSettings(view())
      return view()
    }
  }
}
