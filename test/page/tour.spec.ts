import AxeBuilder from '@axe-core/playwright'
import { pictures } from '../support/pictures'
import { expect, test, type Page } from '../support/window'

const strip = (page: Page) => page.getByRole('region', { name: 'Tour' })
const plan = (page: Page) => page.getByRole('region', { name: 'Plan' })
const contexts = (page: Page) => page.getByRole('navigation', { name: 'Contexts' })
const press = (page: Page, name: string) => strip(page).getByRole('button', { name }).click()

/** Lets a rollout be over soon; what the tour says does not depend on it. */
async function hurry(page: Page): Promise<void> {
  await page.getByLabel('Parallelism', { exact: true }).first().fill('0')
  await page.getByLabel('Delay', { exact: true }).first().fill('0s')
  await page.getByLabel('Monitor', { exact: true }).first().fill('1s')
}

/** Applies the plan, with whatever it asks for before. */
async function apply(page: Page): Promise<void> {
  const button = plan(page).getByRole('button', { name: 'Apply' })
  await expect(button).toBeVisible()
  for (const box of await plan(page).getByRole('checkbox').all()) await box.check()
  for (const field of await plan(page).getByRole('textbox').all()) await field.fill('shop_web')
  await button.click()
}

test('the tour leads from staging over production and a failure back again', async ({ page }) => {
  test.setTimeout(120_000)
  await page.getByRole('button', { name: 'Try with a demo cluster' }).click()
  await expect(contexts(page).getByRole('button', { name: /^Demo production/ })).toHaveAttribute(
    'aria-current',
    'page'
  )
  await expect(contexts(page).getByRole('button', { name: /^Demo staging.*Live/s })).toBeVisible()
  await expect(page.getByRole('table', { name: 'Services' }).getByRole('row')).toHaveCount(10)
  await expect(strip(page)).toContainText('In five minutes')
  await pictures(page, 'tour-offer')
  await press(page, 'Start the tour')
  await expect(strip(page)).toContainText('1 of 7')
  await press(page, 'Next')

  await expect(strip(page)).toContainText('First in staging')
  await press(page, 'Take me there')
  await expect(page.getByLabel('Image', { exact: true })).toHaveValue(/web:4\.3\.0$/)
  await pictures(page, 'tour-staging')
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  await hurry(page)
  await page.getByRole('button', { name: 'Review' }).click()
  await expect(strip(page), 'what is only planned is not done').not.toContainText('Seen in the cluster')
  await apply(page)
  await expect(strip(page)).toContainText('Seen in the cluster', { timeout: 40_000 })
  await press(page, 'Next')

  await press(page, 'Take me there')
  await expect(page.getByLabel('Image', { exact: true })).toHaveValue(/web:4\.3\.0$/)
  await hurry(page)
  await page.getByRole('button', { name: 'Review' }).click()
  await expect(plan(page)).toContainText('Demo staging')
  await apply(page)
  await expect(strip(page)).toContainText('Seen in the cluster', { timeout: 40_000 })
  await press(page, 'Next')

  await press(page, 'Take me there')
  await expect(page.getByLabel('Image', { exact: true })).toHaveValue(/web:4\.3\.0-broken$/)
  await page.getByRole('button', { name: 'Review' }).click()
  await apply(page)
  await expect(strip(page)).toContainText('Seen in the cluster', { timeout: 60_000 })
  await press(page, 'Next')

  await expect(strip(page)).toContainText('Why it failed')
  await press(page, 'Take me there')
  await expect(page.getByRole('region', { name: 'What failed' })).toContainText('cannot read')
  await pictures(page, 'tour-why')
  await press(page, 'Next')

  await press(page, 'Take me there')
  const first = page
    .getByRole('list', { name: 'Versions' })
    .locator(':scope > li')
    .filter({ hasText: 'web:4.2.0' })
  await first.last().getByRole('button', { name: 'Roll back to this version' }).click()
  await apply(page)
  await expect(strip(page)).toContainText('Seen in the cluster', { timeout: 60_000 })
  await press(page, 'Next')
  await expect(strip(page)).toContainText('7 of 7')
  await press(page, 'Done')
  await expect(strip(page)).toBeHidden()
})

test('the tour is begun from the palette, adds what is missing, and ends at any step', async ({ page }) => {
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Go to…' }).fill('tour')
  await page.keyboard.press('Enter')
  await expect(strip(page)).toContainText('1 of 7')
  await expect(contexts(page).getByRole('listitem')).toHaveCount(2)
  await press(page, 'Next')
  await press(page, 'Skip this step')
  await expect(strip(page)).toContainText('3 of 7')
  await press(page, 'End the tour')
  await expect(strip(page)).toBeHidden()
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Go to…' }).fill('tour')
  await page.keyboard.press('Enter')
  await expect(strip(page)).toContainText('1 of 7')
  await expect(contexts(page).getByRole('listitem')).toHaveCount(2)
})
