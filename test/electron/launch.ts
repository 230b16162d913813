import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, type ElectronApplication, type Page } from '@playwright/test'

export interface Launched {
  readonly app: ElectronApplication
  readonly page: Page
  readonly userData: string
}

/** Opens the built app in a real Electron, sandbox on, with a data folder of its own. */
export async function launchSkep(
  userData = mkdtempSync(join(tmpdir(), 'skep-data-')),
  env: NodeJS.ProcessEnv = {}
): Promise<Launched> {
  const executablePath = execFileSync('node', ['build/electron.mjs', '--path'], { encoding: 'utf8' }).trim()
  const dockerConfig = join(userData, 'docker')
  mkdirSync(dockerConfig, { recursive: true })
  const app = await _electron.launch({
    executablePath,
    args: [process.cwd(), '--log-level=3'],
    chromiumSandbox: true,
    env: {
      ...process.env,
      SKEP_USER_DATA: join(userData, 'skep'),
      DOCKER_CONFIG: dockerConfig,
      LANG: 'en_US.UTF-8',
      ...env
    } as Record<string, string>
  })
  const page = await app.firstWindow()
  await page.waitForSelector('nav')
  return { app, page, userData }
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
