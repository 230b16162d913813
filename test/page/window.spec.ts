import AxeBuilder from '@axe-core/playwright'
import type { Rollout } from '../../src/domain/rollout'
import { announce, call, mute, snapshotOf } from '../support/bridge'
import { pictures } from '../support/pictures'
import { expect, test, openDemo, type Page } from '../support/window'

test.beforeEach(({ page }) => openDemo(page))

const services = (page: Page) => page.getByRole('table', { name: 'Services' })
const plan = (page: Page) => page.getByRole('region', { name: 'Plan' })

const hostile = '<img src=x onerror="document.title=1">\u202e</td><script>document.title=1</script>'

test('what a cluster says is shown as text, whatever it says', async ({ page }) => {
  const now = await snapshotOf(page)
  const [row] = now.services
  const bad = { ...row!, id: 'bad', name: hostile, stack: hostile, image: hostile }
  await announce(page, { name: 'cluster.changed', payload: { ...now, services: [bad] } })
  await expect(services(page).getByRole('row')).toHaveCount(3)
  await expect(services(page).getByRole('button', { name: '<img src=x' })).toHaveCount(3)
  await expect(services(page).locator('img, script')).toHaveCount(0)
  await page.keyboard.press('ControlOrMeta+K')
  await expect(page.getByRole('option', { name: '<img src=x' })).toBeVisible()
  await expect(page).toHaveTitle('Skep')
})

test('a plan that somebody overtook is refused, and nothing typed is lost', async ({ page }) => {
  const now = await snapshotOf(page)
  const mailer = now.services.find(({ name }) => name === 'mailer')!
  await page.getByRole('button', { name: 'mailer', exact: true }).click()
  await page.getByRole('tab', { name: 'Update', exact: true }).click()
  await page.getByLabel('Replicas').fill('3')
  await page.getByRole('button', { name: 'Review' }).click()
  await expect(plan(page)).toContainText('replicas')
  const other = await call<{ id: string; hash: string }>(page, 'updates.plan', {
    context: now.context,
    service: mailer.id,
    draft: { labels: { set: { team: 'other' } } }
  })
  await call(page, 'updates.apply', { plan: other.id, hash: other.hash })
  await plan(page).getByRole('button', { name: 'Apply' }).click()
  await expect(plan(page)).toContainText('changed mailer after your review, so nothing was sent')
  await expect(plan(page).getByRole('button', { name: 'Apply' })).toBeDisabled()
  await plan(page).getByRole('button', { name: 'Plan again on top of it' }).click()
  await expect(plan(page)).toContainText('Adds 2 tasks')
  await expect(plan(page).getByText('nothing was sent')).toHaveCount(0)
  await plan(page).getByRole('button', { name: 'Back to editing' }).click()
  await expect(page.getByLabel('Replicas')).toHaveValue('3')
})

test('the language changes at once, and what was typed stays', async ({ page }) => {
  await page.getByRole('button', { name: 'mailer', exact: true }).click()
  await page.getByRole('tab', { name: 'Update', exact: true }).click()
  await page.getByLabel('Replicas').fill('4')
  await call(page, 'settings.set', { language: 'fr' })
  await expect(page.getByRole('tab', { name: 'Historique' })).toBeVisible()
  await expect(page.getByRole('navigation', { name: 'Contextes' })).toContainText('En direct')
  await expect(page.getByLabel('Réplicas')).toHaveValue('4')
  await page.getByRole('button', { name: 'Relire' }).click()
  await expect(page.getByRole('region', { name: 'Plan' })).toContainText('Aucune tâche ne redémarre.')
})

test('thousands of services stay quick to walk through, and only those in view are in the document', async ({
  page
}) => {
  const now = await snapshotOf(page)
  const [row] = now.services
  const many = Array.from({ length: 5000 }, (_, place) => ({
    ...row!,
    id: `s${String(place)}`,
    name: `service_${String(place).padStart(4, '0')}`
  }))
  await mute(page)
  await announce(page, { name: 'cluster.changed', payload: { ...now, services: many } })
  await expect(services(page)).toHaveAttribute('aria-rowcount', '5001')
  expect(await services(page).getByRole('row').count()).toBeLessThan(100)
  for (let step = 0; step < 61; step += 1) await page.keyboard.press('j')
  await expect(page.getByRole('button', { name: 'service_0060' })).toBeFocused()
  await expect(page.getByRole('button', { name: 'service_0060' })).toBeInViewport()
  await page.keyboard.press('k')
  await expect(page.getByRole('button', { name: 'service_0059' })).toBeFocused()
})

test('hundreds of slots are all there, walked by keyboard, and filtered by their state', async ({ page }) => {
  const now = await snapshotOf(page)
  const web = now.services.find(({ name }) => name === 'shop_web')!
  await page.getByRole('button', { name: 'shop_web', exact: true }).click()
  const slots = page.getByRole('list', { name: 'Slots' })
  await expect(slots.getByRole('listitem')).toHaveCount(6)
  const rollout = await call<Rollout>(page, 'rollouts.get', { context: now.context, service: web.id })
  const large = Array.from({ length: 1000 }, (_, place) => ({
    ...rollout.slots[0]!,
    key: String(place),
    label: String(place),
    state: place < 900 ? ('old' as const) : ('failed' as const)
  }))
  await announce(page, {
    name: 'rollout.changed',
    payload: { context: now.context, rollout: { ...rollout, slots: large } }
  })
  await expect(slots.getByRole('listitem')).toHaveCount(1000)
  const states = page.getByRole('list', { name: 'Filter by state' })
  await expect(states.getByRole('button')).toHaveText([/900\s*old version/, /100\s*failing/])
  await pictures(page, 'slots-1000')
  await slots.getByRole('button', { name: /^Slot 0,/ }).focus()
  await page.keyboard.press('ArrowRight')
  await expect(slots.getByRole('button', { name: /^Slot 1,/ })).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await expect(slots.getByRole('button', { name: /^Slot 1,/ })).not.toBeFocused()
  await page.keyboard.press('End')
  await expect(slots.getByRole('button', { name: /^Slot 999,/ })).toBeFocused()
  await states.getByRole('button', { name: /failing/ }).click()
  await expect(slots.getByRole('listitem')).toHaveCount(100)
  await states.getByRole('button', { name: /failing/ }).click()
  await expect(slots.getByRole('listitem')).toHaveCount(1000)
})

test('a slot is looked into: all the tasks it had, with the log of each beside it', async ({ page }) => {
  await page.getByRole('button', { name: 'shop_web', exact: true }).click()
  const tasks = page.locator('section', { has: page.locator('#tasks') })
  await expect(tasks.getByRole('columnheader')).toHaveText([
    'Name',
    'ID',
    'Image',
    'Node',
    'Desired state',
    'Current state',
    'Error',
    'Ports',
    'Log'
  ])
  await page
    .getByRole('list', { name: 'Slots' })
    .getByRole('button', { name: /^Slot 2,/ })
    .click()
  await expect(tasks.getByRole('heading')).toHaveText('Tasks of slot 2')
  await expect(tasks.getByRole('row', { name: /shop_web\.2/ }).first()).toBeVisible()
  await expect(tasks.getByRole('row', { name: /shop_web\.1 / })).toHaveCount(0)
  await tasks.getByRole('button', { name: 'Log of shop_web.2' }).first().click()
  const log = tasks.getByRole('region', { name: 'Log of shop_web.2' })
  await expect(log.getByRole('group', { name: 'Newest lines' }).locator('p').first()).toBeVisible()
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  await pictures(page, 'slot')
  await log.getByRole('button', { name: 'Open in Logs' }).click()
  await expect(page.getByRole('tab', { name: 'Logs' })).toHaveAttribute('aria-selected', 'true')
  await expect(page.getByRole('combobox', { name: 'Task' })).not.toHaveValue('')
})

test('an answer that was lost is told until it is known what happened', async ({ page }) => {
  const now = await snapshotOf(page)
  const mailer = now.services.find(({ name }) => name === 'mailer')!
  await page.getByRole('button', { name: 'mailer', exact: true }).click()
  await expect(page.getByRole('list', { name: 'Slots' })).toBeVisible()
  const record = {
    update: 'u1',
    context: now.context,
    service: mailer.id,
    serviceName: 'mailer',
    at: now.asOf
  }
  const lost = page.getByText('The answer to the update of mailer was lost.')
  await announce(page, { name: 'update.changed', payload: { ...record, state: 'unknown' } })
  await expect(lost).toBeVisible()
  await announce(page, { name: 'update.changed', payload: { ...record, state: 'accepted' } })
  await expect(lost).toHaveCount(0)
})

test('removing a live context asks first, and the list gives the focus back', async ({ page }) => {
  await page.getByRole('button', { name: 'shop_api', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'shop_api' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'shop_api', exact: true })).toBeFocused()
  await page.getByRole('button', { name: 'Remove' }).click()
  await expect(page.getByText('Remove Demo from Skep? The cluster stays as it is.')).toBeVisible()
  await page.getByRole('button', { name: 'Keep' }).click()
  await expect(services(page)).toBeVisible()
  await page.getByRole('button', { name: 'Remove' }).click()
  await page.getByRole('button', { name: 'Remove' }).click()
  await expect(page.getByRole('button', { name: 'Try with a demo cluster' })).toBeVisible()
})

test('what needs attention is counted beside its cluster, and shown alone by one key', async ({ page }) => {
  const now = await snapshotOf(page)
  const troubled = now.services.map((row) =>
    row.name === 'mailer' ? { ...row, state: 'stuck' as const } : row
  )
  await mute(page)
  await announce(page, { name: 'cluster.changed', payload: { ...now, services: troubled } })
  const rail = page.getByRole('navigation', { name: 'Contexts' })
  await expect(rail.getByRole('button', { name: /^Demo/ })).toContainText('1 needs attention')
  const only = page.getByRole('button', { name: '1 needs attention', exact: true })
  await expect(only).toHaveAttribute('aria-pressed', 'false')
  await page.keyboard.press('n')
  await expect(only).toHaveAttribute('aria-pressed', 'true')
  await expect(services(page).getByRole('row')).toHaveCount(2)
  await expect(services(page)).toContainText('mailer')
  await announce(page, { name: 'cluster.changed', payload: now })
  await expect(services(page).getByRole('row'), 'nothing needs it any more: all is shown').toHaveCount(10)
  await expect(rail).not.toContainText('attention')
})
