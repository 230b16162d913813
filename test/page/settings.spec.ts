import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { ContextInfo, Storage } from '../../src/shared/contract'
import { call } from '../support/bridge'
import { pictures } from '../support/pictures'
import { expect, test, openDemo, type Page } from '../support/window'

let folder: string
test.use({
  host: async ({}, use) => {
    folder = mkdtempSync(join(tmpdir(), 'skep-page-'))
    const auths = { 'registry.example.com': { auth: Buffer.from('ann:canary-4471').toString('base64') } }
    const helpers = { 'ghcr.io': 'pass' }
    writeFileSync(join(folder, 'config.json'), JSON.stringify({ auths, credHelpers: helpers }))
    await use({ folder })
  }
})

test.beforeEach(async ({ page }) => {
  await openDemo(page)
  await page.keyboard.press(',')
  await expect(page.getByRole('heading', { name: 'Settings', exact: true })).toBeFocused()
})

/** What was said last to whoever cannot see the page. */
const said = (page: Page) => page.locator('[aria-live="polite"]').last()
const part = (page: Page, name: string) => page.getByRole('region', { name, exact: true })

test('language, theme, contrast and size change at once and are kept', async ({ page }) => {
  await page.getByLabel('Language').selectOption('fr')
  await expect(page.getByRole('heading', { name: 'Réglages', exact: true })).toBeVisible()
  await expect(said(page), 'in the language that is spoken now').toHaveText('Langue\u00a0: Français')
  await page.getByLabel('Langue').selectOption('en')
  await page.getByLabel('Theme').selectOption('dark')
  const root = page.locator('html')
  await expect(root).toHaveAttribute('data-contrast', 'usual')
  await page.getByLabel('Contrast').selectOption('more')
  await expect(root).toHaveAttribute('data-contrast', 'more')
  await expect(said(page)).toHaveText('Contrast: More')
  await page.getByLabel('Size').selectOption('1.25')
  await expect(said(page)).toHaveText('Size: 125%')
  expect(await call(page, 'settings.get')).toMatchObject({ theme: 'dark', contrast: 'more', zoom: 1.25 })
  await page.getByLabel('Contrast').selectOption('system')
  await page.emulateMedia({ contrast: 'more' })
  await expect(root, 'the system asks for it').toHaveAttribute('data-contrast', 'more')
})

test('notifications are chosen, and quiet is begun and ended', async ({ page }) => {
  const news = part(page, 'Notifications')
  await news.getByLabel('Notify').selectOption('failures')
  await news.getByRole('button', { name: 'Quiet for one hour' }).click()
  await expect(news).toContainText('Quiet until')
  await expect(said(page)).toHaveText(/^Quiet until /)
  expect(await call(page, 'settings.get')).toMatchObject({ notifications: 'failures' })
  await news.getByRole('button', { name: 'End quiet' }).click()
  await expect(news).toContainText('Not quiet now.')
  await expect(said(page)).toHaveText('Not quiet now.')
})

test('a guard rail is changed for one cluster, and is in force at once', async ({ page }) => {
  const guards = part(page, 'Guard rails')
  await guards.getByLabel('Environment, Demo').selectOption('production')
  await expect(said(page)).toHaveText('Demo: Production')
  await guards.getByLabel('Mode, Demo').selectOption('read-only')
  await expect(said(page)).toHaveText('Demo: Read-only')
  await expect
    .poll(() => call<readonly ContextInfo[]>(page, 'contexts.list'))
    .toMatchObject([{ name: 'Demo', environment: 'production', mode: 'read-only' }])
  await expect(page.getByRole('navigation', { name: 'Contexts' })).toContainText('Production · Read-only')
  await expect(guards).toContainText('The service’s name typed')
})

test('what is refused does not look as if it were in force', async ({ page }) => {
  const [context] = await call<readonly ContextInfo[]>(page, 'contexts.list')
  await page.evaluate((id) => {
    const host = window as unknown as { skepCall: (method: string, input: unknown) => Promise<unknown> }
    const real = host.skepCall
    host.skepCall = (method, input) =>
      method === 'contexts.save' ? real(method, { id, wrong: true }) : real(method, input)
  }, context!.id)
  const guards = part(page, 'Guard rails')
  await guards.getByLabel('Mode, Demo').selectOption('read-only')
  await expect(part(page, 'Settings').locator('.danger')).toBeVisible()
  await expect(guards.getByLabel('Mode, Demo')).toHaveValue('full')
})

test('what is kept, and from where logins come, is told without any of them', async ({ page }) => {
  const registries = part(page, 'Registries')
  await expect(registries).toContainText(join(folder, 'config.json'))
  await expect(registries).toContainText('registry.example.com')
  await expect(registries).toContainText('kept by pass')
  await expect(page.locator('body')).not.toContainText('canary-4471')
  await expect(page.locator('body')).not.toContainText('ann')
  const history = part(page, 'History')
  await expect(history).toContainText(/9 versions in \d+ entries, \d+(\.\d)?\sMiB/)
  await history.getByLabel('Keep at most').selectOption('64')
  await expect(said(page)).toHaveText(/^Keep at most: 64\sMiB$/)
  expect(await call(page, 'settings.get')).toMatchObject({ journalBudget: 64 })
  await expect(part(page, 'Data folder')).toContainText(folder)
})

test.describe('a journal of more than the least', () => {
  const mebibyte = 1024 * 1024
  test.use({
    host: {
      journal: (journal) =>
        journal.together(() => {
          for (let count = 0; count < 80; count += 1)
            journal.add({ cluster: 'gone', service: '', kind: 'act', body: { text: 'x'.repeat(mebibyte) } })
        })
    }
  })

  test('loses nothing before somebody says so, and then at once', async ({ page }) => {
    const history = part(page, 'History')
    const bytes = async () => (await call<Storage>(page, 'settings.storage')).journal.bytes
    await history.getByLabel('Keep at most').selectOption('64')
    await expect(history).toContainText(/8\d(\.\d)?\sMiB are in use\. With 64\sMiB the oldest entries go now/)
    await expect(history.getByLabel('Keep at most')).toHaveValue('256')
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
    await history.getByRole('button', { name: 'Drop the oldest' }).scrollIntoViewIfNeeded()
    await pictures(page, 'settings-drop')
    await history.getByRole('button', { name: 'Keep', exact: true }).click()
    await expect(history).not.toContainText('are in use')
    expect(await bytes()).toBeGreaterThan(80 * mebibyte)
    await history.getByLabel('Keep at most').selectOption('64')
    await history.getByRole('button', { name: 'Drop the oldest' }).click()
    await expect(said(page)).toHaveText(/^Keep at most: 64\sMiB$/)
    await expect(history.getByLabel('Keep at most')).toHaveValue('64')
    expect(await bytes()).toBeLessThan(64 * mebibyte)
    await expect(history, 'the versions in force stay').toContainText(/9 versions in \d+ entries/)
  })
})
