import { Menu, type MenuItemConstructorOptions } from 'electron'
import type { Desktop, MenuGroup, MenuItem } from '../core/ports'

/** Draws the native menu; the labels are ours everywhere, as the system's own ones are English on Linux. */
export const drawMenu: Desktop['menu'] = (view, chosen) => {
  const mac = process.platform === 'darwin'

  function itemOf(item: MenuItem | 'line'): MenuItemConstructorOptions {
    if (item === 'line') return { type: 'separator' }
    const { label, role, command, accelerator, enabled, checked, items } = item
    return {
      label,
      ...(role === undefined ? {} : { role }),
      ...(command === undefined ? {} : { id: command, click: () => chosen(command) }),
      ...(accelerator === undefined ? {} : { accelerator }),
      ...(enabled === undefined ? {} : { enabled }),
      ...(checked === undefined ? {} : { type: 'radio', checked }),
      ...(items === undefined ? {} : { submenu: items.map(itemOf) })
    }
  }

  const groupOf = ({ label, items }: MenuGroup): MenuItemConstructorOptions => ({
    label,
    submenu: items.filter((item) => !mac || item === 'line' || item.inApp !== true).map(itemOf)
  })

  const { app, groups, window } = view
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(mac ? [{ label: app.label, submenu: app.items.map(itemOf) }] : []),
      ...groups.map(groupOf),
      ...(mac ? [{ ...groupOf(window), role: 'windowMenu' as const }] : [])
    ])
  )
}
