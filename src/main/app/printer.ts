import { BrowserWindow, session } from 'electron'
import type { Printer } from '../core/ports'
import { guardSession } from './guards'

const address = 'skep://report/'

/**
 * Prints through a window that is never shown: sandboxed, without scripts, in a session of its own that can load nothing
 * but the page that is printed.
 */
export function createPrinter(): Printer {
  let busy: Promise<unknown> = Promise.resolve()

  async function print(html: string): Promise<Uint8Array> {
    const own = session.fromPartition('skep-print')
    own.protocol.handle(
      'skep',
      () => new Response(html, { headers: { 'Content-Type': 'text/html; charset=utf-8' } })
    )
    guardSession(own, [address])
    const window = new BrowserWindow({
      show: false,
      webPreferences: {
        partition: 'skep-print',
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        javascript: false,
        webviewTag: false
      }
    })
    try {
      await window.loadURL(address)
      return await window.webContents.printToPDF({ pageSize: 'A4', printBackground: true })
    } finally {
      window.destroy()
      own.protocol.unhandle('skep')
    }
  }

  return {
    // One after the other: they share a session.
    pdf(html) {
      const printed = busy.then(() => print(html))
      busy = printed.catch(() => undefined)
      return printed
    }
  }
}
