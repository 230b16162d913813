import AxeBuilder from '@axe-core/playwright'
import { call } from '../support/bridge'
import { pictures } from '../support/pictures'
import { expect, test, openDemo, type Page } from '../support/window'

test.beforeEach(({ page }) => openDemo(page))

const offers = (page: Page) => page.getByRole('region', { name: 'What you can do here' })
const plan = (page: Page) => page.getByRole('region', { name: 'Plan' })
const rollout = (page: Page) => page.getByRole('region', { name: 'Rollout', exact: true })

async function switchToAssisted(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Edit', exact: true }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel('Mode').selectOption('assisted')
  await form.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(form).toBeHidden()
}

async function writeRunbook(page: Page): Promise<void> {
  await page.getByRole('tab', { name: 'Runbook', exact: true }).click()
  await page.getByRole('button', { name: 'Write one' }).click()
  await page.getByLabel('Contact').fill('Ada, extension 42')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('article', { name: 'Runbook' })).toBeVisible()
  await page.getByRole('tab', { name: 'Overview', exact: true }).click()
}

test('who is on call is offered what is safe, in plain words, and nothing that would be refused', async ({
  page
}) => {
  await page.getByRole('button', { name: 'shop_web', exact: true }).click()
  await writeRunbook(page)
  await switchToAssisted(page)
  await expect(offers(page)).toContainText('The service runs as it should.')
  await expect(offers(page)).toContainText('Go back to version 1')
  await expect(offers(page)).toContainText(/6 tasks are replaced, in about/)
  await expect(offers(page)).toContainText('ask Ada, extension 42')
  await expect(page.getByRole('tab')).toHaveText(['Overview', 'History', 'Logs', 'Runbook'])
  await expect(page.getByRole('button', { name: 'Update', exact: true })).toHaveCount(0)
  await page.getByRole('heading', { level: 1 }).focus()
  await page.keyboard.press('u')
  await expect(page.getByRole('tab', { name: 'Overview' })).toHaveAttribute('aria-selected', 'true')
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  }
  await page.emulateMedia({ colorScheme: null })
  await pictures(page, 'assisted')
  await call(page, 'settings.set', { language: 'fr' })
  await expect(page.getByRole('region', { name: 'Ce que vous pouvez faire ici' })).toContainText(
    'Revenir à la version 1'
  )
})

test('after a bad update the way back is the main thing, and is reviewed before it is sent', async ({
  page
}) => {
  await page.getByRole('button', { name: 'shop_web', exact: true }).click()
  await page.getByRole('tab', { name: 'Update', exact: true }).click()
  await page.getByLabel('Image', { exact: true }).fill('registry.example.com/shop/web:4.3.0-broken')
  await page.getByLabel('Failure action', { exact: true }).selectOption('pause')
  await page.getByRole('button', { name: 'Review' }).click()
  await plan(page).getByRole('button', { name: 'Apply' }).click()
  await expect(rollout(page)).toContainText('Paused after a failure', { timeout: 60_000 })
  await switchToAssisted(page)
  await expect(offers(page)).toContainText('Going back is the safe choice.')
  await expect(offers(page)).toContainText('A restart has to wait until no update is under way.')
  const decisions = page.getByRole('region', { name: 'Decisions' })
  await expect(decisions.getByRole('combobox')).toHaveCount(0)
  await pictures(page, 'assisted-paused')
  await offers(page)
    .getByRole('listitem')
    .filter({ hasText: 'Go back to version 2' })
    .getByRole('button', { name: 'Look at what happens first' })
    .click()
  await expect(plan(page)).toContainText('Brings back version 2')
  await plan(page).getByRole('button', { name: 'Apply' }).click()
  await expect(rollout(page)).toContainText('All 6 run this version, verified', { timeout: 60_000 })
  await page.getByRole('tab', { name: 'History', exact: true }).click()
  await expect(
    page
      .getByRole('article', { name: 'Version 3' })
      .getByRole('button', { name: 'Roll back to this version' })
  ).toBeDisabled()
})

test('tasks are restarted after a look at what that does', async ({ page }) => {
  await page.getByRole('button', { name: 'shop_api', exact: true }).click()
  await switchToAssisted(page)
  await offers(page)
    .getByRole('listitem')
    .filter({ hasText: 'Restart all tasks' })
    .getByRole('button', { name: 'Look at what happens first' })
    .click()
  await expect(plan(page)).toContainText(/Replaces 4 tasks/)
  await plan(page).getByRole('button', { name: 'Apply' }).click()
  await expect(offers(page)).toContainText(/An update is (under way|almost done)/)
  await expect(rollout(page)).toContainText('All 4 run this version, verified', { timeout: 60_000 })
})
