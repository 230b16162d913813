import { settings as serviceSettings } from './settings.fr'
import { contexts } from './contexts.fr'
import type { Messages } from './en'

const many = (count: number, one: string, other: string): string =>
  `${String(count)} ${count < 2 ? one : other}`

const duration = (seconds: number): string =>
  seconds < 90 ? `${String(seconds)} s` : `${String(Math.round(seconds / 60))} min`

/** Toutes les phrases de la fenêtre, en français. */
export const fr: Messages = {
  app: 'Skep',
  contexts: 'Contextes',
  addContext: 'Ajouter un contexte',
  settings: 'Réglages',
  language: 'Langue',
  theme: 'Thème',
  system: 'Système',
  light: 'Clair',
  dark: 'Sombre',
  english: 'English',
  french: 'Français',
  close: 'Fermer',
  cancel: 'Annuler',
  connect: 'Se connecter',
  disconnect: 'Se déconnecter',
  remove: 'Supprimer',
  removeLive: (name) => `Retirer ${name} de Skep ? Le cluster reste tel quel.`,
  keep: 'Garder',
  retry: 'Réessayer',
  add: 'Ajouter',
  copy: 'Copier',
  copied: 'Copié',
  connection: {
    disconnected: 'Non connecté',
    connecting: 'Connexion…',
    live: 'En direct',
    reconnecting: 'Reconnexion',
    lost: 'Pas de connexion'
  },
  since: (time) => `depuis ${time}`,
  slow: 'Réponses lentes',
  asOf: (time) => `État à ${time}`,
  environment: { dev: 'Développement', staging: 'Préproduction', production: 'Production' },
  mode: { 'read-only': 'Lecture seule', assisted: 'Assisté', full: 'Complet' },
  modeHint: {
    'read-only': 'Tout peut être consulté ; Skep refuse d’envoyer la moindre modification.',
    assisted: 'Les modifications sont possibles ; chacune est d’abord relue.',
    full: 'Toute modification est possible ; chacune est d’abord relue.'
  },
  ...contexts,
  services: {
    title: 'Services',
    filter: 'Filtrer les services',
    filterHint: 'Filtrer ( / )',
    columns: {
      name: 'Nom',
      stack: 'Pile',
      mode: 'Mode',
      image: 'Image',
      running: 'En marche',
      state: 'État',
      version: 'Version',
      changed: 'Dernier changement'
    },
    none: 'Ce cluster n’a pas encore de service.',
    noneHint: 'docker service create --name web --replicas 3 nginx',
    noMatch: (text) => `Aucun service ne correspond à « ${text} ».`,
    count: (count) => many(count, 'service', 'services'),
    loading: 'Lecture du cluster…',
    of: (running, desired) => `${String(running)} sur ${String(desired)} en marche`
  },
  serviceMode: {
    replicated: 'répliqué',
    global: 'global',
    'replicated-job': 'tâche répliquée',
    'global-job': 'tâche globale'
  },
  state: {
    steady: 'Stable',
    degraded: 'Dégradé',
    updating: 'Mise à jour',
    verifying: 'Vérification',
    paused: 'En pause',
    'rolling-back': 'Retour en cours',
    'rolled-back': 'Revenu en arrière',
    failed: 'Échec',
    stuck: 'Bloqué',
    succeeded: 'Réussi',
    superseded: 'Remplacé',
    unknown: 'Non observé',
    running: 'En cours'
  },
  version: (number) => `Version ${String(number)}`,
  tabs: { overview: 'Aperçu', update: 'Mise à jour', history: 'Historique', logs: 'Journaux' },
  back: 'Tous les services',
  update: 'Mettre à jour',
  rollBack: 'Revenir en arrière',
  rollBackTo: (number) => `Revenir à la version ${String(number)}`,
  rollBackNone: 'Il n’y a pas de version antérieure complète où revenir.',
  rollout: {
    title: 'Déroulement',
    slots: 'Emplacements',
    before: 'Avant',
    after: 'Après',
    headline(rollout) {
      const { counts, phase, verdict } = rollout
      const of = `${String(counts.current)} sur ${String(counts.total)}`
      if (verdict === 'failed')
        return `${many(counts.failed, 'emplacement échoue', 'emplacements échouent')} sans cesse ; ${of} sur la nouvelle version`
      if (verdict === 'stuck') return `Bloqué : ${of} sur la nouvelle version, aucun progrès possible`
      if (verdict === 'rolled-back') return 'Revenu en arrière. Cette mise à jour n’a pas réussi.'
      if (verdict === 'succeeded')
        return `${String(counts.total)} sur ${String(counts.total)} sur cette version, vérifié`
      switch (phase) {
        case 'paused':
          return `En pause après un échec : ${of} sur la nouvelle version`
        case 'rollback-paused':
          return `Le retour a lui-même échoué : ${of} revenus`
        case 'rolling-back':
          return `Retour en cours : ${of} revenus`
        case 'verifying':
          return `${of} sur la nouvelle version, ${String(counts.verified)} vérifiés`
        case 'updating':
          return `${of} sur la nouvelle version${counts.starting > 0 ? `, ${String(counts.starting)} en démarrage` : ''}`
        case 'idle':
        case 'done':
          return `${of} en marche`
      }
    },
    verifyLeft: (seconds) => `Vérification, encore ${String(seconds)} s`,
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
        'Le moteur est revenu à la version précédente. Ce qui a échoué figure ci-dessous ; la version fautive reste dans l’historique.',
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
      'slot-failed': 'Tâche en échec',
      paused: 'Mis en pause par le moteur',
      'rollback-started': 'Début du retour',
      'rolled-back': 'Revenu en arrière',
      completed: 'Le moteur annonce « completed »'
    },
    ended: (time) => `Fin : ${time}`
  },
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
    keepAs: 'Conserver sous',
    keep: 'Conserver',
    forget: (name: string) => `Oublier ${name}`,
    kept: (name: string) => `${name} est conservée.`,
    title: 'Politique de mise à jour',
    rollbackTitle: 'Politique de retour',
    parallelism: 'Parallélisme',
    delay: 'Délai',
    monitor: 'Surveillance',
    failureAction: 'Action en cas d’échec',
    maxFailureRatio: 'Taux d’échec maximal',
    order: 'Ordre',
    rollback: (label) => `Retour : ${label.toLowerCase()}`,
    all: 'tout d’un coup',
    sentence: (policy) =>
      `${policy.parallelism === 0 ? 'Tous les emplacements d’un coup' : many(policy.parallelism, 'emplacement à la fois', 'emplacements à la fois')}, ${policy.order}, ${policy.delay} entre les lots ; chacun est surveillé ${policy.monitor}, et au-delà de ${String(Math.round(policy.maxFailureRatio * 100))} % d’échecs : ${policy.failureAction}.`
  },
  tasks: {
    title: 'Tâches',
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
  env: { title: 'Environnement', none: 'Aucune variable d’environnement.', masked: 'masquée' },
  labels: { title: 'Étiquettes', none: 'Aucune étiquette.' },
  serviceSettings,
  compose: {
    image: 'Image',
    imageHint: 'nom:étiquette ; l’empreinte est cherchée et fixée à la relecture',
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
  },
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
        return `Les ${String(of)} continuent de tourner ; au plus ${String(most)} sont là à la fois.`
      },
      picture: 'Tâches qui tournent pendant la mise à jour : anciennes, nouvelles et manquantes',
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
    restores: (number) => `Rétablit la version ${String(number)}`,
    typeName: (name) => `Production : saisissez ${name} pour appliquer`,
    readOnly: 'Ce contexte est en lecture seule dans Skep : ce plan peut être lu, mais pas appliqué.',
    accepted: (name) => `La mise à jour de ${name} a été acceptée.`,
    severity: { info: 'Note', warning: 'Attention', danger: 'Danger' }
  },
  history: {
    versions: 'Versions',
    compare: 'Comparer',
    comparing: 'Choisie pour comparer',
    compareWith: (number) => `Comparer avec la version ${String(number)}`,
    compared: (a, b) => `De la version ${String(a)} à la version ${String(b)}`,
    to: 'Revenir à cette version',
    current: 'Actuelle',
    isCurrent: 'C’est la version en vigueur.',
    restores: (number) => `rétablit la version ${String(number)}`,
    by: { skep: 'Skep', outside: 'hors de Skep', engine: 'le moteur' },
    source: { recovered: 'retrouvée au premier contact', observed: '', gap: 'vue après une interruption' },
    partial: 'partielle : connue par ses tâches seulement',
    first: 'La plus ancienne version connue',
    same: 'Aucun changement visible',
    and: (count) => `et ${String(count)} autres`,
    none: 'Aucune version n’est encore connue.'
  },
  logs: {
    title: 'Journaux',
    task: 'Tâche',
    all: 'Toutes les tâches',
    follow: 'Suivre',
    wrap: 'Replier les lignes',
    none: 'Aucune ligne.',
    lines: 'Lignes du journal'
  },
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
    move: 'Se déplacer dans la liste',
    enter: 'Ouvrir'
  },
  sent: {
    sending: (name) => `La mise à jour de ${name} est en route.`,
    unknown: (name) =>
      `La réponse à la mise à jour de ${name} s’est perdue. Skep ne la renvoie pas et cherche si elle a été appliquée.`,
    'not-applied': (name) => `La mise à jour de ${name} n’a pas été appliquée. Rien n’a changé.`
  },
  lost: {
    unread:
      'Ce service n’avait pas été lu avant la perte de la connexion. Il apparaîtra dès que Skep sera reconnecté.',
    safe: 'Vos services continuent de tourner ; Skep ne les voit simplement plus.'
  }
}
