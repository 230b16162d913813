import type { Messages } from './en'
import { many, number } from './words.fr'

/** The sentences about stacks, in French. */
export const stack: Pick<Messages, 'stack'> = {
  stack: {
    group: 'Grouper par pile',
    services: (name) => `Services de ${name}`,
    open: (name) => `Ouvrir la pile ${name}`,
    part: (state, count) => `${state} : ${number(count)}`,
    none: (name) => `La pile ${name} n’a plus de service.`,
    releases: 'Livraisons',
    releasesHint:
      'Une livraison est ce qui a changé ensemble : par un seul auteur, un service peu après l’autre.',
    release: (number) => `Livraison ${String(number)}`,
    noReleases: 'Aucune livraison n’est encore connue.',
    older: (count) => `Afficher ${many(count, 'livraison plus ancienne', 'livraisons plus anciennes')}`,
    to: (number) => `Revenir à la livraison ${String(number)}`,
    toThis: 'Revenir à cette livraison',
    isCurrent: 'C’est la livraison la plus récente.',
    allGone: 'Aucun service de cette livraison n’existe encore, ou aucun n’est entièrement connu.',
    restores: (number) => `rétablit la livraison ${String(number)}`,
    changedOf: (changed, all) => `${String(changed)} sur ${many(all, 'service', 'services')}`,
    appeared: 'première version connue',
    changes: (count) => many(count, 'changement', 'changements'),
    moreChanges: (count) => `et ${many(count, 'autre changement', 'autres changements')}`,
    imageSame: 'même image',
    plan: (name, release) => `Ramener ${name} à la livraison ${String(release)}`,
    planning: 'Préparation du plan…',
    planIntro: (services, waves) =>
      `${many(services, 'service change', 'services changent')} en ${many(waves, 'vague', 'vagues')}. La vague suivante n’est envoyée que lorsque tous les déploiements de la précédente sont vérifiés. Le premier qui ne l’est pas arrête tout à cet endroit.`,
    planEmpty: 'Tous les services qui peuvent revenir ont déjà cette spécification. Il n’y a rien à envoyer.',
    wave: (number) => `Vague ${String(number)}`,
    waveOf: (name) => `Vague de ${name}`,
    suggested:
      'Proposition : un service vient après ceux dont il contient l’adresse. Changez le numéro pour réordonner.',
    versions: (from, to) => `version ${String(from)} → ${String(to)}`,
    keepReplicas: 'Garder le nombre de réplicas actuel',
    show: (count) => `Afficher ${many(count, 'changement', 'changements')}`,
    left: 'Laissés tels quels',
    leftReason: {
      same: () => 'a déjà cette spécification',
      unsettled: (state) =>
        `a déjà cette spécification, mais n’a pas réussi avec elle (${state}). Aucune vague ne l’attend : réparez-le d’abord sur sa propre page.`,
      gone: () => 'a été retiré du cluster ; Skep ne crée pas de service',
      incomplete: () => 'cette version n’est pas entièrement connue et ne peut donc pas être rétablie',
      new: () => 'est arrivé dans la pile après cette livraison'
    },
    typeName: (name) => `Ce cluster est en production : saisissez ${name} pour appliquer`,
    apply: (waves) =>
      waves < 2 ? 'Appliquer' : `Appliquer, en commençant par la vague 1 sur ${String(waves)}`,
    applied: (name) => `Le retour en arrière de la pile ${name} a commencé.`,
    operation: 'Retour en arrière de la pile',
    headline: (one) => {
      const to = `la livraison ${String(one.release)}`
      const waves = one.waves.length
      if (one.state === 'succeeded') return `Revenu à ${to} : tous les services sont vérifiés`
      if (one.state === 'closed') return `Le retour à ${to} est resté inachevé`
      const wave = `vague ${String(Math.min(one.wave, waves))} sur ${String(waves)}`
      if (one.state === 'stopped') return `Le retour à ${to} s’est arrêté à la ${wave}`
      return `Retour à ${to} : ${wave}`
    },
    done: (names) => `Fait et vérifié : ${names}.`,
    notSent: (names) => `Non envoyé : ${names}.`,
    status: {
      waiting: 'Non envoyé',
      sending: 'Envoi',
      running: 'En cours',
      succeeded: 'Vérifié',
      failed: 'Échec',
      'rolled-back': 'Revenu en arrière',
      paused: 'En pause',
      stuck: 'Bloqué',
      superseded: 'Remplacé',
      'not-applied': 'Non appliqué',
      unknown: 'Inconnu'
    },
    reason: {
      bad: 'Un déploiement n’a pas réussi : rien d’autre n’a été envoyé. Ce qui l’a été reste en l’état ; décidez s’il faut continuer ou revenir.',
      'not-applied': 'Une mise à jour n’a pas été appliquée : rien d’autre n’a été envoyé.',
      unknown:
        'On ne sait pas encore si une mise à jour a été appliquée : rien d’autre n’a été envoyé. Skep le vérifie ; décidez ensuite s’il faut continuer ou revenir.',
      person: 'Il a été arrêté à la main. Ce qui était déjà envoyé se poursuit dans le cluster.',
      unwatched:
        'Skep n’a pas pu voir le cluster pendant deux minutes : rien d’autre n’a été envoyé. Ce qui l’était déjà s’est poursuivi dans le cluster.',
      closed:
        'Skep a été fermé en chemin. Rien n’a été envoyé depuis ; ce qui l’était déjà s’est poursuivi dans le cluster.'
    },
    waitLive:
      'Skep n’est pas connecté. La vague suivante attend qu’il le soit ; après deux minutes, tout s’arrête.',
    stop: 'Arrêter avant la vague suivante',
    goOn: 'Continuer : relire ce qui reste',
    goBack: (release) => `Revenir à la livraison ${String(release)}`,
    leave: 'Laisser ainsi',
    stoppedNotice: (name) => `Le retour en arrière de la pile ${name} s’est arrêté et vous attend.`,
    look: 'Voir'
  }
}
