import { defaultPolicy, policyOf, type Policy, type PolicyKind } from '../../domain/policy'
import { at, isObject } from '../../domain/json'
import type { Spec } from '../../domain/service'
import type { Erased } from '../../domain/plan'
import type { History } from './history'

/** How far back a policy that another tool erased is looked for, in versions. */
const lookBack = 50

/** What was found, by service, as long as no newer version is known. */
const kept = new WeakMap<History, Map<string, { readonly key: string; readonly erased: Erased }>>()

/**
 * The policies that a spec lacks and an earlier version of the service had, from the newest such version among the last
 * 50. One that said what Docker's defaults say is nothing lost.
 */
export function erasedOf(history: History, service: string, spec: Spec): Erased {
  const lacks = (kind: PolicyKind) => !isObject(at(spec, kind))
  if (!lacks('UpdateConfig') && !lacks('RollbackConfig')) return {}
  const key = `${String(history.head(service)?.number)} ${String(lacks('UpdateConfig'))} ${String(lacks('RollbackConfig'))}`
  const memory = kept.get(history) ?? new Map<string, { key: string; erased: Erased }>()
  kept.set(history, memory)
  const known = memory.get(service)
  if (known?.key === key) return known.erased
  const erased = search(history, service, lacks)
  memory.set(service, { key, erased })
  return erased
}

function search(history: History, service: string, lacks: (kind: PolicyKind) => boolean): Erased {
  const found: { update?: Erased['update']; rollback?: Erased['rollback'] } = {}
  const ledger = history.of(service)
  for (const { number } of history.versions(service).slice(-lookBack).reverse()) {
    const old = ledger.whole(number)
    if (!old) continue
    const had = (kind: PolicyKind) =>
      lacks(kind) && isObject(at(old, kind)) ? { version: number, policy: policyOf(old, kind) } : undefined
    found.update ??= had('UpdateConfig')
    found.rollback ??= had('RollbackConfig')
    if ((found.update || !lacks('UpdateConfig')) && (found.rollback || !lacks('RollbackConfig'))) break
  }
  return {
    ...(found.update && !isDefault(found.update.policy) ? { update: found.update } : {}),
    ...(found.rollback && !isDefault(found.rollback.policy) ? { rollback: found.rollback } : {})
  }
}

const isDefault = (policy: Policy): boolean =>
  (Object.keys(defaultPolicy) as (keyof Policy)[]).every((key) => policy[key] === defaultPolicy[key])
