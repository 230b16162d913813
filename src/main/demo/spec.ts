import { numberAt, objectAt, textAt, type JsonObject } from '../../domain/json'
import { Refusal } from './refusal'

/** What a real engine adds to a spec that lacks it (measured on 20.10.24). */
export function normalised(spec: JsonObject): JsonObject {
  return {
    ...spec,
    Labels: spec['Labels'] ?? {},
    TaskTemplate: {
      ...objectAt(spec, 'TaskTemplate'),
      ForceUpdate: numberAt(spec, 'TaskTemplate', 'ForceUpdate') ?? 0,
      Runtime: 'container'
    },
    Mode: spec['Mode'] ?? { Replicated: { Replicas: 1 } },
    EndpointSpec: spec['EndpointSpec'] ?? { Mode: 'vip' }
  }
}

/** Refuses what a real engine refuses, in its words (measured on 20.10.24). */
export function check(spec: JsonObject): void {
  const invalid = (what: string) => new Refusal(400, `rpc error: code = InvalidArgument desc = ${what}`)
  if ((textAt(spec, 'TaskTemplate', 'ContainerSpec', 'Image') ?? '') === '')
    throw invalid('ContainerSpec: image reference must be provided')
  for (const kind of ['UpdateConfig', 'RollbackConfig']) {
    const config = objectAt(spec, kind)
    const action = textAt(config, 'FailureAction') ?? ''
    if (!['', 'pause', 'continue', 'rollback'].includes(action))
      throw new Refusal(400, `unrecognized update failure action ${action}`)
    const order = textAt(config, 'Order') ?? ''
    if (!['', 'stop-first', 'start-first'].includes(order))
      throw new Refusal(400, `unrecognized update order ${order}`)
    const ratio = numberAt(config, 'MaxFailureRatio') ?? 0
    if (ratio < 0 || ratio > 1)
      throw invalid('TaskSpec: update-max-failure-ratio cannot be less than 0 or bigger than 1')
  }
}
