import type { Method, NamedPolicy, Output, Parsed, PolicyDefault } from '../../../shared/contract'
import type { PolicyChange, PolicyField } from '../../../domain/policy'
import { texts } from '../../../shared/messages'
import { emptyPolicy, policyText, type PolicyText } from './draft.svelte'
import type { SkepState } from './skep.svelte'

type Call = <M extends Method>(method: M, input?: Parsed<M>) => Promise<Output<M>>

/** Policies by name, and where each is the default, as main has them. */
export class Policies {
  list = $state.raw<readonly NamedPolicy[]>([])
  defaults = $state.raw<readonly PolicyDefault[]>([])
  readonly #call: Call

  constructor(call: Call) {
    this.#call = call
  }

  async load(): Promise<void> {
    const [list, defaults] = await Promise.all([this.#call('policies.list'), this.#call('policies.defaults')])
    this.list = list
    this.defaults = defaults
  }

  /** The policy that an update of a service begins with: its own default, else that of its context. */
  standardOf(context: string, service: string): { policy: NamedPolicy; own: boolean } | undefined {
    const here = this.defaults.filter((one) => one.context === context)
    const own = here.find((one) => one.service === service)
    const name = (own ?? here.find((one) => one.service === undefined))?.policy
    const policy = this.list.find((one) => one.name === name)
    return policy && { policy, own: own !== undefined }
  }

  /** Sets or, with null, takes away a default, and reads them again. */
  async setDefault(context: string, service: string | undefined, policy: string | null): Promise<void> {
    await this.#call('policies.setDefault', {
      context,
      ...(service === undefined ? {} : { service }),
      policy
    })
    await this.load()
  }
}

/** A policy as it is typed; an empty field is one that it says nothing of. */
export class PolicyDraft {
  name = $state('')
  update = $state<PolicyText>(emptyPolicy())
  rollback = $state<PolicyText>(emptyPolicy())

  constructor(from?: Pick<NamedPolicy, 'name' | 'policy' | 'rollback'>) {
    if (!from) return
    this.name = from.name
    this.update = { ...emptyPolicy(), ...policyText(from.policy) }
    this.rollback = { ...emptyPolicy(), ...policyText(from.rollback ?? {}) }
  }

  get content(): { policy: PolicyChange; rollback?: PolicyChange } {
    const rollback = changeOf(this.rollback)
    return { policy: changeOf(this.update), ...(Object.keys(rollback).length > 0 ? { rollback } : {}) }
  }
}

function changeOf(text: Readonly<PolicyText>): PolicyChange {
  const numbers: readonly string[] = ['parallelism', 'maxFailureRatio'] satisfies PolicyField[]
  return Object.fromEntries(
    Object.entries(text)
      .map(([key, value]) => [key, value.trim()] as const)
      .filter(([, value]) => value !== '')
      .map(([key, value]) => [key, numbers.includes(key) ? Number(value) : value])
  ) as PolicyChange
}

/** What the fields of a policy say in the window's language. */
export const policyWords = (skep: SkepState) => ({
  words: { ...skep.t.policy, asItIs: skep.t.policies.asItIs },
  wrong: (field: PolicyField) => skep.t.compose.correct(texts[skep.language].field[field]),
  help: (field: PolicyField) => skep.explain(field)
})
