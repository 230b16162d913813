import AxeBuilder from '@axe-core/playwright'
import { call } from '../support/bridge'
import { expect, test, openDemo, type Page } from '../support/window'

test.beforeEach(({ page }) => openDemo(page))

const plan = (page: Page) => page.getByRole('region', { name: 'Plan' })

async function openService(page: Page, name: string, tab: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click()
  await page.getByRole('tab', { name: tab, exact: true }).click()
}

test('every setting is found by a word, changed one by one, and reviewed', async ({ page }) => {
  await openService(page, 'shop_worker', 'Update')
  const search = page.getByLabel('Search settings')
  await expect(page.getByLabel('Memory limit')).toHaveCount(0)
  await search.fill('memory')
  await expect(page.getByLabel('Working directory')).toHaveCount(0)
  await page.getByLabel('Memory limit').fill('a lot')
  await expect(page.getByText('Expected: an amount such as 512MiB or 1.5GiB.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Review' })).toBeDisabled()
  await page.getByLabel('Memory limit').fill('256MiB')
  await search.fill('--constraint')
  await page.getByRole('button', { name: 'Add: Constraints' }).click()
  await page.getByLabel('Constraint', { exact: true }).fill('node.role')
  await expect(page.getByText('Expected: an attribute, == or != and a value')).toBeVisible()
  await page.getByLabel('Constraint', { exact: true }).fill('node.role==worker')
  // In words of the other language too, without its accents.
  await search.fill('memoire vive')
  await expect(page.getByLabel('Memory limit')).toHaveValue('256MiB')
  await search.fill('monitor')
  await page.getByRole('button', { name: 'Rollback monitor' }).click()
  await expect(page.getByLabel('Rollback monitor')).toBeFocused()
  await search.fill('')
  await expect(page.getByText('2 changed')).toBeVisible()
  await page.getByRole('button', { name: 'Show all settings' }).click()
  await page.getByLabel('Health check command').fill('true')
  await expect(page.getByLabel('Out-of-memory score')).toBeDisabled()
  await expect(page.getByText('Needs Engine API 1.46; this cluster speaks 1.41').first()).toBeVisible()
  const axe = await new AxeBuilder({ page }).analyze()
  expect(axe.violations).toEqual([])
  const folder = process.env['SKEP_PICTURES']
  if (folder) {
    await page.setViewportSize({ width: 1280, height: 2600 })
    await page.screenshot({ path: `${folder}/all-settings.png` })
  }
  await page.getByRole('button', { name: 'Review' }).click()
  await expect(plan(page)).toContainText('--limit-memory 256MiB')
  await expect(plan(page)).toContainText('--constraint-add node.role==worker')
  await expect(plan(page)).toContainText('--health-cmd true')
})

test('secrets, networks and ports are edited part by part, with what is on the cluster', async ({ page }) => {
  await openService(page, 'shop_web', 'Update')
  const search = page.getByLabel('Search settings')
  await search.fill('--secret')
  await page.getByRole('button', { name: 'Add: Secrets' }).click()
  const added = page.getByRole('group', { name: 'New entry: Secrets' })
  await expect(added.getByLabel('Secret')).toBeFocused()
  await expect(page.locator('datalist option').first()).toHaveAttribute('value', 'mailer_smtp')
  await page.keyboard.type('shop_db_password')
  await added.getByRole('button', { name: 'More options' }).click()
  await added.getByLabel('Mode (octal)').fill('9')
  await expect(added.getByText('Expected: a name, and a mode in octal such as 0440.')).toBeVisible()
  await added.getByLabel('Mode (octal)').fill('0440')
  await search.fill('réseau')
  await page.getByRole('button', { name: 'Change name=shop_back' }).click()
  const changed = page.getByRole('group', { name: 'New entry: Networks' })
  await changed.getByLabel('Alias').first().fill('web')
  await expect(changed.getByLabel('Alias')).toHaveCount(2)
  await page.getByRole('button', { name: 'Remove name=shop_front' }).click()
  await search.fill('port')
  await page.getByRole('button', { name: 'Add: Published ports' }).click()
  await page.getByLabel('Port in the task').fill('80')
  await page.getByLabel('Protocol').selectOption('udp')
  await search.fill('')
  const folder = process.env['SKEP_PICTURES']
  if (folder) {
    await page.setViewportSize({ width: 1280, height: 1500 })
    await page.screenshot({ path: `${folder}/entries.png` })
    await page.emulateMedia({ colorScheme: 'dark' })
    await call(page, 'settings.set', { language: 'fr' })
    await page.screenshot({ path: `${folder}/entries-dark-fr.png` })
    await call(page, 'settings.set', { language: 'en' })
  }
  const axe = await new AxeBuilder({ page }).analyze()
  expect(axe.violations).toEqual([])
  await page.getByRole('button', { name: 'Review' }).click()
  await expect(plan(page)).toContainText('--secret-add source=shop_db_password,mode=0440')
  await expect(plan(page)).toContainText(
    '--network-rm shop_front --network-rm shop_back --network-add name=shop_back,alias=web'
  )
  await expect(plan(page)).toContainText('--publish-add target=80,protocol=udp,mode=ingress')
  await page.getByRole('button', { name: 'Back to editing' }).click()
  await search.fill('--secret')
  await added.getByLabel('Secret').fill('no_such_thing')
  await page.getByRole('button', { name: 'Review' }).click()
  await expect(page.getByText('There is no secret “no_such_thing” on this cluster.')).toBeVisible()
})
