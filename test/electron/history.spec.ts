import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { docker } from '../lab/engine'
import { connect, launchSkep, pictures, quitSkep, type Launched } from './launch'

const lab = JSON.parse(process.env['SKEP_LAB'] ?? '{}') as { production: { socket: string } }
const cli = (...args: string[]) => docker(lab.production.socket, ...args)

interface Container {
  readonly Image: string
  readonly Env?: readonly string[]
}
function inspect(name: string): Container {
  const [found] = JSON.parse(cli('service', 'inspect', name)) as [
    { readonly Spec: { readonly TaskTemplate: { readonly ContainerSpec: Container } } }
  ]
  return found.Spec.TaskTemplate.ContainerSpec
}

const row = (page: Page, name: string) =>
  page.getByRole('table', { name: 'Services' }).getByRole('row', { name: new RegExp(`^${name}\\b`) })
const plan = (page: Page) => page.getByRole('region', { name: 'Plan' })
const versions = (page: Page) => page.getByRole('list', { name: 'Versions' }).locator(':scope > li')
const version = (page: Page, number: number) =>
  versions(page).filter({ has: page.getByText(String(number), { exact: true }) })
const rollout = (page: Page) => page.getByRole('region', { name: 'Rollout', exact: true })

async function open(name = 'Lab', userData?: string): Promise<Launched> {
  const skep = await launchSkep(userData)
  await connect(skep.page, name, lab.production.socket)
  return skep
}

async function openHistory(page: Page): Promise<void> {
  await row(page, 'book').getByRole('button').click()
  await page.getByRole('tab', { name: 'History' }).click()
}

async function rollBack(page: Page, to: number, part?: string): Promise<void> {
  await page.getByRole('tab', { name: 'History' }).click()
  await version(page, to).getByRole('button', { name: 'Roll back to this version' }).click()
  if (part !== undefined) await page.getByRole('radio', { name: part }).check()
  await expect(plan(page)).toContainText('Brings back')
  await plan(page).getByRole('button', { name: 'Apply' }).click()
  await expect(rollout(page)).toContainText('Runs this version, verified', { timeout: 60_000 })
}

test.describe.serial('the history of a real service, in a real window', () => {
  let skep: Launched
  let page: Page
  const update = async (number: number, ...change: string[]) => {
    cli('service', 'update', '-d', ...change, 'book')
    await expect(versions(page)).toHaveCount(number)
    await expect(versions(page).first()).toContainText('Succeeded', { timeout: 60_000 })
  }

  test.beforeAll(async () => {
    const quick = ['--update-monitor', '1s', '--stop-grace-period', '1s', '--no-resolve-image', '-d']
    const env = ['--env', 'MODE=a', '--env', 'API_TOKEN=canary-11']
    cli('service', 'create', ...quick, ...env, '--name', 'book', 'demo:v1')
    skep = await open()
    page = skep.page
    await expect(row(page, 'book')).toContainText('1/1')
  })

  test.afterAll(async () => {
    await quitSkep(skep)
    cli('service', 'rm', 'book')
  })

  test('has every version that the CLI made, with what it changed and who it seems to be', async () => {
    await openHistory(page)
    await expect(versions(page)).toHaveCount(1)
    await update(2, '--image', 'demo:v2', '--no-resolve-image')
    await update(3, '--env-add', 'MODE=b')
    await update(4, '--env-add', 'API_TOKEN=canary-22')
    await expect(version(page, 3)).toContainText('MODE')
    await expect(version(page, 2)).toContainText('outside Skep')
    await expect(page.getByRole('list', { name: 'Versions' })).not.toContainText('canary')
    await pictures(page, 'history-01-versions')
  })

  test('compares any two, and shows a hidden value only when asked', async () => {
    await version(page, 1).getByRole('button', { name: 'Compare' }).click()
    await version(page, 4).getByRole('button', { name: 'Compare with version 1' }).click()
    const compared = page.getByRole('region', { name: 'From version 1 to version 4' })
    await expect(compared).toContainText('demo:v2')
    await expect(compared).toContainText('MODE')
    await expect(compared).not.toContainText('canary')
    await compared.getByRole('button', { name: 'Show: API_TOKEN' }).last().click()
    await expect(compared).toContainText('canary-22')
    await pictures(page, 'history-02-compare')
    await page.getByRole('button', { name: 'Close' }).click()
  })

  test('is pinned, named and searched', async () => {
    await version(page, 2).getByRole('button', { name: 'Pin version 2' }).click()
    await version(page, 2).getByRole('button', { name: 'Details' }).click()
    await version(page, 2).getByLabel('Name').fill('before the fair')
    await version(page, 2).getByRole('button', { name: 'Save' }).click()
    await page.getByPlaceholder('Search versions').fill('fair')
    await expect(versions(page)).toHaveCount(1)
    await expect(versions(page)).toContainText('before the fair')
    await page.getByPlaceholder('Search versions').fill('')
    await expect(versions(page)).toHaveCount(4)
  })

  test('goes back to an image alone, and to a whole version', async () => {
    await rollBack(page, 1, 'Its image only')
    // The CLI writes the variables in no order.
    const { Image, Env = [] } = inspect('book')
    expect([Image, ...[...Env].sort()]).toEqual(['demo:v1', 'API_TOKEN=canary-22', 'MODE=b'])
    await rollBack(page, 1)
    expect(inspect('book')).toMatchObject({ Image: 'demo:v1', Env: ['MODE=a', 'API_TOKEN=canary-11'] })
    await page.getByRole('tab', { name: 'History' }).click()
    await expect(versions(page).first()).toContainText('restores version 1')
  })

  test('knows after a restart what was done meanwhile', async () => {
    await quitSkep(skep)
    cli('service', 'update', '-d', '--image', 'demo:v3', '--no-resolve-image', 'book')
    skep = await open('Lab', skep.userData)
    page = skep.page
    await openHistory(page)
    await expect(versions(page).first()).toContainText('demo:v3')
    await expect(versions(page).first()).toContainText('seen after a gap')
    await expect(versions(page)).toHaveCount(7)
    await pictures(page, 'history-03-gap')
  })

  test('is told to a colleague’s Skep through the cluster, once a person switched that on', async () => {
    await page.getByRole('button', { name: 'Shared journal…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Shared journal of Lab' })
    await expect(dialog).toContainText('in part, without values that look secret')
    await pictures(page, 'history-04-shared')
    await dialog.getByRole('button', { name: 'Write to the cluster' }).click()
    await expect(dialog).toContainText('Everything that this Skep knows is there.', { timeout: 60_000 })
    await page.keyboard.press('Escape')
    const configs = cli('config', 'ls', '--format', '{{.Name}}').split('\n')
    const written = configs.find((name) => name.startsWith('skep-history-')) ?? ''
    expect(cli('config', 'inspect', '--format', '{{json .Spec.Labels}}', written)).toBe(
      '{"io.skep.history":"1"}'
    )
    const colleague = await open('Theirs', mkdtempSync(join(tmpdir(), 'skep-data-')))
    try {
      await openHistory(colleague.page)
      await expect(versions(colleague.page).nth(1)).toContainText('with Skep')
      await expect(versions(colleague.page).filter({ hasText: 'before the fair' })).toHaveCount(1)
      await expect(colleague.page.getByRole('list', { name: 'Versions' })).toContainText(
        'told by another Skep'
      )
      await pictures(colleague.page, 'history-05-colleague')
    } finally {
      await quitSkep(colleague)
    }
    await page.getByRole('button', { name: 'Shared journal…' }).click()
    await dialog.getByRole('button', { name: 'Remove all of it…' }).click()
    await dialog.getByRole('button', { name: 'Remove from the cluster' }).click()
    await expect(dialog).toContainText('There is nothing in the cluster yet.')
    await page.keyboard.press('Escape')
    expect(cli('config', 'ls', '--format', '{{.Name}}')).not.toContain('skep-history-')
  })

  test('is told of outside of the window while the person looks elsewhere, and a click leads there', async () => {
    await page.getByRole('button', { name: 'All services' }).click()
    await skep.app.evaluate(({ Notification }) => {
      const told: Electron.Notification[] = []
      Object.assign(globalThis, { told })
      // A desktop without notifications is one too; here they are only listened to.
      Notification.isSupported = () => true
      Notification.prototype.show = function (this: Electron.Notification) {
        told.push(this)
      }
    })
    const told = () =>
      skep.app.evaluate(() =>
        (globalThis as unknown as { told: Electron.Notification[] }).told.map(({ title, body }) => [
          title,
          body
        ])
      )
    const bad = [
      '--image',
      'demo:bad',
      '--no-resolve-image',
      '--update-failure-action',
      'rollback',
      '--update-monitor',
      '5s'
    ]
    cli('service', 'update', '-d', ...bad, 'book')
    await expect
      .poll(told, { timeout: 60_000 })
      .toEqual([['book · Lab', 'Rolled back. The update did not succeed.']])
    await skep.app.evaluate(() => {
      ;(globalThis as unknown as { told: Electron.Notification[] }).told[0]?.emit('click')
    })
    await expect(page.getByRole('heading', { name: 'book', level: 1 })).toBeVisible()
    await expect(rollout(page)).toContainText('Rolled back')
  })

  test('of a stack that the CLI deployed has its releases, and goes back to one in waves', async () => {
    const file = join(skep.userData, 'fair.yml')
    const deploy = (tag: string) => {
      const config = { parallelism: 1, monitor: '1s' }
      const service = { image: `demo:${tag}`, deploy: { update_config: config }, stop_grace_period: '1s' }
      const front = { ...service, environment: ['BACK=http://back:8080'] }
      // JSON is YAML too.
      writeFileSync(file, JSON.stringify({ version: '3.8', services: { back: service, front } }))
      cli('stack', 'deploy', '--resolve-image', 'never', '-c', file, 'fair')
    }
    await page.getByRole('button', { name: 'All services' }).click()
    deploy('v1')
    await expect(row(page, 'fair_back')).toContainText('Steady', { timeout: 60_000 })
    await expect(row(page, 'fair_front')).toContainText('Steady', { timeout: 60_000 })
    deploy('v2')
    await page.getByRole('button', { name: 'fair', exact: true }).click()
    const releases = page.getByRole('list', { name: 'Releases' }).locator(':scope > li')
    await expect(releases).toHaveCount(2, { timeout: 60_000 })
    await expect(releases.first()).toContainText('Succeeded', { timeout: 60_000 })
    await page.getByRole('button', { name: 'Roll back to release 1' }).click()
    await expect(plan(page)).toContainText('2 services are changed in 2 waves.')
    await pictures(page, 'history-06-stack-plan')
    await plan(page).getByRole('button', { name: 'Apply, beginning with wave 1 of 2' }).click()
    const operation = page.getByRole('region', { name: 'Roll back of the stack' })
    await expect(operation).toContainText('Back at release 1: every service is verified', { timeout: 90_000 })
    await pictures(page, 'history-07-stack-back')
    expect(inspect('fair_back').Image).toBe('demo:v1')
    expect(inspect('fair_front').Image).toBe('demo:v1')
    cli('stack', 'rm', 'fair')
  })
})
