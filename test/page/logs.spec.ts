import { readFileSync } from 'node:fs'
import AxeBuilder from '@axe-core/playwright'
import { change } from '../support/bridge'
import { pictures } from '../support/pictures'
import { expect, test, openDemo, type Page } from '../support/window'

test.beforeEach(({ page }) => openDemo(page))

const list = (page: Page) => page.getByRole('list', { name: 'Log lines' })
const rows = (page: Page) => list(page).getByRole('listitem')

async function openLogs(page: Page, service: string): Promise<void> {
  await page.getByRole('button', { name: service, exact: true }).click()
  await page.getByRole('tab', { name: 'Logs', exact: true }).click()
}

/** Lets mailer run another image. */
const runImage = (page: Page, image: string) => change(page, 'mailer', { image })

test('a log is followed live, over all tasks by time, and can be held still', async ({ page }) => {
  await openLogs(page, 'shop_web')
  await expect(page.getByText('Following')).toBeVisible()
  const last = rows(page).last()
  const before = await last.textContent()
  await expect(last, 'new lines come by themselves').not.toHaveText(before ?? '')
  const times = await list(page)
    .locator('time')
    .evaluateAll((all) => all.map((one) => one.getAttribute('datetime') ?? ''))
  expect(times).toEqual([...times].sort())
  await expect(list(page).getByText('WARN', { exact: true }).first()).toHaveClass(/in-yellow/)
  await page.getByRole('button', { name: 'Pause' }).click()
  const still = await rows(page).allTextContents()
  await expect(page.getByRole('button', { name: /\d+ new lines?/ })).toBeVisible()
  expect(await rows(page).allTextContents()).toEqual(still)
  await pictures(page, 'logs')
  await page.getByRole('button', { name: /\d+ new lines?/ }).click()
  await expect(page.getByText('Following')).toBeVisible()
  await list(page).hover()
  await page.mouse.wheel(0, -200)
  await expect(page.getByText('Paused'), 'who scrolls up reads').toBeVisible()
})

test('a log is filtered and searched, and what is shown is exported', async ({ page }) => {
  await openLogs(page, 'shop_web')
  const shown = page.locator('.foot')
  await expect(list(page).getByText('ERROR').first()).toBeVisible({ timeout: 40_000 })
  await page.getByRole('button', { name: 'Pause' }).click()
  const task = await page.getByLabel('Task', { exact: true }).locator('option').nth(1).getAttribute('value')
  await page.getByLabel('Task', { exact: true }).selectOption(task)
  await expect(shown).toContainText(/\d+ of \d+ lines/)
  await page.getByLabel('Task', { exact: true }).selectOption('')
  await page.getByLabel('Severity').selectOption('error')
  await expect(rows(page).first()).toContainText('ERROR')
  expect((await rows(page).allTextContents()).every((text) => text.includes('ERROR'))).toBe(true)
  await page.getByLabel('Severity').selectOption('')
  await page.getByLabel('Search the log').fill('get /')
  await expect(page.getByText(/^0 of \d+$/)).toBeVisible()
  await page.getByLabel('Search the log').press('Enter')
  await expect(page.getByText(/^1 of \d+$/)).toBeVisible()
  await page.getByRole('button', { name: 'Next match' }).click()
  await page.getByLabel('Search the log').press('Shift+Enter')
  await page.getByLabel('Search the log').press('Shift+Enter')
  await expect(page.getByText(/^(\d+) of \1$/), 'from the first one back to the last').toBeVisible()
  await expect(list(page).locator('.current mark').first()).toHaveText('GET /')
  await pictures(page, 'logs-search')
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map((one) => `${one.id}: ${one.nodes[0]?.html ?? ''}`)).toEqual([])
  await page.getByLabel('Only matches').check()
  await page.getByRole('button', { name: 'Export…' }).click()
  const said = page.getByText(/^Saved as /)
  await expect(said).toHaveCount(1)
  const file = readFileSync(/^Saved as (.*)\.$/.exec((await said.textContent()) ?? '')?.[1] ?? '', 'utf8')
  const lines = file.trimEnd().split('\n')
  expect(lines.length).toBeGreaterThan(1)
  expect(lines.every((line) => /^\d{4}-\d\d-\d\dT\S+ \d+ · hive-\d .*GET \//.test(line))).toBe(true)

  expect(file).not.toMatch(/\u001b/)
  await page.getByLabel('Search the log').press('Escape')
  await expect(page.getByLabel('Search the log'), 'the first Escape only empties the search').toHaveValue('')
})

test('a hundred thousand lines are there, and only those in view are in the document', async ({ page }) => {
  await runImage(page, 'demo:flood')
  await openLogs(page, 'mailer')
  await page.getByLabel('How far back').selectOption('100000')
  await expect(page.locator('.foot')).toContainText('100,000 lines', { timeout: 120_000 })
  await expect(list(page)).toContainText('flood 100000 of 100000')
  expect(await rows(page).count()).toBeLessThan(120)
  await page.getByLabel('Search the log').fill('flood 54321 ')
  await page.getByLabel('Search the log').press('Enter')
  await expect(list(page).locator('.current')).toContainText('flood 54321 of 100000')
  // The list may still be on its way to the match, and would go on there.
  await expect(async () => {
    await list(page).press('Home')
    await expect(list(page)).toContainText('flood 1 of 100000', { timeout: 2_000 })
  }).toPass()
  expect(await rows(page).count()).toBeLessThan(120)
  await expect(rows(page).first()).toHaveAttribute('aria-setsize', /^100000$/)
})

test('whatever a log says is text, and a line of a megabyte says how much is missing', async ({ page }) => {
  await runImage(page, 'demo:hostile')
  await openLogs(page, 'mailer')
  await expect(list(page)).toContainText('990 kB more of this line are not shown')
  await list(page).press('Home')
  await expect(list(page)).toContainText('<img src=x onerror=alert(1)>')
  await expect(list(page)).toContainText('�gnp.exe')
  for (const text of [
    'click hidden cleared',
    'nul� bell� back���space �31mc1 ���',
    '</ol><script>alert(1)</script>'
  ]) {
    await page.getByLabel('Search the log').fill(text)
    await page.getByLabel('Search the log').press('Enter')
    await expect(list(page).locator('.current')).toContainText(text)
  }
  await expect(list(page).locator('img, svg[onload], script, style, a')).toHaveCount(0)
  await expect(page).toHaveTitle('Skep')
  await page.getByLabel('Wrap lines').uncheck()
  await pictures(page, 'logs-hostile')
})
