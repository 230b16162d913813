import { expect, test, type Page } from '@playwright/test'
import { docker } from '../lab/engine'
import { connect, launchSkep, pictures, quitSkep, type Launched } from './launch'

const lab = JSON.parse(process.env['SKEP_LAB'] ?? '{}') as {
  production: { socket: string }
  staging: { socket: string }
}
const cli = (...args: string[]) => docker(lab.production.socket, ...args)
const quick = ['--update-monitor', '2s', '--stop-grace-period', '1s', '--no-resolve-image', '-d']

/** The ids of a service's tasks that shall run an image. */
const tasksOf = (service: string, image: string): readonly string[] =>
  cli('service', 'ps', '-q', '--no-trunc', '-f', 'desired-state=running', service)
    .split('\n')
    .filter((id) => id !== '')
    .filter((id) => cli('inspect', '-f', '{{.Spec.ContainerSpec.Image}}', id) === image)

const indexOf = (service: string) => Number(cli('service', 'inspect', '-f', '{{.Version.Index}}', service))

const row = (page: Page, name: string) =>
  page.getByRole('table', { name: 'Services' }).getByRole('row', { name: new RegExp(`^${name}\\b`) })
const plan = (page: Page) => page.getByRole('region', { name: 'Plan' })
const rollout = (page: Page) => page.getByRole('region', { name: 'Rollout', exact: true })
const decisions = (page: Page) => page.getByRole('region', { name: 'Decisions' })
const long = { timeout: 60_000 }

test.describe.serial('rollouts on a real swarm, in a real window', () => {
  let skep: Launched
  let page: Page

  /** Makes a service of some slots and opens its page. */
  async function service(name: string, replicas: number, ...more: string[]): Promise<void> {
    cli('service', 'create', ...quick, ...more, '--replicas', String(replicas), '--name', name, 'demo:v1')
    await row(page, name).getByRole('button').click()
    await expect(rollout(page)).toContainText(/verified/, long)
  }

  /** Leaves the page and removes its service. */
  async function done(name: string): Promise<void> {
    cli('service', 'rm', name)
    await page.getByRole('button', { name: 'All services' }).click()
    await expect(row(page, name)).toHaveCount(0, long)
  }

  async function hold(slots: string, image = 'demo:v2'): Promise<void> {
    await page.getByRole('tab', { name: 'Update', exact: true }).click()
    await page.getByLabel('Image', { exact: true }).fill(image)
    await page.getByLabel('Watch it: hold after').check()
    await page.getByLabel('Slots before the hold').fill(slots)
  }

  async function review(): Promise<void> {
    await page.getByRole('button', { name: 'Review' }).click()
    await apply()
  }

  async function apply(): Promise<void> {
    await expect(plan(page).getByRole('button', { name: 'Apply' })).toBeVisible(long)
    const anyway = plan(page).getByRole('checkbox', { name: /anyway/i })
    if (await anyway.isVisible()) await anyway.check()
    await plan(page).getByRole('button', { name: 'Apply' }).click()
  }

  /** Notes what the tray says from now on. */
  const listenToTray = () =>
    skep.app.evaluate(({ Tray }) => {
      const said: string[] = []
      Object.assign(globalThis, { said })
      const setToolTip = Tray.prototype.setToolTip
      Tray.prototype.setToolTip = function (title) {
        said.push(title)
        setToolTip.call(this, title)
      }
    })
  const traySaid = () => skep.app.evaluate(() => (globalThis as unknown as { said: string[] }).said.at(-1))

  test.beforeAll(async () => {
    skep = await launchSkep()
    page = skep.page
    await connect(page, 'Lab', lab.production.socket)
    await listenToTray()
  })

  test.afterAll(async () => {
    await quitSkep(skep)
    for (const name of cli('service', 'ls', '--format', '{{.Name}}').split('\n'))
      if (name.startsWith('roll-')) cli('service', 'rm', name)
  })

  test('a canary is one slot and stays one, the tray says so, and the rest follows step by step', async () => {
    await service('roll-canary', 4)
    const before = tasksOf('roll-canary', 'demo:v1')
    await hold('1')
    await review()
    await expect(decisions(page)).toContainText('Held: 1 of 4 slots run the new version, 3 wait', long)
    await expect(decisions(page)).toContainText('Skep may be closed')
    await expect.poll(traySaid, long).toBe('Skep: 1 held')
    await pictures(page, 'rollout-held')
    expect(tasksOf('roll-canary', 'demo:v2')).toHaveLength(1)
    expect(before).toEqual(expect.arrayContaining([...tasksOf('roll-canary', 'demo:v1')]))
    await decisions(page).getByLabel('Slots of the next step').fill('2')
    await decisions(page).getByRole('button', { name: 'Advance by 2' }).click()
    await apply()
    await expect(decisions(page)).toContainText('Held: 3 of 4 slots run the new version, 1 wait', long)
    expect(tasksOf('roll-canary', 'demo:v2')).toHaveLength(3)
    await decisions(page).getByRole('button', { name: 'Hand over to the cluster' }).click()
    await apply()
    await expect(rollout(page)).toContainText('All 4 run this version, verified', long)
    expect(tasksOf('roll-canary', 'demo:v2')).toHaveLength(4)
    await expect.poll(traySaid, long).toBe('Skep: no update is under way')
    await done('roll-canary')
  })

  test('a held rollout is there again after a restart, and its abort touches only the slot that changed', async () => {
    await service('roll-abort', 4)
    const before = tasksOf('roll-abort', 'demo:v1')
    await hold('1')
    await review()
    await expect(decisions(page)).toContainText('Held: 1 of 4 slots', long)
    const kept = tasksOf('roll-abort', 'demo:v1')
    await quitSkep(skep)
    skep = await launchSkep(skep.userData)
    page = skep.page
    await page.getByRole('button', { name: /^Lab/ }).click()
    await expect(row(page, 'roll-abort')).toContainText('Held', long)
    expect(tasksOf('roll-abort', 'demo:v1')).toEqual(kept)
    await row(page, 'roll-abort').getByRole('button').click()
    await expect(decisions(page)).toContainText('Held: 1 of 4 slots run the new version, 3 wait', long)
    await decisions(page).getByRole('button', { name: 'Abort, and go back' }).click()
    await expect(plan(page)).toContainText('Replaces 1 task')
    await apply()
    await expect(rollout(page)).toContainText('All 4 run this version, verified', long)
    const after = tasksOf('roll-abort', 'demo:v1')
    expect(after).toHaveLength(4)
    expect(after).toEqual(expect.arrayContaining([...kept]))
    expect(kept).toHaveLength(3)
    expect(before).toEqual(expect.arrayContaining([...kept]))
    await page.getByRole('tab', { name: 'History' }).click()
    const aborted = page.getByRole('article', { name: 'Version 2', exact: true })
    await expect(aborted).toContainText('demo:v2')
    await expect(aborted).not.toContainText('Succeeded')
    await done('roll-abort')
  })

  test('a gate that is breached goes back by itself, as was chosen before', async () => {
    await service('roll-gate', 3)
    await hold('1')
    await page.getByLabel('Watch it by gates').check()
    await page.getByLabel('Look at the logs of new tasks').check()
    await page.getByLabel('Pattern', { exact: true }).fill('starting')
    await page.getByLabel('Watch each step for').fill('30m')
    await page.getByLabel('If a gate is breached').selectOption('go back at once')
    await review()
    await expect.poll(() => tasksOf('roll-gate', 'demo:v1').length, { timeout: 90_000 }).toBe(3)
    await expect(rollout(page)).toContainText('All 3 run this version, verified', { timeout: 90_000 })
    await page.getByRole('tab', { name: 'History' }).click()
    await expect(page.getByRole('article', { name: 'Version 2', exact: true })).not.toContainText('Succeeded')
    await done('roll-gate')
  })

  test('in an emergency two keys bring everything back at once, by one write', async () => {
    await service('roll-emergency', 3, '--update-delay', '60s')
    cli('service', 'update', '-d', '--no-resolve-image', '--image', 'demo:v2', 'roll-emergency')
    await expect(rollout(page)).toContainText('of 3 run the new spec', long)
    await expect.poll(() => tasksOf('roll-emergency', 'demo:v2').length, long).toBeGreaterThan(0)
    await page.getByRole('heading', { level: 1 }).focus()
    await page.keyboard.press('Shift+R')
    const dialog = page.getByRole('dialog')
    await expect(dialog.locator('button[type="submit"]')).toBeFocused(long)
    await pictures(page, 'rollout-emergency')
    const writes: string[] = []
    const events = await skep.page.evaluateHandle(() => {
      const seen: unknown[] = []
      const { skep: bridge } = window as unknown as {
        skep: { listen(fn: (one: { name: string; payload: unknown }) => void): void }
      }
      bridge.listen((one) => {
        if (one.name === 'update.changed') seen.push(one.payload)
      })
      return seen
    })
    await page.keyboard.press('Enter')
    await expect(dialog).toBeHidden(long)
    await expect.poll(() => tasksOf('roll-emergency', 'demo:v1').length, long).toBe(3)
    for (const record of (await events.jsonValue()) as { update: string }[]) writes.push(record.update)
    expect(new Set(writes).size).toBe(1)
    await expect(rollout(page)).toContainText('All 3 run this version, verified', long)
    await done('roll-emergency')
  })

  test('a crashing update begun by the CLI is told as paused, with its reason and its log, and taken back', async () => {
    await service('roll-outside', 3, '--restart-delay', '1s')
    cli('service', 'update', '-d', '--no-resolve-image', '--image', 'demo:bad', 'roll-outside')
    await expect(rollout(page)).toContainText('Paused after a failure', long)
    await expect(rollout(page)).toContainText('exit code 1')
    const log = rollout(page).getByRole('region', { name: /^Log of roll-outside\./ })
    await expect(log.getByRole('group', { name: 'Newest lines' }).locator('p').first()).toBeVisible(long)
    await expect(rollout(page)).not.toContainText(/succeeded/i)
    await pictures(page, 'rollout-paused')
    const index = indexOf('roll-outside')
    await page.getByRole('button', { name: 'Roll back to version 1' }).first().click()
    await apply()
    await expect(rollout(page)).toContainText('All 3 run this version, verified', long)
    expect(tasksOf('roll-outside', 'demo:v1')).toHaveLength(3)
    expect(indexOf('roll-outside')).toBeGreaterThan(index)
    await page.getByRole('tab', { name: 'History' }).click()
    await expect(page.getByRole('article', { name: 'Version 2', exact: true })).not.toContainText('Succeeded')
    await done('roll-outside')
  })

  test('before an image goes to production, what became of it in staging is told', async () => {
    const bench = (...args: string[]) => docker(lab.staging.socket, ...args)
    bench('service', 'create', ...quick, '--name', 'roll-bench', 'demo:v1')
    await connect(page, 'Bench', lab.staging.socket, 'staging')
    await row(page, 'roll-bench').getByRole('button').click()
    await expect(rollout(page)).toContainText('verified', long)
    for (const [image, end] of [
      ['demo:v3', 'Runs this version, verified'],
      ['demo:bad', 'Paused after a failure']
    ] as const) {
      bench('service', 'update', '-d', '--no-resolve-image', '--image', image, 'roll-bench')
      await expect(rollout(page)).toContainText(end, long)
    }
    await page.getByRole('button', { name: /^Lab/ }).click()
    await page.getByRole('button', { name: 'Edit', exact: true }).click()
    const form = page.getByRole('dialog')
    await form.getByLabel('Environment').selectOption('production')
    await form.getByRole('button', { name: 'Save', exact: true }).click()
    await expect(form).toBeHidden()
    await service('roll-prod', 1)
    await page.getByRole('tab', { name: 'Update', exact: true }).click()
    for (const [image, said] of [
      ['demo:v3', 'An image of this name and tag ran in staging (“Bench”)'],
      ['demo:v2', 'was not seen to run in staging (Bench)'],
      ['demo:bad', 'This image failed in staging (“Bench”)']
    ] as const) {
      await page.getByLabel('Image', { exact: true }).fill(image)
      await page.getByRole('button', { name: 'Review' }).click()
      await expect(plan(page)).toContainText(said, long)
      await plan(page).getByRole('button', { name: 'Back to editing' }).click()
    }
    await page.getByRole('button', { name: 'Discard changes' }).click()
    bench('service', 'rm', 'roll-bench')
    await done('roll-prod')
  })
})
