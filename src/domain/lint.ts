import { at, isObject, listAt, numberAt, textAt } from './json'
import { formatDuration } from './duration'
import type { Severity, WarningCode } from './plan'
import { nanoseconds, policyOf } from './policy'
import { imageOf, replicasOf, splitImage, type Spec } from './service'

/** What a rule found; `values` fill the blanks of its sentence. */
export interface Finding {
  readonly code: WarningCode
  readonly severity: Severity
  readonly values: Readonly<Record<string, string | number>>
}

/** Docker's own time for a task to stop when a spec names none, in ns. */
const defaultGrace = 10e9

/**
 * What is risky about replacing `tasks` tasks under the policy of this spec. The rules are what Swarm was measured to
 * do on 20.10.24, not what the names of the options promise.
 */
export function lintPolicy(spec: Spec, tasks: number, production: boolean): readonly Finding[] {
  const policy = policyOf(spec, 'UpdateConfig')
  const found: Finding[] = []
  const add = (code: WarningCode, severity: Severity, values: Finding['values'] = {}) =>
    found.push({ code, severity, values })
  const startFirst = policy.order === 'start-first'

  const allAtOnce = policy.parallelism === 0 || policy.parallelism >= tasks
  if (allAtOnce && tasks > 1 && !startFirst)
    add('all-at-once', production ? 'danger' : 'warning', { tasks, parallelism: policy.parallelism })
  if (replicasOf(spec) === 1 && !startFirst) add('one-replica-stop-first', 'warning')

  if (policy.failureAction === 'continue') add('continue-on-failure', 'danger')
  if (policy.failureAction === 'pause') add('no-rollback-action', 'info')
  // The action fires when failures / slots is strictly greater than the ratio, and there are never more than all.
  if (policy.failureAction !== 'continue' && policy.maxFailureRatio >= 1)
    add('ratio-never', 'danger', {
      ratio: Math.round(policy.maxFailureRatio * 100),
      action: policy.failureAction
    })
  if (!isObject(at(spec, 'RollbackConfig'))) add('no-rollback-policy', 'info')

  const container = at(spec, 'TaskTemplate', 'ContainerSpec')
  const check = listAt(container, 'Healthcheck', 'Test')
  if (check[0] === 'NONE') add('health-check-off', 'warning')
  else if (check.length === 0) add('no-health-check', 'info')
  const startPeriod = numberAt(container, 'Healthcheck', 'StartPeriod') ?? 0
  if (check[0] !== 'NONE' && startPeriod > nanoseconds(policy.monitor))
    add('monitor-short', 'warning', { start: formatDuration(startPeriod), monitor: policy.monitor })

  if (startFirst) {
    const port = listAt(spec, 'EndpointSpec', 'Ports').find((one) => textAt(one, 'PublishMode') === 'host')
    if (port !== undefined)
      add('start-first-port', 'danger', {
        port: numberAt(port, 'PublishedPort') ?? numberAt(port, 'TargetPort') ?? 0
      })
    const mount = listAt(container, 'Mounts').find(
      (one) => ['volume', 'bind', undefined].includes(textAt(one, 'Type')) && at(one, 'ReadOnly') !== true
    )
    if (mount !== undefined) add('start-first-mount', 'warning', { target: textAt(mount, 'Target') ?? '' })
    const grace = numberAt(container, 'StopGracePeriod') ?? defaultGrace
    if (tasks > 1 && nanoseconds(policy.delay) < grace)
      add('delay-short', 'info', { delay: policy.delay, grace: formatDuration(grace) })
  }

  const { name, digest } = splitImage(imageOf(spec))
  if (tagOf(name) === 'latest') add('tag-moves', digest === undefined ? 'warning' : 'info', { image: name })
  return found
}

/** An image's tag; `latest` is what Docker takes when there is none. */
const tagOf = (name: string): string => /:([\w][\w.-]*)$/.exec(name)?.[1] ?? 'latest'
