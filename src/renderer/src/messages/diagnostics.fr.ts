import type { Messages } from './en'

/** The sentences of the diagnostics page, in French. */
export const diagnostics: Messages['diagnostics'] = {
  title: 'Diagnostic',
  intro:
    'Pour la personne qui vous aide. Il contient des codes et des nombres : aucun nom, adresse, image ou valeur de chez vous.',
  again: 'Relire',
  export: 'Exporter…',
  copy: 'Copier',
  copied: 'Copié',
  connections: 'Connexions',
  context: 'Contexte',
  state: 'État',
  engine: 'Moteur',
  newest: 'Dernier relevé',
  look: (ms) => `${String(ms)} ms`,
  none: 'Aucun contexte n’est encore enregistré.',
  since: (state, time) => `${state}, ${time}`,
  engineOf: (version, api) => `Docker ${version} (API ${api})`,
  trouble: 'Derniers échecs et changements de connexion',
  noTrouble: 'Rien depuis le démarrage de Skep.',
  time: 'Heure',
  what: 'Quoi',
  code: 'Code',
  text: 'Ce qui est exporté, mot pour mot',
  saved: (file) => `Enregistré sous ${file}.`
}
