import { many } from './words.fr'
import type { Messages } from './en'

/** The sentences about the history, in French. */
export const history: Pick<Messages, 'history'> = {
  history: {
    versions: 'Versions',
    compare: 'Comparer',
    comparing: 'Choisie pour comparer',
    compareWith: (number) => `Comparer avec la version ${String(number)}`,
    compared: (a, b) => `De la version ${String(a)} à la version ${String(b)}`,
    comparedWith: (a, name, b) => `De la version ${String(a)} à la version ${String(b)} de ${name}`,
    chosen: (number) =>
      `La version ${String(number)} est choisie. Choisissez l’autre dans la liste, ou regardez un autre service.`,
    elsewhere: 'Un autre service…',
    other: {
      context: 'Contexte',
      service: 'Service',
      version: 'Version',
      compare: 'Comparer',
      here: 'ce service'
    },
    to: 'Revenir à cette version',
    imageBack: 'Reprendre son image',
    current: 'Actuelle',
    lastGood: 'Dernière bonne',
    isCurrent: 'C’est la version en vigueur.',
    restores: (number, part) =>
      part === 'image'
        ? `reprend l’image de la version ${String(number)}`
        : part === 'some'
          ? `reprend des parties de la version ${String(number)}`
          : `rétablit la version ${String(number)}`,
    by: { skep: 'Skep', outside: 'hors de Skep', engine: 'le moteur' },
    who(by, user, seems) {
      if (by === 'skep') return user === undefined ? 'Skep' : `${user}, avec Skep`
      if (by === 'engine') return 'le moteur, de lui-même'
      return seems === undefined ? 'hors de Skep' : `hors de Skep, ${seems}`
    },
    seems: {
      'stack-deploy': 'semble-t-il avec docker stack deploy',
      portainer: 'semble-t-il avec Portainer',
      swarmpit: 'semble-t-il avec Swarmpit',
      rollback: 'semble-t-il avec docker service rollback',
      force: 'semble-t-il un redémarrage forcé',
      scale: 'semble-t-il un changement d’échelle',
      direct: 'semble-t-il sans passer par le fichier de la pile'
    },
    source: {
      recovered: 'retrouvée au premier contact',
      observed: '',
      gap: 'vue après une interruption',
      shared: 'racontée par un autre Skep'
    },
    gap: (length) => `vue après une interruption de ${length}`,
    partial: 'partielle',
    missing: {
      replicas: 'nombre de réplicas',
      ports: 'ports',
      labels: 'étiquettes du service',
      'update-policy': 'politique de mise à jour',
      'rollback-policy': 'politique de retour',
      spec: 'tout sauf son image'
    },
    missingOf: (parts) => `On ne connaît pas de cette version : ${parts}.`,
    quality: {
      good: 'Bonne',
      bad: 'Mauvaise',
      unfinished: 'Jamais terminée',
      unwatched: 'Non observée',
      open: 'En cours'
    },
    took: (time) => `après ${time}`,
    inForce: (time) => `en vigueur pendant ${time}`,
    first: 'La plus ancienne version connue',
    same: 'Aucun changement visible',
    since: (number) => `compté depuis la version ${String(number)}`,
    and: (count) => `et ${many(count, 'autre', 'autres')}`,
    none: 'Aucune version n’est encore connue.',
    noMatch: 'Aucune version ne correspond à cette recherche.',
    oldest:
      'Les versions plus anciennes ne sont pas connues : Swarm ne garde lui-même qu’une spec précédente.',
    search: 'Chercher des versions',
    where: 'Chercher dans',
    wheres: { any: 'Partout', image: 'Image', changed: 'Ce qui change' },
    outcome: 'Issue',
    anyOutcome: 'Toute issue',
    byWhom: 'Faite par',
    anyone: 'Tous',
    when: 'Quand',
    withins: {
      any: 'Toujours',
      day: 'Dernières 24 heures',
      week: '7 derniers jours',
      month: '30 derniers jours',
      year: 'Dernière année'
    },
    pinnedOnly: 'Épinglées seulement',
    clear: 'Effacer',
    pin: (number) => `Épingler la version ${String(number)}`,
    pinned: 'Épinglée : elle n’est jamais retirée pour gagner de la place.',
    details: (number) => `Détails de la version ${String(number)}`,
    title: 'Nom',
    titleHint: 'par exemple « avant les soldes »',
    note: 'Note',
    save: 'Enregistrer',
    saved: (number) => `Ce que vous avez écrit sur la version ${String(number)} est gardé.`,
    why: 'Pourquoi elle a échoué',
    changesOf: 'Ce qu’elle a changé',
    value: {
      show: 'Montrer',
      hide: 'Cacher',
      left: (seconds) => `de nouveau cachée dans ${String(seconds)} s`,
      journaled: 'Le fait qu’une valeur a été montrée est noté au journal, sans la valeur.'
    },
    back: {
      title: (number) => `Revenir à la version ${String(number)}`,
      what: 'Ce qui est repris',
      all: 'Tout',
      image: 'Son image seulement',
      some: 'Des changements choisis',
      noAll: (parts) => `Impossible : de cette version, on ne connaît pas : ${parts}.`,
      choose: 'Changements à reprendre',
      chooseHint: (count) =>
        `${many(count, 'différence', 'différences')} entre maintenant et cette version ; ce que vous ne cochez pas reste tel quel.`,
      nothing: 'Cochez au moins un changement pour voir le plan.',
      noDifference: 'Rien ne diffère de ce qui est en vigueur.',
      keep: 'Garder le nombre de réplicas d’aujourd’hui',
      emergency: 'Toutes les tâches d’un coup, sans attendre',
      emergencyHint: 'En cas d’urgence : la politique de mise à jour passe pour cela à « tout d’un coup ».',
      native: 'Laisser faire le moteur (docker service rollback)',
      nativeHint:
        'Cette version est la spec précédente du moteur. Il suit alors la politique de retour de cette version.',
      done: 'Revenir à l’historique'
    }
  }
}
