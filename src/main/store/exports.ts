import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { statSync } from 'node:fs'
import { basename, extname, join } from 'node:path'
import { SkepError } from '../../domain/error'

/** Skep's own folder for what it exports. */
export interface Exports {
  /** Writes a new file, readable by this user alone and never over another one; gives its path. Throws file-failed. */
  write(name: string, content: string | Uint8Array): Promise<string>
  /** Where the export of this name is; throws file-missing. */
  find(name: string): string
}

/** How many files of one name there may be: more is no accident. */
const mostOfOneName = 100

/** The folder is made with the first export. */
export function createExports(folder: string): Exports {
  async function make(file: string, content: string | Uint8Array): Promise<boolean> {
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await chmod(folder, 0o700)
      await writeFile(file, content, { mode: 0o600, flag: 'wx', flush: true })
      return true
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
      throw new SkepError('file-failed', { file }, { cause: error })
    }
  }

  return {
    async write(name, content) {
      const ending = extname(name)
      const stem = basename(name, ending)
      for (let copy = 1; copy <= mostOfOneName; copy += 1) {
        const file = join(folder, `${stem}${copy === 1 ? '' : `-${String(copy)}`}${ending}`)
        if (await make(file, content)) return file
      }
      throw new SkepError('file-failed', { file: join(folder, name) })
    },
    find(name) {
      const file = join(folder, basename(name))
      const there = statSync(file, { throwIfNoEntry: false })?.isFile()
      if (basename(name) !== name || !there) throw new SkepError('file-missing', { file })
      return file
    }
  }
}
