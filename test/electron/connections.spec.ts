import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { docker } from '../lab/engine'
import { startSshd, type Sshd } from '../lab/sshd'
import { launchSkep, pictures, quitSkep, type Launched } from './launch'

const lab = JSON.parse(process.env['SKEP_LAB'] ?? '{}') as Record<
  'production' | 'staging',
  { socket: string }
>

/** A way to an engine that can be cut, as when a manager dies. */
function openProxy(socket: string): Promise<{ readonly port: number; cut(): void }> {
  const open = new Set<Socket>()
  const server: Server = createServer((client) => {
    const engine = connect(socket)
    client.pipe(engine).pipe(client)
    for (const end of [client, engine]) {
      open.add(end)
      end.on('error', () => [client, engine].forEach((one) => one.destroy()))
    }
  })
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () =>
      resolve({
        port: (server.address() as { port: number }).port,
        cut() {
          server.close()
          for (const socket of open) socket.destroy()
        }
      })
    )
  )
}

test.describe.serial('connections that a laptop can trust', () => {
  let folder: string
  let sshd: Sshd
  let skep: Launched
  let page: Page

  test.beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'skep-ssh-'))
    sshd = await startSshd(folder, userInfo().username)
    skep = await launchSkep(undefined, { PATH: sshd.env['PATH'] })
    page = skep.page
  })
  test.afterAll(async () => {
    await quitSkep(skep)
    await sshd.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  const form = () => page.getByRole('dialog', { name: 'Add a context' })
  const contexts = () => page.getByRole('navigation', { name: 'Contexts' })

  test('tries an ssh host, shows the fingerprint of its key, and connects when it is trusted', async () => {
    await page.getByRole('button', { name: 'Add a context' }).first().click()
    await form().getByLabel('Name', { exact: true }).fill('Over ssh')
    await form().getByLabel('Connection').selectOption('ssh')
    await form().getByLabel('Destination').fill(`${sshd.user}@127.0.0.1`)
    await form().getByLabel('Port (optional)').fill(String(sshd.port))
    await form().getByLabel('Socket there (optional)').fill(lab.staging.socket)
    await form().getByRole('button', { name: 'Test' }).click()
    const question = page.getByRole('dialog', { name: 'Do you trust this host?' })
    await expect(question).toContainText(sshd.fingerprint)
    await pictures(page, '10-host-key')
    await question.getByRole('button', { name: 'Do not connect' }).click()
    await expect(form()).toContainText('does not know the key')
    await form().getByRole('button', { name: 'Test' }).click()
    await question.getByRole('button', { name: 'Trust and connect' }).click()
    await expect(form()).toContainText('It works: Docker')
    await pictures(page, '11-context-form')
    await form().getByRole('button', { name: 'Save and connect' }).click()
    await expect(contexts().getByText('Live')).toHaveCount(1)
  })

  test('says why when the key of a host changed, and has no button to accept it', async () => {
    await sshd.changeKey()
    await page.getByRole('button', { name: 'Disconnect' }).click()
    await page.getByRole('button', { name: 'Connect', exact: true }).first().click()
    await expect(page.getByText('is not the one that this machine knows')).toBeVisible()
    await expect(page.getByRole('button', { name: /trust/i })).toHaveCount(0)
    await pictures(page, '12-key-changed')
  })

  test('goes on over another manager when the first one dies, and can be edited', async () => {
    const proxy = await openProxy(lab.production.socket)
    await page.getByRole('button', { name: 'Add a context' }).first().click()
    await form().getByLabel('Name', { exact: true }).fill('Two managers')
    await form().getByLabel('Connection').selectOption('tcp')
    await form().getByLabel('Host').fill('127.0.0.1')
    await form().getByLabel('Port').fill(String(proxy.port))
    await form().getByRole('button', { name: '+ Add a manager' }).click()
    await form().getByRole('textbox', { name: 'Manager 2' }).fill(`unix://${lab.production.socket}`)
    await form().getByRole('button', { name: 'Save and connect' }).click()
    await expect(contexts().getByText('Live')).toHaveCount(1)
    proxy.cut()
    docker(
      lab.production.socket,
      'service',
      'create',
      '-d',
      '--name',
      'after-the-cut',
      '--no-resolve-image',
      'demo:v1'
    )
    await expect(page.getByRole('row', { name: /^after-the-cut\b/ })).toContainText('1/1')
    await expect(contexts().getByText('Live')).toHaveCount(1)
    docker(lab.production.socket, 'service', 'rm', 'after-the-cut')
    await page.getByRole('button', { name: 'Edit' }).click()
    const edit = page.getByRole('dialog', { name: 'Edit Two managers' })
    await expect(edit.getByRole('textbox', { name: 'Manager 2' })).toHaveValue(
      `unix://${lab.production.socket}`
    )
    await edit.getByLabel('Name', { exact: true }).fill('One swarm')
    await edit.getByLabel('Environment').selectOption('production')
    await edit.getByRole('button', { name: 'Save', exact: true }).click()
    await expect(contexts().getByRole('button', { name: /^One swarm/ })).toContainText('Production')
    await expect(contexts().getByText('Live')).toHaveCount(1)
  })

  test('F42 is one app for one data folder: a second start ends, and brings the first to the front', async () => {
    const executablePath = execFileSync('node', ['build/electron.mjs', '--path'], { encoding: 'utf8' }).trim()
    const env = { ...process.env, SKEP_USER_DATA: join(skep.userData, 'skep') }
    const second = spawnSync(executablePath, [process.cwd(), '--log-level=3'], { env, timeout: 60_000 })
    expect(second.status).toBe(0)
    expect(await skep.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
    await expect(contexts().getByText('Live')).toHaveCount(1)
  })
})
