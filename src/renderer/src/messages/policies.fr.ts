import type { PolicyChange } from '../../../domain/policy'
import type { Messages } from './en'
import { many, number } from './words.fr'

/** The sentences about policies by name, in French. */
export const policies: Pick<Messages, 'policies'> = {
  policies: {
    title: 'Politiques',
    intro:
      'Comment les mises à jour avancent, sous un nom. Une politique n’entre dans un service qu’avec une mise à jour que vous relisez.',
    asItIs: 'comme elle est',
    byService: 'Celle de ce service par défaut',
    byContext: (name) => `Celle de ${name} par défaut`,
    standardFor: (service) => `Commencer chaque mise à jour de ${service} avec elle`,
    presets: 'Préréglages',
    own: 'Vos politiques',
    noOwn:
      'Aucune pour le moment. Créez-en une ici, ou gardez-en une sous un nom en composant une mise à jour.',
    add: 'Nouvelle politique',
    edit: 'Modifier',
    editOf: (name) => `Modifier ${name}`,
    duplicate: 'Dupliquer',
    duplicateOf: (name) => `Dupliquer ${name}`,
    copyOf: (name) => `${name} (copie)`,
    remove: 'Retirer',
    removeOf: (name) => `Retirer ${name}`,
    removeAsk: (name) =>
      `Retirer ${name} de Skep ? Les services gardent la politique qu’ils ont. Là où elle vaut par défaut, il n’y en a plus.`,
    removed: (name) => `${name} a été retirée.`,
    give: 'Donner à des services',
    giveOf: (name) => `Donner ${name} à des services`,
    name: 'Nom',
    save: 'Enregistrer',
    saved: (name) => `${name} est enregistrée.`,
    formHint: 'Ce que vous laissez vide reste comme il est dans chaque service.',
    saysNothing: 'Dites au moins une chose : tout est vide.',
    update: 'Mises à jour',
    rollback: 'Retours',
    standards: 'Par où commencent les mises à jour',
    standardsHint:
      'La composition commence avec cette politique. Celle d’un service passe avant celle de son cluster.',
    standardOf: (context) => `Politique des mises à jour sur ${context}`,
    noStandard: 'Comme chaque service l’a',
    ofService: (service, context) => `${service} sur ${context}`,
    clearOf: (service) => `Plus de politique propre à ${service}`,
    clear: 'Effacer',
    noContexts: 'Pas encore de cluster.',
    usedAs: (where) => `par défaut : ${where}`,
    export: 'Exporter',
    import: 'Importer',
    importHint:
      'Un fichier YAML de politiques par nom, chacune avec update_config et rollback_config comme dans un fichier compose. Rien n’est gardé avant que vous ne le choisissiez.',
    file: 'Fichier',
    text: 'Son texte',
    read: 'Lire',
    state: {
      new: 'Nouvelle',
      same: 'Déjà gardée ainsi',
      replaces: 'Remplace la vôtre',
      refused: 'Ne peut être gardée'
    },
    line: (line) => `ligne ${String(line)}`,
    now: 'Maintenant',
    then: 'Dans le fichier',
    keepChosen: (count) => `Garder ${many(count, 'politique', 'politiques')}`,
    noneChosen: 'Choisissez quoi garder',
    imported: (count) => `${many(count, 'politique est gardée', 'politiques sont gardées')}.`,
    empty: 'Il ne contient aucune politique.',
    giveIntro:
      'La politique seule, et rien d’autre : aucune tâche ne redémarre. Les mises à jour suivantes la suivent ; celle qui est en cours n’est pas touchée.',
    services: 'Services',
    cluster: 'Cluster',
    filterHint: 'Par nom, pile ou image',
    allShown: (count) => `Les ${number(count)} affichés`,
    chosen: (count) => many(count, 'choisi', 'choisis'),
    noLive: 'Aucun cluster n’est connecté. Connectez-en un d’abord.',
    givePlan: (policy, count, context) =>
      `${policy} pour ${many(count, 'service', 'services')} sur ${context}`,
    giveOrder:
      'Les envois se suivent un à un. Le premier qui n’est pas accepté y met fin ; la suite n’est pas envoyée.',
    giveNothing: 'Il n’y a rien à envoyer.',
    leftReason: {
      same: 'a déjà cette politique',
      busy: 'une mise à jour y est en cours ou en attente, et tout changement la ferait continuer',
      gone: 'n’est plus sur le cluster',
      job: 'est un job : les jobs n’ont pas de politique de mise à jour',
      unreadable: 'a une spécification que Skep ne peut pas lire'
    },
    giveApply: (count) => `Appliquer à ${many(count, 'service', 'services')}`,
    outcome: 'Résultat',
    givenHeadline: (accepted, all) =>
      accepted === all
        ? `${many(all, 'service a', 'services ont')} maintenant la politique`
        : `${String(accepted)} sur ${many(all, 'service a', 'services ont')} maintenant la politique`,
    givenEnded: 'La suite n’a pas été envoyée. Ce qui a été accepté reste ; aucune tâche n’a redémarré.',
    given: {
      accepted: 'Acceptée',
      'not-applied': 'Non appliquée',
      unknown: 'Pas encore connu',
      'not-sent': 'Non envoyée'
    },
    phrases({ parallelism, delay, monitor, failureAction, maxFailureRatio, order }: PolicyChange) {
      const ratio = maxFailureRatio === undefined ? '' : `${String(Math.round(maxFailureRatio * 100))} %`
      return [
        parallelism === undefined
          ? ''
          : parallelism === 0
            ? 'tout à la fois'
            : many(parallelism, 'emplacement à la fois', 'emplacements à la fois'),
        order ?? '',
        delay === undefined ? '' : `${delay} entre les lots`,
        monitor === undefined ? '' : `surveillance de ${monitor}`,
        ratio === '' ? '' : maxFailureRatio === 0 ? 'aucun échec admis' : `jusqu’à ${ratio} d’échecs admis`,
        failureAction === undefined ? '' : `puis ${failureAction}`
      ].filter((phrase) => phrase !== '')
    }
  }
}
