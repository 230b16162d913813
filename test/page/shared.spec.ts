import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { expect, test, type BrowserContext, type Page } from '@playwright/test'
import { systemClock } from '../../src/main/core/clock'
import { createDemo } from '../../src/main/demo/demo'
import { pictures } from '../support/pictures'
import { openDemo } from '../support/window'
import { hostPage } from '../support/page-host'

test.use({ viewport: { width: 1280, height: 860 } })

const reports: string[] = []
const folder = () => mkdtempSync(join(tmpdir(), 'skep-page-'))

test('a history is told to the cluster, read by another Skep, and removed', async ({ page, context }) => {
  const demo = createDemo(systemClock)
  const watched = (one: Page) => one.on('pageerror', (error) => reports.push(error.message))
  watched(page)
  const close = await hostPage(page, { demo, folder: folder() })
  await openDemo(page)
  await page.getByRole('button', { name: 'Shared journal…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Shared journal of Demo' })
  await expect(dialog).toContainText('This Skep does not write.')
  await expect(dialog).toContainText('There is nothing in the cluster yet.')
  await expect(dialog).toContainText(/Not there yet: \d+ versions, about .*; \d+ of them in part/)
  await pictures(page, 'shared-off')
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  await dialog.getByRole('button', { name: 'Write to the cluster' }).click()
  await expect(dialog).toContainText('This Skep writes.')
  await expect(dialog).toContainText('Everything that this Skep knows is there.')
  await expect(dialog).toContainText(/In the cluster: \d+ versions in 1 config/)
  await pictures(page, 'shared-on')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'mailer', exact: true }).click()
  await page.getByRole('tab', { name: 'Update', exact: true }).click()
  await page.getByLabel('Replicas').fill('2')
  await page.getByRole('button', { name: 'Review' }).click()
  await page.getByRole('region', { name: 'Plan' }).getByRole('button', { name: 'Apply' }).click()
  await expect(page.getByRole('region', { name: 'Rollout', exact: true })).toContainText('verified')
  await page.getByRole('button', { name: 'Shared journal…' }).click()
  await expect(dialog).toContainText('2 configs', { timeout: 40_000 })

  const other = await anotherSkep(context, demo)
  watched(other.page)
  await other.page.getByRole('button', { name: 'mailer', exact: true }).click()
  await other.page.getByRole('tab', { name: 'History' }).click()
  const versions = other.page.getByRole('list', { name: 'Versions' })
  await expect(versions).toContainText('with Skep')
  await expect(versions).toContainText('told by another Skep')
  await pictures(other.page, 'shared-told')
  expect((await new AxeBuilder({ page: other.page }).analyze()).violations).toEqual([])
  await other.close()

  await dialog.getByRole('button', { name: 'Remove all of it…' }).click()
  await expect(dialog).toContainText('Remove 2 configs from the cluster, for everyone?')
  await pictures(page, 'shared-remove')
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  await dialog.getByRole('button', { name: 'Remove from the cluster' }).click()
  await expect(dialog).toContainText('There is nothing in the cluster yet.')
  await expect(dialog).toContainText('This Skep does not write.')
  await close()
  demo.stop()
  expect(reports).toEqual([])
})

/** A second Skep with a data folder of its own on the same swarm. */
async function anotherSkep(context: BrowserContext, demo: ReturnType<typeof createDemo>) {
  const page = await context.newPage()
  const close = await hostPage(page, { demo, folder: folder() })
  await openDemo(page)
  return { page, close }
}
