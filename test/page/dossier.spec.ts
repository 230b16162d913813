import AxeBuilder from '@axe-core/playwright'
import { call } from '../support/bridge'
import { pictures } from '../support/pictures'
import { expect, test, openDemo, type Page } from '../support/window'

test.use({ viewport: { width: 1280, height: 900 } })

test.beforeEach(({ page }) => openDemo(page))

const rollout = (page: Page) => page.getByRole('region', { name: 'Rollout', exact: true })
const dossier = (page: Page) => page.getByRole('region', { name: 'What failed' })

async function update(page: Page, service: string, image: string): Promise<void> {
  await page.getByRole('button', { name: service, exact: true }).click()
  await page.getByRole('tab', { name: 'Update', exact: true }).click()
  await page.getByLabel('Image', { exact: true }).fill(image)
  await page.getByRole('button', { name: 'Review' }).click()
  const plan = page.getByRole('region', { name: 'Plan' })
  const anyway = plan.getByRole('checkbox', { name: /anyway/i })
  await expect(plan.getByRole('button', { name: 'Apply' })).toBeVisible()
  if (await anyway.isVisible()) await anyway.check()
  await plan.getByRole('button', { name: 'Apply' }).click()
}

const open = (page: Page, name: RegExp) => dossier(page).locator('summary').filter({ hasText: name }).click()

test('a crash is told in plain words while it goes on, and is in the history once the engine has forgotten it', async ({
  page
}) => {
  await update(page, 'shop_web', 'registry.example.com/shop/web:4.3.0-broken')
  await expect(dossier(page)).toContainText(
    /In [1-6] of 6 slots new tasks stop right after starting, exit code 1\./,
    { timeout: 60_000 }
  )
  await expect(dossier(page)).toContainText(
    'The log says: fatal: cannot read /etc/web/config.yml: no such file'
  )
  await expect(dossier(page)).toContainText('What to do: Read the last lines of the log.')
  await expect(dossier(page).getByRole('table')).toBeHidden()
  await open(page, /^Failing tasks/)
  await expect(dossier(page).getByRole('table')).toContainText('task: non-zero exit (1)')
  await open(page, /log lines of task/)
  await expect(
    dossier(page)
      .getByRole('list', { name: /Log lines/ })
      .first()
  ).toContainText('4.3.0 starting')
  await open(page, /^Policy and timings/)
  await expect(dossier(page)).toContainText('Update began')
  await pictures(page, 'dossier-crash')
  const axe = await new AxeBuilder({ page }).analyze()
  expect(axe.violations).toEqual([])
  await expect(rollout(page)).toContainText('Rolled back', { timeout: 60_000 })
  await expect(dossier(page)).toContainText('new tasks stop right after starting')
  await page.getByRole('tab', { name: 'History', exact: true }).click()
  const failed = page.getByRole('article', { name: 'Version 3' })
  await failed.getByRole('button', { name: /Details of version/ }).click()
  await expect(failed.getByRole('region', { name: 'What failed' })).toContainText('exit code 1')
  await dossier(page).getByRole('button', { name: 'Copy as text' }).click()
  await expect(dossier(page).getByRole('button', { name: 'Copied' })).toBeVisible()
  const note = failed.getByLabel('Note')
  await note.press('ControlOrMeta+V')
  await expect(note).toHaveValue(/The log says: fatal: cannot read[^]*Failing tasks \(\d+\)[^]*non-zero exit/)
  await pictures(page, 'dossier-history')
})

test('a failing health check shows what it printed, in French too', async ({ page }) => {
  await update(page, 'shop_web', 'registry.example.com/shop/web:4.4.0-unhealthy')
  await expect(dossier(page)).toContainText('new tasks start, but their health check fails', {
    timeout: 60_000
  })
  await open(page, /^Health check/)
  await expect(dossier(page)).toContainText(/HTTP 503|on another node than the one Skep talks to/)
  await call(page, 'settings.set', { language: 'fr' })
  const french = page.getByRole('region', { name: 'Ce qui a échoué' })
  await expect(french).toContainText('démarrent, mais leur contrôle de santé échoue et elles sont tuées')
  await expect(french).toContainText('Que faire : Lisez ce que le contrôle de santé a écrit')
  await pictures(page, 'dossier-french')
})

test('an image that nobody has is told with what the registry says', async ({ page }) => {
  await update(page, 'shop_api', 'registry.example.com/shop/api:9.9')
  await expect(dossier(page)).toContainText('In 1 of 4 slots new tasks cannot start', { timeout: 60_000 })
  await expect(dossier(page)).toContainText('the registry does not have the image', { timeout: 30_000 })
  await expect(dossier(page)).toContainText('What to do: Correct the tag or the name of the image')
  await open(page, /^Log of task/)
  await expect(dossier(page)).toContainText('The task never ran, so it has no log.')
  await pictures(page, 'dossier-image')
})
