import AxeBuilder from '@axe-core/playwright'
import type { Outcome } from '../../src/domain/version'
import type { Spec } from '../../src/domain/service'
import { specHash } from '../../src/main/core/hash'
import type { Journal } from '../../src/main/core/ports'
import { snapshotOf } from '../support/bridge'
import { expect, test, openDemo, type Page } from '../support/window'

let journal: Journal
test.use({ host: { journal: (opened) => (journal = opened) } })

test.beforeEach(({ page }) => openDemo(page))

const versions = (page: Page) => page.getByRole('list', { name: 'Versions' }).locator(':scope > li')
const version = (page: Page, number: number) =>
  page.getByRole('article', { name: `Version ${String(number)}`, exact: true })
const plan = (page: Page) => page.getByRole('region', { name: 'Plan' })

async function openHistory(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click()
  await page.getByRole('tab', { name: 'History', exact: true }).click()
}

interface Past {
  readonly image: string
  readonly outcome: Outcome
  readonly env?: readonly string[]
  readonly complete?: boolean
}

/** Writes versions of a service as if they had been before what the cluster shows of it; gives the last one's number. */
async function write(
  page: Page,
  name: string,
  past: (number: number) => Past,
  count: number
): Promise<number> {
  const { cluster, services } = await snapshotOf(page)
  const service = services.find((one) => one.name === name)!.id
  const known = journal.versions(cluster, service)
  const now = known.at(-1)!
  const present = journal.spec(now.hash)!
  const hour = 3_600_000
  const start = Date.now() - (count + 1) * hour
  journal.together(() => {
    for (let place = 1; place <= count; place += 1) {
      const number = now.number + place
      const { image, outcome, env, complete = true } = past(place)
      const template = present['TaskTemplate'] as Spec
      const container = template['ContainerSpec'] as Spec
      const spec: Spec = {
        ...present,
        TaskTemplate: {
          ...template,
          ContainerSpec: { ...container, Image: image, ...(env ? { Env: env } : {}) }
        }
      }
      const at = start + place * hour
      const known = { service, number, hash: specHash(spec), at, image, complete } as const
      const changed = env ? ['image', ...env.map((entry) => `env ${entry.split('=')[0]!}`)] : ['image']
      journal.addVersion(cluster, { ...known, by: 'outside', source: 'observed', changed }, spec)
      journal.addOutcome(cluster, { service, number, outcome, at: at + 42_000, evidence: [] })
    }
    // What the cluster shows is the newest again.
    const number = now.number + count + 1
    journal.addVersion(cluster, { ...now, number, at: Date.now() - 60_000 }, present)
    journal.addOutcome(cluster, { service, number, outcome: 'succeeded', at: Date.now(), evidence: [] })
  })
  return now.number + count + 1
}

async function pictures(page: Page, name: string): Promise<void> {
  const folder = process.env['SKEP_PICTURES']
  if (!folder) return
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await page.screenshot({ path: `${folder}/${name}-${colorScheme}.png` })
  }
  await page.emulateMedia({ colorScheme: null })
}

const shop = 'registry.example.com/shop/worker'

test('ten thousand versions: only what is in view is drawn, and every one can be reached', async ({
  page
}) => {
  const newest = await write(
    page,
    'shop_worker',
    (place) => ({
      image: `${shop}:1.${String(place)}.0`,
      outcome: place % 9 === 0 ? 'failed' : 'succeeded',
      env: [`LOG_LEVEL=${place % 2 ? 'info' : 'debug'}`]
    }),
    10_000
  )
  await openHistory(page, 'shop_worker')
  await expect(version(page, newest)).toContainText('Current')
  expect(await versions(page).count()).toBeLessThan(60)
  const scroller = page.getByRole('group', { name: 'Versions' })
  await scroller.focus()
  const last = async () => {
    await scroller.evaluate((one) => one.scrollTo({ top: one.scrollHeight }))
    return page.getByText('The oldest version that is known').count()
  }
  await expect.poll(last, { timeout: 60_000, intervals: [20] }).toBe(1)
  expect(await versions(page).count()).toBeLessThan(60)
  await expect(version(page, 1)).toBeVisible()
  await page.getByRole('searchbox', { name: 'Search versions' }).fill('worker:1.2321.0')
  await expect(versions(page)).toHaveCount(1)
  await expect(versions(page)).toContainText(`${shop}:1.2321.0`)
  await page.getByRole('button', { name: 'Clear' }).click()
  await page.getByRole('combobox', { name: 'Outcome' }).selectOption('Bad')
  await expect(versions(page).first()).toContainText('Failed')
  await expect(versions(page).filter({ hasText: 'Succeeded' })).toHaveCount(0)
})

test('a version is pinned, named and annotated, and found again by that', async ({ page }) => {
  const newest = await write(
    page,
    'shop_worker',
    (place) => ({ image: `${shop}:1.1${String(place)}.0`, outcome: place === 3 ? 'failed' : 'succeeded' }),
    5
  )
  await openHistory(page, 'shop_worker')
  const second = newest - 2
  await version(page, second)
    .getByRole('button', { name: `Pin version ${String(second)}` })
    .click()
  await version(page, second).getByRole('button', { name: 'Details' }).click()
  await version(page, second).getByLabel('Name').fill('before the sale')
  await version(page, second).getByLabel('Note').fill('Known good. See the runbook.')
  await version(page, second).getByRole('button', { name: 'Save' }).click()
  await expect(version(page, second)).toContainText('before the sale')
  const axe = await new AxeBuilder({ page }).analyze()
  expect(axe.violations).toEqual([])
  await pictures(page, 'history')
  await page.getByLabel('Pinned only').check()
  await expect(versions(page)).toHaveCount(1)
  await expect(versions(page)).toContainText('before the sale')
})

test('what is typed about a version stays while context and service are read anew', async ({ page }) => {
  await write(
    page,
    'shop_worker',
    (place) => ({ image: `${shop}:1.1${String(place)}.0`, outcome: 'succeeded' }),
    5
  )
  await openHistory(page, 'shop_worker')
  await version(page, 2).getByRole('button', { name: 'Details' }).click()
  await version(page, 2).getByLabel('Note').fill('half a sentence')
  const top = await page.getByRole('group', { name: 'Versions' }).evaluate((one) => one.scrollTop)
  // As at every change of a connection or its age: all contexts are told, with nothing in them that differs here.
  await page.evaluate(async () => {
    const { skep, announce } = window as unknown as {
      skep: { call(method: string): Promise<{ value: unknown }> }
      announce(one: unknown): void
    }
    for (let turn = 0; turn < 5; turn += 1)
      announce({ name: 'contexts.changed', payload: (await skep.call('contexts.list')).value })
  })
  await expect(version(page, 2).getByLabel('Note')).toHaveValue('half a sentence')
  expect(await page.getByRole('group', { name: 'Versions' }).evaluate((one) => one.scrollTop)).toBe(top)
})

test('an image alone is brought back, or only the changes that are ticked', async ({ page }) => {
  const newest = await write(
    page,
    'shop_worker',
    () => ({ image: `${shop}:1.11.0`, outcome: 'succeeded', env: ['QUEUE=orders', 'LOG_LEVEL=debug'] }),
    1
  )
  await openHistory(page, 'shop_worker')
  await version(page, newest - 1)
    .getByRole('button', { name: 'Roll back to this version' })
    .click()
  await expect(plan(page)).toContainText(`Brings back version ${String(newest - 1)}`)
  await expect(plan(page)).toContainText('LOG_LEVEL')
  await expect(plan(page)).toContainText('')
  await page.getByRole('radio', { name: 'Its image only' }).check()
  await expect(plan(page)).toContainText(`Brings back the image of version ${String(newest - 1)}`)
  await expect(plan(page)).not.toContainText('LOG_LEVEL')
  await pictures(page, 'roll-back-image')
  await page.getByRole('radio', { name: 'Chosen changes' }).check()
  await expect(page.getByText('Tick at least one change to see the plan.')).toBeVisible()
  await expect(plan(page)).toHaveCount(0)
  await page.getByRole('checkbox', { name: /LOG_LEVEL/ }).check()
  await expect(plan(page)).toContainText(`Brings back parts of version ${String(newest - 1)}`)
  await expect(plan(page)).toContainText('--env-add LOG_LEVEL=debug')
  await expect(plan(page)).not.toContainText('--image')
  await pictures(page, 'roll-back-chosen')
  const axe = await new AxeBuilder({ page }).analyze()
  expect(axe.violations).toEqual([])
  await plan(page).getByRole('button', { name: 'Apply' }).click()
  await page.getByRole('tab', { name: 'History' }).click()
  await expect(versions(page).first()).toContainText(`brings back parts of version ${String(newest - 1)}`)
  await expect(versions(page).first()).toContainText('ada, with Skep')
})

test('a version known from its tasks only offers its image', async ({ page }) => {
  const newest = await write(
    page,
    'shop_worker',
    () => ({ image: `${shop}:1.11.0`, outcome: 'unknown', complete: false }),
    1
  )
  await openHistory(page, 'shop_worker')
  await expect(version(page, newest - 1)).toContainText('partial')
  await version(page, newest - 1)
    .getByRole('button', { name: 'Roll back to this version' })
    .click()
  await expect(page.getByRole('radio', { name: 'Everything' })).toBeDisabled()
  await expect(page.getByText(/Not possible: number of replicas, ports, service labels/)).toBeVisible()
  await expect(plan(page)).toContainText(`Brings back the image of version ${String(newest - 1)}`)
})

test('two versions are compared, and one of another service too; a hidden value is shown for a while', async ({
  page
}) => {
  const newest = await write(
    page,
    'shop_worker',
    (place) => ({
      image: `${shop}:1.1${String(place)}.0`,
      outcome: 'succeeded',
      env: [`API_TOKEN=secret-number-${String(place)}`]
    }),
    2
  )
  await openHistory(page, 'shop_worker')
  const [a, b] = [newest - 2, newest - 1]
  await version(page, b).getByRole('button', { name: 'Compare' }).click()
  await version(page, a)
    .getByRole('button', { name: `Compare with version ${String(b)}` })
    .click()
  const compared = page.getByRole('region', { name: `From version ${String(a)} to version ${String(b)}` })
  await expect(compared).toContainText('API_TOKEN')
  await expect(compared).not.toContainText('secret-number')
  await page.clock.install()
  await compared.getByRole('button', { name: 'Show: API_TOKEN' }).last().click()
  await expect(compared).toContainText('secret-number-2')
  await expect(compared).not.toContainText('secret-number-1')
  await pictures(page, 'compare')
  await page.clock.runFor(21_000)
  await expect(compared).not.toContainText('secret-number')
  expect(journal.entries({ kinds: ['act'] }).map(({ body }) => body)).toMatchObject([
    { act: 'reveal', number: b, field: 'env', key: 'API_TOKEN', user: 'ada' }
  ])
  await page.getByRole('button', { name: 'Close' }).click()
  await version(page, b).getByRole('button', { name: 'Compare' }).click()
  await page.getByRole('button', { name: 'Another service…' }).click()
  await page.getByRole('combobox', { name: 'Service' }).selectOption('shop_api')
  const across = page.getByRole('region', {
    name: new RegExp(`From version ${String(b)} to version .* of shop_api`)
  })
  await expect(across).toContainText('shop/api')
})

test('the first look at a cluster says what is known and what is not', async ({ page }) => {
  await openHistory(page, 'shop_worker')
  await expect(versions(page).last()).toContainText('recovered at first contact')
  await expect(
    page.getByText('Older versions are not known: Swarm itself keeps one previous spec.')
  ).toBeVisible()
})
