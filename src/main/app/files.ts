import { chmod, copyFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { dialog, shell, type App, type BrowserWindow } from 'electron'
import { SkepError } from '../../domain/error'
import type { Files } from '../core/ports'

interface FilesOptions {
  readonly app: App
  readonly window: () => BrowserWindow | undefined
  /** Skep's own folder. */
  readonly data: string
  readonly exports: {
    write(name: string, content: string | Uint8Array): Promise<string>
    find(name: string): string
  }
}

/** Files through the system's own dialog, so that only the person says where one goes; and Skep's own exports. */
export function createFiles({ app, window, data, exports }: FilesOptions): Files {
  /** Lets the person choose a place and writes there, readable by this user alone. */
  async function place(name: string, write: (file: string) => Promise<void>): Promise<string | undefined> {
    const parent = window()
    const options = { defaultPath: join(app.getPath('downloads'), name) }
    const { canceled, filePath } = await (parent
      ? dialog.showSaveDialog(parent, options)
      : dialog.showSaveDialog(options))
    if (canceled || filePath === '') return undefined
    try {
      await write(filePath)
      // A file that was there before keeps the rights that it had.
      await chmod(filePath, 0o600)
    } catch (error) {
      throw new SkepError('file-failed', { file: filePath }, { cause: error })
    }
    return filePath
  }

  return {
    save: (name, content) => place(name, (file) => writeFile(file, content, { mode: 0o600 })),
    export: (name, content) => exports.write(name, content),
    async saveCopy(name) {
      const from = exports.find(name)
      return place(basename(from), (file) => copyFile(from, file))
    },
    show(name) {
      shell.showItemInFolder(exports.find(name))
    },
    folder: () => data,
    async openData() {
      const failed = await shell.openPath(data)
      if (failed !== '') throw new SkepError('folder-closed', { path: data })
    }
  }
}
