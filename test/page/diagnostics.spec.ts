import { readFileSync } from 'node:fs'
import { call } from '../support/bridge'
import { expect, test, openDemo } from '../support/window'

test('a diagnosis is read, and what is exported is what is shown', async ({ page }) => {
  await openDemo(page)
  await call(page, 'services.inspect', { context: 'gone', service: 'x' }).catch(() => undefined)
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Go to…' }).fill('diagnos')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Diagnostics' })).toBeFocused()
  await expect(page.getByRole('table', { name: 'Connections', exact: true })).toContainText(
    'Docker 20.10.24 (API 1.41)'
  )
  await expect(page.getByRole('table', { name: /^Newest failures/ })).toContainText('context-unknown')
  const shown = await page.locator('pre').textContent()
  await page.getByRole('button', { name: 'Export…' }).click()
  const said = page.getByText(/^Saved as /)
  await expect(said).toBeVisible()
  const file = /^Saved as (.*)\.$/.exec((await said.textContent()) ?? '')?.[1] ?? ''
  expect(readFileSync(file, 'utf8')).toBe(shown)
})
