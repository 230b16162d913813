import type { Area, HandlersDeps } from './deps'

/** Update policies by name, where one is the default, and files of them. */
export function policyHandlers({ policies, policyPlans }: HandlersDeps): Area<'policies'> {
  return {
    'policies.list': () => policies.list(),
    'policies.defaults': () => policies.defaults(),
    'policies.save': (policy) => {
      policies.save(policy)
      return null
    },
    'policies.remove': ({ name }) => {
      policies.remove(name)
      return null
    },
    'policies.setDefault': ({ policy, ...place }) => {
      policies.setDefault(place, policy)
      return null
    },
    'policies.export': async () => ({ path: await policies.export() }),
    'policies.read': ({ text }) => policies.read(text),
    'policies.import': ({ text, names }) => {
      policies.import(text, names)
      return null
    },
    'policies.plan': ({ context, policy, services }) =>
      policyPlans.plan(context, policies.find(policy), services),
    'policies.apply': (request) => policyPlans.apply(request)
  }
}
