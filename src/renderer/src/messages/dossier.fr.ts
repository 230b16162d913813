import { many, number } from './words.fr'
import type { Messages } from './en'

/** The sentences about what failed, in French. */
export const dossier: Pick<Messages, 'dossier'> = {
  dossier: {
    title: 'Ce qui a échoué',
    sentence: (failing, of, nodes, does) =>
      `${nodes ? 'Sur' : 'Dans'} ${String(failing)} ${nodes ? 'des' : 'sur'} ${nodes ? many(of, 'nœud', 'nœuds') : many(of, 'emplacement', 'emplacements')}, les nouvelles tâches ${does}.`,
    other: (tasks, does) => `${many(tasks, 'autre tâche', 'autres tâches')} : les nouvelles tâches ${does}.`,
    unclear: 'Des tâches de cette version ont échoué ; le moteur n’a pas dit pourquoi.',
    says: 'Le journal dit :',
    next: 'Que faire :',
    tasks: (count) => `Tâches en échec (${number(count)})`,
    newest: (shown, count) =>
      `Les ${number(shown)} dernières sur ${number(count)} sont listées ; les autres ont les mêmes causes.`,
    since: 'Depuis',
    exitCode: 'Code de sortie',
    log: (lines, task) =>
      lines === 0
        ? `Journal de la tâche ${task}`
        : lines === 1
          ? `Dernière ligne du journal de la tâche ${task}`
          : `${String(lines)} dernières lignes du journal de la tâche ${task}`,
    noLog: {
      silent: 'La tâche n’a rien écrit.',
      'never-ran': 'La tâche n’a jamais tourné : elle n’a pas de journal.',
      unreadable: 'Son journal ne pouvait plus être lu.'
    },
    lines: (task) => `Lignes du journal de la tâche ${task}`,
    cut: 'Il y en avait plus que ce qui est gardé ici.',
    health: 'Contrôle de santé',
    noHealth: {
      elsewhere:
        'Le conteneur était sur un autre nœud que celui auquel Skep parle : ce que son contrôle a écrit n’a pas pu être lu.',
      gone: 'Le conteneur avait disparu avant de pouvoir être lu.'
    },
    noChecks: 'Aucun contrôle n’a été fait avant la fin du conteneur.',
    memory: {
      yes: 'Le noyau a arrêté le conteneur faute de mémoire.',
      no: 'Le noyau n’a pas arrêté le conteneur faute de mémoire.'
    },
    policy: 'Politique et durées',
    timing: {
      began: 'Début de la mise à jour',
      first: 'Premier échec vu',
      last: 'Dernier échec vu',
      lifetime: 'Une tâche en échec dure',
      outcome: 'Issue'
    },
    timeline: 'Chronologie',
    kept: 'Skep garde ceci ; le moteur oublie les tâches en échec en quelques secondes.',
    copy: 'Copier le texte'
  }
}
