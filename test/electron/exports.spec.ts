import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { launchSkep, pictures, quitSkep, type Launched } from './launch'

test.describe.serial('what is exported', () => {
  let skep: Launched
  let page: Page

  test.beforeAll(async () => {
    skep = await launchSkep()
    page = skep.page
    await page.getByRole('button', { name: 'Try with a demo cluster' }).click()
    await expect(page.getByRole('row', { name: /^shop_web/ })).toBeVisible()
  })
  test.afterAll(async () => {
    await quitSkep(skep)
  })

  const folder = () => join(skep.userData, 'skep', 'exports')
  const written = async (format: string): Promise<string> => {
    const reply = await page.evaluate((one) => window.skep.call('audit.export', { format: one }), format)
    expect(reply.ok).toBe(true)
    return ((reply as { value: unknown }).value as { path: string }).path
  }

  test('is a file below the data folder, without a dialog and for this user alone', async () => {
    for (const format of ['json', 'csv', 'html', 'pdf']) {
      const path = await written(format)
      expect(path).toBe(join(folder(), basename(path)))
      expect(basename(path)).toMatch(new RegExp(`^skep-audit-all-[0-9-]+\\.${format}$`))
      expect(statSync(path).mode & 0o777).toBe(0o600)
    }
    expect(readdirSync(folder())).toHaveLength(4)
    expect(statSync(folder()).mode & 0o777).toBe(0o700)
  })

  test('as PDF is one, with pages in it', async () => {
    const pdf = readFileSync(await written('pdf'))
    expect(pdf.subarray(0, 5).toString('latin1')).toBe('%PDF-')
    expect(pdf.subarray(-6).toString('latin1')).toContain('%%EOF')
    expect(pdf.length).toBeGreaterThan(1024)
    expect(pdf.toString('latin1')).toMatch(/\/Type ?\/Page\b/)
  })

  test('as HTML opens as a page without scripts', async () => {
    const path = await written('html')
    // In a window of its own, as a browser would show the file.
    const seen = await skep.app.evaluate(async ({ BrowserWindow }, file) => {
      const window = new BrowserWindow({ show: false, webPreferences: { javascript: false } })
      const titled = new Promise<string>((resolve) =>
        window.webContents.once('page-title-updated', (_event, title) => resolve(title))
      )
      await window.loadFile(file)
      const title = await titled
      window.destroy()
      return title
    }, path)
    expect(seen).toContain('Audit of all clusters')
    expect(readFileSync(path, 'utf8')).not.toMatch(/<script/i)
  })

  test('is shown in its folder, and kept elsewhere where the person says, for this user alone', async () => {
    const elsewhere = join(skep.userData, 'kept.csv')
    const shown = await skep.app.evaluateHandle(({ dialog, shell }, file) => {
      const calls: string[] = []
      shell.showItemInFolder = (path) => void calls.push(path)
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: file })
      return calls
    }, elsewhere)
    await page.getByRole('button', { name: 'Activity' }).click()
    await page.getByLabel('Format').selectOption('Table (CSV)')
    await page.getByRole('button', { name: 'Export', exact: true }).click()
    await expect(page.getByRole('main').getByText(/^Written to .*\.csv$/)).toBeVisible()
    await pictures(page, '30-exported')
    await page.getByRole('button', { name: 'Show in folder' }).click()
    await expect
      .poll(() => shown.jsonValue())
      .toEqual([expect.stringMatching(new RegExp(`^${folder()}/skep-audit-all-.*\\.csv$`))])
    await page.getByRole('button', { name: 'Save as…' }).click()
    await expect(page.getByText(`Written to ${elsewhere}`)).toBeAttached()
    expect(readFileSync(elsewhere, 'utf8')).toMatch(/^seq,time,cluster/)
    expect(statSync(elsewhere).mode & 0o777).toBe(0o600)
    for (const name of ['../journal.db', '/etc/passwd', 'nothing.csv']) {
      const reply = await page.evaluate((one) => window.skep.call('files.show', { name: one }), name)
      expect(reply.ok, name).toBe(false)
    }
  })
})
