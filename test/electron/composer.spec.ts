import { writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { docker } from '../lab/engine'
import { launchSkep, pictures, quitSkep, type Launched } from './launch'

const lab = JSON.parse(process.env['SKEP_LAB'] ?? '{}') as {
  production: { socket: string }
  registry: { host: string; username: string; password: string }
}
const cli = (...args: string[]) => docker(lab.production.socket, 'service', ...args)

interface Inspected {
  readonly Version: { readonly Index: number }
  readonly Spec: Record<string, unknown> & {
    readonly TaskTemplate: { readonly ContainerSpec: Record<string, unknown> }
    readonly UpdateConfig?: Record<string, unknown>
  }
}
const inspect = (name: string) => (JSON.parse(cli('inspect', name)) as [Inspected])[0]

/** One request of the Engine API, as another tool makes it. */
function engine(method: string, path: string, body?: object): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { 'Content-Type': 'application/json' }
    const call = request({ socketPath: lab.production.socket, method, path, headers }, (answer) => {
      const parts: Buffer[] = []
      answer.on('data', (part: Buffer) => parts.push(part))
      answer.on('end', () => {
        const text = Buffer.concat(parts).toString()
        if (answer.statusCode === 200) resolve(text)
        else reject(new Error(text))
      })
    })
    call.on('error', reject)
    call.end(body && JSON.stringify(body))
  })
}

const plan = (page: Page) => page.getByRole('region', { name: 'Plan' })
const rollout = (page: Page) => page.getByRole('region', { name: 'Rollout', exact: true })
const row = (page: Page, name: string) =>
  page.getByRole('table', { name: 'Services' }).getByRole('row', { name: new RegExp(`^${name}\\b`) })

async function compose(page: Page, name: string): Promise<void> {
  const back = page.getByRole('button', { name: 'All services' })
  if (await back.isVisible()) await back.click()
  await row(page, name).getByRole('button').click()
  await page.getByRole('tab', { name: 'Update', exact: true }).click()
}

const review = (page: Page) => page.getByRole('button', { name: 'Review' }).click()

async function apply(page: Page): Promise<void> {
  await plan(page).getByRole('button', { name: 'Apply' }).click()
  await expect(plan(page)).toHaveCount(0)
}

test.describe.serial('an update is composed in a real window for a real swarm', () => {
  let skep: Launched
  let page: Page

  test.beforeAll(async () => {
    const quick = ['--update-monitor', '1s', '--update-delay', '0s', '--stop-grace-period', '1s', '-d']
    for (const name of ['desk', 'lamp', 'door'])
      cli(
        'create',
        ...quick,
        '--no-resolve-image',
        '--replicas',
        '2',
        '--label',
        'team=a',
        '--name',
        name,
        'demo:v1'
      )
    skep = await launchSkep()
    page = skep.page
    await page.getByRole('button', { name: 'Add a context' }).first().click()
    const form = page.getByRole('dialog', { name: 'Add a context' })
    await form.getByLabel('Name', { exact: true }).fill('Lab')
    await form.getByLabel('Socket path').fill(lab.production.socket)
    await form.getByLabel('Mode').selectOption('full')
    await form.getByRole('button', { name: 'Save and connect' }).click()
    await expect(row(page, 'desk')).toContainText('2/2')
  })

  test.afterAll(async () => {
    await quitSkep(skep)
    for (const name of ['desk', 'lamp', 'door']) cli('rm', name)
  })

  test('the common update is an image and a policy, by keyboard alone', async () => {
    await page.keyboard.press('Control+k')
    await page.keyboard.type('desk')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: 'desk', level: 1 })).toBeVisible()
    await page.keyboard.press('u')
    const image = page.getByLabel('Image', { exact: true })
    await image.focus()
    await page.keyboard.press('Control+a')
    await page.keyboard.type('demo:v2')
    await page.getByLabel('Use a policy').focus()
    await page.keyboard.type('Fast')
    await expect(page.getByLabel('Delay', { exact: true })).toHaveValue('0s')
    await image.focus()
    await page.keyboard.press('Enter')
    await expect(plan(page)).toBeVisible()
    await expect(plan(page)).toContainText('Replaces 2 tasks')
    await expect(plan(page)).toContainText('--update-parallelism 4')
    await pictures(page, 'composer-01-plan')
    await plan(page).getByRole('button', { name: 'Apply' }).focus()
    await page.keyboard.press('Enter')
    await expect(rollout(page)).toContainText('All 2 run this version, verified', { timeout: 60_000 })
    const { Spec } = inspect('desk')
    expect(Spec.TaskTemplate.ContainerSpec['Image']).toBe('demo:v2')
    expect(Spec.UpdateConfig).toMatchObject({ Parallelism: 4, Monitor: 10e9, FailureAction: 'rollback' })
  })

  test('any other setting is found by a word; what cannot be sent is said where it is typed', async () => {
    await compose(page, 'lamp')
    const search = page.getByLabel('Search settings')
    await search.fill('grace')
    await page.getByLabel('Stop grace period').fill('soon')
    await expect(page.getByRole('button', { name: 'Review' })).toBeDisabled()
    await page.getByLabel('Stop grace period').fill('1m30s')
    await search.fill('--limit-memory')
    await page.getByLabel('Memory limit').fill('96MiB')
    await search.fill('--label')
    await page.getByRole('button', { name: 'Add a label' }).click()
    await page.getByLabel('Name', { exact: true }).fill('tier')
    await page.getByLabel('Value', { exact: true }).fill('front')
    await review(page)
    await expect(plan(page)).toContainText('--stop-grace-period 1m30s')
    await apply(page)
    await expect(rollout(page)).toContainText('All 2 run this version, verified', { timeout: 60_000 })
    const { Spec } = inspect('lamp')
    expect(Spec).toMatchObject({ Labels: { team: 'a', tier: 'front' } })
    expect(Spec.TaskTemplate).toMatchObject({
      ContainerSpec: { StopGracePeriod: 90e9 },
      Resources: { Limits: { MemoryBytes: 96 * 1024 ** 2 } }
    })
  })

  test('what is typed is there again after a restart, and is planned on top of what others did meanwhile', async () => {
    await compose(page, 'door')
    await page.getByLabel('Image', { exact: true }).fill('demo:v2')
    await page.getByLabel('Delay', { exact: true }).fill('3s')
    await expect(page.getByRole('button', { name: 'Discard changes' })).toBeVisible()
    // Main writes it down within a second; there is nothing to see of that.
    await page.waitForTimeout(1500)
    await quitSkep(skep)
    skep = await launchSkep(skep.userData)
    page = skep.page
    await compose(page, 'door')
    await expect(page.getByText('Typed before Skep was started again')).toBeVisible()
    await expect(page.getByLabel('Image', { exact: true })).toHaveValue('demo:v2')
    await review(page)
    cli('update', '-d', '--label-add', 'by=someone', 'door')
    const conflict = plan(page).getByRole('region', { name: 'door was changed after this review' })
    await expect(conflict.getByRole('row', { name: /label by/ })).toContainText('someone')
    await conflict.getByRole('button', { name: 'Plan again on top of it' }).click()
    await expect(conflict).toHaveCount(0)
    await apply(page)
    await expect(rollout(page)).toContainText('All 2 run this version, verified', { timeout: 60_000 })
    expect(inspect('door').Spec).toMatchObject({
      Labels: { by: 'someone', team: 'a' },
      UpdateConfig: { Delay: 3e9 },
      TaskTemplate: { ContainerSpec: { Image: 'demo:v2' } }
    })
  })

  test('a policy that another tool erased is put back from the history', async () => {
    // As the engine tells it: the CLI prints more than is in the spec, and tasks would be made anew.
    const { Version, Spec } = JSON.parse(await engine('GET', '/services/door')) as Inspected
    const without = Object.fromEntries(Object.entries(Spec).filter(([key]) => key !== 'UpdateConfig'))
    await engine('POST', `/services/door/update?version=${String(Version.Index)}`, without)
    await compose(page, 'door')
    await expect(page.getByText('The service lost its update policy')).toBeVisible()
    await pictures(page, 'composer-02-lost-policy')
    await page.getByRole('button', { name: 'Repair' }).click()
    await review(page)
    await expect(plan(page)).toContainText('No task restarts.')
    await apply(page)
    await expect.poll(() => inspect('door').Spec.UpdateConfig).toMatchObject({ Delay: 3e9, Monitor: 1e9 })
  })

  test('an image of a private registry is chosen from its tags, pinned, and pulled with this machine’s login', async () => {
    const { host, username, password } = lab.registry
    const auth = Buffer.from(`${username}:${password}`).toString('base64')
    writeFileSync(
      join(skep.userData, 'docker', 'config.json'),
      JSON.stringify({ auths: { [host]: { auth } } })
    )
    await compose(page, 'desk')
    const image = page.getByRole('combobox', { name: 'Image', exact: true })
    await image.fill(`${host}/shop/web:`)
    await page.keyboard.press('ArrowDown')
    await expect(page.getByRole('listbox').getByRole('option')).toHaveCount(3)
    await pictures(page, 'composer-03-tags')
    await page.getByRole('listbox').getByRole('option', { name: /v3/ }).click()
    await expect(image).toHaveValue(`${host}/shop/web:v3`)
    await page.getByLabel(/Send this machine’s registry login/).check()
    await review(page)
    await expect(plan(page)).toContainText('@sha256:')
    await expect(plan(page)).toContainText('--with-registry-auth')
    await pictures(page, 'composer-04-private')
    await apply(page)
    await expect(rollout(page)).toContainText('All 2 run this version, verified', { timeout: 60_000 })
    expect(inspect('desk').Spec.TaskTemplate.ContainerSpec['Image']).toMatch(
      new RegExp(`^${host.replaceAll('.', '\\.')}/shop/web:v3@sha256:[0-9a-f]{64}$`)
    )
  })

  test('a policy of one’s own is kept, is where updates begin, and is given to services that need it', async () => {
    await page.keyboard.press('Escape')
    await page.keyboard.press('p')
    await page.getByRole('button', { name: 'New policy' }).click()
    const form = page.getByRole('dialog', { name: 'New policy' })
    await form.getByLabel('Name', { exact: true }).fill('Night')
    await form.getByLabel('Parallelism', { exact: true }).fill('1')
    await form.getByLabel('Delay', { exact: true }).fill('7s')
    await form.getByRole('button', { name: 'Save' }).click()
    await page.getByLabel('Policy for updates on Lab').selectOption('Night')
    await page.getByRole('button', { name: 'Give Night to services' }).click()
    await page.getByLabel('All 3 that are shown').check()
    await review(page)
    await expect(plan(page)).toContainText('Night for 3 services on Lab')
    await pictures(page, 'composer-05-give')
    const tasks = () => cli('ps', '-q', '--no-trunc', 'desk', 'lamp', 'door')
    const before = tasks()
    await plan(page).getByRole('button', { name: 'Apply to 3 services' }).click()
    await expect(page.getByRole('region', { name: 'Outcome' })).toContainText(
      '3 services have the policy now'
    )
    for (const name of ['desk', 'lamp', 'door'])
      expect(inspect(name).Spec.UpdateConfig).toMatchObject({ Parallelism: 1, Delay: 7e9 })
    expect(tasks()).toBe(before)
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: /^Lab/ }).click()
    cli('update', '-d', '--update-delay', '1s', 'lamp')
    await compose(page, 'lamp')
    await expect(page.getByLabel('Use a policy')).toHaveValue('Night')
    await expect(page.getByText('The default of Lab')).toBeVisible()
  })
})
