import type { Page } from '@playwright/test'

/** Takes a picture of the window in both themes, where a folder for pictures is given (SKEP_PICTURES). */
export async function pictures(page: Page, name: string): Promise<void> {
  const folder = process.env['SKEP_PICTURES']
  if (!folder) return
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await page.screenshot({ path: `${folder}/${name}-${colorScheme}.png` })
  }
  await page.emulateMedia({ colorScheme: null })
}
