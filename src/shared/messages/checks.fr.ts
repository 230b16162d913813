import { manyIn } from './many'
import type { Texts } from './index'

const many = manyIn('fr')

/** What is checked of a plan before it is sent, in French. */
export const check: Texts['check'] = {
  'image-found': (v) => `Le registre a ${v.image}, à sha256:${v.digest}.`,
  'image-missing': (v) =>
    `Le registre n’a pas ${v.image}. Les tâches ne démarrent que sur les nœuds où l’image est déjà.`,
  'image-private': (v) =>
    `On ne sait pas si le registre a ${v.image} : il demande un accès, et cette machine n’en a pas qui puisse le lire.`,
  'image-unknown': (v) => `On ne sait pas si un registre a ${v.image} : il n’a pas pu être interrogé.`,
  'nodes-fit': (v) =>
    `${many(v.fit, 'nœud', 'nœuds')} sur ${v.total} ${Number(v.fit) < 2 ? 'peut' : 'peuvent'} exécuter ses tâches.`,
  'nodes-some-platform': (v) =>
    `L’image n’existe que pour ${v.platforms} : des ${many(v.matching, 'nœud', 'nœuds')} qui conviendraient, ${v.fit} ${Number(v.fit) < 2 ? 'peut' : 'peuvent'} l’exécuter.`,
  'nodes-none-ready': () => 'Aucun nœud n’est prêt et actif. Les tâches en attendraient un.',
  'nodes-none-constraints': (v) =>
    `Aucun nœud sur ${v.total} ne satisfait les contraintes. Les tâches attendraient indéfiniment, et Docker ne signale rien.`,
  'nodes-none-platform': (v) =>
    `L’image n’existe que pour ${v.platforms}, et aucun nœud qui conviendrait n’en est. Les tâches attendraient indéfiniment.`,
  'room-enough': (v) =>
    `Les nœuds ont la place de ce qui est réservé : ${many(v.tasks, 'tâche demandée', 'tâches demandées')}, place pour ${v.room}.`,
  'room-short': (v) =>
    `Les nœuds ont place pour ${v.room} sur ${many(v.tasks, 'tâche', 'tâches')}, selon les réservations, les ports et le maximum par nœud. Les autres attendraient.`,
  'room-unknown': () => 'On ne sait pas si les nœuds ont la place de ce qui est réservé.',
  'references-there': (v) =>
    Number(v.count) < 2
      ? 'Le secret, la config ou le réseau utilisé existe sur le cluster.'
      : `Les ${v.count} secrets, configs et réseaux utilisés existent sur le cluster.`,
  'reference-missing': (v) =>
    `${{ secret: 'Le secret', config: 'La config', network: 'Le réseau' }[String(v.kind)] ?? ''} ${v.name} n’est plus sur le cluster. Docker refusera la mise à jour, ou ses tâches ne démarreront pas.`,
  'references-unknown': () => 'On ne sait pas si les secrets, configs et réseaux utilisés existent encore.',
  'login-needless': (v) => `${v.registry} donne cette image aux nœuds sans accès.`,
  'login-sent': (v) =>
    `L’accès de cette machine à ${v.registry} part avec la mise à jour, pour que les nœuds puissent tirer l’image. Skep n’en garde pas de copie.`,
  'login-none': (v) =>
    `Cette machine n’a pas d’accès à ${v.registry} à envoyer : les nœuds gardent celui du service, s’il y en a un. Lancez « docker login ${v.registry} » et relisez.`,
  'login-at-hand': (v) =>
    `${v.registry} demande un accès aux nœuds. Docker prend celui du service, s’il y en a un, et il peut avoir expiré ; celui de cette machine peut être envoyé avec.`,
  'login-kept': (v) =>
    `${v.registry} demande un accès aux nœuds. Docker prend celui du service, s’il y en a un, et il peut avoir expiré ; cette machine n’en a pas à envoyer.`
}
