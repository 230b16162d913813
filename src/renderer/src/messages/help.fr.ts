import type { Messages } from './en'

/** The sentences about the palette and the keys, in French. */
export const help: Pick<Messages, 'palette' | 'guide' | 'keys'> = {
  palette: {
    title: 'Aller à…',
    none: 'Rien ne correspond.',
    action: 'Action',
    known: (context, time) => `${context}, non connecté${time === undefined ? '' : `, vu ${time}`}`
  },
  guide: {
    title: 'Guide',
    intro: 'Le même texte que dans le dépôt de Skep.',
    contents: 'Sommaire'
  },
  keys: {
    title: 'Raccourcis clavier',
    filter: 'Filtrer les services',
    update: 'Mettre le service à jour',
    rollBack: 'Ramener le service en arrière',
    history: 'Historique du service',
    escape: 'Retour',
    palette: 'Aller n’importe où',
    help: 'Cet aperçu',
    attention: 'Seulement ce qui est à regarder',
    move: 'Se déplacer dans la liste',
    enter: 'Ouvrir'
  }
}
