import { readFileSync } from 'node:fs'
import AxeBuilder from '@axe-core/playwright'
import { call } from '../support/bridge'
import { pictures } from '../support/pictures'
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
  await expect(page.getByRole('table', { name: 'Connections', exact: true })).toContainText(/\d+ ms/)
  await expect(page.getByRole('table', { name: /^Newest failures/ })).toContainText('context-unknown')
  await pictures(page, 'diagnostics')
  const shown = await page.locator('pre').textContent()
  await page.getByRole('button', { name: 'Export…' }).click()
  const said = page.getByRole('region', { name: 'Diagnostics' }).getByText(/^Saved as /)
  await expect(said).toBeVisible()
  const file = /^Saved as (.*)\.$/.exec((await said.textContent()) ?? '')?.[1] ?? ''
  expect(readFileSync(file, 'utf8')).toBe(shown)
})

test('the page speaks French, and what is exported stays English', async ({ page }) => {
  await openDemo(page)
  await call(page, 'settings.set', { language: 'fr' })
  await page.keyboard.press(',')
  await page.getByRole('button', { name: 'Diagnostic', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Diagnostic', exact: true })).toBeFocused()
  const shown = page.locator('pre')
  await expect(shown).toContainText('Newest failures and changes of connections')
  await expect(shown, 'for the voice that reads it').toHaveAttribute('lang', 'en')
  await expect(shown).not.toContainText(/Demo|shop/)
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null })
  await pictures(page, 'diagnostics-fr')
  await page.getByRole('button', { name: 'Exporter…' }).click()
  await expect(page.locator('[aria-live="polite"]').last()).toHaveText(/^Enregistré sous /)
  await page.keyboard.press(',')
  await expect(page.getByRole('region', { name: 'Historique' })).toBeVisible()
  await pictures(page, 'settings-fr')
})
