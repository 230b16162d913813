import type { Messages } from './en'

/** The sentences of the frame around all pages, in French. */
export const shell: Pick<Messages, 'zoom'> = {
  zoom: (percent) => `Taille ${String(percent)}\u202f%`
}
