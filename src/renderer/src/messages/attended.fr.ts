import { duration, many, number } from './words.fr'
import type { Messages } from './en'

const listed = (slots: readonly string[]): string =>
  slots.length === 1 ? `l’emplacement ${slots.join()}` : `les emplacements ${slots.join(', ')}`

/** The sentences about attended rollouts, gates and the emergency, in French. */
export const attended: Pick<Messages, 'attended' | 'gates' | 'emergency'> = {
  attended: {
    title: 'Décisions',
    watchIt: 'Accompagner : retenir après',
    slots: (count) => (count < 2 ? 'emplacement' : 'emplacements'),
    slotsField: 'Emplacements avant la retenue',
    watchHint:
      'Autant d’emplacements changent, puis le cluster retient les autres jusqu’à votre décision. Votre propre politique est remise à la fin.',
    headline(view) {
      const of = `${String(view.changed)} emplacements sur ${String(view.total)}`
      switch (view.phase) {
        case 'stepping':
          return `En cours : ${of} changés, puis retenue`
        case 'held':
          return `Retenu : ${of} sur la nouvelle version, ${String(view.left)} en attente`
        case 'paused':
          return `Le moteur a mis en pause : ${of} changés, une nouvelle tâche a échoué`
        case 'going':
          return `La suite se déroule : ${of} changés, encore ${String(view.left)}`
        case 'settled':
          return view.foreignPolicy
            ? 'Tous les emplacements sont faits. La politique de mise à jour n’est pas encore la vôtre.'
            : 'Tous les emplacements sont faits.'
        case 'other':
          return 'Quelqu’un d’autre a changé le service ; la politique de retenue est toujours en vigueur'
      }
    },
    safe: 'C’est le cluster qui retient : Skep peut être fermé.',
    unjournaled:
      'Cette retenue ne vient pas de ce Skep. La politique remise à la fin est la plus récente de l’historique qui ne retient pas.',
    back: (version) => `Retour possible : version ${String(version)}, gardée par Skep`,
    step: (step) => `Étape ${String(step)}`,
    reason: {
      'gates-passed': 'faite par Skep, car tous les garde-fous ont tenu',
      'gate-breached': 'faite par Skep, car un garde-fou a cédé',
      'all-done': 'faite par Skep, car tous les emplacements étaient faits'
    },
    advance: (count) => `Avancer de ${number(count)}`,
    more: 'Emplacements de l’étape suivante',
    handOver: 'Remettre au cluster',
    handOverHint: 'La suite se déroule selon votre propre politique et s’achève d’elle-même.',
    ownPolicy: 'selon ma politique',
    continue: 'Selon quelle politique la suite se déroule',
    continueHint: 'La suite se déroule selon une autre politique ; la vôtre est remise à la fin.',
    hold: 'Retenir ici',
    holdHint:
      'Il n’y a pas de pause exacte : retenir est aussi une mise à jour, et un emplacement de plus change.',
    resume: 'Reprendre',
    resumeHint: 'Les emplacements restants suivent selon la même politique.',
    retryHint: 'L’emplacement en échec reste tel quel ; les suivants viennent.',
    abort: 'Abandonner et revenir',
    abortHint: 'Les emplacements non atteints restent tels quels.',
    restore: 'Remettre ma politique',
    restoreHint: (policy) => `${policy} Aucune tâche ne redémarre.`,
    leaksTitle: 'Retenir n’est pas figer',
    leaksIntro: 'La retenue ne protège pas de ceci ; Skep y veille :',
    leaksList: [
      'Une ancienne tâche qui tombe, ou dont le nœud disparaît, revient avec la nouvelle version.',
      'Les emplacements ajoutés par une mise à l’échelle sont d’emblée sur la nouvelle version.',
      'Toute écriture sur le service, même une étiquette, libère autant d’emplacements que l’étape en a.',
      'Quand un autre manager prend la tête, il peut libérer un lot de plus.'
    ],
    noLeak: 'Rien de tel n’est arrivé dans cette étape.',
    beyond: (count) =>
      `${many(count, 'emplacement', 'emplacements')} de plus que demandé sur la nouvelle version.`,
    leak(leak) {
      switch (leak.cause) {
        case 'old-ended':
          return `Dans ${listed(leak.slots)}, l’ancienne tâche s’est terminée d’elle-même et est revenue nouvelle.`
        case 'scaled':
          return `La mise à l’échelle a ajouté ${listed(leak.slots)}.`
        case 'written':
          return 'Quelqu’un a écrit sur le service pendant la retenue.'
        case 'leader':
          return `La tête est passée de ${leak.from} à ${leak.to}.`
        case 'unknown':
          return 'La cause n’est pas connue : rien de ce que Skep voit ne l’explique.'
      }
    },
    plan(step) {
      const of = `${String(step.slots)} sur ${many(step.left, 'emplacement', 'emplacements')}`
      switch (step.kind) {
        case 'hold':
          return step.running
            ? `Jusqu’à ${many(step.slots, 'emplacement de plus change', 'emplacements de plus changent')}, puis retenue jusqu’à votre décision.`
            : `Change ${of}, puis retient jusqu’à votre décision.`
        case 'advance':
          return `Change encore ${many(step.slots, 'emplacement', 'emplacements')} sur les ${String(step.left)} en attente, puis retient de nouveau. Ceux qui sont faits ne sont pas touchés.`
        case 'continue':
          return `${many(step.left, 'emplacement en attente suit', 'emplacements en attente suivent')} selon cette politique ; la vôtre est remise à la fin.`
        case 'hand-over':
          return `${many(step.left, 'emplacement en attente suit', 'emplacements en attente suivent')} selon votre propre politique. Ceux qui sont faits ne sont pas touchés.`
        case 'resume':
          return `La mise à jour reprend avec ${many(step.left, 'emplacement restant', 'emplacements restants')}.`
        case 'restore':
          return 'Remet votre propre politique de mise à jour.'
        case 'abort':
          return 'Revient à la version d’avant. Les emplacements non atteints restent tels quels.'
        case 'emergency':
          return 'Tout à la fois, sans attendre.'
      }
    },
    review: 'Relire cette étape'
  },
  gates: {
    title: 'Garde-fous',
    add: 'Surveiller par des garde-fous',
    edit: 'Changer les garde-fous',
    intro:
      'Skep les regarde tant que la mise à jour est retenue et l’application ouverte. Fermée, elle ne fait jamais rien.',
    bake: 'Surveiller chaque étape pendant',
    http: 'Interroger une adresse',
    url: 'Adresse',
    urlHint: 'Interrogée depuis cet ordinateur toutes les 3 s ; trois échecs de suite font céder.',
    status: 'Statut',
    statusHint: 'vide : 200 à 299',
    body: 'Le corps contient',
    bodyHint: 'expression régulière',
    timeout: 'Délai de réponse',
    log: 'Regarder les journaux des nouvelles tâches',
    pattern: 'Motif',
    must: { 'not-appear': 'ne doit pas paraître', appear: 'doit paraître dans chacune' },
    mustField: 'Le motif',
    restarts: 'Tâches en échec admises',
    breach: 'Si un garde-fou cède',
    breachOf: { hold: 'rester retenu', 'roll-back': 'revenir aussitôt' },
    advance: 'Avancer tout seul tant que tous tiennent et que Skep est ouvert',
    advanceSlots: 'Emplacements de chaque étape suivante',
    start: 'Commencer la surveillance',
    again: 'Surveiller de nouveau',
    off: 'Ne plus surveiller',
    name: { http: 'Adresse', log: 'Journal', restarts: 'Tâches' },
    state: {
      waiting: 'Attend les emplacements de cette étape',
      baking: 'Surveillance en cours',
      passed: 'Tous les garde-fous ont tenu',
      breached: 'Un garde-fou a cédé',
      asks: 'Skep n’était pas là : il demande',
      stopped: 'L’étape suivante n’a pas été faite'
    },
    asks: 'Rien n’a avancé entre-temps ; le cluster a retenu. Surveillez de nouveau cette étape pour que la suite aille d’elle-même.',
    stopped:
      'Le cluster retient, et rien n’avance de soi-même. Relisez l’étape suivante pour voir pourquoi, puis décidez.',
    left: (seconds) => `encore ${duration(seconds)}`,
    then: {
      advance: (slots) =>
        `puis ${many(slots, 'emplacement de plus suit tout seul', 'emplacements de plus suivent tout seuls')}`,
      ask: 'puis vous décidez',
      'roll-back': 's’il cède, retour aussitôt',
      hold: 's’il cède, cela reste retenu'
    },
    check(check, most) {
      if (check.code !== undefined || check.pattern === 'too-slow') return ''
      switch (check.gate) {
        case 'restarts':
          return check.count === undefined
            ? 'pas encore regardé'
            : `${many(check.count, 'nouvelle tâche terminée d’elle-même', 'nouvelles tâches terminées d’elles-mêmes')} ; ${String(most)} admises`
        case 'http':
          return check.count === undefined
            ? 'pas encore interrogée'
            : `HTTP ${String(check.count)}${check.pattern === 'missing' ? ', le motif n’est pas dans le corps' : ''}`
        case 'log':
          return check.count === undefined
            ? 'pas encore regardé'
            : `trouvé dans ${String(check.count)} sur ${many(check.of ?? 0, 'nouvelle tâche', 'nouvelles tâches')}`
      }
    },
    why(code) {
      if (code === 'deadline') return 'pas de réponse à temps'
      if (code === 'host-unknown') return 'aucune machine de ce nom'
      if (code === 'connection-refused') return 'rien n’écoute là'
      return code.startsWith('tls')
        ? 'le certificat n’est pas reconnu ou ne correspond pas'
        : 'la réponse s’est interrompue'
    },
    tooSlow: 'La recherche de ce motif ne finit pas ; écrivez-en un plus simple.',
    failures: (count) => `${number(count)} de suite`,
    good: 'bon',
    bad: 'pas bon',
    none: 'pas encore de résultat'
  },
  emergency: {
    title: 'Retour d’urgence',
    open: 'Retour d’urgence',
    to: 'Revenir à',
    version: (number, image) => `Version ${String(number)} · ${image}`,
    sentence(replaces, order, seconds) {
      const down =
        order === 'start-first'
          ? 'les anciennes s’arrêtent quand les nouvelles marchent'
          : 'jusqu’à leur démarrage, aucune ne marche'
      if (replaces === 0)
        return 'Aucune tâche n’est à remplacer : chaque emplacement est déjà sur cette version.'
      return `${replaces === 1 ? 'L’unique tâche est remplacée' : `Les ${String(replaces)} tâches sont remplacées`} d’un coup, en une seule mise à jour ; ${down}. Environ ${duration(seconds).replace(' ', '\u00a0')} si l’image est sur les nœuds.`
    },
    policy:
      'Pour cette mise à jour, la politique est : tout à la fois, sans délai, pause en cas d’échec. Ensuite Skep propose de remettre celle de la version.',
    go: 'Revenir maintenant',
    going: 'Envoi…',
    none: 'Il n’y a pas de version antérieure complète où revenir.',
    typeName: (name) => `Production : tapez ${name}`
  }
}
