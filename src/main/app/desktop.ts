import { Notification, type BrowserWindow } from 'electron'
import type { Desktop } from '../core/ports'

/** The system's notifications, where it has any; one that is followed brings the window to the front. */
export function createDesktop(window: () => BrowserWindow | undefined): Desktop {
  // Kept until they are gone: one that is collected is never clicked.
  const open = new Set<Notification>()
  return {
    focused: () => window()?.isFocused() ?? false,
    notify({ title, body, urgent }, followed) {
      if (!Notification.isSupported()) return
      const shown = new Notification({ title, body, urgency: urgent ? 'critical' : 'normal' })
      const gone = () => open.delete(shown)
      open.add(shown)
      shown.on('click', () => {
        gone()
        if (window()?.isMinimized()) window()?.restore()
        window()?.show()
        window()?.focus()
        followed()
      })
      shown.on('close', gone)
      shown.on('failed', gone)
      shown.show()
    }
  }
}
