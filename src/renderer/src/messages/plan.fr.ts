import { duration, many } from './words.fr'
import type { Messages } from './en'

/** The sentences about the plan, in French. */
export const plan: Pick<Messages, 'plan'> = {
  plan: {
    title: 'Plan',
    changes: 'Modifications',
    group: {
      image: 'Image',
      scale: 'Échelle',
      environment: 'Environnement',
      labels: 'Étiquettes',
      container: 'Conteneur',
      resources: 'Ressources',
      placement: 'Placement',
      networks: 'Réseaux',
      'update-policy': 'Politique de mise à jour',
      'rollback-policy': 'Politique de retour'
    },
    field: {
      image: 'image',
      replicas: 'réplicas',
      mode: 'mode',
      env: 'variable',
      label: 'étiquette',
      'container-label': 'étiquette de conteneur',
      mount: 'montage',
      secret: 'secret',
      config: 'config',
      constraint: 'contrainte',
      network: 'réseau',
      port: 'port',
      parallelism: 'parallélisme',
      delay: 'délai',
      monitor: 'surveillance',
      failureAction: 'action en cas d’échec',
      maxFailureRatio: 'taux d’échec maximal',
      order: 'ordre'
    },
    kind: { add: 'ajouté', remove: 'retiré', change: 'modifié' },
    none: 'Aucune modification.',
    effect(effect) {
      const parts: string[] = []
      if (effect.replaces > 0) {
        const steps = many(effect.batches, 'lot', 'lots')
        const paced = effect.batches > 0 ? ` en ${steps}, environ ${duration(effect.estimateSeconds)}` : ''
        parts.push(`Remplace ${many(effect.replaces, 'tâche', 'tâches')}${paced}.`)
      } else parts.push('Aucune tâche ne redémarre.')
      if (effect.adds > 0) parts.push(`Ajoute ${many(effect.adds, 'tâche', 'tâches')}.`)
      if (effect.removes > 0) parts.push(`Retire ${many(effect.removes, 'tâche', 'tâches')}.`)
      return parts.join(' ')
    },
    capacity: {
      sentence({ least, most }, of) {
        if (least === 0)
          return of === 1
            ? 'Aucune ne tourne avant la nouvelle.'
            : `Aucune des ${String(of)} ne tourne avant les nouvelles.`
        if (least < of) return `Au plus bas, ${String(least)} sur ${String(of)} tournent.`
        return `Les ${String(of)} continuent de tourner ; au plus ${String(most)} sont là à la fois.`
      },
      picture: 'Tâches qui tournent pendant la mise à jour : anciennes, nouvelles et manquantes',
      about: (seconds) => `environ ${duration(Math.round(seconds))}`,
      layer: {
        fresh: 'Nouvelles',
        old: 'Anciennes',
        missing: 'Manquantes',
        starting: 'En démarrage à côté des anciennes'
      }
    },
    command: 'Commande',
    commandHint: 'La même chose avec le client Docker',
    apply: 'Appliquer',
    applying: 'Envoi…',
    back: 'Revenir à la saisie',
    again: 'Relire de nouveau',
    restores: (number, part) =>
      part === 'image'
        ? `Reprend l’image de la version ${String(number)}`
        : part === 'some'
          ? `Reprend des parties de la version ${String(number)}`
          : `Rétablit la version ${String(number)}`,
    typeName: (name) => `Production : saisissez ${name} pour appliquer`,
    readOnly: 'Ce contexte est en lecture seule dans Skep : ce plan peut être lu, mais pas appliqué.',
    accepted: (name) => `La mise à jour de ${name} a été acceptée.`,
    severity: { info: 'Note', warning: 'Attention', danger: 'Danger' }
  }
}
