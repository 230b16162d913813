import type { AuditTexts } from './audit'

const version = (row: { readonly version?: number }) =>
  row.version === undefined ? '' : ` version ${String(row.version)}`

/** What an audit says, in English. */
export const auditEn: AuditTexts = {
  what: (row) => {
    const image = row.image === undefined ? '' : ` · ${row.image}`
    switch (row.what) {
      case 'found':
        return `Found at first contact:${version(row)}${image}`
      case 'update':
        return row.restores === undefined
          ? `Update${version(row) && ` to${version(row)}`}${image}`
          : `Roll back to version ${String(row.restores)}${version(row) && `, as${version(row)}`}${image}`
      case 'change':
        return `Changed outside of Skep:${version(row)}${image}`
      case 'engine-rollback':
        return `Rolled back by the engine:${version(row)}${image}`
      case 'stack-rollback':
        return `Roll back of the stack to release ${String(row.restores ?? '?')}`
      case 'note':
        return `Note on${version(row)}`
      case 'reveal':
        return `Masked value shown: ${row.detail ?? ''}${version(row) && ` of${version(row)}`}`
      case 'export':
        return `Export: ${row.detail ?? ''}`
      case 'share-on':
        return 'Shared journal switched on'
      case 'share-off':
        return 'Shared journal switched off'
      case 'share-write':
        return `Shared journal written: ${row.detail ?? ''}`
      case 'share-remove':
        return `Shared journal: ${row.detail ?? ''} pages removed`
      case 'pruned':
        return `Journal pruned: ${row.detail ?? '?'} entries`
      case 'lost':
        return `Journal damaged: ${row.detail ?? '?'} entries lost`
      case 'act':
        return row.detail ?? ''
    }
  },
  by: { skep: 'Skep', outside: 'outside Skep', engine: 'the engine', journal: 'the journal' },
  outcome: {
    running: 'running',
    succeeded: 'succeeded',
    failed: 'failed',
    'rolled-back': 'rolled back',
    paused: 'paused',
    stuck: 'stuck',
    superseded: 'superseded',
    unknown: 'not known',
    sending: 'sending',
    accepted: 'accepted',
    'not-applied': 'not applied',
    stopped: 'stopped',
    closed: 'left unfinished'
  },
  audit: (name) => (name === undefined ? 'Audit of all clusters' : `Audit of ${name}`),
  incident: (name) => `Incident report: ${name}`,
  range: (from, to) =>
    from === to ? `version ${String(from)}` : `versions ${String(from)} to ${String(to)}`,
  made: (when, user, skep) => `Made on ${when}${user === undefined ? '' : ` by ${user}`} with Skep ${skep}.`,
  cluster: (id) => `Cluster ${id}`,
  head: (seq, hash) => `Head of the journal: entry ${String(seq)}, ${hash}`,
  emptyJournal: 'The journal is empty.',
  chainHolds: 'The chain of hashes holds: every entry carries the hash of the one before it.',
  chainBroken: (seq) =>
    `The chain of hashes is broken at entry ${String(seq)}: the journal was changed outside of Skep.`,
  masked: 'Values that look secret are masked.',
  timeline: 'Timeline',
  versions: 'Versions',
  versionTitle: (number) => `Version ${String(number)}`,
  restores: (number) => `brings back version ${String(number)}`,
  columns: { time: 'Time', who: 'Who', what: 'What', where: 'Where', outcome: 'Outcome' },
  changes: 'What changed',
  noChanges: 'No difference to the version before is known.',
  evidence: 'What was seen',
  noteTitle: 'Note',
  noRows: 'Nothing was done in this time.',
  utc: 'Times are UTC.'
}
