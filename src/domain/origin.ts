import { same } from './canonical'
import { at, isObject, numberAt, textAt } from './json'
import { imageOf, labelsOf, stackOf, type Service, type Spec } from './service'

/**
 * What a change from outside looks like: `direct` is a change past the stack file of a service that came from one,
 * `rollback` the engine's own rollback asked for by somebody, `force` a restart without a change.
 */
export const tools = [
  'stack-deploy',
  'portainer',
  'swarmpit',
  'rollback',
  'force',
  'scale',
  'direct'
] as const

export type Tool = (typeof tools)[number]

/**
 * What an outside change seems to be made with, as far as the specs tell: `docker stack deploy` writes the image it was
 * given into a label, Portainer rebuilds the spec without its RollbackConfig, and both it and Swarmpit leave labels.
 * Never certain: anybody can send any spec.
 */
export function seemsBy(before: Spec, service: Service): Tool | undefined {
  const after = service.spec
  // An automatic rollback leaves no PreviousSpec, one that somebody asks for swaps the two (measured on 20.10.24).
  if (service.updateStatus?.state.startsWith('rollback') && service.previousSpec) return 'rollback'
  if (!same(marked(before, 'io.portainer.'), marked(after, 'io.portainer.'))) return 'portainer'
  if (!same(marked(before, 'swarmpit.'), marked(after, 'swarmpit.'))) return 'swarmpit'
  const deployed = (spec: Spec) => textAt(spec, 'Labels', 'com.docker.stack.image')
  if (stackOf(after) !== undefined && (stackOf(before) === undefined || deployed(before) !== deployed(after)))
    return 'stack-deploy'
  if (isObject(before['RollbackConfig']) && !isObject(after['RollbackConfig'])) return 'portainer'
  if (onlyForced(before, after)) return 'force'
  if (same({ ...before, Mode: null }, { ...after, Mode: null })) return 'scale'
  if (stackOf(after) !== undefined && imageOf(before) !== imageOf(after)) return 'direct'
  return undefined
}

/** The labels of a spec that begin with a tool's prefix. */
const marked = (spec: Spec, prefix: string) =>
  Object.fromEntries(Object.entries(labelsOf(spec)).filter(([name]) => name.startsWith(prefix)))

function onlyForced(before: Spec, after: Spec): boolean {
  const forced = (spec: Spec) => numberAt(spec, 'TaskTemplate', 'ForceUpdate') ?? 0
  if (forced(after) === forced(before)) return false
  const bare = (spec: Spec) => ({
    ...spec,
    TaskTemplate: {
      ...(isObject(at(spec, 'TaskTemplate')) ? (spec['TaskTemplate'] as Spec) : {}),
      ForceUpdate: 0
    }
  })
  return same(bare(before), bare(after))
}
