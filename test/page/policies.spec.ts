import { existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { type BrowserContext } from '@playwright/test'
import { applyDraft } from '../../src/domain/draft'
import type { Spec } from '../../src/domain/service'
import { systemClock } from '../../src/main/core/clock'
import type { Engine } from '../../src/main/core/ports'
import { createDemo } from '../../src/main/demo/demo'
import { createEngines } from '../../src/main/engine/engines'
import { hostPage } from '../support/page-host'
import { pictures } from '../support/pictures'
import { expect, test, openDemo, type Page } from '../support/window'

/** Somebody else's way to the same swarm. */
let other: Engine
let demo: ReturnType<typeof createDemo>
let folder: string
/** Ends the Skep that was started again. */
let close: (() => Promise<void>) | undefined
test.use({
  host: async ({}, use) => {
    folder = mkdtempSync(join(tmpdir(), 'skep-page-'))
    demo = createDemo(systemClock)
    const engines = createEngines({ env: {}, home: '/', platform: 'linux', demo: demo.connect })
    other = await engines.connect({ kind: 'demo' }, { readOnly: false })
    await use({ demo, folder })
    other.close()
    demo.stop()
  }
})

test.beforeEach(({ page }) => openDemo(page))

test.afterEach(async () => {
  await close?.()
  close = undefined
})

const plan = (page: Page) => page.getByRole('region', { name: 'Plan' })

/** Changes a service past Skep. */
async function change(name: string, how: (spec: Spec) => Spec): Promise<void> {
  const service = (await other.services()).find((one) => one.name === name)!
  await other.update(service.id, service.index, how(service.spec))
}

async function compose(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click()
  await page.getByRole('tab', { name: 'Update', exact: true }).click()
}

test('a policy that another tool erased is put back with one click, from the form or from the plan', async ({
  page
}) => {
  await change('shop_web', (spec) =>
    Object.fromEntries(Object.entries(spec).filter(([key]) => !key.endsWith('Config')))
  )
  await compose(page, 'shop_web')
  const lost = page.getByText('The service lost its update policy')
  await expect(lost).toBeVisible()
  await pictures(page, 'lost-policy')
  await page.getByLabel('Image', { exact: true }).fill('registry.example.com/shop/web:4.3.0')
  await page.getByRole('button', { name: 'Review' }).click()
  await expect(plan(page)).toContainText('The service lost its update policy')
  await pictures(page, 'lost-policy-plan')
  await plan(page).getByRole('button', { name: 'Repair' }).click()
  await expect(plan(page)).toContainText('--update-delay 2s')
  await expect(plan(page)).toContainText('--update-failure-action rollback')
  await expect(lost).toHaveCount(0)
  await page.getByRole('button', { name: 'Back to editing' }).click()
  await page.getByRole('button', { name: 'Discard changes' }).click()
  await page.getByRole('button', { name: 'Repair' }).click()
  await expect(page.getByLabel('Delay', { exact: true })).toHaveValue('2s')
  await expect(lost).toHaveCount(0)
})

test('what somebody else changed after the review is shown at once beside one’s own, and planned on top of', async ({
  page
}) => {
  await compose(page, 'mailer')
  await page.getByLabel('Replicas').fill('3')
  await page.getByLabel('Search settings').fill('--label')
  await page.getByRole('button', { name: 'Add a label' }).click()
  await page.getByLabel('Name', { exact: true }).fill('team')
  await page.getByLabel('Value', { exact: true }).fill('ours')
  await page.getByRole('button', { name: 'Review' }).click()
  await expect(plan(page)).toContainText('Adds 2 tasks')
  await change('mailer', (spec) => ({
    ...applyDraft(spec, { replicas: 5, labels: { set: { by: 'someone', team: 'ours' } } })
  }))
  const conflict = plan(page).getByRole('region', { name: 'mailer was changed after this review' })
  await expect(conflict).toContainText('1 setting was changed by both')
  const row = (name: RegExp) => conflict.getByRole('row', { name })
  await expect(row(/replicas/).getByRole('cell')).toHaveText(['1', '5', '3'])
  await expect(row(/replicas/)).toContainText('both changed')
  await expect(row(/label team/)).toContainText('both the same')
  await expect(row(/label by/).getByRole('cell')).toHaveText(['–', 'someone', '–'])
  await pictures(page, 'conflict')
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations).toEqual([])
  await conflict.getByRole('button', { name: 'Plan again on top of it' }).click()
  await expect(plan(page)).toContainText('Removes 2 tasks')
  await expect(plan(page)).not.toContainText('by')
  await expect(conflict).toHaveCount(0)
  await plan(page).getByRole('button', { name: 'Apply' }).click()
  await expect
    .poll(async () => (await other.services()).find((one) => one.name === 'mailer')?.spec)
    .toMatchObject({
      Labels: { by: 'someone', team: 'ours' },
      Mode: { Replicated: { Replicas: 3 } }
    })
})

/** Ends Skep and starts it again over the same data and the same swarm, in a window of its own. */
async function restart(context: BrowserContext, end: () => Promise<void>): Promise<Page> {
  await (close ?? end)()
  const page = await context.newPage()
  close = await hostPage(page, { demo, folder })
  await expect(page.getByRole('button', { name: 'mailer', exact: true })).toBeVisible()
  return page
}

/** The file with what was typed; empty while there is none. */
function kept(): string {
  const file = join(folder, 'drafts.json')
  return existsSync(file) ? readFileSync(file, 'utf8') : ''
}

test('what was typed is there again after a restart, but for what looks like a secret', async ({
  page,
  context,
  hosted
}) => {
  await compose(page, 'shop_worker')
  await page.getByLabel('Image', { exact: true }).fill('registry.example.com/shop/worker:1.13.0')
  await page.getByLabel('Delay', { exact: true }).fill('soon')
  await page.getByLabel('Search settings').fill('--env-add')
  const add = async (name: string, value: string) => {
    await page.getByRole('button', { name: 'Add a variable' }).click()
    await page.getByLabel('Name', { exact: true }).last().fill(name)
    await page.getByLabel('Value', { exact: true }).last().fill(value)
  }
  await add('MODE', 'fast')
  await add('API_TOKEN', 'canary-71')
  await expect(page.getByText('it is not kept after a restart: API_TOKEN')).toBeVisible()
  await expect.poll(kept).toContain('"soon"')
  expect(kept()).not.toContain('canary-71')
  await pictures(page, 'draft-typed')
  const again = await restart(context, hosted)
  await compose(again, 'shop_worker')
  await expect(again.getByText('Typed before Skep was started again')).toContainText(
    'Not kept, because it looks like a secret: API_TOKEN'
  )
  await expect(again.getByLabel('Image', { exact: true })).toHaveValue(/worker:1\.13\.0$/)
  await expect(again.getByLabel('Delay', { exact: true })).toHaveValue('soon')
  await again.getByLabel('Delay', { exact: true }).fill('3s')
  await pictures(again, 'draft-restored')
  const { violations } = await new AxeBuilder({ page: again }).analyze()
  expect(violations).toEqual([])
  await again.getByRole('button', { name: 'Review' }).click()
  await expect(plan(again)).toContainText('--env-add MODE=fast')
  await expect(plan(again)).not.toContainText('API_TOKEN')
  await plan(again).getByRole('button', { name: 'Apply' }).click()
  await expect(again.getByRole('region', { name: 'Rollout' })).toBeVisible()
  expect(kept()).not.toContain('MODE')
})

test('what was typed for a spec that is gone is offered, and thrown away only when told to', async ({
  page,
  context,
  hosted
}) => {
  await compose(page, 'mailer')
  await page.getByLabel('Replicas').fill('4')
  await expect.poll(kept).toContain('"4"')
  await change('mailer', (spec) => applyDraft(spec, { replicas: 2 }))
  await expect(page.getByText('mailer was changed elsewhere since you began')).toBeVisible()
  await expect(page.getByLabel('Replicas')).toHaveValue('4')
  let again = await restart(context, hosted)
  await compose(again, 'mailer')
  await expect(again.getByLabel('Replicas')).toHaveValue('4')
  await change('mailer', (spec) => applyDraft(spec, { replicas: 3, labels: { set: { a: 'b' } } }))
  again = await restart(context, hosted)
  await compose(again, 'mailer')
  const offer = again.getByText('You typed changes earlier')
  await expect(offer).toBeVisible()
  await expect(again.getByLabel('Replicas')).toHaveValue('3')
  await pictures(again, 'draft-offered')
  await again.getByRole('button', { name: 'Keep on top' }).click()
  await expect(again.getByLabel('Replicas')).toHaveValue('4')
  await expect(offer).toHaveCount(0)
  await again.getByRole('button', { name: 'Discard', exact: true }).click()
  await expect(again.getByLabel('Replicas')).toHaveValue('3')
  await expect.poll(kept).not.toContain('"4"')
})
