import { many, number } from './words.fr'
import type { Messages } from './en'

/** The sentences about tasks and logs, in French. */
export const logs: Pick<Messages, 'logs' | 'tasks'> = {
  tasks: {
    title: 'Tâches',
    name: 'Nom',
    id: 'ID',
    ports: 'Ports',
    of: (slot) => `Tâches de l’emplacement ${slot}`,
    everySlot: 'Tâches de tous les emplacements',
    more: (count, of) => `Montrer ${many(count, 'tâche de plus', 'tâches de plus')} sur ${String(of)}`,
    log: {
      title: 'Journal',
      of: (task) => `Journal de ${task}`,
      open: 'Ouvrir dans les journaux',
      lines: 'Dernières lignes',
      nothing: 'Cette tâche n’a rien écrit que l’on puisse encore lire.'
    },
    slot: 'Emplacement',
    task: 'Tâche',
    image: 'Image',
    node: 'Nœud',
    desired: 'État voulu',
    current: 'État actuel',
    error: 'Erreur',
    exit: (code) => `code de sortie ${String(code)}`,
    older: (count) => `Montrer ${many(count, 'tâche terminée', 'tâches terminées')}`,
    fewer: 'Masquer les tâches terminées'
  },
  logs: {
    task: 'Tâche',
    all: 'Toutes les tâches',
    stream: 'Flux',
    streams: { '': 'Les deux flux', stdout: 'stdout', stderr: 'stderr' },
    severity: 'Gravité',
    least: {
      '': 'Toute gravité',
      debug: 'Toute gravité',
      info: 'Infos et plus grave',
      warning: 'Avertissements et plus grave',
      error: 'Erreurs seulement'
    },
    is: { error: 'Erreur', warning: 'Avertissement', info: 'Info', debug: 'Débogage' },
    filters: 'Filtres',
    reach: 'Jusqu’où remonter',
    last: (count) => `${number(count)} dernières de chaque tâche`,
    search: 'Chercher dans le journal',
    found: (place, count) => `${String(place)} sur ${number(count)}`,
    next: 'Résultat suivant',
    previous: 'Résultat précédent',
    onlyHits: 'Seulement les résultats',
    pause: 'Suspendre',
    follow: 'Suivre',
    wrap: 'Replier les lignes',
    export: 'Exporter…',
    saved: (file) => `Enregistré dans ${file}.`,
    none: 'Aucune ligne pour l’instant. Elles apparaissent ici dès qu’elles sont écrites.',
    noMatch: 'Aucune ligne ne passe ces filtres.',
    lines: 'Lignes du journal',
    more: (count) => (count < 2 ? `${number(count)} nouvelle ligne` : `${number(count)} nouvelles lignes`),
    count: (shown, kept) =>
      shown === kept
        ? `${number(kept)} ${kept < 2 ? 'ligne' : 'lignes'}`
        : `${number(shown)} lignes sur ${number(kept)}`,
    full: 'Les lignes les plus anciennes ont été abandonnées au profit des nouvelles.',
    cut: (size) => `encore ${size} de cette ligne, non affichés`,
    state: {
      opening: 'Demande du journal…',
      following: 'Suivi',
      paused: 'Suspendu',
      broken: 'La liaison est rompue. Le journal reprend de lui-même quand le cluster répond à nouveau.',
      ended: 'Le journal est terminé.'
    },
    again: 'Relire'
  }
}
