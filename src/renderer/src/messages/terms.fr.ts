import type { Messages } from './en'
import { many } from './words.fr'

/** Les mots de Docker et ceux de Skep, chacun en une ou deux phrases, en français. */
export const terms: Pick<Messages, 'term' | 'terms'> = {
  term: {
    what: (word) => `Que veut dire « ${word} » ?`,
    title: 'Vocabulaire',
    hint: 'Ce que veulent dire les mots de Docker, et les quelques mots propres à Skep.',
    search: 'Chercher un mot',
    none: 'Aucun mot ne correspond.',
    count: (count) => many(count, 'mot', 'mots')
  },
  terms: {
    swarm: {
      word: 'Swarm',
      text: 'Plusieurs machines avec Docker qui font tourner des services ensemble. Docker choisit la machine de chaque tâche.'
    },
    cluster: {
      word: 'Cluster',
      text: 'Un swarm, avec toutes ses machines. Skep le reconnaît à son propre identifiant.'
    },
    context: {
      word: 'Contexte',
      text: 'Une façon enregistrée d’atteindre un cluster : où il se trouve, et ce que vous pouvez y faire depuis cette machine.'
    },
    node: {
      word: 'Nœud',
      text: 'Une machine du swarm. Les managers décident, les workers ne font qu’exécuter des tâches ; les managers peuvent en exécuter aussi.'
    },
    manager: {
      word: 'Manager',
      text: 'Un nœud qui garde l’état du swarm. Plus de la moitié des managers doivent répondre, sinon rien ne peut changer ; ce qui tourne continue de tourner.'
    },
    stack: {
      word: 'Stack',
      text: 'Des services déployés ensemble sous un même nom, par « docker stack deploy ».'
    },
    service: {
      word: 'Service',
      text: 'Ce qui doit tourner : une image, en combien d’exemplaires, avec quels réglages. Le swarm le maintient en marche.'
    },
    task: {
      word: 'Tâche',
      text: 'Un conteneur d’un service, sur un nœud. Une tâche ne change jamais : une mise à jour l’arrête et en démarre une autre.'
    },
    slot: {
      word: 'Emplacement',
      text: 'La place d’une réplique, numérotée à partir de 1. Les tâches s’y succèdent ; un service global en a une par nœud.'
    },
    replicas: { word: 'Répliques', text: 'Combien de tâches du service doivent tourner en même temps.' },
    image: {
      word: 'Image',
      text: 'Le programme empaqueté qu’exécute une tâche, écrit nom:tag. Le tag n’est qu’une étiquette : il peut être déplacé vers un autre contenu.'
    },
    digest: {
      word: 'Empreinte',
      text: 'L’empreinte du contenu d’une image (digest). Fixée, elle garantit que tous les nœuds exécutent la même chose, même si le tag bouge.'
    },
    spec: {
      word: 'Spec',
      text: 'La description complète d’un service, telle que le cluster la garde. Skep ne change que ce que vous avez touché et renvoie le reste tel quel.'
    },
    policy: {
      word: 'Politique de mise à jour',
      text: 'Comment avance une mise à jour : combien d’emplacements à la fois, combien de temps attendre, et que faire quand des tâches échouent.'
    },
    rollbackPolicy: {
      word: 'Politique de retour',
      text: 'La même chose pour revenir en arrière, quand Docker le fait de lui-même ou qu’on le lui demande. C’est celle de la spec que l’on rétablit.'
    },
    parallelism: {
      word: 'Parallélisme',
      text: 'Combien d’emplacements changent en même temps. 0 veut dire tous à la fois.'
    },
    delay: {
      word: 'Délai',
      text: 'Combien de temps attendre après un lot avant le suivant. Docker attend aussi après le dernier.'
    },
    monitor: {
      word: 'Surveillance',
      text: 'Pendant combien de temps une nouvelle tâche est observée après son démarrage. Si elle échoue dans ce temps, c’est un échec ; un arrêt plus tardif échappe à la mise à jour.'
    },
    failureAction: {
      word: 'Action en cas d’échec',
      text: 'Ce qui se passe quand trop de tâches échouent. « pause » s’arrête et vous attend, « rollback » revient à la spec d’avant, « continue » poursuit malgré tout, et Docker annonce quand même « completed ».'
    },
    maxFailureRatio: {
      word: 'Taux d’échec maximal',
      text: 'La part des emplacements qui peut échouer avant que l’action n’ait lieu, de 0 à 1. Avec 0, le premier échec compte.'
    },
    order: {
      word: 'Ordre',
      text: '« stop-first » arrête l’ancienne tâche puis démarre la nouvelle : la capacité baisse entre-temps. « start-first » démarre la nouvelle à côté de l’ancienne : il faut plus de place un moment.'
    },
    healthCheck: {
      word: 'Contrôle de santé',
      text: 'Une commande que Docker lance dans la tâche pour savoir si elle fonctionne. Sans elle, une tâche est réputée bonne dès que son processus tourne.'
    },
    constraint: {
      word: 'Contrainte',
      text: 'Une règle sur les nœuds où une tâche peut tourner. Si aucun ne convient, la tâche attend sans fin, et Docker ne signale rien.'
    },
    reservation: {
      word: 'Réservation',
      text: 'CPU et mémoire qui doivent être libres sur un nœud avant qu’une tâche y démarre. Si aucun nœud ne les a, la tâche attend sans fin.'
    },
    limit: {
      word: 'Limite',
      text: 'Le maximum de CPU ou de mémoire qu’une tâche peut utiliser. Celle qui veut plus de mémoire est arrêtée.'
    },
    secret: {
      word: 'Secret',
      text: 'Une valeur gardée par le swarm, que les tâches voient comme un fichier. Son contenu ne peut être ni relu ni modifié : un nouveau prend sa place.'
    },
    config: {
      word: 'Config',
      text: 'Un fichier gardé par le swarm pour les tâches. Il ne peut pas être modifié non plus ; un nouveau prend sa place.'
    },
    mount: {
      word: 'Montage',
      text: 'Un volume ou un dossier que voit la tâche. Revenir à une version plus ancienne ne rétablit pas d’anciennes données.'
    },
    network: {
      word: 'Réseau',
      text: 'Ce qui permet aux tâches des services de se joindre, y compris d’un nœud à l’autre.'
    },
    publish: {
      word: 'Port publié',
      text: 'Un port par lequel le service est joint de l’extérieur : sur chaque nœud (ingress), ou seulement là où tourne une tâche (host).'
    },
    mode: {
      word: 'Mode',
      text: 'Répliqué : un nombre de tâches. Global : une tâche sur chaque nœud qui convient. Les jobs vont jusqu’à leur fin au lieu de tourner sans cesse.'
    },
    desiredState: {
      word: 'État souhaité',
      text: 'Ce que le swarm veut d’une tâche. « running » doit tourner ; « shutdown » appartient au passé et ne redémarrera pas.'
    },
    updateStatus: {
      word: 'UpdateStatus',
      text: 'Ce que Docker lui-même dit de la dernière mise à jour. Il dit « completed » quand tous les emplacements sont remplacés, même si les nouvelles tâches s’effondrent ; Skep juge d’après les tâches.'
    },
    version: {
      word: 'Version',
      text: 'La n-ième spec d’un service, numérotée par Skep. Docker, lui, ne se souvient que d’une seule spec avant la présente.'
    },
    plan: {
      word: 'Plan',
      text: 'Ce qui serait envoyé, établi avant tout envoi : les changements, ce qu’ils remplacent, et les risques. Ce qui est appliqué est exactement cela, ou rien.'
    },
    rollout: {
      word: 'Déroulement',
      text: 'Le chemin d’une mise à jour à travers les emplacements, jugé d’après les tâches qui tournent vraiment.'
    },
    verdict: {
      word: 'Issue',
      text: 'Comment une mise à jour s’est terminée. « Réussie » veut dire que chaque emplacement exécute la nouvelle version et a tenu le temps de surveillance ; une mise à jour annulée n’a pas réussi.'
    },
    stuck: {
      word: 'Bloqué',
      text: 'Rien n’avance et rien n’avancera : souvent, aucun nœud ne convient. Docker attend sans fin et ne signale aucune erreur.'
    },
    hold: {
      word: 'Retenue',
      text: 'Une mise à jour à qui l’on a dit de s’arrêter après quelques emplacements. Elle le reste même si Skep est fermé, mais une ancienne tâche qui s’effondre revient avec la nouvelle version.'
    },
    canary: {
      word: 'Canari',
      text: 'Un ou quelques emplacements qui reçoivent d’abord la nouvelle version, pendant que les autres gardent l’ancienne.'
    },
    rollBack: {
      word: 'Revenir en arrière',
      text: 'Rétablir une version plus ancienne. C’est une mise à jour comme une autre, qui devient une nouvelle version. Les données écrites par les tâches ne reviennent pas.'
    },
    restart: {
      word: 'Redémarrer les tâches',
      text: 'Chaque tâche est arrêtée puis redémarrée avec les mêmes réglages, emplacement par emplacement, selon la politique de mise à jour.'
    },
    drain: {
      word: 'Disponibilité',
      text: 'Si un nœud accepte des tâches : « active » oui, « pause » garde les siennes sans en prendre de nouvelles, « drain » les cède aux autres.'
    },
    journal: {
      word: 'Journal',
      text: 'Ce dont Skep se souvient sur cette machine : chaque version vue, chaque mise à jour envoyée, et leur issue. Les entrées ne sont jamais modifiées.'
    },
    lastGood: {
      word: 'Dernière bonne version',
      text: 'La version la plus récente que l’on a vue réussir, autre que la présente. C’est elle qui est proposée d’abord pour revenir en arrière.'
    }
  }
}
