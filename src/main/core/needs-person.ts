import type { ErrorCode } from '../../domain/error'

/** Errors that will not go away by trying again: they need a person. */
export const needsPerson: ReadonlySet<ErrorCode> = new Set([
  'other-cluster',
  'not-swarm',
  'not-manager',
  'api-too-old',
  'endpoint-unsupported',
  'endpoint-insecure',
  'docker-context-missing',
  'socket-permission',
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
  'ssh-no-docker',
  'ssh-socket',
  'ssh-noise',
  'not-docker'
])
