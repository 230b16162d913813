import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, type ElectronApplication, type Page } from '@playwright/test'

export interface Launched {
  readonly app: ElectronApplication
  readonly page: Page
  readonly userData: string
}

const args = [process.cwd(), '--log-level=3']
const executable = () => execFileSync('node', ['build/electron.mjs', '--path'], { encoding: 'utf8' }).trim()
const environment = (userData: string, env: NodeJS.ProcessEnv) =>
  ({
    ...process.env,
    SKEP_USER_DATA: join(userData, 'skep'),
    DOCKER_CONFIG: join(userData, 'docker'),
    LANG: 'en_US.UTF-8',
    ...env
  }) as Record<string, string>

/** Starts the app once more with a link, as the system does when somebody follows one; waits until that start is over. */
export function followLink({ userData }: Launched, link: string): Promise<void> {
  const second = spawn(executable(), [...args, link], { env: environment(userData, {}), stdio: 'ignore' })
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => {
      second.kill('SIGKILL')
      reject(new Error('The second start does not end.'))
    }, 30_000)
    second.once('exit', () => {
      clearTimeout(late)
      resolve()
    })
  })
}

/** Opens the built app in a real Electron, sandbox on, with a data folder of its own. */
export async function launchSkep(
  userData = mkdtempSync(join(tmpdir(), 'skep-data-')),
  env: NodeJS.ProcessEnv = {},
  more: readonly string[] = []
): Promise<Launched> {
  mkdirSync(join(userData, 'docker'), { recursive: true })
  const app = await _electron.launch({
    executablePath: executable(),
    args: [...args, ...more],
    chromiumSandbox: true,
    env: environment(userData, env)
  })
  const page = await app.firstWindow()
  await page.waitForSelector('nav')
  return { app, page, userData }
}

/** Adds a context for a socket, with mode full, and connects it; one that is there already stays as it is. */
export async function connect(page: Page, name: string, socket: string, environment = 'dev'): Promise<void> {
  if (await page.getByRole('button', { name: new RegExp(`^${name}`) }).isVisible()) return
  await page.getByRole('button', { name: 'Add a context' }).first().click()
  const form = page.getByRole('dialog', { name: 'Add a context' })
  await form.getByLabel('Name', { exact: true }).fill(name)
  await form.getByLabel('Socket path').fill(socket)
  await form.getByLabel('Mode').selectOption('full')
  await form.getByLabel('Environment').selectOption(environment)
  await form.getByRole('button', { name: 'Save and connect' }).click()
  await form.waitFor({ state: 'hidden' })
}

/**
 * Quits the app as a person does and waits until its process is gone. Playwright's own close also waits until every
 * helper process of Chromium let go of its output, which some machines never see.
 */
export async function quitSkep({ app }: Launched): Promise<void> {
  const main = app.process()
  const group = main.pid ?? 0
  const gone = () => main.exitCode !== null || main.signalCode !== null
  const closed = app.close().catch(() => undefined)
  for (let waited = 0; !gone() && waited < 30_000; waited += 50) {
    // The debugger may have been too late to carry the word; this is how a session that ends tells it.
    if (waited === 10_000) main.kill('SIGTERM')
    await new Promise((next) => setTimeout(next, 50))
  }
  const left = gone() ? undefined : processes()
  try {
    // Playwright starts each app as the leader of a group of its own.
    process.kill(-group, 'SIGKILL')
  } catch {
    // Nothing of it is left.
  }
  await Promise.race([closed, new Promise((next) => setTimeout(next, 5_000))])
  if (left !== undefined) throw new Error(`Skep does not end when it is told to quit:\n${left}`)
}

/** What runs here and what it waits for, for whoever reads why an app did not end. */
function processes(): string {
  const all = execFileSync('ps', ['-eo', 'pid,ppid,stat,wchan:24,etimes,args'], { encoding: 'utf8' })
  return all
    .split('\n')
    .filter((line, at) => at === 0 || /electron/i.test(line))
    .map((line) => line.slice(0, 140))
    .join('\n')
}

/** Changes the language, as the settings page does. */
export async function speak(page: Page, language: 'en' | 'fr'): Promise<void> {
  await page.evaluate((one) => window.skep.call('settings.set', { language: one }), language)
}

/** Keeps a picture of the window in both themes. */
export async function pictures(page: Page, name: string): Promise<void> {
  const folder = process.env['SKEP_PICTURES'] ?? 'test-results/pictures'
  mkdirSync(folder, { recursive: true })
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme })
    await page.screenshot({ path: join(folder, `${name}-${theme}.png`) })
  }
  await page.emulateMedia({ colorScheme: null })
}
