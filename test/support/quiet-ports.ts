import { SkepError } from '../../src/domain/error'
import type { SkepPorts } from '../../src/main/core/skep'

/** The ports to the desktop and to addresses that a person types, for tests that are about something else. */
export const quietPorts = {
  drafts: { get: () => undefined, set: () => undefined },
  files: {
    save: () => Promise.resolve(undefined),
    export: () => Promise.reject(new SkepError('file-failed', { file: 'nowhere' })),
    saveCopy: () => Promise.resolve(undefined),
    show: () => undefined,
    folder: () => '/nowhere',
    openData: () => Promise.resolve()
  },
  desktop: { focused: () => false, notify: () => undefined, tray: () => undefined, menu: () => undefined },
  probe: () => Promise.reject(new SkepError('connection-refused', { address: 'nowhere' }))
} satisfies Partial<SkepPorts>
