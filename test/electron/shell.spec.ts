import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { openDemo } from '../support/window'
import { followLink, launchSkep, quitSkep, speak, type Launched } from './launch'

test.describe.serial('the menu, links from outside, and what is kept of the window', () => {
  let skep: Launched
  let page: Page

  test.beforeAll(async () => {
    skep = await launchSkep()
    page = skep.page
    await openDemo(page)
  })
  test.afterAll(() => quitSkep(skep))

  const heading = (name: string) => page.getByRole('heading', { level: 1, name, exact: true })
  /** The labels of the menu bar, or of one menu of it, each with whether it can be chosen. */
  const labels = (menu?: number) =>
    skep.app.evaluate(({ Menu }, at) => {
      const bar = Menu.getApplicationMenu()!
      const { items } = at === undefined ? bar : bar.items[at]!.submenu!
      return items.map(({ label, enabled }) => (enabled ? label : `(${label})`))
    }, menu)
  const choose = (id: string) =>
    skep.app.evaluate(({ Menu }, item) => Menu.getApplicationMenu()!.getMenuItemById(item)!.click(), id)
  const shape = () =>
    skep.app.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows()
      return { ...window!.getBounds(), zoom: window!.webContents.getZoomFactor() }
    })

  test('the menu speaks the language of the window, and knows what is shown', async () => {
    expect(await labels()).toEqual(['&File', '&Edit', '&View', '&Go', '&Service', '&Help'])
    expect(await labels(4)).toContain('(Logs)')
    await page
      .getByRole('row', { name: /^mailer\b/ })
      .getByRole('button')
      .click()
    await expect.poll(() => labels(4)).toContain('Logs')
    await choose('logs')
    await expect(page.getByRole('tab', { name: 'Logs' })).toHaveAttribute('aria-selected', 'true')
    await speak(page, 'fr')
    await expect
      .poll(() => labels())
      .toEqual(['&Fichier', 'É&dition', '&Affichage', 'A&ller', '&Service', 'A&ide'])
    expect(await labels(1)).toEqual([
      'Annuler',
      'Rétablir',
      '',
      'Couper',
      'Copier',
      'Coller',
      'Tout sélectionner'
    ])
    await speak(page, 'en')
    await choose('back')
    await expect(heading('Demo')).toBeVisible()
  })

  test('a link that another start brings opens the service, and never another page', async () => {
    const url = page.url()
    await followLink(skep, 'skep://demo/shop_web')
    await expect(heading('shop_web')).toBeVisible()
    await followLink(skep, 'skep://Nowhere/shop_web')
    await expect(page.getByRole('alert')).toContainText('The link leads to a context “Nowhere”')
    await followLink(skep, 'skep://app/index.html')
    await expect(page.getByRole('alert')).toContainText('The link leads to a context “app”')
    await expect(heading('shop_web')).toBeVisible()
    expect(page.url()).toBe(url)
  })

  test('zoom and place of the window are there again after a restart', async () => {
    const place = { x: 60, y: 48, width: 1010, height: 705 }
    await skep.app.evaluate(({ BrowserWindow }, to) => BrowserWindow.getAllWindows()[0]!.setBounds(to), place)
    await choose('zoom-in')
    await expect.poll(async () => (await shape()).zoom).toBeCloseTo(1.1)
    await page.keyboard.press('Control+=')
    await expect.poll(async () => (await shape()).zoom).toBeCloseTo(1.2)
    const before = await shape()
    expect(before).toMatchObject({ width: place.width, height: place.height })
    await quitSkep(skep)
    const file = join(skep.userData, 'skep', 'window.json')
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ maximised: false, fullScreen: false })
    expect(statSync(file).mode & 0o777).toBe(0o600)
    skep = await launchSkep(skep.userData)
    page = skep.page
    await expect.poll(shape).toEqual(before)
  })

  test('a link starts the app where it leads', async () => {
    await quitSkep(skep)
    skep = await launchSkep(skep.userData, {}, ['skep://Demo/mailer'])
    page = skep.page
    await expect(heading('mailer')).toBeVisible()
  })
})
