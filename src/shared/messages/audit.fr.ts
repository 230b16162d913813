import type { AuditTexts } from './audit'

const version = (row: { readonly version?: number }) =>
  row.version === undefined ? '' : ` version ${String(row.version)}`

/** Ce que dit un audit, en français. */
export const auditFr: AuditTexts = {
  what: (row) => {
    const image = row.image === undefined ? '' : ` · ${row.image}`
    switch (row.what) {
      case 'found':
        return `Retrouvée au premier contact :${version(row)}${image}`
      case 'update':
        return row.restores === undefined
          ? `Mise à jour${version(row) && ` vers la${version(row)}`}${image}`
          : `Retour à la version ${String(row.restores)}${version(row) && `, devenue la${version(row)}`}${image}`
      case 'change':
        return `Modifiée hors de Skep :${version(row)}${image}`
      case 'engine-rollback':
        return `Retour en arrière par le moteur :${version(row)}${image}`
      case 'stack-rollback':
        return `Retour de la pile à la livraison ${String(row.restores ?? '?')}`
      case 'note':
        return `Note sur la${version(row)}`
      case 'reveal':
        return `Valeur masquée montrée : ${row.detail ?? ''}${version(row) && ` de la${version(row)}`}`
      case 'export':
        return `Export : ${row.detail ?? ''}`
      case 'share-on':
        return 'Journal partagé activé'
      case 'share-off':
        return 'Journal partagé désactivé'
      case 'share-write':
        return `Journal partagé écrit : ${row.detail ?? ''}`
      case 'share-remove':
        return `Journal partagé : ${row.detail ?? ''} pages retirées`
      case 'pruned':
        return `Journal élagué : ${row.detail ?? '?'} entrées`
      case 'lost':
        return `Journal endommagé : ${row.detail ?? '?'} entrées perdues`
      case 'act':
        return row.detail ?? ''
    }
  },
  by: { skep: 'Skep', outside: 'hors de Skep', engine: 'le moteur', journal: 'le journal' },
  outcome: {
    running: 'en cours',
    succeeded: 'réussi',
    failed: 'échec',
    'rolled-back': 'revenu en arrière',
    paused: 'en pause',
    stuck: 'bloqué',
    superseded: 'remplacé',
    unknown: 'inconnu',
    sending: 'envoi',
    accepted: 'accepté',
    'not-applied': 'non appliqué',
    stopped: 'arrêté',
    closed: 'inachevé'
  },
  audit: (name) => (name === undefined ? 'Audit de tous les clusters' : `Audit de ${name}`),
  incident: (name) => `Rapport d’incident : ${name}`,
  range: (from, to) => (from === to ? `version ${String(from)}` : `versions ${String(from)} à ${String(to)}`),
  made: (when, user, skep) =>
    `Établi le ${when}${user === undefined ? '' : ` par ${user}`} avec Skep ${skep}.`,
  cluster: (id) => `Cluster ${id}`,
  head: (seq, hash) => `Tête du journal : entrée ${String(seq)}, ${hash}`,
  emptyJournal: 'Le journal est vide.',
  chainHolds: 'La chaîne d’empreintes tient : chaque entrée porte l’empreinte de la précédente.',
  chainBroken: (seq) =>
    `La chaîne d’empreintes est rompue à l’entrée ${String(seq)} : le journal a été modifié hors de Skep.`,
  masked: 'Les valeurs qui ressemblent à des secrets sont masquées.',
  timeline: 'Chronologie',
  versions: 'Versions',
  versionTitle: (number) => `Version ${String(number)}`,
  restores: (number) => `rétablit la version ${String(number)}`,
  columns: { time: 'Heure', who: 'Qui', what: 'Quoi', where: 'Où', outcome: 'Issue' },
  changes: 'Ce qui a changé',
  noChanges: 'Aucune différence avec la version précédente n’est connue.',
  evidence: 'Ce qui a été vu',
  noteTitle: 'Note',
  noRows: 'Rien n’a été fait pendant ce temps.',
  utc: 'Les heures sont en UTC.'
}
