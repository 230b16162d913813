import AxeBuilder from '@axe-core/playwright'
import { expect, test, openDemo } from '../support/window'

test.beforeEach(async ({ page }) => {
  await openDemo(page)
  await page.getByRole('button', { name: 'shop_web', exact: true }).click()
})

test('a word is explained where it stands, by keyboard too', async ({ page }) => {
  await page.getByRole('tab', { name: 'Update', exact: true }).click()
  const help = page.getByRole('button', { name: 'What is “Failure action”?' }).first()
  await help.focus()
  await page.keyboard.press('Enter')
  const note = page.getByRole('note').filter({ hasText: 'goes on regardless' })
  await expect(note).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(note).toBeHidden()
  await expect(help).toBeFocused()
  await expect(page.getByLabel('Failure action', { exact: true })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(note).toBeVisible()
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
})

test('a runbook is written, shown safely and kept', async ({ page }) => {
  await page.getByRole('tab', { name: 'Runbook', exact: true }).click()
  await page.getByRole('button', { name: 'Write one' }).click()
  await page.getByLabel('Contact').fill('Ada, extension 42')
  const hostile = '<img src=x onerror="document.title=1"> [go](javascript:alert(1))'
  await page
    .getByRole('textbox', { name: 'Runbook' })
    .fill(`# When it is slow\n\n1. Read the **logs**\n2. ${hostile}`)
  await page.getByRole('button', { name: 'Save' }).click()
  const runbook = page.getByRole('article', { name: 'Runbook' })
  await expect(runbook.getByRole('heading', { name: 'When it is slow' })).toBeVisible()
  await expect(runbook.getByRole('listitem')).toHaveCount(2)
  await expect(runbook).toContainText('<img src=x')
  await expect(runbook).toContainText('Ada, extension 42')
  await expect(runbook.locator('img, a')).toHaveCount(0)
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  await page.getByRole('tab', { name: 'Logs', exact: true }).click()
  await page.getByRole('tab', { name: 'Runbook', exact: true }).click()
  await expect(runbook).toContainText('When it is slow')
})
