import type { Messages } from './en'

/** The sentences about the palette and the keys, in French. */
export const help: Pick<Messages, 'palette' | 'keys'> = {
  palette: { title: 'Aller à…', none: 'Rien ne correspond.', action: 'Action' },
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
