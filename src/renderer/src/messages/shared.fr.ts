import type { Messages } from './en'
import { many } from './words.fr'

const size = (bytes: number): string =>
  bytes < 1024 ? `${String(bytes)} o` : `${String(Math.round(bytes / 1024))} Kio`

/** The sentences about the shared journal, in French. */
export const shared: Pick<Messages, 'shared'> = {
  shared: {
    open: 'Journal partagé…',
    title: (context) => `Journal partagé de ${context}`,
    intro:
      'Skep peut garder l’historique de ce cluster dans le cluster même, pour que le Skep de vos collègues voie le même : qui a changé quoi, quand, et comment cela s’est terminé.',
    what: 'Ce qui est écrit : des configs Swarm nommées skep-history-…, avec les spécifications de vos services, qui les a mis à jour, comment cela s’est terminé et vos notes. Aucun service ne s’en sert, et aucune tâche n’est touchée.',
    who: 'Quiconque peut lire les configs de ce cluster peut les lire. Les valeurs qui ressemblent à un secret sont omises, et une telle version n’est racontée qu’en partie ; toute autre valeur d’environnement est écrite telle quelle.',
    reads:
      'Skep lit toujours ce qui s’y trouve. Ce réglage ne concerne que l’écriture, et que cet ordinateur.',
    on: 'Ce Skep écrit.',
    off: 'Ce Skep n’écrit pas.',
    there: (versions, pages, bytes) =>
      pages === 0
        ? 'Il n’y a encore rien dans le cluster.'
        : `Dans le cluster : ${many(versions, 'version', 'versions')} en ${many(pages, 'config', 'configs')}, ${size(bytes)}.`,
    users: (names) => `Raconté par : ${names}.`,
    next: (versions, partial, bytes) =>
      versions === 0
        ? 'Tout ce que ce Skep sait s’y trouve.'
        : `Pas encore là : ${many(versions, 'version', 'versions')}, environ ${size(bytes)}${partial === 0 ? '' : ` ; ${String(partial)} d’entre elles en partie, sans les valeurs qui ressemblent à un secret`}.`,
    refused: (count) =>
      `${many(count, 'ligne n’est pas', 'lignes ne sont pas')} ce que Skep écrit et ${count < 2 ? 'compte' : 'comptent'} pour rien.`,
    mayNot: 'Ce contexte n’est pas en mode complet : Skep n’écrit rien dans son cluster.',
    switchOn: 'Écrire dans le cluster',
    switchOff: 'Ne plus écrire',
    remove: 'Tout retirer…',
    removeAsk: (pages) =>
      `Retirer ${many(pages, 'config', 'configs')} du cluster, pour tout le monde ? Chaque Skep garde ce qu’il a sur son propre ordinateur, et celui-ci cesse d’écrire.`,
    removeNow: 'Retirer du cluster',
    removed: (count) => `${many(count, 'config retirée', 'configs retirées')} du cluster.`,
    notLive: 'Connectez-vous d’abord au cluster.'
  }
}
