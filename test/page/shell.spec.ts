import { expect, test, type Page } from '@playwright/test'
import type { Announcement } from '../../src/shared/contract'
import { hostPage } from '../support/page-host'

/** Says to the window what main would. */
const announce = (page: Page, announcement: Announcement) =>
  page.evaluate(
    (one: unknown) => (window as never as { announce: (one: unknown) => void }).announce(one),
    announcement as unknown
  )
const choose = (page: Page, id: string) => announce(page, { name: 'command.wanted', payload: { id } })
const row = (page: Page, name: string) =>
  page.getByRole('table', { name: 'Services' }).getByRole('row', { name: new RegExp(`^${name}\\b`) })

let stop: () => Promise<void>
test.beforeEach(async ({ page }) => {
  stop = await hostPage(page)
  await page.getByRole('button', { name: 'Try with a demo cluster' }).click()
  await expect(row(page, 'shop_web')).toBeVisible()
})
test.afterEach(() => stop())

test('does what is chosen in the native menu, as the keys and the palette do', async ({ page }) => {
  await choose(page, 'activity')
  await expect(page.getByRole('heading', { name: 'Activity' })).toBeVisible()
  await choose(page, 'back')
  await row(page, 'shop_web').getByRole('button').click()
  await choose(page, 'history')
  await expect(page.getByRole('tab', { name: 'History' })).toHaveAttribute('aria-selected', 'true')
  await choose(page, 'theme-dark')
  await expect(page.getByLabel('Theme')).toHaveValue('dark')
  await choose(page, 'no-such-command')
  await choose(page, 'palette')
  await expect(page.getByRole('dialog', { name: 'Go to…' })).toBeVisible()
  await choose(page, 'help')
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
})

test('does nothing behind a form that somebody fills in', async ({ page }) => {
  await page.getByRole('button', { name: 'Add a context' }).click()
  const form = page.getByRole('dialog', { name: 'Add a context' })
  await form.getByLabel('Name', { exact: true }).fill('Staging')
  await choose(page, 'activity')
  await choose(page, 'palette')
  await expect(form.getByLabel('Name', { exact: true })).toHaveValue('Staging')
  await expect(page.getByRole('heading', { name: 'Activity' })).toHaveCount(0)
})
