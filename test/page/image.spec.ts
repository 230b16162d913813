import AxeBuilder from '@axe-core/playwright'
import { expect, test, openDemo } from '../support/window'

test.describe.configure({ timeout: 60_000 })
test.beforeEach(async ({ page }) => {
  await openDemo(page)
  await page.getByRole('button', { name: 'shop_web', exact: true }).click()
  await page.getByRole('tab', { name: 'Update', exact: true }).click()
})

test('an image is chosen from the tags of its registry by keyboard, checked, and reviewed', async ({
  page
}) => {
  const image = page.getByRole('combobox', { name: 'Image', exact: true })
  await image.focus()
  await page.keyboard.press('ArrowDown')
  const tags = page.getByRole('listbox')
  await expect(tags.getByRole('option', { name: /4\.2\.0\s+runs now/ })).toBeVisible()
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  const folder = process.env['SKEP_PICTURES']
  if (folder) {
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.screenshot({ path: `${folder}/tags-dark.png` })
    await page.emulateMedia({ colorScheme: 'light' })
    await page.screenshot({ path: `${folder}/tags-light.png` })
  }
  await page.keyboard.press('Escape')
  await expect(tags).toBeHidden()
  await expect(image).toHaveValue(/web:4\.2\.0$/)
  await image.fill('registry.example.com/shop/web:4.3')
  await expect(tags.getByRole('option').first()).toContainText('4.3')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(image).toHaveValue(/web:4\.3\.\d/)
  await expect(tags).toBeHidden()
  await page.getByRole('button', { name: 'Review' }).click()
  const plan = page.getByRole('region', { name: 'Plan' })
  await expect(plan).toContainText('@sha256:')
  if (folder) await page.screenshot({ path: `${folder}/plan-checks.png`, fullPage: true })
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
})

test('a tag that does not exist is a failed check, and is sent only on purpose', async ({ page }) => {
  await page.getByLabel('Image', { exact: true }).fill('registry.example.com/shop/web:9.9.9')
  await page.keyboard.press('Enter')
  const plan = page.getByRole('region', { name: 'Plan' })
  const apply = plan.getByRole('button', { name: 'Apply' })
  await expect(apply).toBeDisabled()
  const folder = process.env['SKEP_PICTURES']
  if (folder) await page.screenshot({ path: `${folder}/plan-failed.png`, fullPage: true })
  await plan.getByRole('checkbox').last().check()
  await expect(apply).toBeEnabled()
})
