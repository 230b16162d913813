import { join } from 'node:path'
import { Menu, Tray, nativeImage } from 'electron'
import type { TrayView } from '../core/ports'

/** The icon beside the system's clock, where the system has a place for it; `show` brings the window to the front. */
export function createTrayIcon(
  resources: string,
  show: () => void,
  quit: () => void
): (view: TrayView) => void {
  let tray: Tray | undefined
  let broken = false

  return ({ mark, title, rollouts, quiet, open, quit: end }) => {
    if (broken) return
    const image = nativeImage.createFromPath(join(resources, `tray-${mark}.png`))
    try {
      tray ??= new Tray(image)
    } catch {
      // A desktop without a tray lacks nothing else: the window and the notifications tell the same.
      broken = true
      return
    }
    tray.removeAllListeners('click')
    tray.on('click', show)
    tray.setImage(image)
    tray.setToolTip(title)
    const lines = rollouts.map(({ label, run }) => ({
      label,
      enabled: run !== undefined,
      click() {
        show()
        run?.()
      }
    }))
    tray.setContextMenu(
      Menu.buildFromTemplate([
        ...lines,
        { type: 'separator' },
        ...quiet.map(({ label, run }) => ({ label, click: () => run?.() })),
        { type: 'separator' },
        { label: open, click: show },
        { label: end, click: quit }
      ])
    )
  }
}
