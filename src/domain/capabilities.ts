import { listAt, type Json, type JsonObject } from './json'

/** What a container spec adds and drops, as the engine keeps it. */
export interface Capabilities {
  readonly add: readonly string[]
  readonly drop: readonly string[]
}

/** A capability as the CLI writes it: `net_admin` becomes CAP_NET_ADMIN. */
export function capability(typed: string): string {
  const name = typed.trim().toUpperCase()
  return name === 'ALL' || name === 'RESET' || name.startsWith('CAP_') ? name : `CAP_${name}`
}

export const capabilitiesOf = (container: JsonObject): Capabilities => ({
  add: listAt(container, 'CapabilityAdd').map((name: Json) => capability(String(name))),
  drop: listAt(container, 'CapabilityDrop').map((name: Json) => capability(String(name)))
})

/**
 * What `--cap-add` and `--cap-drop` make of what there is (docker/cli, updateCapabilities): to add what is dropped only
 * takes it back, to drop what is added too, and RESET empties a list first. Adding wins over dropping.
 */
export function mergedCapabilities(now: Capabilities, change: Capabilities): Capabilities {
  const add = new Set(change.add.includes('RESET') ? [] : now.add)
  const drop = new Set(change.drop.includes('RESET') ? [] : now.drop)
  const toAdd = new Set(change.add.filter((name) => name !== 'RESET'))
  for (const name of new Set(change.drop)) {
    if (name === 'RESET' || toAdd.has(name)) continue
    if (!add.delete(name)) drop.add(name)
  }
  for (const name of toAdd) if (!drop.delete(name)) add.add(name)
  const list = (names: ReadonlySet<string>) => (names.has('ALL') ? ['ALL'] : [...names].sort())
  return { add: list(add), drop: list(drop) }
}

/** What to give to `--cap-add` and `--cap-drop` to get from one to the other; undefined when nothing does. */
export function capabilityFlags(before: Capabilities, after: Capabilities): Capabilities | undefined {
  const without = (names: readonly string[], known: readonly string[]) =>
    names.filter((name) => !known.includes(name))
  const small = {
    add: [...without(after.add, before.add), ...without(before.drop, after.drop)],
    drop: [...without(after.drop, before.drop), ...without(before.add, after.add)]
  }
  const whole = { add: ['RESET', ...after.add], drop: ['RESET', ...after.drop] }
  const key = ({ add, drop }: Capabilities) => [[...add].sort().join(), [...drop].sort().join()].join(';')
  return [small, whole].find((flags) => key(mergedCapabilities(before, flags)) === key(after))
}
