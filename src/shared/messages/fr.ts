import { expects } from './expects.fr'
import { check } from './checks.fr'
import { menu } from './menu.fr'
import { outside } from './tray.fr'
import { manyIn } from './many'
import type { Texts } from './index'

const many = manyIn('fr')

const field = {
  image: 'l’image (par exemple nginx:1.27)',
  replicas: 'le nombre de réplicas',
  env: 'le nom d’une variable d’environnement',
  labels: 'le nom d’une étiquette',
  parallelism: 'le parallélisme (un nombre entier, 0 signifie tout)',
  delay: 'le délai (par exemple 10s ou 1m30s)',
  monitor: 'la durée de surveillance (par exemple 5s)',
  failureAction: 'l’action en cas d’échec',
  maxFailureRatio: 'le taux d’échec maximal (0 à 1)',
  order: 'l’ordre',
  rollbackAction:
    'l’action en cas d’échec de la politique de retour : « rollback » y est impossible, car un retour qui échoue finirait « completed » pendant que ses tâches plantent'
}

/** Ce que disent les deux processus, en français. */
export const fr: Texts = {
  error: {
    internal: () =>
      'Une erreur interne est survenue dans Skep. Rien n’a été envoyé de ce fait ; réessayez, et relancez Skep si cela se reproduit.',
    'bad-input': (v) =>
      `Skep n’a pas accepté cette saisie${v.field ? ` (${v.field})` : ''}. Rien n’a été envoyé.`,
    'unknown-method': () => 'Cet appel n’existe pas. Rien n’a été fait.',
    'refused-sender': () =>
      'Cet appel ne venait pas de la fenêtre de Skep et a été refusé. Rien n’a été fait.',
    'context-unknown': () => 'Ce contexte n’est plus enregistré. Rien n’a été envoyé.',
    'context-name-taken': (v) => `Un autre contexte s’appelle déjà « ${v.name} ». Choisissez un autre nom.`,
    'link-unreadable': (v) =>
      `Skep ne comprend pas le lien « ${v.name} ». Un lien a la forme skep://contexte/service. Rien n’a été ouvert ni changé.`,
    'link-context': (v) =>
      `Le lien mène au contexte « ${v.name} », qui n’est pas enregistré ici. Rien n’a été changé. Enregistrez un contexte sous ce nom et suivez de nouveau le lien.`,
    'link-service': (v) =>
      `Le lien mène au service « ${v.name} », qui n’est pas sur ${v.context}. Il a pu être supprimé ou renommé. Rien n’a été changé.`,
    'not-connected': (v) =>
      `Skep n’est pas connecté à « ${v.context} » : rien n’a été envoyé. Reconnectez-vous et relisez le plan.`,
    'read-only': (v) =>
      `Le contexte « ${v.context} » est en lecture seule dans Skep : rien n’a été envoyé. Passez-le en mode « complet » pour permettre les mises à jour.`,
    'mode-refuses': (v) =>
      `Le contexte « ${v.context} » est en mode assisté dans Skep : rien n’a été envoyé. Y sont permis : revenir à la dernière bonne version, poursuivre ou abandonner une mise à jour retenue ou en pause, redémarrer les tâches quand aucune mise à jour n’est en cours, et lire journaux, rapports et fiches d’intervention. Pour toute autre chose, adressez-vous à ${v.contact ? `la personne indiquée dans la fiche d’intervention : ${v.contact}` : 'la personne qui a configuré ce contexte'}.`,
    'confirm-needed': (v) =>
      `C’est un cluster de production : saisissez le nom du service, ${v.service}, pour appliquer. Rien n’est encore envoyé.`,
    'plan-unknown': () => 'Ce plan n’est plus connu. Rien n’a été envoyé ; relisez la modification.',
    'plan-expired': () => 'Ce plan a plus de dix minutes et n’a pas été envoyé. Relisez la modification.',
    'plan-hash': () =>
      'Ce qui allait être appliqué n’est pas ce qui a été relu : rien n’a été envoyé. Relisez la modification.',
    'plan-empty': () => 'Ce plan ne change rien : rien n’a été envoyé.',
    'index-moved': (v) =>
      `${v.service} a été modifié après votre relecture : rien n’a été envoyé. Relisez pour voir les deux modifications ensemble.`,
    'service-unknown': (v) =>
      `Il n’y a pas de service « ${v.service} » sur ce cluster. Il a pu être supprimé ou renommé ; rien n’a été envoyé. Regardez la liste des services.`,
    'service-removed': (v) =>
      `Le service ${v.service} a été supprimé du cluster. Son historique est conservé.`,
    'spec-unreadable': (v) =>
      `Skep ne peut pas lire sans risque la spécification de ${v.service} ; elle ne sera pas modifiée.`,
    'version-unknown': (v) =>
      `Skep ne connaît pas de version ${v.number} de ce service. Rien n’a été envoyé ; choisissez-en une dans son historique.`,
    'version-incomplete': (v) =>
      `La version ${v.number} n’est connue que par ses tâches : mode, ports, étiquettes et politiques manquent, elle ne peut donc pas être rétablie entière.`,
    'version-spec-lost': (v) =>
      `Le contenu de la version ${v.number} n’est plus dans le journal : elle ne peut être ni comparée ni rétablie. Choisissez une autre version.`,
    'version-part': (v) =>
      `Ces modifications ne peuvent pas être reprises seules : ${v.fields}. Rien n’a été envoyé ; choisissez la version entière, ou changez-les dans la saisie.`,
    'version-hidden': (v) =>
      `La version ${v.number} a été racontée par un autre Skep sans ses valeurs qui ressemblent à un secret ; elles ne peuvent donc pas être ramenées d’ici. Rien n’a été envoyé ; laissez-les de côté, revenez à son image seule, ou demandez à qui a cet historique.`,
    'native-impossible': (v) =>
      `Le retour du moteur ne rétablirait pas exactement la version ${v.number} : Skep ne le demande pas. Rien n’a été envoyé ; revenez plutôt par une mise à jour ordinaire.`,
    'value-unknown': (v) => `Il n’y a plus de valeur « ${v.name} » ici : il n’y a rien à montrer.`,
    'draft-invalid': (v) => `À corriger : ${v.fields}. Rien n’a été envoyé.`,
    'setting-too-new': (v) =>
      `Les moteurs de ce cluster parlent l’API ${v.version} et perdraient ceci sans un mot : ${v.fields}. Il faut l’API ${v.needs}. Rien n’a été envoyé.`,
    'secret-unknown': (v) => `Il n’y a pas de secret « ${v.name} » sur ce cluster. Rien n’a été envoyé.`,
    'config-unknown': (v) => `Il n’y a pas de config « ${v.name} » sur ce cluster. Rien n’a été envoyé.`,
    'network-unknown': (v) =>
      `Il n’y a pas de réseau « ${v.name} » pour des services sur ce cluster. Rien n’a été envoyé.`,
    'update-refused': () =>
      'Le cluster a refusé cette mise à jour et n’a rien changé. Voici ses propres mots.',
    'update-unknown': (v) =>
      `La réponse à la mise à jour de ${v.service} s’est perdue. Skep ne la renvoie pas ; il vérifie si elle a été appliquée.`,
    'update-open': (v) =>
      `On ne sait pas encore si une mise à jour précédente de ${v.service} a été appliquée. Attendez que Skep l’ait vérifié.`,
    'stack-unknown': (v) =>
      `Il n’y a pas de pile « ${v.name} » sur ce cluster. Elle a pu être supprimée ; rien n’a été envoyé. Regardez la liste des services.`,
    'stack-busy': (v) =>
      `Un retour en arrière de la pile ${v.name} est encore en cours. Attendez-le ou arrêtez-le d’abord ; rien n’a été envoyé.`,
    'confirm-stack': (v) =>
      `Ce cluster est en production : saisissez le nom de la pile, ${v.name}, pour appliquer. Rien n’a encore été envoyé.`,
    'confirm-context': (v) =>
      `C’est un cluster de production : tapez son nom, ${v.name}, pour appliquer. Rien n’a encore été envoyé.`,
    'release-unknown': (v) =>
      `Skep ne connaît pas de livraison ${v.number} de cette pile. Rien n’a été envoyé ; choisissez-en une sur la page de la pile.`,
    'operation-unknown': () =>
      'Ce retour en arrière d’une pile n’est plus en cours. Rien n’a été envoyé ; la page de la pile montre où elle en est.',
    'hold-job': () => 'Un job va à son terme et ne peut pas être retenu. Rien n’a été envoyé.',
    'hold-nothing': () =>
      'Ce changement ne remplace aucune tâche : il n’y a rien à retenir. Relisez-le sans retenue.',
    'hold-blind': (v) =>
      Number(v.tasks) === 1
        ? 'Un seul emplacement change : la retenue viendrait quand tout est fait, et le moteur ne verrait un échec qu’après elle. Continuez sans retenue.'
        : `Une retenue après ${v.number} emplacements sur ${v.tasks} n’en laisse aucun en attente : le moteur ne verrait un échec qu’après elle. Choisissez moins de ${v.tasks}.`,
    'not-updating': (v) =>
      `Aucune mise à jour de ${v.service} n’est en cours : il n’y a rien à retenir ni à poursuivre.`,
    'not-held': (v) => `${v.service} n’est pas retenu par Skep : les garde-fous n’ont rien à surveiller.`,
    'no-way-back': (v) =>
      `Skep ne connaît aucune version antérieure complète de ${v.service} où revenir. Rien n’a été envoyé ; choisissez une image à la main, ou demandez à qui l’a déployé.`,
    'gates-invalid': (v) => `Corrigez les garde-fous : ${v.fields}. Rien n’a été envoyé.`,
    'endpoint-unsupported': (v) =>
      `Skep ne sait pas encore utiliser les connexions ${v.kind}. Rien n’a été envoyé ; passez par un socket, TLS ou ssh.`,
    'endpoint-insecure': (v) =>
      `${v.address} n’est pas cette machine, et le TCP sans chiffrement y donne à quiconque un contrôle total. Utilisez TLS.`,
    'socket-missing': (v) =>
      `Il n’y a pas de socket à ${v.address}. Docker est-il lancé, et est-ce le bon chemin ?`,
    'socket-permission': (v) =>
      `Vous n’avez pas le droit d’ouvrir le socket ${v.address}. Sous Linux, il faut être membre du groupe « docker », puis se reconnecter.`,
    'host-unknown': (v) =>
      `Aucune machine n’est connue sous ${v.address}. Vérifiez le nom, le réseau ou le VPN.`,
    'connection-refused': (v) =>
      `${v.address} a refusé la connexion : rien n’écoute à cette adresse. Docker est-il lancé ?`,
    'connection-cut': () =>
      'La connexion a été coupée avant la fin de la réponse. Ce que vous voyez peut être ancien.',
    deadline: (v) =>
      `Aucune réponse complète en ${v.seconds} s. Vérifiez le réseau ou le VPN ; vos services ne dépendent pas de cette connexion.`,
    'not-docker': () =>
      'Quelque chose a répondu, mais pas un moteur Docker : peut-être un proxy ou une page de connexion. Aucune mise à jour n’a été envoyée. Vérifiez l’adresse et le port.',
    'api-too-old': (v) => `Ce moteur parle l’API ${v.version} ; Skep demande 1.30 ou plus récent.`,
    'tls-failed': () =>
      'La connexion TLS a été refusée : le certificat ou le nom ne correspond pas. Rien n’a été envoyé.',
    'tls-files': (v) =>
      `Le fichier TLS ${v.file} ne peut pas être lu. Rien n’a été envoyé ; vérifiez son chemin et vos droits de lecture.`,
    'tls-name': (v) =>
      `Le certificat de ${v.address} porte un autre nom : ce peut être une autre machine. Rien n’a été envoyé. Utilisez un nom qui figure dans le certificat.`,
    'tls-expired': (v) =>
      `Le certificat de ${v.address} a expiré. Rien n’a été envoyé. Renouvelez-le sur le moteur.`,
    'tls-not-yet': (v) =>
      `Le certificat de ${v.address} n’est pas encore valable. Rien n’a été envoyé. Vérifiez les horloges des deux machines.`,
    'tls-untrusted': (v) =>
      `Le certificat de ${v.address} n’est pas signé par votre fichier d’autorité. Rien n’a été envoyé. Vérifiez que ce fichier appartient à ce moteur.`,
    'tls-client': (v) =>
      `${v.address} n’accepte pas votre certificat client. Rien n’a été modifié. Vérifiez que le certificat et la clé sont signés par l’autorité du moteur et n’ont pas expiré.`,
    'tls-needed': (v) =>
      `${v.address} exige TLS. Activez TLS et indiquez les fichiers ; rien n’a été modifié.`,
    'tls-unspoken': (v) => `${v.address} ne parle pas TLS. Vérifiez le port : Docker utilise 2376 avec TLS.`,
    'ssh-missing': () =>
      'Le programme « ssh » est introuvable sur cette machine. Installez OpenSSH (sous Windows : Paramètres, Fonctionnalités facultatives, Client OpenSSH).',
    'ssh-host-unknown': (v) =>
      `Cette machine ne connaît pas encore la clé de ${v.address} : rien n’a été envoyé. Choisissez « Réessayer » pour voir son empreinte et décider.`,
    'ssh-host-changed': (v) =>
      `La clé de ${v.address} n’est pas celle que cette machine connaît. Quelqu’un écoute peut-être : rien n’a été envoyé. Demandez à qui gère cette machine ; si la clé a été changée exprès, retirez l’ancienne avec « ssh-keygen -R ».`,
    'ssh-refused': (v) =>
      `${v.address} ne vous a pas laissé entrer : aucune clé, aucun mot de passe accepté. Rien n’a été envoyé. Ajoutez votre clé à l’agent, ou choisissez « Réessayer » pour qu’on vous la demande.`,
    'ssh-silent': (v) => `${v.address} ne répond pas en ssh. Vérifiez le réseau ou le VPN.`,
    'ssh-no-docker': (v) =>
      `Le programme « docker » est introuvable sur ${v.address}. Installez-y la CLI Docker, ou ajoutez-la au chemin de cet utilisateur.`,
    'ssh-socket': (v) =>
      `Vous êtes connecté à ${v.address}, mais vous ne pouvez pas y utiliser Docker, ou il n’est pas démarré. Cet utilisateur doit être dans le groupe « docker ».`,
    'ssh-noise': (v) =>
      `La connexion à ${v.address} affiche du texte avant la réponse de Docker. Retirez cet affichage des fichiers de démarrage du shell.`,
    'ssh-failed': (v) => `La connexion ssh à ${v.address} s’est terminée. Son propre message est ci-dessous.`,
    'policy-name-taken': (v) =>
      `« ${v.name} » est le nom d’un préréglage. Choisissez un autre nom ; rien n’a été enregistré.`,
    'policy-name-kept': (v) =>
      `Il y a déjà une politique « ${v.name} ». Choisissez un autre nom ; rien n’a été enregistré.`,
    'policy-unknown': (v) => `Il n’y a plus de politique « ${v.name} ». Rien n’a été changé.`,
    'policy-file': (v) =>
      `Ce n’est pas un fichier de politiques : la ligne ${v.number} ne se lit pas comme telle. Il commence par « policies: », puis chaque politique par son nom. Rien n’a été gardé.`,
    'policy-refused': (v) =>
      `Pas dans le fichier, ou pas comme politique qui puisse être gardée : ${v.name}. Rien n’a été gardé.`,
    'question-unknown': () =>
      'Cette question n’est plus posée. Rien n’a été envoyé ; essayez de vous reconnecter.',
    'not-swarm': () =>
      'Ce moteur ne fait partie d’aucun swarm. Lancez-y « docker swarm init », ou choisissez-en un autre.',
    'not-manager': (v) =>
      `Ce nœud est un worker ; seuls les managers montrent et modifient les services.${v.managers ? ` Managers : ${v.managers}.` : ''}`,
    'no-leader': () =>
      'Le swarm n’a plus de leader : les lectures peuvent être anciennes, et rien ne peut changer avant le retour des managers.',
    'other-cluster': () =>
      'Un autre swarm répond maintenant à cette adresse. Skep le refuse ; si c’est voulu, supprimez le contexte et ajoutez-le de nouveau.',
    'docker-context-missing': (v) =>
      `Le contexte Docker « ${v.name} » est introuvable ou illisible. Rien n’a été envoyé ; regardez « docker context ls », ou enregistrez ici son point d’accès.`,
    'engine-error': () => 'Le moteur Docker a signalé une erreur. Voici ses propres mots.',
    'too-large': () =>
      'La réponse dépassait 64 Mio et n’a pas été lue. Rien n’a été modifié ; ce qui est affiché peut être plus ancien.',
    'registry-unreachable': (v) =>
      `Le registre ${v.registry} n’a pas pu être joint depuis cette machine. Vérifiez le nom, le réseau ou le VPN.`,
    'registry-insecure': (v) =>
      `Le registre ${v.registry} mène à un endroit sans TLS ; Skep ne l’interroge donc pas.`,
    'registry-local': (v) =>
      `${v.registry} est un registre sur les machines mêmes du cluster ; Skep ne peut pas l’interroger d’ici. Le cluster, lui, le peut.`,
    'registry-login': (v) =>
      `Le registre ${v.registry} ne montre pas ${v.image} sans un accès qui puisse le lire. Lancez « docker login ${v.registry} » sur cette machine.`,
    'registry-no-image': (v) =>
      `Le registre ${v.registry} ne connaît pas ${v.image}. Corrigez le nom ou l’étiquette, ou poussez l’image d’abord.`,
    'registry-limit': (v) =>
      `Le registre ${v.registry} a reçu trop de questions pour l’instant. Réessayez plus tard.`,
    'registry-answer': (v) =>
      `${v.registry} n’a pas répondu comme un registre. Vérifiez son nom ; le cluster peut l’atteindre malgré tout.`,
    'login-missing': (v) =>
      `L’accès à ${v.registry} qui était là à la relecture a disparu de cette machine : rien n’a été envoyé. Lancez « docker login ${v.registry} » et relisez.`,
    'checks-failed': () =>
      'Un contrôle de ce plan a échoué et l’appliquer malgré tout n’a pas été choisi. Rien n’a été envoyé.',
    'journal-failed': () =>
      'Skep n’a pas pu écrire son journal, il n’a donc rien envoyé. Vérifiez l’espace libre et les droits du dossier de données.',
    'journal-late': (v) =>
      `La mise à jour de ${v.service} a été envoyée, mais Skep n’a pas pu noter la réponse. Ne la renvoyez pas ; libérez de l’espace disque, et Skep vérifiera ce qu’elle est devenue.`,
    'journal-newer': (v) =>
      `Le journal ${v.file} a été écrit par un Skep plus récent : celui-ci ne l’a pas ouvert et n’a rien envoyé. Réinstallez la version récente, ou déplacez ce fichier pour commencer un nouveau journal.`,
    'file-failed': (v) =>
      `Le fichier ${v.file} n’a pas pu être écrit. Vérifiez l’espace disque et vos droits à cet endroit.`,
    'file-missing': (v) => `Le fichier ${v.file} n’est plus là. Exportez-le encore une fois.`,
    'folder-closed': (v) =>
      `Le dossier ${v.path} n’a pas pu être ouvert. Copiez son chemin et ouvrez-le vous-même.`,
    'draft-not-kept': () =>
      'Votre saisie n’a pas pu être enregistrée : elle ne reste que jusqu’à la fermeture de Skep. Rien n’a été envoyé. Vérifiez l’espace disque.',
    'settings-failed': () =>
      'Les réglages n’ont pas pu être enregistrés ; les anciens sont toujours là. Vérifiez l’espace disque.',
    'settings-damaged': (v) => `Des réglages endommagés ont été mis de côté : ${v.file}.`,
    stopped: () =>
      'La connexion a été fermée avant la réponse : Skep se reconnecte, ou il est en train de s’arrêter.'
  },
  check,
  warning: {
    'image-not-pinned': (v) =>
      `${v.image} part sans empreinte parce que ${v.reason}. Chaque nœud tire l’étiquette lui-même, et les images peuvent différer.`,
    'nothing-changes': () => 'Rien ne changerait : il n’y a rien à appliquer.',
    'all-at-once': (v) =>
      `Les ${many(v.tasks, 'tâche est remplacée', 'tâches sont remplacées')} d’un coup (parallélisme ${v.parallelism}) : le service est arrêté pendant ce temps.`,
    'no-rollback-action': () =>
      'Si des tâches échouent, la mise à jour se met en pause et vous attend ; elle ne revient pas d’elle-même en arrière.',
    'continue-on-failure': () =>
      'L’action « continue » remplace toutes les tâches même si toutes plantent, et Docker annonce quand même « completed ».',
    'one-replica-stop-first': () =>
      'Il n’y a qu’un réplica et il est arrêté d’abord : le service est indisponible jusqu’au démarrage du nouveau.',
    'replicas-to-zero': () => 'Ceci arrête toutes les tâches du service.',
    'replicas-change': (v) =>
      `Le nombre de réplicas passe aussi de ${v.from} à ${v.to}, comme dans cette version.`,
    'other-repository': (v) => `C’est un autre dépôt : ${v.from} devient ${v.to}.`,
    'update-in-progress': () =>
      'Une mise à jour est encore en cours. Appliquer ceci l’arrête où elle en est et recommence.',
    'image-on-nodes': (v) =>
      `L’image de cette version a tourné sur ${v.nodes}, qui l’ont peut-être encore : des tâches peuvent démarrer là, et nulle part ailleurs. Par sûreté, poussez-la d’abord de nouveau.`,
    'part-gone': () =>
      'Quelque chose que cette version nomme a disparu : le cluster la refusera telle quelle. Reprenez des changements choisis sans cela, recréez-le, ou choisissez une autre version.',
    'placement-added': () =>
      'Un Placement vide est ajouté : sans lui, les moteurs avant 29.7 peuvent planter sur ce genre de modification. Aucune tâche ne redémarre.',
    'automatic-rollback-unsafe': () =>
      'Si cette mise à jour échouait, le moteur reviendrait seul à une spécification sans Placement, avec des tâches qui n’en diffèrent que par lui : un moteur avant 29.7 plante alors. Choisissez plutôt la pause ; Skep revient en arrière sans risque.',
    'command-incomplete': (v) =>
      v.fields
        ? `La commande ci-dessous ne couvre qu’une partie. Le CLI Docker ne sait pas faire ceci : ${v.fields}.`
        : 'La commande ci-dessous ne couvre qu’une partie : certaines modifications n’ont pas d’option.',
    'policy-changes': () =>
      'La politique de mise à jour change aussi, et cette mise à jour se déroule déjà sous la nouvelle.',
    'ratio-never': (v) =>
      `L’action « ${v.action} » ne peut jamais se produire : il faudrait que plus de ${v.ratio} % des tâches échouent, et il n’y en a jamais plus que toutes.`,
    'no-rollback-policy': () =>
      'Le service n’a pas de politique de retour : revenir en arrière remplace une tâche à la fois et se met en pause si l’une échoue.',
    'health-check-off': () =>
      'Le contrôle de santé est désactivé : Docker tient une tâche pour bonne dès que son processus tourne.',
    'no-health-check': () =>
      'Le service ne définit pas de contrôle de santé. Si son image n’en a pas non plus, Docker tient une tâche pour bonne dès que son processus tourne.',
    'monitor-short': (v) =>
      `Une tâche qui tourne n’est dite en mauvaise santé qu’après ${v.notice} de contrôles manqués, mais la mise à jour l’observe pendant ${v.monitor} : celle qui flanche après son premier bon contrôle passe inaperçue.`,
    'start-first-no-room': () =>
      'Les nouvelles tâches démarrent d’abord, mais aucun nœud n’a de place pour une de plus à côté de celles qui tournent (réservations, nombre de réplicas par nœud). Elles attendraient sans fin, et le moteur ne signale rien. Choisissez stop-first, ou faites de la place.',
    'start-first-nodes-full': (v) =>
      `Les nouvelles tâches démarrent d’abord, mais ${v.room} ${Number(v.room) < 2 ? 'nœud' : 'nœuds'} sur ${v.of} ont de la place à côté de l’ancienne. Ailleurs, la nouvelle attendrait sans fin, et le moteur ne signale rien. Choisissez stop-first, ou faites de la place.`,
    'start-first-little-room': (v) =>
      `Les nouvelles tâches démarrent d’abord, et ${v.room} sur les ${v.of} d’un lot tiennent à côté des anciennes. Les autres attendent que d’anciennes s’arrêtent.`,
    'start-first-port': (v) =>
      `Les nouvelles tâches démarrent d’abord, mais l’ancienne tient encore le port ${v.port} de l’hôte : une nouvelle ne peut démarrer que sur un nœud qui n’en a pas.`,
    'start-first-mount': (v) =>
      `Les nouvelles tâches démarrent d’abord : une ancienne et une nouvelle peuvent écrire en même temps dans ${v.target}.`,
    'delay-short': (v) =>
      `Les anciennes tâches peuvent mettre ${v.grace} à s’arrêter, mais les suivantes partent ${v.delay} après que les nouvelles tournent : il peut y en avoir plus que prévu à la fois.`,
    'policy-erased': (v) =>
      `Le service a perdu sa politique de mise à jour : les valeurs par défaut de Docker s’appliquent, une tâche à la fois et pause en cas d’échec. La version ${v.version} en avait encore une : parallélisme ${v.parallelism}, délai ${v.delay}, surveillance ${v.monitor}, action en cas d’échec ${v.action}. Skep peut la remettre.`,
    'rollback-policy-erased': (v) =>
      `Le service a perdu sa politique de retour : les valeurs par défaut de Docker s’appliquent, un retour remplace une tâche à la fois. La version ${v.version} en avait encore une : parallélisme ${v.parallelism}, délai ${v.delay}, surveillance ${v.monitor}, action en cas d’échec ${v.action}. Skep peut la remettre.`,
    'rollback-of-rollback': () =>
      'L’action en cas d’échec de la politique de retour est elle-même « rollback ». Un retour qui échoue se termine alors en « completed » pendant que ses tâches plantent. Choisissez « pause » à cet endroit.',
    'nobody-watching': (v) =>
      `Cela prend environ ${v.minutes} min. Si des tâches échouent, la mise à jour se met en pause à mi-chemin et attend, sans que le moteur prévienne personne. Si personne ne reste devant, l’action « rollback » revient d’elle-même en arrière.`,
    'previous-spec': () =>
      'Docker ne garde qu’une spécification précédente, et celle d’aujourd’hui le devient : « docker service rollback » ne déferait alors que cette modification. L’historique de Skep garde toutes les versions.',
    'resumes-paused': (v) =>
      `Une mise à jour s’est arrêtée à mi-chemin, et ${many(v.left, 'tâche tourne', 'tâches tournent')} encore sur une spécification antérieure. Toute mise à jour les reprend : ${v.next} d’un coup dès que ceci est appliqué.`,
    'next-batch': (v) =>
      `Une mise à jour est en cours ou retenue, et ${many(v.left, 'tâche tourne', 'tâches tournent')} encore sur une spécification antérieure. Toute mise à jour les reprend : ${v.next} d’un coup dès que ceci est appliqué, sans attendre le délai.`,
    'staging-ran': (v) =>
      `Cette image même a tourné en préproduction (« ${v.context} ») le ${v.day} et y a été vérifiée.`,
    'staging-ran-tag': (v) =>
      `Une image de ce nom et de cette étiquette a tourné en préproduction (« ${v.context} ») le ${v.day} et y a été vérifiée ; sans les deux empreintes, on ne sait pas si c’est exactement la même.`,
    'staging-never': (v) =>
      `Pour autant que ce Skep le sache, cette image n’a pas tourné en préproduction (${v.contexts}). Essayez-la d’abord là-bas.`,
    'staging-other': (v) =>
      `Ce qui a tourné en préproduction (${v.contexts}) sous cette étiquette était une autre image : l’étiquette a bougé depuis. Essayez d’abord celle-ci là-bas.`,
    'staging-failed': (v) =>
      `Cette image a échoué en préproduction (« ${v.context} ») le ${v.day}, et n’y a pas réussi depuis.`,
    'tag-unpinned': (v) =>
      `${v.image} n’a pas d’empreinte dans ce service. Chaque nœud tire l’étiquette lui-même, et les images peuvent différer.`,
    'engine-way-back-lost': (v) =>
      `Avec cette étape, la version précédente du moteur devient celle qui est retenue. Skep garde la version ${v.version} pour revenir.`,
    'pause-until-done': () =>
      'Votre action en cas d’échec « rollback » mènerait à la version d’avant cette étape, qui est déjà la nouvelle. Jusqu’au dernier emplacement, c’est « pause » ; ensuite Skep propose de remettre la vôtre.',
    'rollback-would-return': () =>
      'L’action en cas d’échec de cette version est « rollback » : si le retour échoue, le moteur reviendrait à la version que vous quittez.',
    'slots-in-flight': (v) =>
      `${many(v.tasks, 'emplacement est', 'emplacements sont')} en route et finiront ; la mise à jour continue jusqu’à ce que vous appliquiez ceci.`,
    'tag-moves': (v) =>
      `L’étiquette de ${v.image} est « latest » : elle ne dit rien de ce qui tourne et peut changer à tout moment.`
  },
  reason: {
    'no-such-image': (r) =>
      r.registry === 'missing'
        ? 'Le registre n’a pas cette image : l’étiquette ou le nom est faux.'
        : r.registry === 'private'
          ? 'Le registre ne montre pas cette image sans connexion : elle y est privée, ou n’existe pas. Mettez à jour avec les identifiants du registre.'
          : r.registry === 'present'
            ? 'Le registre a cette image, mais les nœuds n’ont pas pu la tirer : il leur manque les identifiants, ou ils n’atteignent pas le registre.'
            : 'L’image n’existe pas, ou les nœuds n’ont pas le droit de la tirer : ils disent la même chose dans les deux cas. Vérifiez l’étiquette et la connexion au registre.',
    'no-suitable-node': () =>
      'Aucun nœud ne satisfait les contraintes. Le moteur attend indéfiniment sans rien signaler.',
    'node-unavailable': () =>
      'Aucun nœud ne prend de nouvelles tâches : ils sont arrêtés, vidés ou en pause. Le moteur attend indéfiniment sans rien signaler.',
    'insufficient-resources': () =>
      'Aucun nœud n’a le processeur, la mémoire ou les autres ressources réservés. Le moteur attend indéfiniment sans rien signaler.',
    'max-replicas': () =>
      'Chaque nœud convenable porte déjà autant de tâches de ce service que sa limite par nœud le permet. Le moteur attend indéfiniment sans rien signaler.',
    platform: () =>
      'L’image est faite pour une autre plateforme que celle des nœuds. Le moteur attend indéfiniment.',
    'plugin-missing': () =>
      'Aucun nœud n’a le pilote de volume, de réseau ou de journal qu’il faut à la tâche. Le moteur attend indéfiniment.',
    unhealthy: () => 'Le contrôle de santé n’a jamais réussi, la tâche a donc été arrêtée.',
    'out-of-memory': () => 'La tâche a dépassé sa limite de mémoire.',
    killed: () =>
      'La tâche a été tuée (code de sortie 137). Le plus souvent elle a dépassé sa limite de mémoire ; Docker ne le dit pas.',
    'port-taken': () => 'Un port nécessaire à la tâche est déjà pris sur le nœud.',
    'mount-missing': () => 'La source d’un montage manque sur le nœud.',
    'secret-missing': () => 'Un secret nécessaire à la tâche manque.',
    'config-missing': () => 'Une config nécessaire à la tâche manque.',
    'network-missing': () => 'Un réseau nécessaire à la tâche manque sur le nœud.',
    'node-down': () =>
      'Le nœud de cette tâche est arrêté. Swarm la relance sur un autre nœud s’il y en a un qui convient.',
    'command-missing': () => 'Le programme à lancer n’est pas dans l’image.',
    'command-refused': () => 'Le programme n’a pas pu démarrer : permission refusée.',
    'user-missing': () => 'L’utilisateur sous lequel la tâche doit tourner n’existe pas dans l’image.',
    'exit-code': (r) => `La tâche s’est arrêtée d’elle-même avec le code ${String(r.exitCode ?? '?')}.`,
    ended: () =>
      'Le programme s’est terminé de lui-même avec le code 0 ; la tâche d’un service est censée continuer.',
    rejected: () => 'Le nœud a refusé la tâche.',
    other: () => 'La tâche a échoué.'
  },
  notice: {
    'settings-restored': (v) =>
      `Les réglages étaient endommagés. Ils ont été mis de côté (${v.file}) et la dernière copie saine a été rétablie.`,
    'drafts-damaged': (v) =>
      `Une saisie antérieure était illisible. Elle a été mise de côté (${v.file}) ; rien n’a été envoyé.`,
    'settings-reset': (v) =>
      `Les réglages étaient endommagés et sans copie saine. Ils ont été mis de côté : ${v.file}.`,
    'journal-rescued': (v) =>
      `Le journal était endommagé. Il a été mis de côté (${v.file}) ; ${many(v.count, 'entrée a pu être lue et a été gardée', 'entrées ont pu être lues et ont été gardées')}, ${Number(v.lost) === 0 ? 'aucune perte n’est connue' : many(v.lost, 'entrée est perdue', 'entrées sont perdues')}. Les services ne sont pas touchés.`,
    'journal-cut': (v) =>
      `${Number(v.lost) === 1 ? 'La dernière entrée' : `Les ${String(v.lost)} dernières entrées`} du journal ${v.file} ${Number(v.lost) === 1 ? 'manque' : 'manquent'} : il a été tronqué, ou remplacé par une copie plus ancienne. Skep repart de ce qui reste et a noté le trou.`,
    'journal-chain-broken': (v) =>
      `Le journal ${v.file} a été modifié hors de Skep : sa chaîne d’empreintes est rompue. Il reste utilisé ; ce qu’il dit du passé n’est peut-être pas vrai.`,
    'journal-head-missing': (v) =>
      `Le fichier ${v.file}.head, qui note où finit le journal, est absent. Si vous ne l’avez pas supprimé, les dernières entrées ont pu être retirées sans trace.`,
    'journal-newer': (v) =>
      `Le journal ${v.file} a été écrit par un Skep plus récent. Il a été laissé exactement comme il est. Skep montre vos clusters, mais n’envoie rien tant que vous n’avez pas réinstallé la version récente ou déplacé ce fichier.`,
    'journal-unusable': (v) =>
      `Le journal ${v.file} n’a pas pu être ouvert en écriture et a été laissé comme il est. Skep montre vos clusters, mais n’envoie rien tant que ce n’est pas réparé : vérifiez les droits du dossier et l’espace libre, puis relancez.`
  },
  gate: {
    bake: 'la durée de surveillance (1s à 24h)',
    url: 'l’adresse (http ou https, sans mot de passe)',
    status: 'le statut (100 à 599)',
    body: 'le motif du corps',
    timeout: 'le délai de réponse (100ms à 60s)',
    pattern: 'le motif du journal',
    restarts: 'le nombre de tâches en échec',
    slots: 'le nombre d’emplacements'
  },
  field,
  news: {
    succeeded: 'La mise à jour a réussi : chaque emplacement la fait tourner, vérifié.',
    failed:
      'La mise à jour a échoué : des emplacements échouent sans cesse, même si le moteur la dit terminée.',
    'rolled-back': 'Retour en arrière. La mise à jour n’a pas réussi.',
    paused: 'En pause après un échec. Elle vous attend.',
    stuck: 'Bloquée : aucun progrès n’est possible. Elle vous attend.',
    held: 'Retenue. Elle attend votre décision.'
  },
  ...outside,
  menu,
  policyFile: {
    name: () => 'Une politique a besoin d’un nom de 1 à 60 caractères.',
    preset: () => 'C’est le nom d’un préréglage, qui ne change pas. Donnez-lui un autre nom.',
    form: () => 'Elle doit contenir update_config, rollback_config ou les deux, chacun avec ses clés.',
    nothing: () => 'Elle ne dit rien.',
    'rollback-action': () =>
      'Dans rollback_config, failure_action ne peut être rollback : un retour qui échoue finirait « completed » pendant que ses tâches plantent.',
    key: (problem) => `Il n’y a pas de clé ${'key' in problem ? problem.key : ''} dans une politique.`,
    value: (problem) => ('field' in problem ? `Corrigez ${problem.key} : ${field[problem.field]}.` : '')
  },
  expects,
  cause: {
    unreachable: 'le registre n’a pas pu être joint',
    refused: 'le registre n’a pas donné son empreinte',
    off: 'la résolution a été désactivée'
  }
}
