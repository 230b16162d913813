import type { Texts } from './index'

const many = (count: string | number | undefined, one: string, other: string): string =>
  `${String(count)} ${Number(count) < 2 ? one : other}`

/** Ce que disent les deux processus, en français. */
export const fr: Texts = {
  error: {
    internal: () =>
      'Une erreur interne est survenue dans Skep. Rien n’a été envoyé de ce fait ; réessayez, et relancez Skep si cela se reproduit.',
    'bad-input': (v) =>
      `Skep n’a pas accepté cette saisie${v.field ? ` (${v.field})` : ''}. Rien n’a été envoyé.`,
    'unknown-method': () => 'Cet appel n’existe pas. Rien n’a été fait.',
    'refused-sender': () => 'Cet appel ne venait pas de la fenêtre de Skep et a été refusé.',
    'context-unknown': () => 'Ce contexte n’est plus enregistré. Rien n’a été envoyé.',
    'context-name-taken': (v) => `Un autre contexte s’appelle déjà « ${v.name} ». Choisissez un autre nom.`,
    'not-connected': (v) =>
      `Skep n’est pas connecté à « ${v.context} » : rien n’a été envoyé. Reconnectez-vous et relisez le plan.`,
    'read-only': (v) =>
      `Le contexte « ${v.context} » est en lecture seule dans Skep : rien n’a été envoyé. Passez-le en mode « complet » pour permettre les mises à jour.`,
    'confirm-needed': (v) =>
      `C’est un cluster de production : saisissez le nom du service, ${v.service}, pour appliquer. Rien n’est encore envoyé.`,
    'plan-unknown': () => 'Ce plan n’est plus connu. Rien n’a été envoyé ; relisez la modification.',
    'plan-expired': () => 'Ce plan a plus de dix minutes et n’a pas été envoyé. Relisez la modification.',
    'plan-hash': () =>
      'Ce qui allait être appliqué n’est pas ce qui a été relu : rien n’a été envoyé. Relisez la modification.',
    'plan-empty': () => 'Ce plan ne change rien : rien n’a été envoyé.',
    'index-moved': (v) =>
      `${v.service} a été modifié après votre relecture : rien n’a été envoyé. Relisez pour voir les deux modifications ensemble.`,
    'service-unknown': (v) => `Il n’y a pas de service « ${v.service} » sur ce cluster.`,
    'service-removed': (v) =>
      `Le service ${v.service} a été supprimé du cluster. Son historique est conservé.`,
    'spec-unreadable': (v) =>
      `Skep ne peut pas lire sans risque la spécification de ${v.service} et ne la modifiera pas.`,
    'version-unknown': (v) => `Skep ne connaît pas de version ${v.number} de ce service.`,
    'version-incomplete': (v) =>
      `La version ${v.number} n’est connue que par ses tâches : mode, ports, étiquettes et politiques manquent, elle ne peut donc pas être rétablie entière.`,
    'draft-invalid': (v) => `À corriger : ${v.fields}. Rien n’a été envoyé.`,
    'update-refused': () =>
      'Le cluster a refusé cette mise à jour et n’a rien changé. Voici ses propres mots.',
    'update-unknown': (v) =>
      `La réponse à la mise à jour de ${v.service} s’est perdue. Skep ne la renvoie pas ; il vérifie si elle a été appliquée.`,
    'update-open': (v) =>
      `On ne sait pas encore si une mise à jour précédente de ${v.service} a été appliquée. Attendez que Skep l’ait vérifié.`,
    'endpoint-unsupported': (v) => `Skep ne sait pas encore utiliser les connexions ${v.kind}.`,
    'endpoint-insecure': (v) =>
      `${v.address} n’est pas cette machine, et le TCP sans chiffrement y donne à quiconque un contrôle total. Utilisez TLS.`,
    'socket-missing': (v) =>
      `Il n’y a pas de socket à ${v.address}. Docker est-il lancé, et est-ce le bon chemin ?`,
    'socket-permission': (v) =>
      `Vous n’avez pas le droit d’ouvrir le socket ${v.address}. Sous Linux, il faut être membre du groupe « docker », puis se reconnecter.`,
    'host-unknown': (v) =>
      `Aucune machine n’est connue sous ${v.address}. Vérifiez le nom, le réseau ou le VPN.`,
    'connection-refused': (v) =>
      `${v.address} a refusé la connexion : rien n’écoute à cette adresse. Docker est-il lancé ?`,
    'connection-cut': () =>
      'La connexion a été coupée avant la fin de la réponse. Ce que vous voyez peut être ancien.',
    deadline: (v) => `Aucune réponse complète en ${v.seconds} s.`,
    'not-docker': () =>
      'Quelque chose a répondu, mais pas un moteur Docker (un proxy ou une page de connexion ?).',
    'api-too-old': (v) => `Ce moteur parle l’API ${v.version} ; Skep demande 1.30 ou plus récent.`,
    'tls-failed': () =>
      'La connexion TLS a été refusée : le certificat ou le nom ne correspond pas. Rien n’a été envoyé.',
    'tls-files': (v) => `Le fichier TLS ${v.file} ne peut pas être lu.`,
    'tls-name': (v) =>
      `Le certificat de ${v.address} porte un autre nom : ce peut être une autre machine. Rien n’a été envoyé. Utilisez un nom qui figure dans le certificat.`,
    'tls-expired': (v) =>
      `Le certificat de ${v.address} a expiré. Rien n’a été envoyé. Renouvelez-le sur le moteur.`,
    'tls-not-yet': (v) =>
      `Le certificat de ${v.address} n’est pas encore valable. Rien n’a été envoyé. Vérifiez les horloges des deux machines.`,
    'tls-untrusted': (v) =>
      `Le certificat de ${v.address} n’est pas signé par votre fichier d’autorité. Rien n’a été envoyé. Vérifiez que ce fichier appartient à ce moteur.`,
    'tls-client': (v) =>
      `${v.address} n’accepte pas votre certificat client. Rien n’a été modifié. Vérifiez que le certificat et la clé sont signés par l’autorité du moteur et n’ont pas expiré.`,
    'tls-needed': (v) =>
      `${v.address} exige TLS. Activez TLS et indiquez les fichiers ; rien n’a été modifié.`,
    'tls-unspoken': (v) => `${v.address} ne parle pas TLS. Vérifiez le port : Docker utilise 2376 avec TLS.`,
    'ssh-missing': () =>
      'Le programme « ssh » est introuvable sur cette machine. Installez OpenSSH (sous Windows : Paramètres, Fonctionnalités facultatives, Client OpenSSH).',
    'ssh-host-unknown': (v) =>
      `Cette machine ne connaît pas encore la clé de ${v.address} : rien n’a été envoyé. Choisissez « Réessayer » pour voir son empreinte et décider.`,
    'ssh-host-changed': (v) =>
      `La clé de ${v.address} n’est pas celle que cette machine connaît. Quelqu’un écoute peut-être : rien n’a été envoyé. Demandez à qui gère cette machine ; si la clé a été changée exprès, retirez l’ancienne avec « ssh-keygen -R ».`,
    'ssh-refused': (v) =>
      `${v.address} ne vous a pas laissé entrer : aucune clé, aucun mot de passe accepté. Rien n’a été envoyé. Ajoutez votre clé à l’agent, ou choisissez « Réessayer » pour qu’on vous la demande.`,
    'ssh-silent': (v) => `${v.address} ne répond pas en ssh. Vérifiez le réseau ou le VPN.`,
    'ssh-no-docker': (v) =>
      `Le programme « docker » est introuvable sur ${v.address}. Installez-y la CLI Docker, ou ajoutez-la au chemin de cet utilisateur.`,
    'ssh-socket': (v) =>
      `Vous êtes connecté à ${v.address}, mais vous ne pouvez pas y utiliser Docker, ou il n’est pas démarré. Cet utilisateur doit être dans le groupe « docker ».`,
    'ssh-noise': (v) =>
      `La connexion à ${v.address} affiche du texte avant la réponse de Docker. Retirez cet affichage des fichiers de démarrage du shell.`,
    'ssh-failed': (v) => `La connexion ssh à ${v.address} s’est terminée. Son propre message est ci-dessous.`,
    'policy-name-taken': (v) =>
      `« ${v.name} » est le nom d’un préréglage. Choisissez un autre nom ; rien n’a été enregistré.`,
    'question-unknown': () =>
      'Cette question n’est plus posée. Rien n’a été envoyé ; essayez de vous reconnecter.',
    'not-swarm': () =>
      'Ce moteur ne fait partie d’aucun swarm. Lancez-y « docker swarm init », ou choisissez-en un autre.',
    'not-manager': (v) =>
      `Ce nœud est un worker ; seuls les managers montrent et modifient les services.${v.managers ? ` Managers : ${v.managers}.` : ''}`,
    'no-leader': () =>
      'Le swarm n’a plus de leader : les lectures peuvent être anciennes, et rien ne peut changer avant le retour des managers.',
    'other-cluster': () =>
      'Un autre swarm répond maintenant à cette adresse. Skep le refuse ; si c’est voulu, supprimez le contexte et ajoutez-le de nouveau.',
    'docker-context-missing': (v) => `Le contexte Docker « ${v.name} » est introuvable ou illisible.`,
    'engine-error': () => 'Le moteur Docker a signalé une erreur. Voici ses propres mots.',
    'too-large': () => 'La réponse dépassait 64 Mio et n’a pas été lue.',
    'journal-failed': () =>
      'Skep n’a pas pu écrire son journal, il n’a donc rien envoyé. Vérifiez l’espace libre et les droits du dossier de données.',
    'journal-late': (v) =>
      `La mise à jour de ${v.service} a été envoyée, mais Skep n’a pas pu noter la réponse. Ne la renvoyez pas ; libérez de l’espace disque, et Skep vérifiera ce qu’elle est devenue.`,
    'settings-failed': () =>
      'Les réglages n’ont pas pu être enregistrés ; les anciens sont toujours là. Vérifiez l’espace disque.',
    'settings-damaged': (v) => `Des réglages endommagés ont été mis de côté : ${v.file}.`,
    stopped: () => 'Skep est en train de s’arrêter.'
  },
  warning: {
    'image-not-pinned': (v) =>
      `${v.image} part sans empreinte parce que ${v.reason}. Chaque nœud tire l’étiquette lui-même, et les images peuvent différer.`,
    'digest-unknown': (v) =>
      `Le registre ne connaît pas ${v.image}. Les tâches ne démarreront que là où l’image est déjà présente.`,
    'nothing-changes': () => 'Rien ne changerait : il n’y a rien à appliquer.',
    'all-at-once': (v) =>
      `Les ${many(v.tasks, 'tâche est remplacée', 'tâches sont remplacées')} d’un coup (parallélisme ${v.parallelism}) : le service est arrêté pendant ce temps.`,
    'no-rollback-action': () =>
      'Si des tâches échouent, la mise à jour se met en pause et vous attend ; elle ne revient pas d’elle-même en arrière.',
    'continue-on-failure': () =>
      'L’action « continue » remplace toutes les tâches même si toutes plantent, et Docker annonce quand même « completed ».',
    'one-replica-stop-first': () =>
      'Il n’y a qu’un réplica et il est arrêté d’abord : le service est indisponible jusqu’au démarrage du nouveau.',
    'replicas-to-zero': () => 'Ceci arrête toutes les tâches du service.',
    'replicas-change': (v) =>
      `Le nombre de réplicas passe aussi de ${v.from} à ${v.to}, comme dans cette version.`,
    'other-repository': (v) => `C’est un autre dépôt : ${v.from} devient ${v.to}.`,
    'update-in-progress': () =>
      'Une mise à jour est encore en cours. Appliquer ceci l’arrête où elle en est et recommence.',
    'placement-added': () =>
      'Un Placement vide est ajouté : sans lui, les moteurs avant 29.7 peuvent planter sur ce genre de modification. Aucune tâche ne redémarre.',
    'automatic-rollback-unsafe': () =>
      'La spécification en vigueur n’a pas de Placement. Si le moteur revenait seul en arrière, un moteur avant 29.7 pourrait planter. Appliquez d’abord un changement de politique seul : il ajoute un Placement.',
    'command-incomplete': () =>
      'La commande ci-dessous ne couvre qu’une partie : certaines modifications n’ont pas d’option.',
    'policy-changes': () =>
      'La politique de mise à jour change aussi, et cette mise à jour se déroule déjà sous la nouvelle.',
    'ratio-never': (v) =>
      `L’action « ${v.action} » ne peut jamais se produire : il faudrait que plus de ${v.ratio} % des tâches échouent, et il n’y en a jamais plus que toutes.`,
    'no-rollback-policy': () =>
      'Le service n’a pas de politique de retour : revenir en arrière remplace une tâche à la fois et se met en pause si l’une échoue.',
    'health-check-off': () =>
      'Le contrôle de santé est désactivé : Docker tient une tâche pour bonne dès que son processus tourne.',
    'no-health-check': () =>
      'Le service ne définit pas de contrôle de santé. Si son image n’en a pas non plus, Docker tient une tâche pour bonne dès que son processus tourne.',
    'monitor-short': (v) =>
      `Les contrôles de santé manqués ne comptent que ${v.start} après le démarrage d’une tâche, mais la mise à jour observe une tâche qui tourne pendant ${v.monitor} : celle qui flanche entre-temps passe inaperçue.`,
    'start-first-port': (v) =>
      `Les nouvelles tâches démarrent d’abord, mais l’ancienne tient encore le port ${v.port} de l’hôte : une nouvelle ne peut démarrer que sur un nœud qui n’en a pas.`,
    'start-first-mount': (v) =>
      `Les nouvelles tâches démarrent d’abord : une ancienne et une nouvelle peuvent écrire en même temps dans ${v.target}.`,
    'delay-short': (v) =>
      `Les anciennes tâches peuvent mettre ${v.grace} à s’arrêter, mais les suivantes partent ${v.delay} après que les nouvelles tournent : il peut y en avoir plus que prévu à la fois.`,
    'policy-erased': (v) =>
      `Le service a perdu sa politique de mise à jour : les valeurs par défaut de Docker s’appliquent, une tâche à la fois et pause en cas d’échec. La version ${v.version} en avait encore une : parallélisme ${v.parallelism}, délai ${v.delay}, surveillance ${v.monitor}, action en cas d’échec ${v.action}. Revenez et remettez ces valeurs pour la réparer.`,
    'tag-moves': (v) =>
      `L’étiquette de ${v.image} est « latest » : elle ne dit rien de ce qui tourne et peut changer à tout moment.`
  },
  reason: {
    'no-such-image': () =>
      'L’image n’existe pas, ou les nœuds n’ont pas le droit de la tirer. Vérifiez l’étiquette et l’accès au registre.',
    'no-suitable-node': () =>
      'Aucun nœud ne satisfait les contraintes. Le moteur attend indéfiniment sans rien signaler.',
    'insufficient-resources': () =>
      'Aucun nœud n’a le processeur ou la mémoire réservés. Le moteur attend indéfiniment sans rien signaler.',
    unhealthy: () => 'Le contrôle de santé n’a jamais réussi : la tâche a été arrêtée.',
    'out-of-memory': () => 'La tâche a dépassé sa limite de mémoire.',
    'port-taken': () => 'Un port demandé par la tâche est déjà pris sur le nœud.',
    'mount-missing': () => 'La source d’un montage manque sur le nœud.',
    'command-missing': () => 'Le programme à lancer n’est pas dans l’image.',
    'exit-code': (r) => `La tâche s’est arrêtée d’elle-même avec le code ${String(r.exitCode ?? '?')}.`,
    rejected: () => 'Le nœud a refusé la tâche.',
    other: () => 'La tâche a échoué.'
  },
  notice: {
    'settings-restored': (v) =>
      `Les réglages étaient endommagés. Ils ont été mis de côté (${v.file}) et la dernière copie saine a été rétablie.`,
    'settings-reset': (v) =>
      `Les réglages étaient endommagés et sans copie saine. Ils ont été mis de côté : ${v.file}.`,
    'journal-quarantined': (v) =>
      `Le journal était endommagé. Il a été mis de côté (${v.file}) et un nouveau a été commencé.`,
    'journal-chain-broken': (v) =>
      `Le journal ${v.file} a été modifié hors de Skep : sa chaîne d’empreintes est rompue.`
  },
  field: {
    image: 'l’image',
    replicas: 'le nombre de réplicas',
    env: 'le nom d’une variable d’environnement',
    labels: 'le nom d’une étiquette',
    parallelism: 'le parallélisme (un nombre entier, 0 signifie tout)',
    delay: 'le délai (par exemple 10s ou 1m30s)',
    monitor: 'la durée de surveillance (par exemple 5s)',
    failureAction: 'l’action en cas d’échec',
    maxFailureRatio: 'le taux d’échec maximal (0 à 1)',
    order: 'l’ordre'
  },
  cause: {
    unreachable: 'le registre n’a pas pu être joint',
    refused: 'le registre n’a pas donné son empreinte',
    off: 'la résolution a été désactivée'
  }
}
