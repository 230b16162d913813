import AxeBuilder from '@axe-core/playwright'
import { expect, test, type Page } from '@playwright/test'
import { hostPage } from '../support/page-host'

test.use({ viewport: { width: 1280, height: 820 } })

let end: () => Promise<void>
const reports: string[] = []

test.beforeEach(async ({ page }) => {
  reports.length = 0
  page.on('console', (message) => {
    if (message.type() === 'error') reports.push(message.text())
  })
  page.on('pageerror', (error) => reports.push(error.message))
  end = await hostPage(page)
  await page.getByRole('button', { name: 'Try with a demo cluster' }).click()
  await expect(page.getByRole('row', { name: /^shop_web/ })).toBeVisible()
})

test.afterEach(async () => {
  await end()
  expect(reports, 'errors and policy reports of the page').toEqual([])
})

async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['SKEP_PICTURES']
  for (const colorScheme of folder ? (['light', 'dark'] as const) : []) {
    await page.emulateMedia({ colorScheme })
    await page.screenshot({ path: `${String(folder)}/${name}-${colorScheme}.png` })
  }
}

test('what was done is told, found, verified and exported', async ({ page }) => {
  await page.getByRole('button', { name: 'mailer', exact: true }).click()
  await page.getByRole('tab', { name: 'Update', exact: true }).click()
  await page.getByLabel('Replicas').fill('2')
  await page.getByRole('button', { name: 'Review' }).click()
  await page.getByRole('region', { name: 'Plan' }).getByRole('button', { name: 'Apply' }).click()
  await page.getByRole('button', { name: 'Activity' }).click()
  await expect(page.getByRole('heading', { name: 'Activity' })).toBeFocused()
  const rows = page.getByRole('table', { name: 'Activity' }).getByRole('row')
  await expect(rows.filter({ hasText: 'Update to version 2' })).toContainText('mailer')
  await expect(rows.filter({ hasText: 'Found at first contact' }).first()).toBeVisible()
  await page.getByLabel('Who').selectOption('Skep')
  await expect(rows).toHaveCount(2)
  await page.getByLabel('Search service').fill('nothing like it')
  await expect(page.getByText('Nothing matches.')).toBeVisible()
  await page.getByLabel('Search service').fill('')
  await page.getByLabel('Who').selectOption('Everyone')
  await page.getByRole('button', { name: 'Verify the chain' }).click()
  await expect(page.getByText(/The chain of hashes holds over all \d+ entries/)).toBeVisible()
  await page.getByLabel('Format').selectOption('Table (CSV)')
  await page.getByRole('button', { name: 'Export', exact: true }).click()
  await expect(
    page.getByRole('main').getByText(/^Written to .*\/exports\/skep-audit-all-.*\.csv$/)
  ).toBeVisible()
  await page.getByRole('button', { name: 'Save as…' }).click()
  await expect(page.getByRole('status')).toHaveText(/^Written to .*\/elsewhere\/skep-audit-all-.*\.csv$/)
  await expect(rows.filter({ hasText: 'Export: csv' })).toBeVisible()
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations).toEqual([])
  await picture(page, 'activity')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('heading', { name: 'mailer' })).toBeVisible()
})

test('a report on some versions is exported from the history, also in French', async ({ page }) => {
  await page.getByRole('button', { name: 'shop_web', exact: true }).click()
  await page.getByRole('tab', { name: 'History', exact: true }).click()
  await page.getByRole('button', { name: 'Export a report' }).click()
  const dialog = page.getByRole('dialog', { name: 'Export a report' })
  await expect(dialog.getByLabel('From version')).toHaveValue('1')
  await expect(dialog.getByLabel('To version')).toHaveValue('2')
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations).toEqual([])
  await dialog.getByRole('button', { name: 'Export', exact: true }).click()
  await expect(dialog.getByText(/^Written to .*\/skep-incident-shop_web-v1-v2-.*\.html$/)).toBeVisible()
  const path = (await dialog.getByText(/^Written to/).textContent())?.replace('Written to ', '') ?? ''
  await picture(page, 'export-incident')
  await dialog.getByRole('button', { name: 'Close' }).click()
  await page.getByLabel('Language').selectOption('fr')
  await page.getByRole('button', { name: 'Activité' }).click()
  await expect(page.getByRole('table', { name: 'Activité' })).toContainText('Retrouvée au premier contact')
  await picture(page, 'activity-fr')
  const report = await page.context().newPage()
  await report.goto(`file://${path}`)
  await expect(report.getByRole('heading', { name: 'Incident report: shop_web' })).toBeVisible()
  await expect(report.getByText('web:4.2.0').first()).toBeVisible()
  const folder = process.env['SKEP_PICTURES']
  if (folder) await report.screenshot({ path: `${folder}/report.png`, fullPage: true })
  await report.close()
})
