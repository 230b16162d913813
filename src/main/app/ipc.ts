import { ipcMain, type BrowserWindow } from 'electron'
import type { Announcement, Reply } from '../../shared/contract'
import { isOwnSender } from './sender'

/** How many calls may wait at once; a window of ours never has that many. */
const mostInFlight = 200

interface IpcOptions {
  readonly window: () => BrowserWindow | undefined
  readonly origins: readonly string[]
  readonly call: (method: string, input: unknown) => Promise<Reply>
  /** The answer to a sender that is not our window, and to too many calls. */
  readonly refused: () => Reply
}

/** The only user of ipcMain: one channel for calls, one for announcements. */
export function serveIpc({
  window,
  origins,
  call,
  refused
}: IpcOptions): (announcement: Announcement) => void {
  let inFlight = 0
  ipcMain.handle('skep:call', async (event, method: unknown, input: unknown): Promise<Reply> => {
    // Read before the first await: the frame may be gone after it.
    const sender = { contentsId: event.sender.id, frame: event.senderFrame }
    if (!isOwnSender(sender, window()?.webContents.id, origins) || inFlight >= mostInFlight) return refused()
    inFlight += 1
    try {
      return await call(String(method), input)
    } finally {
      inFlight -= 1
    }
  })
  return (announcement) => {
    const contents = window()?.webContents
    if (contents && !contents.isDestroyed()) contents.send('skep:event', announcement)
  }
}
