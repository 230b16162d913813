import { duration, many } from './words.fr'
import type { Messages } from './en'

/** The sentences for whoever is on call, in French. */
export const assisted: Pick<Messages, 'assisted'> = {
  assisted: {
    title: 'Ce que vous pouvez faire ici',
    state: {
      steady: 'Le service tourne comme il faut. Vous n’avez rien à faire.',
      degraded:
        'Certaines tâches du service ne tournent pas. Un redémarrage ou la version d’avant peut aider.',
      updating: 'Une mise à jour est en cours. Elle est suivie ci-dessous ; vous pouvez attendre.',
      verifying: 'Une mise à jour est presque finie. Elle est suivie ci-dessous ; vous pouvez attendre.',
      held: 'Une mise à jour attend une décision. Laissez-la continuer, ou abandonnez-la, ci-dessous.',
      paused: 'Une mise à jour a échoué et s’est arrêtée en chemin. Revenir en arrière est le choix sûr.',
      'rolling-back': 'Le service revient à une version antérieure. Vous pouvez attendre.',
      'rolled-back':
        'La dernière mise à jour a échoué et a été défaite. Le service tourne avec la version d’avant.',
      failed: 'La dernière version échoue sans cesse. Revenir en arrière est le choix sûr.',
      stuck: 'Une mise à jour attend ce qui ne vient pas. Revenir en arrière est le choix sûr.'
    },
    back: (version) => `Revenir à la version ${String(version)}`,
    backIs: (image, since) => `${image}, en vigueur depuis le ${since} et pas connue pour mauvaise.`,
    takes: (tasks, seconds) =>
      `${many(tasks, 'tâche est remplacée', 'tâches sont remplacées')}, en ${duration(seconds)} environ.`,
    noBack: 'Il n’y a pas de version antérieure à laquelle revenir sans risque.',
    restart: 'Redémarrer toutes les tâches',
    restartIs: 'Avec la même version et les mêmes réglages, selon la politique de mise à jour du service.',
    noRestart: 'Un redémarrage doit attendre qu’aucune mise à jour ne soit en cours.',
    waits: 'La mise à jour qui attend se décide ci-dessous.',
    review: 'Voir d’abord ce qui se passe',
    elseOf: (contact) => `Pour toute autre chose, comme une autre image, demandez à ${contact}.`,
    elseNobody: 'Pour toute autre chose, comme une autre image, demandez à qui a préparé ce contexte.',
    otherVersion: 'Un contexte assisté ne revient qu’à la dernière bonne version.',
    runbook: 'Lire la fiche d’intervention',
    logs: 'Lire les journaux'
  }
}
