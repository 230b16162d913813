import { SkepError } from '../../src/domain/error'
import type { Registry } from '../../src/main/core/ports'

const unreachable = () => Promise.reject(new SkepError('registry-unreachable', { registry: 'none' }))

/** Registries that cannot be reached, for tests that are about something else and may not leave this machine. */
export const noRegistry: Registry = {
  tags: unreachable,
  digest: unreachable,
  distribution: unreachable,
  login: () => Promise.resolve(undefined)
}
