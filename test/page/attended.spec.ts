import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import AxeBuilder from '@axe-core/playwright'
import { pictures } from '../support/pictures'
import { expect, test, openDemo, type Page } from '../support/window'

test.use({ viewport: { width: 1280, height: 900 } })

test.beforeEach(({ page }) => openDemo(page))

const panel = (page: Page) => page.getByRole('region', { name: 'Decisions' })
const plan = (page: Page) => page.getByRole('region', { name: 'Plan' })
const rollout = (page: Page) => page.getByRole('region', { name: 'Rollout', exact: true })
const applyIt = (page: Page) => plan(page).getByRole('button', { name: 'Apply' }).click()

/** Opens the composer of a service and asks for a hold after some slots of another image. */
async function watch(page: Page, service: string, image: string, slots = '1'): Promise<void> {
  await page.getByRole('button', { name: service, exact: true }).click()
  await page.getByRole('tab', { name: 'Update', exact: true }).click()
  await page.getByLabel('Image', { exact: true }).fill(image)
  await page.getByLabel('Watch it: hold after').check()
  await page.getByLabel('Slots before the hold').fill(slots)
}

const start = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Review' }).click()
  await applyIt(page)
}

test('a canary is held, advanced, and handed over; one’s own policy is in force again', async ({ page }) => {
  await watch(page, 'shop_api', 'registry.example.com/shop/api:2.7.1')
  await page.getByLabel('Slots before the hold').fill('4')
  await page.getByRole('button', { name: 'Review' }).click()
  await expect(page.getByText('A hold after 4 of 4 slots leaves none waiting')).toBeVisible()
  await page.getByLabel('Slots before the hold').fill('1')
  await pictures(page, 'attended-compose')
  await page.getByRole('button', { name: 'Review' }).click()
  await expect(plan(page)).toContainText('Changes 1 of 4 slots, then holds until you decide.')
  await pictures(page, 'attended-plan')
  await applyIt(page)
  await expect(panel(page)).toContainText('Held: 1 of 4 slots run the new version, 3 wait')
  await expect(panel(page)).toContainText('Skep may be closed')
  await panel(page).getByText('A hold is no freeze').click()
  await expect(panel(page)).toContainText('Nothing of this has happened in this step.')
  await pictures(page, 'attended-held')
  const axe = await new AxeBuilder({ page }).analyze()
  expect(axe.violations).toEqual([])
  await panel(page).getByLabel('Slots of the next step').fill('2')
  await panel(page).getByRole('button', { name: 'Advance by 2' }).click()
  await expect(plan(page)).toContainText('Changes 2 more slots of the 3 that wait')
  await expect(plan(page)).toContainText('the engine’s own previous spec becomes the one that is held')
  await applyIt(page)
  await expect(panel(page)).toContainText('Held: 3 of 4 slots run the new version, 1 wait')
  await expect(panel(page).getByRole('button', { name: /Advance/ })).toHaveCount(0)
  await panel(page).getByRole('button', { name: 'Hand over to the cluster' }).click()
  await expect(plan(page)).toContainText('follows by your own policy')
  await applyIt(page)
  await expect(rollout(page)).toContainText('All 4 run this version, verified', { timeout: 60_000 })
  await expect(panel(page)).toHaveCount(0)
  await expect(page.getByRole('region', { name: 'Update policy' })).toContainText('2s')
})

test('a held canary is aborted, and only its slot goes back', async ({ page }) => {
  await watch(page, 'shop_api', 'registry.example.com/shop/api:2.7.1', '2')
  await start(page)
  await expect(panel(page)).toContainText('Held: 2 of 4 slots')
  await panel(page).getByRole('button', { name: 'Abort, and go back' }).click()
  await expect(plan(page)).toContainText('Slots that were not reached stay as they are.')
  await expect(plan(page)).toContainText('Replaces 2 tasks')
  await applyIt(page)
  await expect(rollout(page)).toContainText('All 4 run this version, verified', { timeout: 60_000 })
  await page.getByRole('tab', { name: 'History', exact: true }).click()
  await expect(page.getByRole('list', { name: 'Versions' }).locator(':scope > li').first()).toContainText(
    'api:2.8.0'
  )
})

test('gates are watched; a breach goes back by itself, and says why', async ({ page }) => {
  let status = 200
  const server = createServer((_request, response) => response.writeHead(status).end('ready'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await watch(page, 'shop_api', 'registry.example.com/shop/api:2.7.1')
  await page.getByLabel('Watch it by gates').check()
  await page.getByLabel('Ask an address').check()
  await page.getByLabel('Address', { exact: true }).fill('ftp://nowhere')
  await expect(page.getByRole('button', { name: 'Review' })).toBeDisabled()
  await page.getByLabel('Address', { exact: true }).fill(`http://127.0.0.1:${String(port)}/healthz`)
  await page.getByLabel('Body contains').fill('^ready$')
  await page.getByLabel('Look at the logs of new tasks').check()
  await page.getByLabel('Pattern', { exact: true }).fill('fatal')
  await page.getByLabel('Watch each step for').fill('30m')
  await page.getByLabel('If a gate is breached').selectOption('go back at once')
  await pictures(page, 'attended-gates-editor')
  const axe = await new AxeBuilder({ page }).analyze()
  expect(axe.violations).toEqual([])
  await start(page)
  const gates = panel(page).getByRole('list', { name: 'Health gates' })
  await expect(gates).toContainText('HTTP 200')
  await expect(gates).toContainText('found in 0 of 1 new task')
  await expect(panel(page)).toContainText(/Watching.*left · then you decide · a breach goes back at once/)
  await pictures(page, 'attended-gates')
  status = 503
  await expect(rollout(page)).toContainText('All 4 run this version, verified', { timeout: 90_000 })
  await page.getByRole('tab', { name: 'History', exact: true }).click()
  await expect(page.getByRole('list', { name: 'Versions' }).locator(':scope > li').first()).toContainText(
    'api:2.8.0'
  )
  server.close()
})

test('gates that pass let the next steps follow to the end, by one’s own policy', async ({ page }) => {
  await watch(page, 'shop_web', 'registry.example.com/shop/web:4.3.0', '2')
  await page.getByLabel('Watch it by gates').check()
  await page.getByLabel('Watch each step for').fill('2s')
  await page.getByLabel('Advance by itself').check()
  await page.getByLabel('Slots of each further step').fill('2')
  await start(page)
  await expect(panel(page)).toContainText('taken by Skep, because all gates passed', { timeout: 60_000 })
  await pictures(page, 'attended-advancing')
  await expect(rollout(page)).toContainText('All 6 run this version, verified', { timeout: 90_000 })
  // The seed's own failure action is rollback: the last step puts it back by itself.
  await expect(page.getByRole('region', { name: 'Update policy' })).toContainText('rollback', {
    timeout: 30_000
  })
  await expect(panel(page)).toHaveCount(0)
})

test('a running update is held, and a paused one goes on', async ({ page }) => {
  await page.getByRole('button', { name: 'shop_web', exact: true }).click()
  await page.getByRole('tab', { name: 'Update', exact: true }).click()
  await page.getByLabel('Image', { exact: true }).fill('registry.example.com/shop/web:4.3.0')
  await start(page)
  await panel(page).getByRole('button', { name: 'Hold it here' }).click()
  await expect(plan(page)).toContainText('Up to 1 more slot changes, then it holds until you decide.')
  await applyIt(page)
  await expect(panel(page)).toContainText(/Held: [2-5] of 6 slots/)
  await panel(page).getByLabel('By which policy').selectOption('Everything now')
  await panel(page).getByRole('button', { name: 'Go on' }).click()
  await applyIt(page)
  await expect(panel(page)).toContainText('Every slot is done. The update policy is not yet yours again.', {
    timeout: 60_000
  })
  await pictures(page, 'attended-restore')
  await panel(page).getByRole('button', { name: 'Put my policy back' }).click()
  await expect(plan(page)).toContainText('No task restarts.')
  await applyIt(page)
  await expect(panel(page)).toHaveCount(0)
})

test('an emergency takes two keys, says what happens, and offers the policy back', async ({ page }) => {
  await page.getByRole('button', { name: 'shop_web', exact: true }).click()
  await page.getByRole('tab', { name: 'Logs', exact: true }).click()
  await page.keyboard.press('Shift+R')
  const dialog = page.getByRole('dialog', { name: 'Emergency rollback' })
  await expect(dialog.getByLabel('Go back to')).toContainText('web:4.1.0')
  await expect(dialog).toContainText('All 6 tasks are replaced at once, in one update')
  await expect(dialog.getByRole('button', { name: 'Roll back now' })).toBeFocused()
  await pictures(page, 'attended-emergency')
  const axe = await new AxeBuilder({ page }).analyze()
  expect(axe.violations).toEqual([])
  await page.keyboard.press('Enter')
  await expect(dialog).toHaveCount(0)
  await expect(panel(page)).toContainText('The update policy is not yet yours again', { timeout: 60_000 })
  await expect(panel(page)).toContainText('1 slot at a time')
  await panel(page).getByRole('button', { name: 'Put my policy back' }).click()
  await applyIt(page)
  await expect(panel(page)).toHaveCount(0)
})
