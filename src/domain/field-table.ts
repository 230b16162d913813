import { credentialText, withCredentialSpec } from './credential-spec'
import * as forms from './field-forms'
import type { Form } from './field-forms'
import { at, isObject, listAt, withAt, withoutAt, type Json } from './json'
import type { References } from './references'
import type { Mode, Spec } from './service'

export type FieldGroup =
  | 'command'
  | 'identity'
  | 'health'
  | 'resources'
  | 'restart'
  | 'placement'
  | 'network'
  | 'storage'
  | 'security'
  | 'logging'

export type Path = readonly [string, ...string[]]

/** One setting with a value, named as the flag of `docker service update` that changes it. */
export interface Field {
  readonly group: FieldGroup
  readonly path: Path
  readonly form: Form
  /** The values there are, when they are few. */
  readonly choices?: readonly string[]
  /** What the flag takes to clear the setting; absent where the CLI cannot. */
  readonly clear?: string
  /** The Engine API that knows it, as `1.46`, where Skep also speaks to older ones; they drop it without a word. */
  readonly since?: string
  /** Whether `docker service update` has no flag for it, or takes the flag and ignores it (docker/cli, update.go). */
  readonly noFlag?: boolean
  /** The only mode of a service that has it. */
  readonly mode?: Mode
  /** What a spec says of it, where that is not the value at its path. */
  readonly text?: (spec: Spec) => string | undefined
  /** The spec with the value (null to clear it), where that is more than the value at its path. */
  readonly put?: (spec: Spec, value: Json, references: References) => Spec
}

export const container = (...keys: string[]): [string, ...string[]] => [
  'TaskTemplate',
  'ContainerSpec',
  ...keys
]
export const template = (...keys: string[]): [string, ...string[]] => ['TaskTemplate', ...keys]
const healthcheck = (...keys: string[]): [string, ...string[]] => container('Healthcheck', ...keys)

/** Whether a spec switches the image's own health check off. */
export const healthIsOff = (spec: Spec): boolean => listAt(spec, ...healthcheck('Test'))[0] === 'NONE'

/** As the CLI: a restart policy that was absent starts from the defaults that were in force (docker/cli). */
const restart =
  (key: string) =>
  (spec: Spec, value: Json): Spec => {
    const path = template('RestartPolicy')
    if (value === null) return withoutAt(spec, template('RestartPolicy', key))
    const start = isObject(at(spec, ...path)) ? spec : withAt(spec, path, { Condition: 'any', Delay: 5e9 })
    return withAt(start, template('RestartPolicy', key), value)
  }

/** Settings with one value, by flag (docker/cli, cli/command/service/update.go). */
export const fields = {
  args: { group: 'command', path: container('Args'), form: forms.words, clear: '' },
  entrypoint: { group: 'command', path: container('Command'), form: forms.words, clear: '' },
  workdir: { group: 'command', path: container('Dir'), form: forms.text, clear: '' },
  'stop-signal': { group: 'command', path: container('StopSignal'), form: forms.text, clear: '' },
  'stop-grace-period': { group: 'command', path: container('StopGracePeriod'), form: forms.duration },
  init: { group: 'command', path: container('Init'), ...forms.flag, since: '1.37' },
  tty: { group: 'command', path: container('TTY'), ...forms.flag, clear: 'false' },
  user: { group: 'identity', path: container('User'), form: forms.text, clear: '' },
  hostname: { group: 'identity', path: container('Hostname'), form: forms.text, clear: '' },
  'read-only': { group: 'security', path: container('ReadOnly'), ...forms.flag, clear: 'false' },
  isolation: {
    group: 'security',
    path: container('Isolation'),
    ...forms.oneOf('default', 'process', 'hyperv'),
    clear: 'default',
    since: '1.35'
  },
  'credential-spec': {
    group: 'security',
    path: container('Privileges', 'CredentialSpec'),
    form: forms.credentialSpec,
    clear: '',
    text: credentialText,
    put: withCredentialSpec
  },
  'no-healthcheck': {
    group: 'health',
    path: healthcheck(),
    ...forms.flag,
    clear: 'false',
    text: (spec) => (healthIsOff(spec) ? 'true' : undefined),
    put(spec, value) {
      if (value === true) return withAt(spec, healthcheck(), { Test: ['NONE'] })
      return healthIsOff(spec) ? withoutAt(spec, healthcheck('Test')) : spec
    }
  },
  'health-cmd': { group: 'health', path: healthcheck('Test'), form: forms.healthCommand, clear: '' },
  'health-interval': { group: 'health', path: healthcheck('Interval'), form: forms.duration },
  'health-timeout': { group: 'health', path: healthcheck('Timeout'), form: forms.duration },
  'health-start-period': {
    group: 'health',
    path: healthcheck('StartPeriod'),
    form: forms.duration
  },
  'health-start-interval': {
    group: 'health',
    path: healthcheck('StartInterval'),
    form: forms.duration,
    since: '1.44',
    noFlag: true
  },
  'health-retries': {
    group: 'health',
    path: healthcheck('Retries'),
    form: forms.whole,
    clear: '0'
  },
  'limit-cpu': {
    group: 'resources',
    path: template('Resources', 'Limits', 'NanoCPUs'),
    form: forms.cpus,
    clear: '0'
  },
  'limit-memory': {
    group: 'resources',
    path: template('Resources', 'Limits', 'MemoryBytes'),
    form: forms.bytes,
    clear: '0'
  },
  'limit-pids': {
    group: 'resources',
    path: template('Resources', 'Limits', 'Pids'),
    form: forms.whole,
    clear: '0',
    since: '1.41'
  },
  'reserve-cpu': {
    group: 'resources',
    path: template('Resources', 'Reservations', 'NanoCPUs'),
    form: forms.cpus,
    clear: '0'
  },
  'reserve-memory': {
    group: 'resources',
    path: template('Resources', 'Reservations', 'MemoryBytes'),
    form: forms.bytes,
    clear: '0'
  },
  'memory-swap': {
    group: 'resources',
    path: template('Resources', 'SwapBytes'),
    form: forms.swap,
    since: '1.52',
    noFlag: true
  },
  'memory-swappiness': {
    group: 'resources',
    path: template('Resources', 'MemorySwappiness'),
    form: forms.between(-1, 100, 'swappiness'),
    since: '1.52',
    noFlag: true
  },
  'oom-score-adj': {
    group: 'resources',
    path: container('OomScoreAdj'),
    form: forms.between(-1000, 1000, 'oom-score'),
    clear: '0',
    since: '1.46'
  },
  'restart-condition': {
    group: 'restart',
    path: template('RestartPolicy', 'Condition'),
    ...forms.oneOf('any', 'on-failure', 'none'),
    put: restart('Condition')
  },
  'restart-delay': {
    group: 'restart',
    path: template('RestartPolicy', 'Delay'),
    form: forms.duration,
    put: restart('Delay')
  },
  'restart-max-attempts': {
    group: 'restart',
    path: template('RestartPolicy', 'MaxAttempts'),
    form: forms.whole,
    put: restart('MaxAttempts')
  },
  'restart-window': {
    group: 'restart',
    path: template('RestartPolicy', 'Window'),
    form: forms.duration,
    put: restart('Window')
  },
  'replicas-max-per-node': {
    group: 'placement',
    path: template('Placement', 'MaxReplicas'),
    form: forms.whole,
    clear: '0',
    since: '1.40'
  },
  'max-concurrent': {
    group: 'placement',
    path: ['Mode', 'ReplicatedJob', 'MaxConcurrent'],
    form: forms.whole,
    mode: 'replicated-job',
    noFlag: true
  },
  'endpoint-mode': { group: 'network', path: ['EndpointSpec', 'Mode'], ...forms.oneOf('vip', 'dnsrr') },
  'log-driver': {
    group: 'logging',
    path: template('LogDriver', 'Name'),
    form: forms.text,
    put(spec, value) {
      // As the CLI: the options of one driver mean nothing to another, so they go with it.
      if (value === null) return withoutAt(spec, template('LogDriver'))
      return at(spec, ...template('LogDriver', 'Name')) === value
        ? spec
        : withAt(spec, template('LogDriver'), { Name: value })
    }
  }
} as const satisfies Readonly<Record<string, Field>>
