import type { Locator } from '@playwright/test'
import { change } from '../support/bridge'
import { expect, test, openDemo, type Page } from '../support/window'

/**
 * Every story by keyboard alone: these tests press keys and type, and never click. The focus must be somewhere after
 * every step, for what has no focus no key can go on from.
 */
async function press(page: Page, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key)
  await expect
    .poll(() => page.evaluate(() => document.activeElement !== document.body), `after ${keys.join(' ')}`)
    .toBe(true)
}

/** Presses a key until something has the focus, as a person does who looks for it. */
async function reach(page: Page, wanted: Locator, key = 'Tab'): Promise<void> {
  await expect(wanted.first()).toBeVisible()
  for (let step = 0; step < 120; step += 1) {
    if (await wanted.first().evaluate((one) => one === document.activeElement)) return
    await page.keyboard.press(key)
  }
  throw new Error(`${String(wanted)} cannot be reached by ${key}`)
}

const use = async (page: Page, wanted: Locator, key = 'Enter'): Promise<void> => {
  await reach(page, wanted)
  await press(page, key)
}

/** Takes the place of what a field holds. */
async function type(page: Page, field: Locator, text: string): Promise<void> {
  await reach(page, field)
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.type(text)
}

/** Opens something by the palette. */
async function goTo(page: Page, text: string): Promise<void> {
  await press(page, 'Control+k')
  await page.keyboard.type(text)
  await press(page, 'Enter')
}

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name })
const plan = (page: Page) => page.getByRole('region', { name: 'Plan' })
const applyIt = (page: Page) => plan(page).getByRole('button', { name: 'Apply' })
const rollout = (page: Page) => page.getByRole('region', { name: 'Rollout', exact: true })
const shop = 'registry.example.com/shop/'

test('from the first start to an update that is told to have succeeded', async ({ page }) => {
  await use(page, button(page, 'Try with a demo cluster'))
  await expect(page.getByRole('table', { name: 'Services' }).getByRole('row')).toHaveCount(10)
  await use(page, button(page, 'Start the tour'))
  await use(page, button(page, 'End the tour'))
  await goTo(page, 'staging shop_worker')
  await expect(page.getByRole('heading', { name: 'shop_worker' })).toBeFocused()
  await press(page, 'u')
  await type(page, page.getByLabel('Image', { exact: true }), `${shop}worker:1.13.0`)
  await type(page, page.getByLabel('Monitor', { exact: true }), '1s')
  await press(page, 'Enter')
  await expect(plan(page)).toBeFocused()
  await use(page, applyIt(page))
  await expect(rollout(page)).toContainText('All 2 run this version, verified', { timeout: 40_000 })
  await expect(page.getByRole('status').first()).toContainText('All 2 run this version, verified')
  const slots = page.getByRole('list', { name: 'Slots' })
  await reach(page, slots.getByRole('button', { name: /^Slot 1,/ }))
  await press(page, 'ArrowRight')
  await expect(slots.getByRole('button', { name: /^Slot 2,/ })).toBeFocused()
  await press(page, 'Enter')
  await expect(page.getByRole('heading', { name: 'Tasks of slot 2' })).toBeVisible()
})

test.describe('on one cluster', () => {
  test.beforeEach(({ page }) => openDemo(page))

  test('an update is held after one slot, and aborted', async ({ page }) => {
    await goTo(page, 'shop_api')
    await press(page, 'u')
    await type(page, page.getByLabel('Image', { exact: true }), `${shop}api:2.7.1`)
    await use(page, page.getByLabel('Watch it: hold after'), 'Space')
    await use(page, button(page, 'Review'))
    await use(page, applyIt(page))
    const decisions = page.getByRole('region', { name: 'Decisions' })
    await expect(decisions).toContainText('Held: 1 of 4')
    await use(page, decisions.getByRole('button', { name: 'Abort, and go back' }))
    await use(page, applyIt(page))
    await expect(rollout(page)).toContainText('All 4 run this version, verified', { timeout: 60_000 })
  })

  test('a failure is read, its log opened, and all of it taken back by two keys', async ({ page }) => {
    await change(page, 'shop_api', { image: `${shop}api:2.9.0-broken` })
    await goTo(page, 'shop_api')
    await expect(rollout(page)).toContainText('Paused after a failure', { timeout: 60_000 })
    const failed = page.getByRole('region', { name: 'What failed' })
    await expect(failed).toContainText('orders_v2')
    await use(page, failed.getByText(/^Last \d+ log lines/))
    await expect(failed.getByRole('list').filter({ hasText: 'fatal: relation' }).first()).toBeVisible()
    await press(page, 'R')
    const dialog = page.getByRole('dialog', { name: 'Emergency rollback' })
    await expect(dialog.getByRole('button', { name: 'Roll back now' })).toBeFocused()
    await press(page, 'Escape')
    await expect(page.locator('dialog')).toHaveCount(0)
    await press(page, 'R')
    await expect(dialog.getByRole('button', { name: 'Roll back now' })).toBeFocused()
    await press(page, 'Enter')
    await expect(rollout(page)).toContainText('All 4 run this version, verified', { timeout: 60_000 })
  })

  test('versions are compared, pinned, found, and brought back', async ({ page }) => {
    await change(page, 'mailer', { labels: { set: { team: 'a' } } })
    await change(page, 'mailer', { labels: { set: { team: 'b' } } })
    await goTo(page, 'mailer')
    await press(page, 'h')
    const version = (number: number) =>
      page.getByRole('article', { name: `Version ${String(number)}`, exact: true })
    await use(page, version(3).getByRole('button', { name: 'Compare' }))
    await use(page, version(2).getByRole('button', { name: 'Compare with version 3' }))
    await expect(page.getByText('label team').first()).toBeVisible()
    await use(page, page.getByRole('main').getByRole('button', { name: 'Close' }))
    await use(page, version(1).getByRole('button', { name: 'Pin version 1' }))
    await use(page, page.getByLabel('Pinned only'), 'Space')
    await expect(page.getByRole('list', { name: 'Versions' }).locator(':scope > li')).toHaveCount(1)
    await use(page, version(1).getByRole('button', { name: 'Roll back to this version' }))
    await use(page, applyIt(page))
    await expect(page.getByText('Version 4').first()).toBeVisible({ timeout: 30_000 })
  })

  test('a whole stack goes back', async ({ page }) => {
    await reach(page, button(page, /^shop$/))
    await press(page, 'Enter')
    await expect(page.getByRole('heading', { name: 'shop', exact: true })).toBeFocused()
    await use(page, button(page, 'Roll back to release 3'))
    await expect(plan(page)).toBeFocused()
    await use(page, plan(page).getByRole('button', { name: /^Apply, beginning with wave 1/ }))
    const operation = page.getByRole('region', { name: 'Roll back of the stack' })
    await use(page, operation.getByRole('button', { name: 'Stop before the next wave' }))
    await expect(operation).toContainText('stopped at wave', { timeout: 60_000 })
  })

  test('a policy is made and given to a service', async ({ page }) => {
    await press(page, 'p')
    await expect(page.getByRole('heading', { name: 'Policies', level: 1 })).toBeFocused()
    await use(page, button(page, 'New policy'))
    const dialog = page.getByRole('dialog')
    await type(page, dialog.getByLabel('Name', { exact: true }), 'Night')
    await type(page, dialog.getByLabel('Delay', { exact: true }), '45s')
    await press(page, 'Enter')
    await expect(dialog).toBeHidden()
    await expect(button(page, 'New policy')).toBeFocused()
    await use(page, button(page, /Night/).first())
  })

  test('a log is filtered, searched and held still', async ({ page }) => {
    await goTo(page, 'shop_web')
    await press(page, 'l')
    const lines = page.getByRole('list', { name: 'Log lines' })
    await expect(lines.getByText('ERROR').first()).toBeVisible({ timeout: 40_000 })
    await use(page, button(page, 'Pause'), 'Space')
    await type(page, page.getByLabel('Search the log'), 'get /')
    await press(page, 'Enter')
    await expect(page.getByText(/^1 of \d+$/)).toBeVisible()
    await press(page, 'Escape')
    await expect(page.getByLabel('Search the log')).toHaveValue('')
    await press(page, 'Escape')
    await expect(page.getByRole('table', { name: 'Services' })).toBeVisible()
    await expect(button(page, /^shop_web$/)).toBeFocused()
  })

  test('what is written over several lines is text, whatever its letters do elsewhere', async ({ page }) => {
    await goTo(page, 'mailer')
    await reach(page, page.getByRole('tab', { name: 'Overview' }))
    await press(page, 'End')
    await expect(page.getByRole('tab', { name: 'Runbook' })).toBeFocused()
    await use(page, button(page, 'Write one'))
    const text = 'a slow update? Roll back (r), read the logs, policies: none.'
    await reach(page, page.getByRole('textbox', { name: 'Runbook', exact: true }))
    await page.keyboard.type(text)
    await press(page, 'Escape')
    await expect(page.getByRole('textbox', { name: 'Runbook', exact: true })).toHaveValue(
      /a slow update\? Roll back \(r\), read the logs, policies: none/
    )
    await use(page, button(page, 'Save'))
    await expect(page.getByRole('tabpanel')).toContainText('a slow update?')
  })

  test('whoever is on call goes back', async ({ page }) => {
    await change(page, 'shop_api', { image: `${shop}api:2.9.0-broken` })
    await use(page, button(page, /^Edit$/))
    const form = page.getByRole('dialog')
    await reach(page, form.getByLabel('Mode'))
    await page.keyboard.type('Assisted')
    await use(page, form.getByRole('button', { name: 'Save', exact: true }))
    await expect(form).toBeHidden()
    await goTo(page, 'shop_api')
    const offers = page.getByRole('region', { name: 'What you can do here' })
    await expect(offers).toContainText('Going back is the safe choice.', { timeout: 60_000 })
    await use(page, offers.getByRole('button', { name: 'Look at what happens first' }).first())
    await use(page, applyIt(page))
    await expect(rollout(page)).toContainText('All 4 run this version, verified', { timeout: 60_000 })
  })

  test('a context is added, what was done is filtered, and every dialog gives the focus back', async ({
    page
  }) => {
    await use(page, button(page, '+ Add a context'))
    const form = page.getByRole('dialog', { name: 'Add a context' })
    await type(page, form.getByLabel('Name', { exact: true }), 'Lyon')
    await press(page, 'Enter')
    await expect(form).toBeHidden()
    await expect(button(page, /^Lyon/)).toBeVisible()
    await press(page, 'a')
    await expect(page.getByRole('heading', { name: 'Activity' })).toBeFocused()
    await type(page, page.getByLabel('Search service, stack, user or image'), 'nothing like it')
    await press(page, 'Escape')
    await press(page, 'Escape')
    await expect(page.getByRole('heading', { name: 'Activity' })).toHaveCount(0)
    for (const key of ['?', 'Control+k']) {
      const before = await page.evaluate(() => document.activeElement?.outerHTML)
      await press(page, key)
      await expect(page.getByRole('dialog')).toBeVisible()
      await press(page, 'Escape')
      await expect(page.getByRole('dialog')).toHaveCount(0)
      expect(await page.evaluate(() => document.activeElement?.outerHTML), key).toBe(before)
    }
  })
})
