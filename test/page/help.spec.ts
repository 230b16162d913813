import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { systemClock } from '../../src/main/core/clock'
import { createDemo } from '../../src/main/demo/demo'
import type { ContextInfo } from '../../src/shared/contract'
import { call } from '../support/bridge'
import { hostPage } from '../support/page-host'
import { pictures } from '../support/pictures'
import { expect, test, openDemo, type Page } from '../support/window'

let folder: string
const demo = createDemo(systemClock)
test.use({
  host: async ({}, use) => {
    folder = mkdtempSync(join(tmpdir(), 'skep-page-'))
    await use({ folder, demo })
  }
})
test.beforeEach(({ page }) => openDemo(page))
test.afterAll(() => demo.stop())

/** Opens the palette and types. */
async function goTo(page: Page, text: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Go to…' }).fill(text)
}
const options = (page: Page) => page.getByRole('dialog').getByRole('option')

test('words are looked up, without regard to accents, in the language of the window', async ({ page }) => {
  await goTo(page, 'words')
  await page.keyboard.press('Enter')
  const words = page.getByRole('dialog', { name: 'Words' })
  await expect(words.getByRole('searchbox')).toBeFocused()
  await words.getByRole('searchbox').fill('stop-first')
  await expect(words.locator('dt')).toHaveText(['Order'])
  await words.getByRole('searchbox').fill('nothing like it')
  await expect(words).toContainText('No word matches.')
  await call(page, 'settings.set', { language: 'fr' })
  await page.getByRole('searchbox', { name: 'Chercher un mot' }).fill('parallelisme')
  await expect(page.getByRole('dialog', { name: 'Vocabulaire' }).locator('dt').first()).toHaveText(
    'Parallélisme'
  )
  await page.keyboard.press('Escape')
  await expect(
    page.getByRole('dialog').getByRole('searchbox'),
    'the first Escape only empties the search'
  ).toHaveValue('')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

test('the guide of the repository is read in the window, by its chapters', async ({ page }) => {
  await goTo(page, 'guide')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'User guide' })).toBeFocused()
  const contents = page.getByRole('navigation', { name: 'Contents' })
  await contents.getByRole('button', { name: 'Go back' }).click()
  const chapter = page.getByRole('heading', { name: 'Go back', level: 2 })
  await expect(chapter).toBeFocused()
  await expect(chapter).toBeInViewport()
  await expect(
    page.getByRole('region', { name: 'When something is wrong' }).getByRole('table')
  ).toContainText('Stuck')
  await call(page, 'settings.set', { language: 'fr' })
  await expect(page.getByRole('navigation', { name: 'Sommaire' })).toContainText('Revenir en arrière')
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  await pictures(page, 'guide')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('table', { name: 'Services' })).toBeVisible()
})

test('the palette finds by any word, also what lies in a cluster that is not connected', async ({
  page,
  context,
  hosted
}) => {
  await goTo(page, 'shop 4.2.0')
  await expect(options(page)).toHaveText([/shop_web/])
  await page.keyboard.press('Escape')
  const [saved] = await call<readonly ContextInfo[]>(page, 'contexts.list')
  await call(page, 'contexts.disconnect', { context: saved!.id })
  await hosted()

  const again = await context.newPage()
  const close = await hostPage(again, { folder, demo })
  await goTo(again, 'demo mailer')
  await expect(options(again)).toHaveText([/mailer\s*Demo, not connected, seen/])
  await pictures(again, 'palette-known')
  await again.keyboard.press('Enter')
  await expect(again.getByRole('heading', { name: 'mailer' })).toBeVisible()
  await expect(again.getByRole('list', { name: 'Slots' }).getByRole('listitem')).toHaveCount(1)
  await close()
})
