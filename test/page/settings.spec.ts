import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ContextInfo } from '../../src/shared/contract'
import { call } from '../support/bridge'
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

const part = (page: Page, name: string) => page.getByRole('region', { name, exact: true })

test('language, theme, contrast and size change at once and are kept', async ({ page }) => {
  await page.getByLabel('Language').selectOption('fr')
  await expect(page.getByRole('heading', { name: 'Réglages', exact: true })).toBeVisible()
  await page.getByLabel('Langue').selectOption('en')
  await page.getByLabel('Theme').selectOption('dark')
  const root = page.locator('html')
  await expect(root).toHaveAttribute('data-contrast', 'usual')
  await page.getByLabel('Contrast').selectOption('more')
  await expect(root).toHaveAttribute('data-contrast', 'more')
  await expect(page.getByRole('status')).toHaveText('Saved.')
  await page.getByLabel('Size').selectOption('1.25')
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
  expect(await call(page, 'settings.get')).toMatchObject({ notifications: 'failures' })
  await news.getByRole('button', { name: 'End quiet' }).click()
  await expect(news).toContainText('Not quiet now.')
})

test('a guard rail is changed for one cluster, and is in force at once', async ({ page }) => {
  const guards = part(page, 'Guard rails')
  await guards.getByLabel('Environment, Demo').selectOption('production')
  await guards.getByLabel('Mode, Demo').selectOption('read-only')
  await expect
    .poll(() => call<readonly ContextInfo[]>(page, 'contexts.list'))
    .toMatchObject([{ name: 'Demo', environment: 'production', mode: 'read-only' }])
  await expect(page.getByRole('navigation', { name: 'Contexts' })).toContainText('Production · Read-only')
  await expect(guards).toContainText('The service’s name typed')
})

test('what is kept, and from where logins come, is told without any of them', async ({ page }) => {
  const registries = part(page, 'Registries')
  await expect(registries).toContainText(join(folder, 'config.json'))
  await expect(registries).toContainText('registry.example.com')
  await expect(registries).toContainText('kept by pass')
  await expect(page.locator('body')).not.toContainText('canary-4471')
  await expect(page.locator('body')).not.toContainText('ann')
  const history = part(page, 'History')
  await expect(history).toContainText(/9 versions in \d+ entries/)
  await history.getByLabel('Keep at most').selectOption('64')
  expect(await call(page, 'settings.get')).toMatchObject({ journalBudget: 64 })
  await expect(part(page, 'Data folder')).toContainText(folder)
})
