import { many, number } from './words.fr'
import type { Messages } from './en'

/** The sentences about the rollout, in French. */
export const rollout: Pick<Messages, 'rollout'> = {
  rollout: {
    title: 'Déroulement',
    slots: 'Emplacements',
    filter: 'Filtrer par état',
    before: 'Avant',
    after: 'Après',
    headline(rollout) {
      const { counts, phase, verdict } = rollout
      const of = `${number(counts.current)} sur ${number(counts.total)}`
      if (verdict === 'failed')
        return `${many(counts.failed, 'emplacement échoue', 'emplacements échouent')} sans cesse ; ${of} sur la nouvelle version`
      if (verdict === 'stuck') return `Bloqué : ${of} sur la nouvelle version, aucun progrès possible`
      if (verdict === 'rolled-back') return 'Revenu en arrière. Cette mise à jour n’a pas réussi.'
      if (verdict === 'succeeded')
        return counts.total === 1
          ? 'Sur cette version, vérifié'
          : `${number(counts.total)} sur ${number(counts.total)} sur cette version, vérifié`
      switch (phase) {
        case 'paused':
          return `En pause après un échec : ${of} sur la nouvelle version`
        case 'rollback-paused':
          return `Le retour a lui-même échoué : ${of} revenus`
        case 'rolling-back':
          return `Retour en cours : ${of} revenus`
        case 'verifying':
          return `${of} sur la nouvelle version, ${number(counts.verified)} vérifiés`
        case 'updating':
          return `${of} sur la nouvelle version${counts.starting > 0 ? `, ${number(counts.starting)} en démarrage` : ''}`
        case 'idle':
        case 'done':
          return `${of} en marche`
      }
    },
    verifyLeft: (seconds) => `Vérification, encore ${String(seconds)} s`,
    delayLeft: (seconds) => `Prochain lot dans ${String(seconds)} s`,
    deadline: {
      says: (duration, set) =>
        `Compte comme bloquée après ${duration} sans progrès${set ? ', comme vous l’avez dit' : ''}.`,
      change: 'Modifier',
      label: 'Bloquée après',
      hint: 'Sans progrès ; rien n’est alors arrêté, c’est seulement dit.',
      wrong: 'Des secondes entières de 5s à 168h, par exemple 90s ou 10m.',
      save: 'Fixer',
      fromPolicy: 'Comme le dit la politique'
    },
    batch: (done, total) => `Lot ${String(Math.min(done + 1, total))} sur ${String(total)}`,
    batchesDone: (total) => many(total, 'lot terminé', 'lots terminés'),
    decision: {
      paused:
        'Le moteur a arrêté cette mise à jour parce que des tâches ont échoué. Les emplacements non atteints gardent l’ancienne version.',
      'rollback-paused':
        'Le moteur a voulu revenir en arrière et a échoué aussi. Choisissez une version que vous savez bonne.',
      failed:
        'Docker dit cette mise à jour terminée, mais des tâches de la nouvelle version échouent sans cesse.',
      stuck: 'Des tâches attendent ce qui ne vient pas. Le moteur attendra indéfiniment sans rien signaler.',
      'rolled-back':
        'Le moteur est revenu à la version précédente. Ce qui a échoué figure ci-dessous ; la version fautive reste dans l’historique.',
      succeeded: 'Chaque emplacement est sur cette version et a tenu la durée de surveillance.'
    },
    slotState: {
      old: 'ancienne version',
      stopping: 'en arrêt',
      missing: 'vide',
      pending: 'attend un nœud',
      starting: 'démarre',
      running: 'en vérification',
      verified: 'en marche',
      failed: 'échoue'
    },
    slot: (label, state, node) => `Emplacement ${label}, ${state}${node ? `, nœud ${node}` : ''}`,
    why: 'Pourquoi',
    reason: (tasks, slots, nodes) =>
      `${many(tasks, 'tâche', 'tâches')}${slots.length > 0 ? `, emplacement ${slots.join(', ')}` : ''}${nodes.length > 0 ? `, sur ${nodes.join(', ')}` : ''}`,
    timeline: 'Chronologie',
    fact: {
      started: 'Début de la mise à jour',
      'slot-running': 'Tâche en marche',
      'slot-done': 'Tâche achevée',
      'slot-failed': 'Tâche en échec',
      'old-ended': 'Ancienne tâche terminée d’elle-même',
      held: 'Retenu par la politique',
      paused: 'Mis en pause par le moteur',
      'rollback-started': 'Début du retour',
      'rolled-back': 'Revenu en arrière',
      completed: 'Le moteur annonce « completed »'
    },
    ended: (time) => `Fin : ${time}`
  }
}
