import { many } from './words.fr'
import type { Messages } from './en'

/** The sentences about composing an update, in French. */
export const compose: Pick<Messages, 'policy' | 'drafts' | 'env' | 'labels' | 'compose'> = {
  policy: {
    choose: 'Utiliser une politique',
    chooseNone: 'Telle quelle',
    presets: 'Préréglages',
    own: 'Vos politiques',
    preset: {
      'one-by-one': 'Une à une',
      careful: 'Prudente',
      canary: 'Canari',
      fast: 'Rapide',
      'everything-now': 'Tout d’un coup'
    },
    repair: 'Réparer',
    keepAs: 'Conserver sous',
    keep: 'Conserver',
    kept: (name: string) => `${name} est conservée.`,
    title: 'Politique de mise à jour',
    rollbackTitle: 'Politique de retour',
    parallelism: 'Parallélisme',
    delay: 'Délai',
    monitor: 'Surveillance',
    failureAction: 'Action en cas d’échec',
    maxFailureRatio: 'Taux d’échec maximal',
    order: 'Ordre',
    rollback: (label) => `Retour : ${label.toLowerCase()}`,
    unsafeRollback:
      'Un retour qui échoue reviendrait encore et finirait « completed » pendant que ses tâches plantent. Choisissez pause ou continue.',
    all: 'tout d’un coup',
    sentence: (policy) =>
      `${policy.parallelism === 0 ? 'Tous les emplacements d’un coup' : many(policy.parallelism, 'emplacement à la fois', 'emplacements à la fois')}, ${policy.order}, ${policy.delay} entre les lots ; chacun est surveillé ${policy.monitor}, et au-delà de ${String(Math.round(policy.maxFailureRatio * 100))} % d’échecs : ${policy.failureAction}.`
  },
  drafts: {
    restored: (age) => `Saisi avant le redémarrage de Skep (${age}).`,
    lost: (names) => `Non conservé, car cela ressemble à un secret : ${names}. Saisissez-le de nouveau.`,
    moved: (name) =>
      `${name} a été modifié ailleurs depuis que vous avez commencé. Ce que vous n’avez pas touché montre les nouvelles valeurs ; votre saisie vient par-dessus.`,
    older: (name, age) =>
      `Vous aviez saisi des modifications (${age}), et ${name} a été modifié ailleurs depuis. Les garder par-dessus, ou les abandonner ?`,
    keep: 'Garder par-dessus',
    discard: 'Abandonner',
    notKept: (names) => `Ressemble à un secret, donc non conservé après un redémarrage : ${names}.`
  },
  env: { title: 'Environnement', none: 'Aucune variable d’environnement.' },
  labels: { title: 'Étiquettes', none: 'Aucune étiquette.' },
  compose: {
    correct: (what) => `Corrigez ${what}.`,
    image: 'Image',
    imageHint: 'nom:étiquette ; l’empreinte est cherchée et fixée à la relecture',
    resolve: 'Chercher l’empreinte et la fixer',
    replicas: 'Réplicas',
    force: 'Remplacer toutes les tâches même si rien d’autre ne change',
    env: 'Variables d’environnement',
    labels: 'Étiquettes du service',
    name: 'Nom',
    value: 'Valeur',
    addVariable: 'Ajouter une variable',
    addLabel: 'Ajouter une étiquette',
    undo: 'Annuler',
    unchanged: 'inchangée',
    willRemove: 'sera retirée',
    review: 'Relire',
    reviewing: 'Préparation…',
    nothing: 'Modifiez un champ pour relire. Ce que vous ne touchez pas est renvoyé à l’octet près.',
    reset: 'Oublier les modifications'
  }
}
