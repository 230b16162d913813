/** Every way a call can fail; the sentences for them are in shared/messages. */
export const errorCodes = [
  'internal',
  'bad-input',
  'unknown-method',
  'refused-sender',
  'context-unknown',
  'context-name-taken',
  'link-unreadable',
  'link-context',
  'link-service',
  'not-connected',
  'read-only',
  'mode-refuses',
  'confirm-needed',
  'plan-unknown',
  'plan-expired',
  'plan-hash',
  'plan-empty',
  'index-moved',
  'service-unknown',
  'service-removed',
  'spec-unreadable',
  'version-unknown',
  'version-incomplete',
  'version-spec-lost',
  'version-part',
  'version-hidden',
  'native-impossible',
  'value-unknown',
  'draft-invalid',
  'setting-too-new',
  'secret-unknown',
  'config-unknown',
  'network-unknown',
  'update-refused',
  'update-unknown',
  'update-open',
  'stack-unknown',
  'stack-busy',
  'confirm-stack',
  'confirm-context',
  'release-unknown',
  'operation-unknown',
  'hold-job',
  'hold-nothing',
  'hold-blind',
  'not-updating',
  'not-held',
  'no-way-back',
  'gates-invalid',
  'endpoint-unsupported',
  'endpoint-insecure',
  'socket-missing',
  'socket-permission',
  'host-unknown',
  'connection-refused',
  'connection-cut',
  'deadline',
  'not-docker',
  'api-too-old',
  'tls-failed',
  'tls-files',
  'tls-name',
  'tls-expired',
  'tls-not-yet',
  'tls-untrusted',
  'tls-client',
  'tls-needed',
  'tls-unspoken',
  'ssh-missing',
  'ssh-host-unknown',
  'ssh-host-changed',
  'ssh-refused',
  'ssh-silent',
  'ssh-no-docker',
  'ssh-socket',
  'ssh-noise',
  'ssh-failed',
  'question-unknown',
  'policy-name-taken',
  'policy-name-kept',
  'policy-unknown',
  'policy-file',
  'policy-refused',
  'not-swarm',
  'not-manager',
  'no-leader',
  'other-cluster',
  'docker-context-missing',
  'engine-error',
  'too-large',
  'registry-unreachable',
  'registry-insecure',
  'registry-local',
  'registry-login',
  'registry-no-image',
  'registry-limit',
  'registry-answer',
  'login-missing',
  'checks-failed',
  'journal-failed',
  'journal-late',
  'journal-newer',
  'draft-not-kept',
  'settings-failed',
  'file-failed',
  'file-missing',
  'folder-closed',
  'settings-damaged',
  'stopped'
] as const

export type ErrorCode = (typeof errorCodes)[number]

/** Values for the blanks in an error's sentence; never a spec, an env value or a key. */
export type ErrorValues = Readonly<Record<string, string | number>>

/** Whether a failed write can have reached the cluster. */
export type WriteOutcome = 'not-applied' | 'unknown'

/** The only error that Skep throws on purpose: a code, values for its sentence, and redacted evidence. */
export class SkepError extends Error {
  readonly code: ErrorCode
  readonly values: ErrorValues
  readonly detail: string | undefined
  readonly outcome: WriteOutcome | undefined

  constructor(
    code: ErrorCode,
    values: ErrorValues = {},
    options: { readonly detail?: string; readonly outcome?: WriteOutcome; readonly cause?: unknown } = {}
  ) {
    super(options.detail === undefined ? code : `${code}: ${options.detail}`, { cause: options.cause })
    this.name = 'SkepError'
    this.code = code
    this.values = values
    this.detail = options.detail
    this.outcome = options.outcome
  }
}
