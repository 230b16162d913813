import { defineConfig } from '@playwright/test'

export default defineConfig({
  testDir: 'test',
  timeout: 180_000,
  expect: { timeout: 20_000 },
  workers: 1,
  forbidOnly: true,
  // Why, and how it is told: docs/decisions/0012-a-second-try-is-told.md.
  retries: 1,
  outputDir: process.env['SKEP_TEST_OUTPUT'] ?? 'test-results/playwright',
  projects: [
    {
      name: 'page',
      testMatch: 'page/**/*.spec.ts',
      use: {
        launchOptions: {
          executablePath: '/usr/bin/chromium',
          args: [
            '--no-sandbox',
            '--disable-gpu',
            '--disable-quic',
            '--no-first-run',
            '--disable-background-networking',
            '--disable-component-update',
            '--disable-sync'
          ]
        }
      }
    },
    { name: 'electron', testMatch: 'electron/**/*.spec.ts' }
  ]
})
