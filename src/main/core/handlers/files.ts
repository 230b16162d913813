import type { Area, HandlersDeps } from './deps'

/** Files that the person asks for. */
export function fileHandlers({ files }: HandlersDeps): Area<'files'> {
  return {
    'files.save': async ({ name, text }) => {
      const file = await files.save(name, text)
      return file === undefined ? null : { file }
    },
    'files.saveAs': async ({ name }) => {
      const file = await files.saveCopy(name)
      return file === undefined ? null : { file }
    },
    'files.show': ({ name }) => {
      files.show(name)
      return null
    },
    'files.openData': async () => {
      await files.openData()
      return null
    }
  }
}
