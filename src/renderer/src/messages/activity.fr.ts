import type { Messages } from './en'

/** The sentences about the activity, in French. */
export const activity: Pick<Messages, 'activity'> = {
  activity: {
    title: 'Activité',
    intro: 'Qui a fait quoi sur quel cluster, avec quel plan, et comment cela s’est terminé.',
    cluster: 'Cluster',
    allClusters: 'Tous les clusters',
    who: 'Qui',
    everyone: 'Tous',
    outcome: 'Issue',
    anyOutcome: 'Toutes les issues',
    search: 'Chercher un service, une pile, une personne ou une image',
    none: 'Rien n’a encore été consigné.',
    noMatch: 'Rien ne correspond.',
    older: 'Afficher les entrées plus anciennes',
    plan: (hash) => `Plan ${hash}`,
    verify: 'Vérifier la chaîne',
    verifying: 'Vérification…',
    verified: (entries) => `La chaîne d’empreintes tient sur les ${String(entries)} entrées du journal.`,
    format: 'Format',
    formats: { html: 'Rapport (HTML)', pdf: 'Rapport (PDF)', csv: 'Tableau (CSV)', json: 'Tout (JSON)' },
    export: 'Exporter',
    exporting: 'Exportation…',
    exportIncident: 'Exporter un rapport',
    incidentHint:
      'La chronologie, les différences et ce qui a été vu de ces versions. Les valeurs masquées le restent.',
    from: 'De la version',
    to: 'À la version'
  }
}
