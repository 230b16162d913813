import { at, isObject, listAt, textAt, withAt, withoutAt, type Json } from './json'
import type { References } from './references'
import type { Spec } from './service'

const path = ['TaskTemplate', 'ContainerSpec', 'Privileges', 'CredentialSpec'] as const
const configs = ['TaskTemplate', 'ContainerSpec', 'Configs'] as const

/** Whether an entry of Configs is there for the credential spec and not as a file. */
export const isRuntime = (config: Json): boolean => isObject(at(config, 'Runtime'))

/** A spec's credential spec as the CLI writes it, a config by its name. */
export function credentialText(spec: Spec): string | undefined {
  const kept = at(spec, ...path)
  const config = textAt(kept, 'Config')
  if (config) {
    const named = listAt(spec, ...configs).find((one) => textAt(one, 'ConfigID') === config)
    return `config://${textAt(named, 'ConfigName') ?? config}`
  }
  for (const [key, scheme] of [
    ['File', 'file'],
    ['Registry', 'registry']
  ] as const) {
    const value = textAt(kept, key)
    if (value) return `${scheme}://${value}`
  }
  return undefined
}

/**
 * The spec with another credential spec, or none. As the CLI: a config is named by its id, and stands among the configs
 * as one that is no file.
 */
export function withCredentialSpec(spec: Spec, value: Json, references: References): Spec {
  const kept = listAt(spec, ...configs).filter((config) => !isRuntime(config))
  const [scheme, name = ''] = String(value ?? '').split(/:\/\/(.*)/s)
  const bare = listAt(spec, ...configs).length === kept.length ? spec : withAt(spec, configs, kept)
  if (value === null) return withoutAt(bare, path)
  if (scheme === 'config') {
    const id = references.configs.find((config) => config.name === name)?.id ?? name
    const runtime = { ConfigID: id, ConfigName: name, Runtime: {} }
    return withAt(withAt(bare, configs, [...kept, runtime]), path, { Config: id })
  }
  return withAt(bare, path, scheme === 'file' ? { File: name } : { Registry: name })
}
