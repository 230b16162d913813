import { settings as serviceSettings } from './settings.fr'
import { contexts } from './contexts.fr'
import type { Messages } from './en'
import { assisted } from './assisted.fr'
import { attended } from './attended.fr'
import { rollout } from './rollout.fr'
import { compose } from './compose.fr'
import { diagnostics } from './diagnostics.fr'
import { policies } from './policies.fr'
import { preferences } from './preferences.fr'
import { tour } from './tour.fr'
import { shared } from './shared.fr'
import { conflict } from './conflict.fr'
import { plan } from './plan.fr'
import { history } from './history.fr'
import { dossier } from './dossier.fr'
import { logs } from './logs.fr'
import { help } from './help.fr'
import { runbook } from './runbook.fr'
import { terms } from './terms.fr'
import { activity } from './activity.fr'
import { exported } from './export.fr'
import { shell } from './shell.fr'
import { stack } from './stack.fr'
import { registry } from './registry.fr'
import { many } from './words.fr'

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
  notifications: 'Avertir',
  notify: { all: 'De chaque fin', failures: 'Des échecs', off: 'Jamais' },
  quietUntil: (time) => `Silence jusqu’à ${time}`,
  quietEnd: 'Finir',
  english: 'English',
  french: 'Français',
  close: 'Fermer',
  cancel: 'Annuler',
  connect: 'Se connecter',
  disconnect: 'Se déconnecter',
  remove: 'Supprimer',
  removeLive: (name) => `Retirer ${name} de Skep ? Le cluster reste tel quel.`,
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
    'read-only': 'Tout peut être consulté ; Skep refuse d’envoyer la moindre modification.',
    assisted:
      'Pour la personne d’astreinte : seulement revenir à la dernière bonne version, poursuivre ou abandonner une mise à jour qui attend, et redémarrer les tâches.',
    full: 'Toute modification est possible ; chacune est d’abord relue.'
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
    noMatch: (text) => `Aucun service ne correspond à « ${text} ».`,
    count: (count) => many(count, 'service', 'services'),
    attention: (count) => `${String(count)} à regarder`,
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
    held: 'Retenu',
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
  tabs: {
    overview: 'Aperçu',
    update: 'Mise à jour',
    history: 'Historique',
    logs: 'Journaux',
    runbook: 'Fiche d’intervention'
  },
  back: 'Tous les services',
  update: 'Mettre à jour',
  rollBack: 'Revenir en arrière',
  rollBackTo: (number) => `Revenir à la version ${String(number)}`,
  rollBackNone: 'Il n’y a pas de version antérieure complète où revenir.',
  ...rollout,
  ...attended,
  serviceSettings,
  ...compose,
  tour,
  diagnostics,
  preferences,
  ...policies,
  ...shared,
  ...logs,
  ...plan,
  ...conflict,
  ...history,
  ...dossier,
  ...help,
  ...runbook,
  ...terms,
  ...assisted,
  ...activity,
  ...exported,
  ...shell,
  ...stack,
  ...registry,
  sent: {
    sending: (name) => `La mise à jour de ${name} est en route.`,
    unknown: (name) =>
      `La réponse à la mise à jour de ${name} s’est perdue. Skep ne la renvoie pas et cherche si elle a été appliquée.`,
    'not-applied': (name) => `La mise à jour de ${name} n’a pas été appliquée. Rien n’a changé.`
  },
  lost: {
    unread:
      'Ce service n’avait pas été lu avant la perte de la connexion. Il apparaîtra dès que Skep sera reconnecté.',
    safe: 'Vos services continuent de tourner ; Skep ne les voit simplement plus.'
  }
}
