import type { Announcement } from '../../src/shared/contract'
import { pictures } from '../support/pictures'
import { expect, openDemo, test, type Page } from '../support/window'

/** Chooses a command in main's place, as the native menu does. */
const choose = (page: Page, id: string) => {
  const announcement: Announcement = { name: 'command.wanted', payload: { id } }
  return page.evaluate(
    (one: unknown) => (window as never as { announce: (one: unknown) => void }).announce(one),
    announcement as unknown
  )
}
const row = (page: Page, name: string) =>
  page.getByRole('table', { name: 'Services' }).getByRole('row', { name: new RegExp(`^${name}\\b`) })
const zoom = (page: Page) =>
  page.evaluate(async () => {
    const { skep } = window as unknown as {
      skep: { call(method: string): Promise<{ value: { zoom: number } }> }
    }
    return (await skep.call('settings.get')).value.zoom
  })

test.beforeEach(({ page }) => openDemo(page))

test('does what is chosen in the native menu, as the keys and the palette do', async ({ page }) => {
  await choose(page, 'activity')
  await expect(page.getByRole('heading', { name: 'Activity' })).toBeVisible()
  await choose(page, 'back')
  await row(page, 'shop_web').getByRole('button').click()
  await choose(page, 'history')
  await expect(page.getByRole('tab', { name: 'History' })).toHaveAttribute('aria-selected', 'true')
  await choose(page, 'theme-dark')
  await expect(page.getByLabel('Theme')).toHaveValue('dark')
  await choose(page, 'no-such-command')
  await choose(page, 'palette')
  await expect(page.getByRole('dialog', { name: 'Go to…' })).toBeVisible()
  await choose(page, 'help')
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
})

test('does nothing behind a form that somebody fills in, but for the size', async ({ page }) => {
  await page.getByRole('button', { name: 'Add a context' }).click()
  const form = page.getByRole('dialog', { name: 'Add a context' })
  await form.getByLabel('Name', { exact: true }).fill('Staging')
  await choose(page, 'activity')
  await choose(page, 'palette')
  await choose(page, 'zoom-in')
  await expect.poll(() => zoom(page)).toBe(1.1)
  await expect(form.getByLabel('Name', { exact: true })).toHaveValue('Staging')
  await expect(page.getByRole('heading', { name: 'Activity' })).toHaveCount(0)
})

test('is made larger and smaller by keys, and says so', async ({ page }) => {
  await page.keyboard.press('Control+=')
  await expect(page.getByRole('status').filter({ hasText: 'Size 110 %' })).toBeAttached()
  await page.keyboard.press('Control+-')
  await expect.poll(() => zoom(page)).toBe(1)
  await page.keyboard.press('Control+-')
  await expect.poll(() => zoom(page)).toBe(0.9)
  await page.keyboard.press('Control+0')
  await expect.poll(() => zoom(page)).toBe(1)
})

test.describe('at twice the size', () => {
  for (const [width, height] of [
    [640, 410],
    [450, 300]
  ] as const) {
    test.describe(`in ${String(width)} by ${String(height)}`, () => {
      test.beforeEach(({ page }) => page.setViewportSize({ width, height }))

      test('reaches everything of the list and of a plan', async ({ page }) => {
        await pictures(page, `zoom-${String(width)}-list`)
        await row(page, 'mailer').getByRole('button').scrollIntoViewIfNeeded()
        await row(page, 'mailer').getByRole('button').click()
        await pictures(page, `zoom-${String(width)}-overview`)
        await page.getByRole('tab', { name: 'Update' }).click()
        await page.getByLabel('Image', { exact: true }).fill('registry.example.com/tools/mailer:3.1.0')
        await pictures(page, `zoom-${String(width)}-update`)
        await page.getByRole('button', { name: 'Review' }).click()
        const plan = page.getByRole('region', { name: 'Plan' })
        await expect(plan).toBeVisible()
        await pictures(page, `zoom-${String(width)}-plan`)
        await plan.getByRole('button', { name: 'Apply' }).click({ trial: true })
        await pictures(page, `zoom-${String(width)}-apply`)
        // What is cut off at the side can be reached by nobody.
        const wide = await page.evaluate(() => document.querySelector('main')!.scrollWidth - innerWidth)
        expect(wide).toBeLessThanOrEqual(0)
      })

      test('opens the rail when it is asked for', async ({ page }) => {
        const rail = page.getByRole('navigation', { name: 'Contexts' })
        await expect(rail).toBeHidden()
        const opener = page.getByRole('button', { name: 'Contexts' })
        await opener.click()
        await expect(rail).toBeVisible()
        await pictures(page, `zoom-${String(width)}-rail`)
        await page.getByLabel('Theme').scrollIntoViewIfNeeded()
        await expect(page.getByLabel('Theme')).toBeInViewport()
        await page.keyboard.press('Escape')
        await expect(rail).toBeHidden()
        await opener.click()
        await page.getByRole('button', { name: 'Policies' }).click()
        await expect(rail).toBeHidden()
        await expect(page.getByRole('heading', { name: 'Policies', exact: true })).toBeVisible()
        await pictures(page, `zoom-${String(width)}-policies`)
        await choose(page, 'activity')
        await pictures(page, `zoom-${String(width)}-activity`)
      })
    })
  }
})
