import type { DossierTexts } from './dossier'

const memory = 'dépassent leur limite de mémoire et sont tuées'
const moreMemory =
  'Relevez la limite de mémoire, ou cherchez dans le journal pourquoi le programme en demande plus qu’avant.'

/** Ce que dit un échec, en français. */
export const dossierFr: DossierTexts = {
  does: {
    'no-such-image': ({ reason }) =>
      reason.registry === 'missing'
        ? 'ne peuvent pas démarrer : le registre n’a pas l’image'
        : reason.registry === 'private'
          ? 'ne peuvent pas démarrer : le registre ne montre pas l’image sans connexion'
          : reason.registry === 'present'
            ? 'ne peuvent pas démarrer : le registre a l’image, mais les nœuds n’ont pas pu la tirer'
            : 'ne peuvent pas démarrer : les nœuds n’ont pas obtenu l’image',
    'no-suitable-node': () => 'attendent un nœud : aucun ne satisfait les contraintes',
    'node-unavailable': () => 'attendent un nœud : aucun ne prend de nouvelles tâches',
    'insufficient-resources': () =>
      'attendent un nœud : aucun n’a le processeur, la mémoire ou les autres ressources réservés',
    'max-replicas': () => 'attendent un nœud : chacun a déjà sa limite de tâches',
    platform: () => 'attendent un nœud : l’image est faite pour une autre plateforme',
    'plugin-missing': () => 'attendent un nœud : aucun n’a le pilote de volume, de réseau ou de journal',
    'port-taken': () => 'ne peuvent pas démarrer : un port du nœud est pris',
    unhealthy: () => 'démarrent, mais leur contrôle de santé échoue et elles sont tuées',
    'out-of-memory': () => memory,
    killed: ({ outOfMemory }) => (outOfMemory ? memory : 'sont tuées, code de sortie 137'),
    'mount-missing': () => 'ne peuvent pas démarrer : la source d’un montage manque sur le nœud',
    'secret-missing': () => 'ne peuvent pas démarrer : un secret manque',
    'config-missing': () => 'ne peuvent pas démarrer : une config manque',
    'network-missing': () => 'ne peuvent pas démarrer : un réseau manque sur le nœud',
    'node-down': () => 'sont sur un nœud arrêté',
    'command-missing': () => 'ne peuvent pas démarrer : le programme n’est pas dans l’image',
    'command-refused': () => 'ne peuvent pas démarrer : la permission de lancer le programme est refusée',
    'user-missing': () => 'ne peuvent pas démarrer : l’utilisateur n’est pas dans l’image',
    'exit-code': ({ reason, lasts, atStart }) =>
      `s’arrêtent ${atStart ? 'juste après le démarrage' : lasts === undefined ? 'd’elles-mêmes' : `environ ${lasts} après leur création`}, code de sortie ${String(reason.exitCode ?? '?')}`,
    ended: ({ atStart }) =>
      `se terminent d’elles-mêmes${atStart ? ' juste après le démarrage' : ''}, code de sortie 0`,
    rejected: () => 'sont refusées par le nœud',
    other: () => 'échouent'
  },
  todo: {
    'no-such-image': ({ registry }) =>
      registry === 'missing'
        ? 'Corrigez l’étiquette ou le nom de l’image, ou poussez l’image ; puis appliquez de nouveau.'
        : registry === 'private'
          ? 'Lancez « docker login » pour ce registre sur cette machine, et mettez à jour avec les identifiants du registre.'
          : registry === 'present'
            ? 'Mettez à jour avec les identifiants du registre, et vérifiez que chaque nœud atteint le registre.'
            : 'Vérifiez l’étiquette et le nom de l’image. Si le registre est privé, mettez à jour avec ses identifiants.',
    'no-suitable-node': () =>
      'Comparez les contraintes aux étiquettes des nœuds : donnez à un nœud ce qui est demandé, ou relâchez une contrainte.',
    'node-unavailable': () =>
      'Remettez un nœud en route, ou rendez-en un actif : docker node update --availability active.',
    'insufficient-resources': () =>
      'Baissez la réservation, libérez de la place sur les nœuds ou ajoutez-en un. En start-first, l’ancienne tâche garde sa part pendant ce temps ; stop-first demande moins de place.',
    'max-replicas': () =>
      'Relevez la limite par nœud, baissez le nombre de réplicas ou ajoutez un nœud. En start-first, anciennes et nouvelles tâches comptent ensemble.',
    platform: () => 'Choisissez une image faite pour la plateforme des nœuds.',
    'plugin-missing': () => 'Installez le pilote sur les nœuds, ou choisissez-en un autre.',
    'port-taken': () =>
      'Cherchez ce qui tient le port, ou publiez-en un autre. En start-first, c’est l’ancienne tâche qui le tient : choisissez stop-first.',
    unhealthy: () =>
      'Lisez ce que le contrôle de santé a écrit, et le journal. Si le programme est seulement plus lent, donnez à son contrôle une plus longue période de démarrage.',
    'out-of-memory': () => moreMemory,
    killed: () =>
      'Voyez sur le nœud si c’était faute de mémoire (docker inspect montre OOMKilled). Si oui, relevez la limite de mémoire.',
    'mount-missing': () =>
      'Créez le dossier ou le volume sur chaque nœud qui peut porter une tâche, ou corrigez le montage ; puis appliquez de nouveau.',
    'secret-missing': () => 'Recréez le secret, ou nommez-en un autre ; puis appliquez de nouveau.',
    'config-missing': () => 'Recréez la config, ou nommez-en une autre ; puis appliquez de nouveau.',
    'network-missing': () => 'Recréez le réseau, ou nommez-en un autre ; puis appliquez de nouveau.',
    'node-down': () =>
      'Occupez-vous du nœud. Swarm relance ses tâches sur d’autres nœuds s’il y en a un qui convient ; cela seul n’oblige pas à revenir en arrière.',
    'command-missing': () => 'Vérifiez la commande et ses arguments, et le point d’entrée de l’image.',
    'command-refused': () => 'Vérifiez que le programme est exécutable, et par l’utilisateur de la tâche.',
    'user-missing': () => 'Corrigez l’utilisateur, ou choisissez une image qui l’a.',
    'exit-code': () =>
      'Lisez les dernières lignes du journal. Corrigez les réglages ou l’image et appliquez de nouveau, ou revenez à la dernière bonne version.',
    ended: () =>
      'Le programme d’un service doit continuer. Vérifiez sa commande ; ce qui est fait pour finir a sa place dans un job.',
    rejected: () => 'Les mots du moteur sont ci-dessous ; voyez le nœud qui a refusé la tâche.',
    other: () => 'Les mots du moteur et les dernières lignes du journal sont ci-dessous.'
  },
  unfit(code, nodes) {
    const on = `sur ${String(nodes)} ${nodes === 1 ? 'nœud' : 'nœuds'}`
    switch (code) {
      case 'port-taken':
        return `le port est pris ${on}`
      case 'insufficient-resources':
        return `trop peu de place ${on}`
      case 'max-replicas':
        return `la limite par nœud est atteinte ${on}`
      case 'platform':
        return `autre plateforme ${on}`
      case 'plugin-missing':
        return `un pilote manque ${on}`
      case 'node-unavailable':
        return `pas de nouvelles tâches ${on}`
      default:
        return `les contraintes ne sont pas satisfaites ${on}`
    }
  }
}
