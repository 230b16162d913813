/** The sentences about the activity, in English. */
export const activity = {
  activity: {
    title: 'Activity',
    intro: 'Who did what on which cluster, with which plan, and how it ended.',
    cluster: 'Cluster',
    allClusters: 'All clusters',
    who: 'Who',
    everyone: 'Everyone',
    outcome: 'Outcome',
    anyOutcome: 'Any outcome',
    search: 'Search service, stack, user or image',
    none: 'Nothing has been written down yet.',
    noMatch: 'Nothing matches.',
    older: 'Show older entries',
    plan: (hash: string) => `Plan ${hash}`,
    verify: 'Verify the chain',
    verifying: 'Verifying…',
    verified: (entries: number) =>
      `The chain of hashes holds over all ${String(entries)} entries of the journal.`,
    format: 'Format',
    formats: { html: 'Report (HTML)', pdf: 'Report (PDF)', csv: 'Table (CSV)', json: 'Everything (JSON)' },
    export: 'Export',
    exporting: 'Exporting…',
    exportIncident: 'Export a report',
    incidentHint:
      'The timeline, the differences and what was seen of these versions. Masked values stay masked.',
    from: 'From version',
    to: 'To version'
  }
}
