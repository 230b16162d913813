import type { Announcement, SettingsView } from '../../src/shared/contract'
import { call } from '../support/bridge'
import { pictures } from '../support/pictures'
import { expect, openDemo, test, type Page } from '../support/window'

/** Says something to the window in main's place. */
const announce = (page: Page, announcement: Announcement) =>
  page.evaluate(
    (one: unknown) => (window as never as { announce: (one: unknown) => void }).announce(one),
    announcement as unknown
  )
/** Chooses a command as the native menu does. */
const choose = (page: Page, id: string) => announce(page, { name: 'command.wanted', payload: { id } })
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
  expect((await call<SettingsView>(page, 'settings.get')).theme).toBe('dark')
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

test('says in one sentence that a link leads nowhere, its text as text', async ({ page }) => {
  const name = '<img src=x onerror=alert(1)>'
  await announce(page, { name: 'link.failed', payload: { code: 'link-context', values: { name } } })
  await expect(page.getByRole('alert')).toContainText(
    `The link leads to a context “${name}”, which is not saved`
  )
  await call(page, 'settings.set', { language: 'fr' })
  await announce(page, { name: 'link.failed', payload: { code: 'link-unreadable', values: { name } } })
  await expect(page.getByRole('alert')).toContainText('Skep ne comprend pas le lien')
})

test('copies the link to what is shown', async ({ page }) => {
  const pasted = async () => {
    const search = page.getByRole('searchbox')
    await search.fill('')
    await search.press('Control+v')
    return search.inputValue()
  }
  await row(page, 'mailer').getByRole('button').click()
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Go to…' }).fill('copy link')
  await page.keyboard.press('Enter')
  await expect(page.locator('footer')).toContainText('Link copied')
  await page.getByRole('button', { name: 'All services' }).click()
  expect(await pasted()).toBe('skep://Demo/mailer')
  await page.getByRole('searchbox').fill('')
  await page.getByRole('heading', { name: 'Demo' }).click()
  await choose(page, 'copy-link')
  expect(await pasted()).toBe('skep://Demo')
})

test('a dialog about one service closes when a link leads to another', async ({ page }) => {
  await row(page, 'mailer').getByRole('button').click()
  await choose(page, 'emergency')
  const emergency = page.getByRole('dialog', { name: 'Emergency rollback' })
  await expect(emergency).toBeVisible()
  const context = await page.evaluate(async () => {
    const { skep } = window as unknown as {
      skep: { call(method: string): Promise<{ value: { id: string }[] }> }
    }
    return (await skep.call('contexts.list')).value[0]!.id
  })
  await announce(page, { name: 'sight.wanted', payload: { context } })
  await expect(emergency).toHaveCount(0)
  await expect(row(page, 'mailer')).toBeVisible()
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
        await page.getByRole('button', { name: '+ Add a context' }).scrollIntoViewIfNeeded()
        await expect(page.getByRole('button', { name: '+ Add a context' })).toBeInViewport()
        await pictures(page, `zoom-${String(width)}-rail-end`)
        // The rail scrolls, never the window.
        expect(await page.evaluate(() => document.documentElement.scrollTop + document.body.scrollTop)).toBe(
          0
        )
        await expect(opener).toBeInViewport()
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
