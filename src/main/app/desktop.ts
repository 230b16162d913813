import { app, Notification, type BrowserWindow } from 'electron'
import type { Desktop } from '../core/ports'
import { drawMenu } from './menu'
import { createTrayIcon } from './tray'

/** The system's notifications and tray, where it has any; what is followed there brings the window to the front. */
export function createDesktop(window: () => BrowserWindow | undefined, resources: string): Desktop {
  // Kept until they are gone: one that is collected is never clicked.
  const open = new Set<Notification>()
  function show(): void {
    if (window()?.isMinimized()) window()?.restore()
    window()?.show()
    window()?.focus()
  }
  return {
    tray: createTrayIcon(resources, show, () => app.quit()),
    menu: drawMenu,
    focused: () => window()?.isFocused() ?? false,
    notify({ title, body, urgent }, followed) {
      if (!Notification.isSupported()) return
      const shown = new Notification({ title, body, urgency: urgent ? 'critical' : 'normal' })
      const gone = () => open.delete(shown)
      open.add(shown)
      shown.on('click', () => {
        gone()
        show()
        followed()
      })
      shown.on('close', gone)
      shown.on('failed', gone)
      shown.show()
    }
  }
}
