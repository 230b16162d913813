import { at, isObject, listAt, numberAt, textAt } from './json'
import { formatDuration } from './duration'
import type { Severity, WarningCode } from './plan'
import { nanoseconds, policyOf } from './policy'
import type { Room } from './room'
import { imageOf, modeOf, replicasOf, splitImage, type Spec } from './service'

/** What a rule found; `values` fill the blanks of its sentence. */
export interface Finding {
  readonly code: WarningCode
  readonly severity: Severity
  readonly values: Readonly<Record<string, string | number>>
}

/** Where an update is going to run. */
export interface Surroundings {
  /** How many tasks it replaces, and the seconds that it is going to take at least. */
  readonly tasks: number
  readonly seconds: number
  /** Whether people depend on the context. */
  readonly production: boolean
  /** What the nodes can take beside the tasks that run; absent where nothing limits it. */
  readonly room?: Room | undefined
}

/** Docker's own time for a task to stop when a spec names none, and for a health check: interval in ns, retries. */
const defaultGrace = 10e9
const defaultInterval = 30e9
const defaultRetries = 3

/** Seconds that a person is taken to stay beside an update that runs. */
const attention = 300

/**
 * What is risky about replacing tasks under the policy of this spec. The rules are what Swarm was measured to do on
 * 20.10.24, not what the names of the options promise.
 */
export function lintPolicy(
  spec: Spec,
  { tasks, seconds, production, room }: Surroundings
): readonly Finding[] {
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
  if (policy.failureAction === 'pause') {
    // A pause is told by nobody but whoever looks: the longer it takes, the likelier it is that nobody does.
    if (seconds > attention) add('nobody-watching', 'warning', { minutes: Math.round(seconds / 60) })
    else add('no-rollback-action', 'info')
  }
  // The action fires when failures / slots is strictly greater than the ratio, and there are never more than all.
  if (policy.failureAction !== 'continue' && policy.maxFailureRatio >= 1)
    add('ratio-never', 'danger', {
      ratio: Math.round(policy.maxFailureRatio * 100),
      action: policy.failureAction
    })
  if (!isObject(at(spec, 'RollbackConfig'))) add('no-rollback-policy', 'info')
  else if (policyOf(spec, 'RollbackConfig').failureAction === 'rollback')
    add('rollback-of-rollback', 'danger')

  const container = at(spec, 'TaskTemplate', 'ContainerSpec')
  const check = listAt(container, 'Healthcheck', 'Test')
  if (check[0] === 'NONE') add('health-check-off', 'warning')
  else if (check.length === 0) add('no-health-check', 'info')
  else {
    // A task runs only once its check succeeded, however long that takes; after that every failure counts.
    const interval = numberAt(container, 'Healthcheck', 'Interval') || defaultInterval
    const retries = numberAt(container, 'Healthcheck', 'Retries') || defaultRetries
    const monitor = nanoseconds(policy.monitor)
    if (interval * retries > monitor)
      add('monitor-short', interval > monitor ? 'warning' : 'info', {
        notice: formatDuration(interval * retries),
        monitor: policy.monitor
      })
  }

  if (startFirst) {
    if (room && room.room === 0) add('start-first-no-room', 'danger')
    else if (room && room.room < room.of)
      add(
        modeOf(spec) === 'global' ? 'start-first-nodes-full' : 'start-first-little-room',
        modeOf(spec) === 'global' ? 'danger' : 'info',
        { room: room.room, of: room.of }
      )
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
    if (!allAtOnce && nanoseconds(policy.delay) < grace)
      add('delay-short', 'info', { delay: policy.delay, grace: formatDuration(grace) })
  }

  const { name, digest } = splitImage(imageOf(spec))
  if (tagOf(name) === 'latest') add('tag-moves', digest === undefined ? 'warning' : 'info', { image: name })
  else if (digest === undefined) add('tag-unpinned', 'info', { image: name })
  return found
}

/** An image's tag; `latest` is what Docker takes when there is none. */
const tagOf = (name: string): string => /:([\w][\w.-]*)$/.exec(name)?.[1] ?? 'latest'
