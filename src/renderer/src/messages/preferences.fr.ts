import type { Messages } from './en'
import { many } from './words.fr'

/** The sentences of the settings page, in French. */
export const preferences: Messages['preferences'] = {
  intro: 'Tout prend effet immédiatement et reste sur cet ordinateur.',
  set: (what, to) => `${what} : ${to}`,
  appearance: 'Apparence',
  zoom: 'Taille',
  contrast: 'Contraste',
  contrasts: { system: 'Comme le système', more: 'Renforcé' },
  news: 'Notifications',
  newsHint:
    'Données par le système quand vous regardez ailleurs. La zone de notification montre l’état de tous les clusters dans tous les cas.',
  quiet: 'Silence',
  notQuiet: 'Pas de silence en ce moment.',
  guards: 'Garde-fous',
  guardsHint:
    'Ce que chaque cluster demande avant tout envoi. Le mode dit ce qui peut être fait depuis cet ordinateur.',
  noContexts: 'Aucun contexte n’est encore enregistré.',
  name: 'Contexte',
  asks: {
    dev: 'Un clic sur Appliquer, après relecture.',
    staging: 'Un clic sur Appliquer, après relecture. Ce qui a tourné ici est dit avant la production.',
    production:
      'Le nom du service à saisir, après relecture ; pour une pile, le sien, pour une politique donnée à plusieurs services, celui du contexte. Ce que l’image est devenue en préproduction est dit.'
  },
  registries: 'Registres',
  registriesHint:
    'Skep ne garde aucun mot de passe de registre. Il utilise les accès de la CLI Docker, lus quand il en a besoin.',
  file: 'Lu dans',
  store: 'Gardés par l’assistant d’identification',
  inFile: 'gardé dans le fichier',
  byHelper: (helper) => `gardé par ${helper}`,
  noLogins: 'Aucun accès. Lancez « docker login » avec un registre pour en ajouter un.',
  registry: 'Registre',
  history: 'Historique',
  kept: (versions, entries, size) =>
    `${many(versions, 'version', 'versions')} dans ${many(entries, 'entrée', 'entrées')}, ${size}.`,
  budget: 'Garder au plus',
  budgetHint:
    'Au-delà, les entrées les plus anciennes partent. Jamais supprimées : les versions en vigueur, les épinglées, la dernière bonne et la fiche d’intervention de chaque service, et les mises à jour encore ouvertes.',
  dropAsk: (used, budget) =>
    `${used} sont utilisés. Avec ${budget}, les entrées les plus anciennes partent maintenant, et ne reviennent pas.`,
  drop: 'Supprimer les plus anciennes',
  data: 'Dossier de données',
  dataHint: 'Réglages, journal, brouillons et exports. Lisible par votre utilisateur seul.',
  open: 'Ouvrir'
}
