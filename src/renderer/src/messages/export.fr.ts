import type { Messages } from './en'

/** The sentences about exported files, in French. */
export const exported: Pick<Messages, 'exported'> = {
  exported: {
    written: (path) => `Écrit dans ${path}`,
    show: 'Afficher dans le dossier',
    saveAs: 'Enregistrer sous…'
  }
}
