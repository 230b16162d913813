import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { call } from '../support/bridge'
import { pictures } from '../support/pictures'
import { expect, test, openDemo, type Page } from '../support/window'

let folder: string
test.use({
  host: async ({}, use) => {
    folder = mkdtempSync(join(tmpdir(), 'skep-page-'))
    await use({ folder })
  }
})

test.beforeEach(async ({ page }) => {
  await openDemo(page)
  await page.keyboard.press('p')
})

const library = (page: Page) => page.getByRole('region', { name: 'Policies' })
const own = (page: Page) => page.getByRole('region', { name: 'Your policies' })
const dialog = (page: Page) => page.getByRole('dialog')
const plan = (page: Page) => page.getByRole('region', { name: 'Plan' })

async function quiet(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations).toEqual([])
}

test('a policy is made, changed, renamed, copied and removed', async ({ page }) => {
  await expect(page.getByRole('heading', { name: 'Policies', level: 1 })).toBeFocused()
  await expect(page.getByRole('region', { name: 'Presets' })).toContainText('all at once')
  await page.getByRole('button', { name: 'New policy' }).click()
  const save = dialog(page).getByRole('button', { name: 'Save' })
  await dialog(page).getByLabel('Name', { exact: true }).fill('Night')
  await expect(dialog(page)).toContainText('Say at least one thing')
  await expect(save).toBeDisabled()
  await dialog(page).getByLabel('Delay', { exact: true }).fill('soon')
  await expect(dialog(page)).toContainText('the delay (such as 10s or 1m30s)')
  await expect(save).toBeDisabled()
  await dialog(page).getByLabel('Delay', { exact: true }).fill('1m30s')
  await dialog(page).getByLabel('Rollback parallelism').fill('0')
  await expect(dialog(page).getByLabel('Rollback failure action').locator('option')).toHaveText([
    'as it is',
    'pause',
    'continue'
  ])
  await pictures(page, 'library-form')
  await quiet(page)
  await save.click()
  await expect(own(page)).toContainText('1m30s between batches')
  await expect(own(page)).toContainText('Rollbacks all at once')
  await page.getByRole('button', { name: 'Edit Night' }).click()
  await dialog(page).getByLabel('Name', { exact: true }).fill('Late')
  await dialog(page).getByLabel('Order', { exact: true }).selectOption('start-first')
  await dialog(page).getByLabel('Name', { exact: true }).press('Enter')
  await expect(own(page)).toContainText('start-first · 1m30s between batches')
  await page.getByRole('button', { name: 'Duplicate Careful' }).click()
  await expect(dialog(page).getByLabel('Name', { exact: true })).toHaveValue('Careful (copy)')
  await save.click()
  await expect(own(page).getByRole('listitem')).toHaveCount(2)
  await page.getByRole('button', { name: 'Edit Late' }).click()
  await dialog(page).getByLabel('Name', { exact: true }).fill('Careful (copy)')
  await save.click()
  await expect(dialog(page)).toContainText('There is a policy “Careful (copy)” already')
  await dialog(page).getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('button', { name: 'Remove Late' }).click()
  await expect(own(page)).toContainText('Services keep the policy that they have')
  await own(page).getByRole('button', { name: 'Remove', exact: true }).click()
  await expect(own(page).getByRole('listitem')).toHaveCount(1)
  await pictures(page, 'library-policies')
  await quiet(page)
})

test('an update begins with the default of its cluster, or with that of its service', async ({ page }) => {
  await library(page).getByLabel('Policy for updates on').selectOption('Careful')
  await page.getByRole('button', { name: /^Demo/ }).click()
  await page.getByRole('button', { name: 'shop_worker', exact: true }).click()
  await page.getByRole('tab', { name: 'Update', exact: true }).click()
  await expect(page.getByLabel('Use a policy')).toHaveValue('careful')
  await expect(page.getByText('The default of Demo')).toBeVisible()
  await expect(page.getByLabel('Delay', { exact: true })).toHaveValue('30s')
  await pictures(page, 'library-default')
  await page.getByRole('button', { name: 'Review' }).click()
  await expect(plan(page)).toContainText('--update-delay 30s')
  await page.getByRole('button', { name: 'Back to editing' }).click()
  await page.getByLabel('Use a policy').selectOption('Fast')
  await page.getByLabel('Begin every update of shop_worker with it').check()
  await expect(page.getByText('The default of this service')).toBeVisible()
  await page.getByLabel('Use a policy').selectOption('As it is now')
  await expect(page.getByRole('button', { name: 'Review' })).toBeDisabled()
  await page.keyboard.press('Escape')
  await page.keyboard.press('p')
  await expect(page.getByRole('region', { name: 'Where updates begin' })).toContainText('shop_worker Fast')
  await page.getByRole('button', { name: 'No own default for shop_worker' }).click()
  await expect(page.getByRole('region', { name: 'Where updates begin' })).not.toContainText('shop_worker')
})

test('a file is read before anything of it is kept, and comes out as it went in', async ({ page }) => {
  await page.getByRole('button', { name: 'Import' }).click()
  const text = dialog(page).getByLabel('Its text')
  await text.fill('services: {}')
  await dialog(page).getByRole('button', { name: 'Read it' }).click()
  await expect(dialog(page)).toContainText('This is not a file of policies: line 1')
  const file = [
    'policies:',
    '  Night:',
    '    update_config: { parallelism: 2, delay: 1m }',
    '    rollback_config: { parallelism: 0 }',
    '  Odd:',
    '    update_config: { speed: 3 }'
  ].join('\n')
  await dialog(page)
    .getByLabel('File')
    .setInputFiles({ name: 'team.yaml', mimeType: 'text/yaml', buffer: Buffer.from(file) })
  await expect(dialog(page)).toContainText('There is no key speed in a policy.')
  await expect(dialog(page).getByLabel('Odd')).toBeDisabled()
  await pictures(page, 'library-import')
  await quiet(page)
  await dialog(page).getByRole('button', { name: 'Keep 1 policy' }).click()
  await expect(own(page)).toContainText('2 slots at a time · 1m between batches')
  await page.getByRole('button', { name: 'Import' }).click()
  await text.fill('policies: { Night: { update_config: { parallelism: 5 } } }')
  await dialog(page).getByRole('button', { name: 'Read it' }).click()
  await expect(dialog(page)).toContainText('Replaces yours')
  await expect(dialog(page).getByRole('button', { name: 'Choose what to keep' })).toBeDisabled()
  await dialog(page).getByLabel('Night').check()
  await dialog(page).getByRole('button', { name: 'Keep 1 policy' }).click()
  await expect(own(page)).toContainText('5 slots at a time')
  await page.getByRole('button', { name: 'Export' }).click()
  const notice = library(page).getByText('skep-policies.yaml')
  await expect(notice).toBeVisible()
  const path = /\/\S+\.yaml/.exec((await notice.textContent()) ?? '')?.[0] ?? ''
  expect(readFileSync(path, 'utf8')).toContain('parallelism: 5')
})

test('a policy alone is given to services: reviewed, sent one after the other, and no task restarts', async ({
  page
}) => {
  await page.getByRole('button', { name: 'Give Careful to services' }).click()
  await expect(page.getByRole('heading', { name: 'Give Careful to services' })).toBeFocused()
  const region = page.getByRole('region', { name: 'Give Careful to services' })
  await region.getByLabel('Filter services').fill('shop')
  await region.getByLabel('All 4 that are shown').check()
  await expect(region).toContainText('4 chosen')
  await region.getByLabel('Filter services').fill('')
  await region.getByLabel('mailer').check()
  await pictures(page, 'library-give')
  await quiet(page)
  await region.getByRole('button', { name: 'Review' }).click()
  await expect(plan(page)).toBeFocused()
  await expect(plan(page)).toContainText('Careful for 5 services on Demo')
  await expect(plan(page)).toContainText('No task restarts.')
  await expect(plan(page)).toContainText('docker service update --update-delay 30s')
  await pictures(page, 'library-give-plan')
  await quiet(page)
  await plan(page).getByRole('button', { name: 'Apply to 5 services' }).click()
  const outcome = page.getByRole('region', { name: 'Outcome' })
  await expect(outcome).toContainText('5 services have the policy now')
  await expect(outcome.getByText('Accepted')).toHaveCount(5)
  await pictures(page, 'library-given')
  await quiet(page)
  await outcome.getByRole('button', { name: 'Close' }).click()
  await page.getByRole('button', { name: 'Give Careful to services' }).click()
  await region.getByLabel('mailer').check()
  await region.getByRole('button', { name: 'Review' }).click()
  await expect(plan(page)).toContainText('has this policy already')
  await expect(plan(page).getByRole('button', { name: /^Apply/ })).toBeDisabled()
})

for (const colorScheme of ['light', 'dark'] as const)
  test(`in French, ${colorScheme}, nothing is inaccessible`, async ({ page }) => {
    await page.emulateMedia({ colorScheme })
    await call(page, 'settings.set', { language: 'fr' })
    await expect(page.getByRole('heading', { name: 'Politiques', level: 1 })).toBeVisible()
    await quiet(page)
    await page.getByRole('button', { name: 'Nouvelle politique' }).click()
    await quiet(page)
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Importer' }).click()
    await quiet(page)
  })
