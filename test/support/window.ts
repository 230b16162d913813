import { expect, test as base, type Page } from '@playwright/test'
import { hostPage, type HostOptions } from './page-host'

export { expect, type Page }

/**
 * A test of the built window over a core of its own; an error or a policy report of the page fails it. `hosted` ends
 * that core before the test does.
 */
export const test = base.extend<{ host: HostOptions; hosted: () => Promise<void> }>({
  viewport: { width: 1280, height: 820 },
  host: [{}, { option: true }],
  hosted: [
    async ({ page, host }, use) => {
      const reports: string[] = []
      page.on('console', (message) => {
        if (message.type() === 'error') reports.push(message.text())
      })
      page.on('pageerror', (error) => reports.push(error.message))
      const end = await hostPage(page, host)
      await use(end)
      await end()
      expect(reports, 'errors and policy reports of the page').toEqual([])
    },
    { auto: true }
  ]
})

/** Saves the demo's production cluster as one where nothing asks for names, connects it and shows its services. */
export async function openDemo(page: Page): Promise<void> {
  await page.evaluate(() => {
    const { skep } = window as unknown as { skep: { call(method: string, input: unknown): Promise<unknown> } }
    return skep.call('contexts.save', {
      name: 'Demo',
      endpoint: { kind: 'demo' },
      mode: 'full',
      environment: 'dev'
    })
  })
  await page.getByRole('navigation', { name: 'Contexts' }).getByRole('button', { name: /^Demo/ }).click()
  await expect(page.getByRole('table', { name: 'Services' }).getByRole('row')).toHaveCount(10)
}
