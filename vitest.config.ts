import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

// In plain Node the package `electron` is only the path of a binary; electron-store asks it for nothing when given a folder.
const alias = { electron: fileURLToPath(new URL('./test/support/no-electron.ts', import.meta.url)) }
const node = { environment: 'node' as const, server: { deps: { inline: ['electron-store'] } } }

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          ...node,
          name: 'unit',
          include: ['src/**/*.test.ts', 'test/{core,ipc,rules,faults}/**/*.test.ts'],
          testTimeout: 30_000
        }
      },
      {
        resolve: { alias },
        test: {
          ...node,
          name: 'engine',
          include: ['test/engine/**/*.test.ts'],
          testTimeout: 90_000,
          hookTimeout: 90_000,
          // Why, and how it is told: docs/decisions/0012-a-second-try-is-told.md.
          retry: 1
        }
      }
    ]
  }
})
