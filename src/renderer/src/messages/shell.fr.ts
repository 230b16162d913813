import type { Messages } from './en'

/** The sentences of the frame around all pages, in French. */
export const shell: Pick<Messages, 'zoom' | 'link'> = {
  zoom: (percent) => `Taille ${String(percent)}\u202f%`,
  link: {
    copy: { context: 'Copier le lien vers ce contexte', service: 'Copier le lien vers ce service' },
    copied: 'Lien copié'
  }
}
