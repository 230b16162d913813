import AxeBuilder from '@axe-core/playwright'
import { announce, snapshotOf } from '../support/bridge'
import { expect, test, openDemo, type Page } from '../support/window'

const rollout = (page: Page) => page.getByRole('region', { name: 'Rollout' })
const plan = (page: Page) => page.getByRole('region', { name: 'Plan' })

async function openService(page: Page, name: string, tab: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click()
  await page.getByRole('tab', { name: tab, exact: true }).click()
}

/** Tells the window what main tells it when an update goes out, and nothing after that. */
async function announceSending(page: Page, name: string): Promise<void> {
  const { context, services } = await snapshotOf(page)
  const service = services.find((one) => one.name === name)!.id
  await announce(page, {
    name: 'update.changed',
    payload: { update: 'one', context, service, serviceName: name, state: 'sending', at: Date.now() }
  })
}

test('a first start without Docker shows an update and a rollback', async ({ page }) => {
  await openDemo(page)
  await openService(page, 'shop_worker', 'Update')
  await page.getByLabel('Image', { exact: true }).fill('registry.example.com/shop/worker:1.13.0')
  await page.getByLabel('Delay', { exact: true }).fill('0s')
  await page.getByLabel('Monitor', { exact: true }).fill('1s')
  await page.getByRole('button', { name: 'Review' }).click()
  await expect(plan(page)).toContainText(/worker:1\.13\.0@sha256:[0-9a-f]{64}/)
  await plan(page).getByRole('button', { name: 'Apply' }).click()
  await expect(rollout(page)).toContainText('All 2 run this version, verified')
  await announceSending(page, 'shop_worker')
  await expect(rollout(page), 'a success must not stand for the update after it').toBeHidden({
    timeout: 1000
  })
  await page.getByRole('tab', { name: 'History' }).click()
  const versions = page.getByRole('list', { name: 'Versions' }).locator(':scope > li')
  await expect(versions).toHaveCount(2)
  await versions.last().getByRole('button', { name: 'Roll back to this version' }).click()
  await expect(plan(page)).toContainText('Brings back version 1')
  await plan(page).getByRole('button', { name: 'Apply' }).click()
  await page.getByRole('tab', { name: 'History' }).click()
  await expect(versions.first()).toContainText('restores version 1')
  await expect(versions.first()).toContainText('Succeeded', { timeout: 60_000 })
})

test('a running update says when its next batch comes, and after what time it counts as stuck', async ({
  page
}) => {
  await openDemo(page)
  await openService(page, 'shop_web', 'Update')
  await page.getByLabel('Image', { exact: true }).fill('registry.example.com/shop/web:4.3.0')
  await page.getByLabel('Delay', { exact: true }).fill('20s')
  await page.getByRole('button', { name: 'Review' }).click()
  await plan(page).getByRole('button', { name: 'Apply' }).click()
  await expect(rollout(page)).toContainText(/Next batch in \d+ s/)
  await expect(rollout(page)).toContainText('Counts as stuck after 3m without progress.')
  await rollout(page).getByRole('button', { name: 'Change' }).click()
  await expect(page.getByLabel('Stuck after')).toBeFocused()
  await page.getByLabel('Stuck after').fill('1s')
  await expect(rollout(page)).toContainText('Whole seconds from 5s to 168h')
  await page.getByLabel('Stuck after').fill('9m')
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  await page.getByLabel('Stuck after').press('Enter')
  await expect(rollout(page)).toContainText('Counts as stuck after 9m without progress, as you said.')
  const folder = process.env['SKEP_PICTURES']
  if (folder) await page.screenshot({ path: `${folder}/deadline.png` })
  await rollout(page).getByRole('button', { name: 'Change' }).click()
  await page.getByRole('button', { name: 'As the policy says' }).click()
  await expect(rollout(page)).toContainText('Counts as stuck after 3m without progress.')
})

test('an image that crashes is never called a success', async ({ page }) => {
  await openDemo(page)
  await openService(page, 'shop_api', 'Update')
  await page.getByLabel('Image', { exact: true }).fill('registry.example.com/shop/api:2.9.0-broken')
  await page.getByRole('button', { name: 'Review' }).click()
  await plan(page).getByRole('button', { name: 'Apply' }).click()
  await expect(rollout(page)).toContainText('Paused after a failure')
  await expect(rollout(page)).toContainText('exit code 1')
  await page.getByRole('tab', { name: 'Logs' }).click()
  await expect(page.getByRole('list', { name: 'Log lines' })).toContainText(
    'relation "orders_v2" does not exist'
  )
  await page.getByRole('button', { name: 'All services' }).click()
  await expect(page.getByRole('row', { name: /shop_api/ })).toContainText('Paused')
})

test('a policy is chosen by name, and one’s own is kept', async ({ page }) => {
  await openDemo(page)
  await openService(page, 'shop_worker', 'Update')
  await page.getByLabel('Use a policy').selectOption('Careful')
  await expect(page.getByLabel('Delay', { exact: true })).toHaveValue('30s')
  await expect(page.getByLabel('Failure action', { exact: true })).toHaveValue('rollback')
  await page.getByLabel('Delay', { exact: true }).fill('45s')
  await page.getByLabel('Keep these as').fill('At night')
  await page.getByRole('button', { name: 'Keep', exact: true }).click()
  await expect(page.getByLabel('Use a policy')).toHaveValue('At night')
  const folder = process.env['SKEP_PICTURES']
  if (folder) await page.screenshot({ path: `${folder}/policy.png` })
  await page.getByRole('button', { name: 'Review' }).click()
  await expect(plan(page)).toContainText('--update-delay 45s')
  await page.getByRole('button', { name: 'Back to editing' }).click({ timeout: 5000 })
  await page.getByLabel('Use a policy').selectOption('As it is now')
  await expect(page.getByLabel('Delay', { exact: true })).not.toHaveValue('45s')
})

test('a plan draws how many tasks run meanwhile, and says what is risky', async ({ page }) => {
  await openDemo(page)
  await openService(page, 'shop_api', 'Update')
  await page.getByLabel('Image', { exact: true }).fill('registry.example.com/shop/api:latest')
  await page.getByLabel('Parallelism', { exact: true }).first().fill('2')
  await page.getByLabel('Delay', { exact: true }).fill('5s')
  await page.getByRole('button', { name: 'Review' }).click()
  const meanwhile = plan(page)
    .getByRole('figure')
    .filter({ has: page.getByRole('img') })
  await expect(meanwhile).toContainText(/At the lowest, \d+ of \d+ run\./)
  await expect(meanwhile.getByRole('listitem')).toHaveText(['New', 'Old', 'Missing'])
  await expect(plan(page)).toContainText('The tag of registry.example.com/shop/api:latest is “latest”')
  const folder = process.env['SKEP_PICTURES']
  for (const colorScheme of folder ? (['light', 'dark'] as const) : []) {
    await page.emulateMedia({ colorScheme })
    await page.screenshot({ path: `${String(folder)}/plan-${colorScheme}.png` })
  }
  await plan(page).getByRole('button', { name: 'Back' }).click()
  await page.getByLabel('Parallelism', { exact: true }).first().fill('0')
  await page.getByRole('button', { name: 'Review' }).click()
  await expect(meanwhile).toContainText(/None of the \d+ runs until the new ones do\./)
  await expect(plan(page)).toContainText('are replaced at once (parallelism 0)')
})

test('the form says at each field what is missing, and a read-only context refuses in main', async ({
  page
}) => {
  await page.getByRole('button', { name: 'Add a context' }).first().click()
  await page.getByRole('button', { name: 'Save and connect' }).click()
  await expect(page.getByText('Give it a name.')).toBeVisible()
  await page.getByLabel('Name', { exact: true }).fill('Look only')
  await page.getByLabel('Connection').selectOption('demo')
  await page.getByRole('button', { name: 'Save and connect' }).click()
  await openService(page, 'mailer', 'Update')
  await page.getByLabel('Replicas').fill('2')
  await page.getByRole('button', { name: 'Review' }).click()
  await expect(plan(page).getByRole('button', { name: 'Apply' })).toBeDisabled()
  const reply = await page.evaluate(async () => {
    const { skep } = window as unknown as {
      skep: { call(method: string, input?: unknown): Promise<{ value: never; error?: unknown }> }
    }
    const [context] = (await skep.call('contexts.list')).value as { id: string }[]
    const made = (
      await skep.call('updates.plan', { context: context!.id, service: 'mailer', draft: { replicas: 2 } })
    ).value as { id: string; hash: string }
    return skep.call('updates.apply', { plan: made.id, hash: made.hash })
  })
  expect(reply).toMatchObject({ ok: false, error: { code: 'read-only' } })
})
