import { readFileSync } from 'node:fs'
import { createServer, connect } from 'node:net'
import { expect, test, type Page } from '@playwright/test'
import { docker } from '../lab/engine'
import { launchSkep, pictures, quitSkep, speak, type Launched } from './launch'

const lab = JSON.parse(process.env['SKEP_LAB'] ?? '{}') as Record<
  'production' | 'staging' | 'plain',
  { socket: string }
>

async function addContext(
  page: Page,
  name: string,
  fill: (page: Page) => Promise<void>,
  environment = 'dev'
): Promise<void> {
  await page.getByRole('button', { name: 'Add a context' }).first().click()
  const form = page.getByRole('dialog', { name: 'Add a context' })
  await form.getByLabel('Name', { exact: true }).fill(name)
  await fill(page)
  await form.getByLabel('Environment').selectOption(environment)
  await form.getByLabel('Mode').selectOption('full')
  await form.getByRole('button', { name: 'Save and connect' }).click()
  await expect(form).toBeHidden()
}

const unix = (path: string) => (page: Page) => page.getByLabel('Socket path').fill(path)
const row = (page: Page, name: string) =>
  page.getByRole('table', { name: 'Services' }).getByRole('row', { name: new RegExp(`^${name}\\b`) })
const openTab = (page: Page, name: string) => page.getByRole('tab', { name, exact: true }).click()
const rollout = (page: Page) => page.getByRole('region', { name: 'Rollout' })
const versions = (page: Page) => page.getByRole('list', { name: 'Versions' }).locator(':scope > li')

test.describe.serial('a real update and a real rollback, in a real window, on real swarms', () => {
  let skep: Launched
  let page: Page

  test.beforeAll(async () => {
    const policy = [
      '--update-monitor',
      '2s',
      '--update-delay',
      '500ms',
      '--stop-grace-period',
      '2s',
      '--no-resolve-image',
      '-d'
    ]
    docker(
      lab.production.socket,
      'service',
      'create',
      ...policy,
      '--name',
      'web',
      '--replicas',
      '3',
      '--env',
      'API_TOKEN=canary-8f3a',
      'demo:v1'
    )
    docker(lab.staging.socket, 'service', 'create', ...policy, '--name', 'api', '--replicas', '2', 'demo:v1')
    skep = await launchSkep()
    page = skep.page
  })

  test.afterAll(async () => {
    await quitSkep(skep)
  })

  test('runs with the renderer in its sandbox, as an ordinary user', async () => {
    expect(process.getuid?.()).not.toBe(0)
    const { pid, preferences } = await skep.app.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows()
      const contents = window!.webContents as Electron.WebContents & {
        getLastWebPreferences(): Record<string, unknown>
      }
      return { pid: contents.getOSProcessId(), preferences: contents.getLastWebPreferences() }
    })
    expect(readFileSync(`/proc/${String(pid)}/status`, 'utf8')).toMatch(/^Seccomp:\s+2$/m)
    expect(preferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false
    })
    expect(
      await page.evaluate(() => [
        Object.keys(window.skep).sort(),
        typeof (globalThis as Record<string, unknown>)['require']
      ])
    ).toEqual([['call', 'listen'], 'undefined'])
  })

  test('connects two swarms at once, one through its socket and one through plain tcp on loopback', async () => {
    await pictures(page, '01-first-start')
    await addContext(page, 'Production', unix(lab.production.socket), 'production')
    await expect(row(page, 'web')).toContainText('3/3')
    const proxy = createServer((client) => {
      const engine = connect(lab.staging.socket)
      client.pipe(engine).pipe(client)
      for (const end of [client, engine])
        end.on('error', () => [client, engine].forEach((stream) => stream.destroy()))
    })
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
    const { port } = proxy.address() as { port: number }
    await addContext(
      page,
      'Staging',
      async () => {
        await page.getByLabel('Connection').selectOption('tcp')
        await page.getByLabel('Host').fill('127.0.0.1')
        await page.getByLabel('Port').fill(String(port))
      },
      'staging'
    )
    await expect(row(page, 'api')).toContainText('2/2')
    const contexts = page.getByRole('navigation', { name: 'Contexts' })
    await expect(contexts.getByText('Live')).toHaveCount(2)
    proxy.unref()
  })

  test('says what is wrong with a wrong socket and with an engine outside a swarm', async () => {
    await addContext(page, 'Nowhere', unix('/var/tmp/no-such.sock'))
    await expect(page.getByText('There is no socket at unix:///var/tmp/no-such.sock')).toBeVisible()
    await pictures(page, '02-no-socket')
    await page.getByRole('button', { name: 'Remove' }).click()
    await addContext(page, 'Alone', unix(lab.plain.socket))
    await expect(page.getByText('This engine is not part of a swarm.')).toBeVisible()
    await page.getByRole('button', { name: 'Remove' }).click()
  })

  test('follows what the Docker CLI does without a reload', async () => {
    await page
      .getByRole('navigation', { name: 'Contexts' })
      .getByRole('button', { name: /^Production/ })
      .click()
    docker(
      lab.production.socket,
      'service',
      'create',
      '-d',
      '--no-resolve-image',
      '--name',
      'helper',
      'demo:v2'
    )
    await expect(row(page, 'helper')).toContainText('1/1')
    docker(lab.production.socket, 'service', 'scale', '-d', 'helper=2')
    await expect(row(page, 'helper')).toContainText('2/2')
    await pictures(page, '03-services')
    docker(lab.production.socket, 'service', 'rm', 'helper')
    await expect(row(page, 'helper')).toHaveCount(0)
  })

  test('reviews a plan and applies exactly that', async () => {
    await row(page, 'web').getByRole('button').click()
    await openTab(page, 'Update')
    await page.getByLabel('Image', { exact: true }).fill('demo:v2')
    await page.getByLabel('Delay', { exact: true }).fill('1s')
    await page.getByLabel('Monitor', { exact: true }).fill('nonsense')
    await expect(page.getByRole('button', { name: 'Review' })).toBeDisabled()
    await page.getByLabel('Monitor', { exact: true }).fill('3s')
    await page.getByLabel('Order', { exact: true }).selectOption('start-first')
    await page.getByRole('button', { name: 'Review' }).click()
    const plan = page.getByRole('region', { name: 'Plan' })
    await expect(plan).toContainText('Replaces 3 tasks in 3 batches')
    await expect(plan).toContainText(
      'docker service update --image demo:v2 --no-resolve-image --update-delay 1s --update-monitor 3s --update-order start-first web'
    )
    await expect(plan).not.toContainText('canary-8f3a')
    await pictures(page, '04-plan')
    await expect(plan.getByRole('button', { name: 'Apply' })).toBeDisabled()
    await plan.getByLabel(/type web to apply/).fill('web')
    await plan.getByRole('button', { name: 'Apply' }).click()
    await expect(rollout(page).getByRole('heading', { level: 2 })).toContainText('of 3 run the new spec')
    await expect(
      rollout(page)
        .getByRole('list', { name: 'Slots' })
        .getByRole('button', { name: /verifying|starting/ })
        .first()
    ).toBeVisible()
    await pictures(page, '05-rollout')
    await expect(rollout(page)).toContainText('All 3 run this version, verified', { timeout: 60_000 })
    await pictures(page, '06-succeeded')
    const spec = JSON.parse(docker(lab.production.socket, 'service', 'inspect', 'web'))[0].Spec
    expect(spec.TaskTemplate.ContainerSpec.Image).toBe('demo:v2')
    expect(spec.TaskTemplate.ContainerSpec.Env).toEqual(['API_TOKEN=canary-8f3a'])
    expect(spec.UpdateConfig).toMatchObject({
      Delay: 1e9,
      Monitor: 3e9,
      Order: 'start-first',
      FailureAction: 'pause'
    })
  })

  test('refuses a plan when someone else changed the service after the review, and loses nothing', async () => {
    await openTab(page, 'Update')
    await page.getByLabel('Image', { exact: true }).fill('demo:v3')
    await page.getByLabel('Delay', { exact: true }).fill('4s')
    await page.getByRole('button', { name: 'Review' }).click()
    const plan = page.getByRole('region', { name: 'Plan' })
    const foreign = ['--label-add', 'by=someone', '--update-delay', '2s']
    docker(lab.production.socket, 'service', 'update', '-d', ...foreign, 'web')
    const conflict = plan.getByRole('region', { name: 'web was changed after this review' })
    await expect(conflict.getByRole('row', { name: /label by/ })).toContainText('someone')
    const clash = conflict.getByRole('row', { name: /delay.*both changed/ })
    await expect(clash.getByRole('cell')).toHaveText(['1s', '2s', '4s'])
    await pictures(page, '06-conflict')
    await plan.getByLabel(/type web to apply/).fill('web')
    await plan.getByRole('button', { name: 'Apply' }).click()
    await expect(plan).toContainText('changed web after your review, so nothing was sent')
    expect(
      docker(
        lab.production.socket,
        'service',
        'inspect',
        '-f',
        '{{.Spec.TaskTemplate.ContainerSpec.Image}}',
        'web'
      )
    ).toBe('demo:v2')
    await conflict.getByRole('button', { name: 'Plan again on top of it' }).click()
    await expect(plan).toContainText('--update-delay 4s')
    await expect(plan).not.toContainText('someone')
    await expect(conflict).toHaveCount(0)
    await plan.getByRole('button', { name: 'Back to editing' }).click()
    await expect(page.getByLabel('Image', { exact: true })).toHaveValue('demo:v3')
    await page.getByRole('button', { name: 'Discard changes' }).click()
  })

  test('shows a crashing image that the engine rolls back as what it was', async () => {
    await openTab(page, 'Update')
    await page.getByLabel('Image', { exact: true }).fill('demo:bad')
    await page.getByLabel('Failure action', { exact: true }).selectOption('rollback')
    await page.getByRole('button', { name: 'Review' }).click()
    const plan = page.getByRole('region', { name: 'Plan' })
    await plan.getByLabel(/type web to apply/).fill('web')
    await plan.getByRole('button', { name: 'Apply' }).click()
    await expect(rollout(page)).toContainText('Rolled back. This update did not succeed.', {
      timeout: 90_000
    })
    await expect(rollout(page)).toContainText('exit code 1')
    await pictures(page, '07-rolled-back')
    await openTab(page, 'History')
    await expect(versions(page).filter({ hasText: 'demo:bad' })).toContainText('Rolled back')
    await expect(versions(page).first()).toContainText('the engine')
  })

  test('rolls back to an earlier version as a plan of its own, and verifies it', async () => {
    await openTab(page, 'History')
    await pictures(page, '08-history')
    await versions(page).last().getByRole('button', { name: 'Roll back to this version' }).click()
    const plan = page.getByRole('region', { name: 'Plan' })
    await expect(plan).toContainText('Brings back version 1')
    await plan.getByLabel(/type web to apply/).fill('web')
    await plan.getByRole('button', { name: 'Apply' }).click()
    await expect(rollout(page)).toContainText('All 3 run this version, verified', { timeout: 60_000 })
    expect(
      docker(
        lab.production.socket,
        'service',
        'inspect',
        '-f',
        '{{.Spec.TaskTemplate.ContainerSpec.Image}}',
        'web'
      )
    ).toBe('demo:v1')
    await openTab(page, 'History')
    await expect(versions(page).first()).toContainText('restores version 1')
    await expect(versions(page).first()).toContainText('Succeeded')
  })

  test('reads the logs, in French and in the dark too', async () => {
    await openTab(page, 'Logs')
    await expect(page.getByRole('list', { name: 'Log lines' })).toContainText('starting')
    await speak(page, 'fr')
    await expect(page.getByRole('tab', { name: 'Historique' })).toBeVisible()
    await page.getByRole('tab', { name: 'Aperçu' }).click()
    await pictures(page, '09-french')
    await speak(page, 'en')
  })

  test('remembers contexts and history after a restart', async () => {
    await quitSkep(skep)
    skep = await launchSkep(skep.userData)
    page = skep.page
    await page.getByRole('button', { name: /^Production/ }).click()
    await row(page, 'web').getByRole('button').click()
    await openTab(page, 'History')
    await expect(versions(page).first()).toContainText('restores version 1')
    await expect(versions(page).filter({ hasText: 'demo:bad' })).toContainText('Rolled back')
  })

  test('says that something in it failed, and still quits', async () => {
    const said = await skep.app.evaluate(
      ({ dialog }) =>
        new Promise<string>((resolve) => {
          const open = dialog.showMessageBox.bind(dialog) as (...args: unknown[]) => Promise<never>
          dialog.showMessageBox = (...args: unknown[]) => {
            resolve(JSON.stringify(args[1]))
            return open(...args)
          }
          setImmediate(() => {
            throw new Error('canary-5d1e')
          })
        })
    )
    expect(said).toContain('Something went wrong inside Skep')
    expect(said).not.toContain('canary-5d1e')
    await quitSkep(skep)
    skep = await launchSkep(skep.userData)
  })
})
