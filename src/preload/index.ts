import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron'
import type { Announcement, Bridge, Reply } from '../shared/contract'

const bridge: Bridge = {
  call: (method, input) => ipcRenderer.invoke('skep:call', method, input) as Promise<Reply>,
  listen: (fn) => {
    const on = (_event: IpcRendererEvent, announcement: Announcement) => fn(announcement)
    ipcRenderer.on('skep:event', on)
    return () => ipcRenderer.off('skep:event', on)
  }
}
contextBridge.exposeInMainWorld('skep', bridge)
