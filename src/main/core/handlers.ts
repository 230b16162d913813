import type { Handlers } from './dispatch'
import { auditHandlers } from './handlers/audit'
import { attendedHandlers } from './handlers/attended'
import { contextHandlers } from './handlers/contexts'
import type { HandlersDeps } from './handlers/deps'
import { diagnosticsHandlers } from './handlers/diagnostics'
import { fileHandlers } from './handlers/files'
import { draftHandlers } from './handlers/drafts'
import { historyHandlers } from './handlers/history'
import { policyHandlers } from './handlers/policies'
import { registryHandlers } from './handlers/registry'
import { rolloutHandlers } from './handlers/rollouts'
import { runbookHandlers } from './handlers/runbooks'
import { serviceHandlers } from './handlers/services'
import { sharedHandlers } from './handlers/shared'
import { settingsHandlers } from './handlers/settings'
import { stackHandlers } from './handlers/stacks'
import { updateHandlers } from './handlers/updates'

/** Every call of the contract, one file an area, each call in a few lines. */
export function createHandlers(deps: HandlersDeps): Handlers {
  return {
    ...contextHandlers(deps),
    ...serviceHandlers(deps),
    ...updateHandlers(deps),
    ...draftHandlers(deps),
    ...rolloutHandlers(deps),
    ...attendedHandlers(deps),
    ...historyHandlers(deps),
    ...policyHandlers(deps),
    ...stackHandlers(deps),
    ...registryHandlers(deps),
    ...runbookHandlers(deps),
    ...auditHandlers(deps),
    ...settingsHandlers(deps),
    ...diagnosticsHandlers(deps),
    ...sharedHandlers(deps),
    ...fileHandlers(deps)
  }
}
