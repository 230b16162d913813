import { Duplex } from 'node:stream'
import AxeBuilder from '@axe-core/playwright'
import type { Rollout } from '../../src/domain/rollout'
import type { ContextInfo, SettingsView } from '../../src/shared/contract'
import { announce, call, change, mute, snapshotOf } from '../support/bridge'
import { pictures } from '../support/pictures'
import { expect, test, openDemo, type Page } from '../support/window'

/**
 * Every screen in the states it can be in. None has an accessibility violation in either language and either theme;
 * `npm run screens` keeps their pictures in docs/screens.
 */
async function look(page: Page, name: string): Promise<void> {
  await pictures(page, name)
  const seen: string[] = []
  for (const [language, colorScheme] of [
    ['en', 'light'],
    ['fr', 'dark']
  ] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await speak(page, language)
    const { violations } = await new AxeBuilder({ page }).analyze()
    seen.push(
      ...violations.map((one) => `${language} ${colorScheme}: ${one.id}: ${one.nodes[0]?.html ?? ''}`)
    )
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null })
  await speak(page, 'en')
  expect(seen, name).toEqual([])
}

async function speak(page: Page, language: 'en' | 'fr'): Promise<void> {
  const payload = await call<SettingsView>(page, 'settings.set', { language })
  await announce(page, { name: 'settings.changed', payload })
  await expect(page.locator('html')).toHaveAttribute('lang', language)
}

/** Closes a dialog and waits until it is gone: a key that comes while it closes is still its own. */
async function closeDialog(page: Page): Promise<void> {
  await page.keyboard.press('Escape')
  await expect(page.locator('dialog')).toHaveCount(0)
}

const button = (page: Page, name: string | RegExp) =>
  page.getByRole('button', typeof name === 'string' ? { name, exact: true } : { name })
const tab = (page: Page, name: string) => page.getByRole('tab', { name, exact: true }).click()
const plan = (page: Page) => page.getByRole('region', { name: 'Plan' })
const rollout = (page: Page) => page.getByRole('region', { name: 'Rollout', exact: true })
const shop = 'registry.example.com/shop/'

/** Tells the window that the connection is in another state, and nothing more after that. */
async function connection(page: Page, state: Partial<ContextInfo['connection']>): Promise<void> {
  const contexts = await call<readonly ContextInfo[]>(page, 'contexts.list')
  await mute(page)
  await announce(page, {
    name: 'contexts.changed',
    payload: contexts.map((one) => ({ ...one, connection: { ...one.connection, ...state } }))
  })
}

test('the first start', async ({ page }) => {
  await look(page, 'first-start')
  await page.getByRole('button', { name: '+ Add a context' }).click()
  await look(page, 'context-form')
  await page.getByLabel('Connection', { exact: true }).selectOption('tcp')
  await page.getByLabel('Host', { exact: true }).fill('127.0.0.1')
  await page.getByLabel('Port', { exact: true }).fill('1')
  await page.getByRole('button', { name: 'Test', exact: true }).click()
  await expect(page.getByRole('dialog')).toContainText('127.0.0.1')
  await expect(page.getByRole('button', { name: 'Test', exact: true })).toBeEnabled()
  await look(page, 'context-form-failed')
})

test.describe('a cluster that does not answer', () => {
  test.use({
    host: {
      demo: { connect: () => new Duplex({ read: () => undefined, write: (_bytes, _as, done) => done() }) }
    }
  })

  test('is waited for with lines at their final height', async ({ page }) => {
    await page.evaluate(() => {
      const { skep } = window as unknown as {
        skep: { call(method: string, input: unknown): Promise<unknown> }
      }
      const context = { name: 'Demo', endpoint: { kind: 'demo' }, mode: 'full', environment: 'production' }
      return skep.call('contexts.save', context)
    })
    await page.getByRole('navigation').getByRole('button', { name: /^Demo/ }).click()
    await expect(page.getByText('Connecting…').first()).toBeVisible()
    await expect(page.locator('.waiting')).toHaveCSS('opacity', '1')
    await look(page, 'services-loading')
  })
})

test.describe('with the demo', () => {
  test.beforeEach(({ page }) => openDemo(page))

  test('the services', async ({ page }) => {
    await look(page, 'services')
    const now = await snapshotOf(page)
    const states = [
      'steady',
      'degraded',
      'updating',
      'verifying',
      'held',
      'paused',
      'failed',
      'stuck'
    ] as const
    const many = Array.from({ length: 5000 }, (_, place) => ({
      ...now.services[place % now.services.length]!,
      id: `s${String(place)}`,
      name: `team-${String(place % 40)}_service-${String(place).padStart(4, '0')}`,
      stack: `team-${String(place % 40)}`,
      state: place % 9 === 3 ? states[place % 7]! : 'steady'
    }))
    await page.getByLabel('Filter services').fill('nothing like it')
    await look(page, 'services-no-match')
    await page.getByLabel('Filter services').fill('')
    await connection(page, {
      state: 'reconnecting',
      since: Date.now() - 90_000,
      reason: 'hive-1 does not answer.'
    })
    await expect(page.getByText('hive-1 does not answer.')).toBeVisible()
    await look(page, 'services-stale')
    await connection(page, { state: 'live', since: Date.now() })
    await announce(page, { name: 'cluster.changed', payload: { ...now, services: many } })
    await button(page, /^State/).click()
    await look(page, 'services-crowded')
    await page.keyboard.press('n')
    await look(page, 'services-attention')
    await page.keyboard.press('n')
    await announce(page, { name: 'cluster.changed', payload: { ...now, services: [] } })
    await look(page, 'services-empty')
  })

  test('a connection that is lost', async ({ page }) => {
    await call(page, 'contexts.save', {
      name: 'Lyon',
      endpoint: { kind: 'unix', path: '/nowhere/docker.sock' },
      mode: 'full',
      environment: 'staging'
    })
    await page.getByRole('navigation').getByRole('button', { name: /^Lyon/ }).click()
    await expect(button(page, 'Retry now')).toBeVisible()
    await look(page, 'services-failed')
  })

  test('a service at rest, its history and its logs', async ({ page }) => {
    await button(page, 'shop_web').click()
    await expect(page.getByRole('list', { name: 'Slots' }).getByRole('listitem')).toHaveCount(6)
    await look(page, 'service')
    await page
      .getByRole('list', { name: 'Slots' })
      .getByRole('button', { name: /^Slot 2,/ })
      .click()
    await look(page, 'service-slot')
    await tab(page, 'History')
    await expect(page.getByRole('list', { name: 'Versions' })).toBeVisible()
    await look(page, 'history')
    await tab(page, 'Logs')
    await expect(page.getByRole('list', { name: 'Log lines' }).getByText('ERROR').first()).toBeVisible({
      timeout: 40_000
    })
    await look(page, 'logs')
    await page.getByLabel('Search the log').fill('no such line anywhere')
    await page.getByLabel('Only matches').check()
    await look(page, 'logs-no-match')
    await tab(page, 'Runbook')
    await look(page, 'runbook-empty')
    await button(page, 'Write one').click()
    await page.getByLabel('Contact').fill('Ada, extension 42')
    await page
      .getByRole('textbox')
      .last()
      .fill('# When it is slow\n\n1. Look at the cache.\n2. Restart the tasks.')
    await look(page, 'runbook-editing')
  })

  test('a service with a long history', async ({ page }) => {
    for (let number = 1; number <= 30; number += 1)
      await change(page, 'mailer', { labels: { set: { [`release-${String(number)}`]: '2026' } } })
    await button(page, 'mailer').click()
    await tab(page, 'History')
    await expect(page.getByRole('list', { name: 'Versions' }).getByText('label release-30')).toBeVisible()
    await look(page, 'history-crowded')
    await button(page, 'Compare').first().click()
    await look(page, 'history-compare')
  })

  test('an update from the form to its end', async ({ page }) => {
    await button(page, 'shop_web').click()
    await tab(page, 'Update')
    await look(page, 'update')
    await page.getByLabel('Image', { exact: true }).fill('not an image')
    await page.getByLabel('Delay', { exact: true }).first().fill('soon')
    await look(page, 'update-invalid')
    await page.getByLabel('Image', { exact: true }).fill(`${shop}web:4.3.0`)
    await page.getByLabel('Delay', { exact: true }).first().fill('1s')
    await page.getByLabel('Parallelism', { exact: true }).first().fill('2')
    await button(page, 'Review').click()
    await expect(plan(page)).toContainText('Replaces 6 tasks')
    await look(page, 'plan')
    await plan(page).getByRole('button', { name: 'Apply' }).click()
    await expect(rollout(page)).toContainText(/[2-5] of 6 run the new spec/)
    await look(page, 'rollout-running')
    await expect(rollout(page)).toContainText('All 6 run this version, verified', { timeout: 60_000 })
    await look(page, 'rollout-succeeded')
  })

  test('an update that fails and goes back', async ({ page }) => {
    await change(page, 'shop_web', { image: `${shop}web:4.3.0-broken`, updatePolicy: { parallelism: 3 } })
    await button(page, 'shop_web').click()
    await expect(rollout(page)).toContainText('This update did not succeed.', { timeout: 60_000 })
    await expect(page.getByRole('region', { name: 'What failed' })).toContainText('cannot read')
    await look(page, 'rollout-rolled-back')
    await page.keyboard.press('r')
    await expect(plan(page)).toBeVisible()
    await look(page, 'roll-back-plan')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await expect(page.getByRole('table', { name: 'Services' })).toBeVisible()
    await look(page, 'services-rolled-back')
  })

  test('an update that pauses, one that is stuck, and an emergency', async ({ page }) => {
    await change(page, 'shop_api', { image: `${shop}api:2.9.0-broken` })
    await button(page, 'shop_api').click()
    await expect(rollout(page)).toContainText(/Paused/, { timeout: 60_000 })
    await look(page, 'rollout-paused')
    await page.keyboard.press('R')
    await expect(page.getByRole('dialog')).toBeVisible()
    await look(page, 'emergency')
    await closeDialog(page)
    const now = await snapshotOf(page)
    const service = now.services.find(({ name }) => name === 'shop_worker')!.id
    await button(page, /All services/).click()
    await button(page, 'shop_worker').click()
    await expect(page.getByRole('list', { name: 'Slots' })).toBeVisible()
    const seen = await call<Rollout>(page, 'rollouts.get', { context: now.context, service })
    const slots = Array.from({ length: 400 }, (_, place) => ({
      ...seen.slots[0]!,
      key: String(place + 1),
      label: String(place + 1),
      state: place < 120 ? ('running' as const) : place < 131 ? ('failed' as const) : ('old' as const)
    }))
    const open = Object.fromEntries(
      Object.entries(seen).filter(([key]) => key !== 'verdict')
    ) as unknown as Rollout
    const counts = { ...seen.counts, total: 400, old: 269, running: 120, failed: 11, current: 131 }
    await mute(page)
    await announce(page, {
      name: 'rollout.changed',
      payload: { context: now.context, rollout: { ...open, slots, counts, phase: 'updating' } }
    })
    await look(page, 'rollout-crowded')
  })

  test('an update that is held after one slot', async ({ page }) => {
    await button(page, 'shop_api').click()
    await tab(page, 'Update')
    await page.getByLabel('Image', { exact: true }).fill(`${shop}api:2.7.1`)
    await page.getByLabel('Watch it: hold after').check()
    await page.getByLabel('Slots before the hold').fill('1')
    await button(page, 'Review').click()
    await plan(page).getByRole('button', { name: 'Apply' }).click()
    await expect(page.getByRole('region', { name: 'Decisions' })).toContainText('Held: 1 of 4', {
      timeout: 60_000
    })
    await look(page, 'rollout-held')
  })

  test('a stack and its way back', async ({ page }) => {
    await button(page, 'shop').click()
    await expect(page.getByRole('list', { name: 'Releases' })).toBeVisible()
    await look(page, 'stack')
    await page.getByRole('button', { name: 'Roll back to release 3' }).click()
    await expect(plan(page)).toBeVisible()
    await look(page, 'stack-plan')
  })

  test('policies and activity', async ({ page }) => {
    await page.keyboard.press('p')
    await expect(page.getByRole('region', { name: 'Policies', exact: true })).toBeVisible()
    await look(page, 'policies-empty')
    for (const name of ['Careful', 'All at once', 'One by one'])
      await call(page, 'policies.save', {
        name,
        policy: { parallelism: 1, delay: '10s', failureAction: 'pause' }
      })
    await page.keyboard.press('a')
    await expect(page.getByRole('heading', { name: 'Activity' })).toBeVisible()
    await look(page, 'activity')
    await page.keyboard.press('p')
    await expect(page.getByText('All at once').first()).toBeVisible()
    await look(page, 'policies')
    for (let number = 1; number <= 25; number += 1)
      await change(page, 'mailer', { labels: { set: { build: String(number) } } })
    await page.keyboard.press('a')
    await expect(page.getByRole('table', { name: 'Activity' }).getByRole('row').nth(25)).toBeVisible()
    await look(page, 'activity-crowded')
  })

  test('an assisted context, and what can be opened anywhere', async ({ page }) => {
    await page.keyboard.press('Control+k')
    await look(page, 'palette')
    await closeDialog(page)
    for (const [typed, name] of [
      ['words', 'words'],
      ['user guide', 'guide']
    ] as const) {
      await page.keyboard.press('Control+k')
      await page.getByRole('combobox', { name: 'Go to…' }).fill(typed)
      await page.keyboard.press('Enter')
      await look(page, name)
      await closeDialog(page)
    }
    await page.keyboard.press('?')
    await look(page, 'keys')
    await closeDialog(page)
    await page.keyboard.press(',')
    await expect(page.getByRole('region', { name: 'Data folder' })).toBeVisible()
    // What folders are called on this machine is no part of a picture.
    const folders = page.getByRole('region', { name: 'Settings' }).locator('code')
    await folders.evaluateAll((all) => all.forEach((one) => (one.textContent = '/home/ada/.config')))
    await look(page, 'settings')
    await button(page, 'Diagnostics').click()
    await expect(page.getByRole('table', { name: 'Connections', exact: true })).toBeVisible()
    await page.locator('pre').evaluate((text) => {
      text.textContent = text.textContent.replace(/^system .*$/m, 'system Linux 6.1.0 x64')
    })
    await look(page, 'diagnostics')
    await page.keyboard.press(',')
    await expect(page.getByRole('region', { name: 'Data folder' })).toBeVisible()
    await folders.evaluateAll((all) => all.forEach((one) => (one.textContent = '/home/ada/.config')))
    await call(page, 'settings.set', { contrast: 'more' })
    await look(page, 'settings-more-contrast')
    await page.keyboard.press('Escape')
    await look(page, 'services-more-contrast')
    await call(page, 'settings.set', { contrast: 'system' })
    await change(page, 'shop_web', { image: `${shop}web:4.3.0-broken`, updatePolicy: { parallelism: 6 } })
    const [saved] = await call<readonly ContextInfo[]>(page, 'contexts.list')
    const { id, name, endpoint, environment } = saved!
    await call(page, 'contexts.save', { id, name, endpoint, environment, mode: 'assisted' })
    await button(page, 'shop_web').click()
    await expect(page.getByRole('region', { name: 'What you can do here' })).toBeVisible()
    await expect(rollout(page)).toContainText('This update did not succeed.', { timeout: 60_000 })
    await look(page, 'assisted')
  })
})
