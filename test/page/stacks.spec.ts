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
  await expect(services(page).getByRole('row', { name: /^shop_web/ })).toBeVisible()
})

test.afterEach(async () => {
  await end()
  expect(reports, 'errors and policy reports of the page').toEqual([])
})

const services = (page: Page) => page.getByRole('table', { name: 'Services' })

async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['SKEP_PICTURES']
  for (const colorScheme of folder ? (['light', 'dark'] as const) : []) {
    await page.emulateMedia({ colorScheme })
    await page.screenshot({ path: `${String(folder)}/${name}-${colorScheme}.png` })
  }
}

test('services stand below their stacks, which fold away and tell how they fare', async ({ page }) => {
  const rows = services(page).getByRole('row')
  await expect(rows).toHaveCount(10)
  await expect(rows.nth(4)).toContainText('shop')
  await expect(rows.nth(4)).toContainText('4 services')
  await expect(rows.nth(4)).toContainText('13/13')
  await picture(page, 'stacks-list')
  await page.getByRole('button', { name: 'Services of shop' }).click()
  await expect(rows).toHaveCount(6)
  await expect(page.getByRole('button', { name: 'Services of shop' })).toHaveAttribute(
    'aria-expanded',
    'false'
  )
  await page.getByLabel('Filter services').fill('worker')
  await expect(rows).toHaveCount(3)
  await page.getByLabel('Filter services').fill('')
  await page.getByRole('button', { name: 'shop', exact: true }).focus()
  await page.keyboard.press('ArrowRight')
  await expect(rows).toHaveCount(10)
  await page.getByLabel('Group by stack').uncheck()
  await expect(rows).toHaveCount(8)
  await expect(services(page).getByRole('columnheader', { name: 'Stack' })).toBeVisible()
})

test('a stack has a page of its own, left by keyboard as it was entered', async ({ page }) => {
  await page.getByRole('button', { name: 'shop', exact: true }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'shop', exact: true })).toBeFocused()
  await expect(services(page).getByRole('row')).toHaveCount(5)
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations).toEqual([])
  await picture(page, 'stacks-page')
  await page.getByRole('button', { name: 'shop_api', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'shop_api' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('heading', { name: 'shop', exact: true })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'shop', exact: true })).toBeFocused()
})

test('a whole stack is brought back to a release as one plan, stopped on the way and gone on with', async ({
  page
}) => {
  await page.getByRole('button', { name: 'shop', exact: true }).click()
  const releases = page.getByRole('list', { name: 'Releases' }).locator(':scope > li')
  await expect(releases).toHaveCount(4)
  await expect(releases.first()).toContainText('shop_api')
  await expect(releases.first()).toContainText('4.1.0 → 4.2.0')
  await expect(releases.first()).toContainText('2 of 4 services')
  await expect(releases.first().getByRole('button', { name: 'Roll back to release 4' })).toBeDisabled()
  await page.getByRole('button', { name: 'Roll back to release 3' }).click()
  const plan = page.getByRole('region', { name: 'Plan' })
  await expect(plan).toBeFocused()
  await expect(plan).toContainText('2 services are changed in 2 waves.')
  const waves = plan.getByRole('listitem').filter({ hasText: /^Wave \d/ })
  await expect(waves.first()).toContainText('shop_api')
  await expect(waves.last()).toContainText('shop_web')
  await expect(waves.last()).toContainText('web:4.1.0')
  await expect(plan).toContainText('shop_cache has this spec already')
  await picture(page, 'stack-plan')
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations).toEqual([])

  await plan.getByLabel('Wave of shop_web').selectOption('Wave 1')
  await expect(plan).toContainText('2 services are changed in 1 wave.')
  await plan.getByLabel('Wave of shop_api').selectOption('Wave 2')
  await expect(waves.first()).toContainText('shop_web')
  await expect(waves.last()).toContainText('shop_api')
  await plan.getByRole('button', { name: 'Apply, beginning with wave 1 of 2' }).click()

  const operation = page.getByRole('region', { name: 'Roll back of the stack' })
  await expect(operation).toContainText('Rolling back to release 3: wave 1 of 2')
  await expect(operation.getByRole('listitem').filter({ hasText: /^shop_web/ })).toContainText('Rolling out')
  await expect(operation.getByRole('listitem').filter({ hasText: /^shop_api/ })).toContainText('Not sent')
  await picture(page, 'stack-running')
  await operation.getByRole('button', { name: 'Stop before the next wave' }).click()
  await expect(operation).toContainText('The roll back to release 3 stopped at wave 1 of 2')
  await expect(operation).toContainText('Not sent: shop_api.')
  await page.getByRole('button', { name: 'All services' }).click()
  await page.getByText('The roll back of the stack shop stopped and waits for you.').waitFor()
  await picture(page, 'stack-notice')
  await page.getByRole('button', { name: 'Look at it' }).click()
  await picture(page, 'stack-stopped')
  const stopped = await new AxeBuilder({ page }).analyze()
  expect(stopped.violations).toEqual([])
  await operation.getByRole('button', { name: 'Go on: review what is left' }).click()
  await expect(plan).toContainText('1 service is changed in 1 wave.')
  await expect(plan).toContainText('shop_web has this spec already')
  await plan.getByRole('button', { name: 'Cancel' }).click()
  await operation.getByRole('button', { name: 'Leave it so' }).click()
  await expect(operation).toBeHidden()
})
