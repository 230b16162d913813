import { many, number } from './words.en'

/** The sentences about the history, in English. */
export const history = {
  history: {
    versions: 'Versions',
    compare: 'Compare',
    comparing: 'Chosen for comparison',
    compareWith: (number: number) => `Compare with version ${String(number)}`,
    compared: (a: number, b: number) => `From version ${String(a)} to version ${String(b)}`,
    comparedWith: (a: number, name: string, b: number) =>
      `From version ${String(a)} to version ${String(b)} of ${name}`,
    chosen: (number: number) =>
      `Version ${String(number)} is chosen. Choose the other one in the list, or look at another service.`,
    elsewhere: 'Another service…',
    other: {
      context: 'Context',
      service: 'Service',
      version: 'Version',
      compare: 'Compare',
      here: 'this service'
    },
    to: 'Roll back to this version',
    imageBack: 'Bring back its image',
    current: 'Current',
    lastGood: 'Last good',
    isCurrent: 'This is the version in force.',
    restores: (number: number, part: 'image' | 'some' | undefined) =>
      part === 'image'
        ? `brings back the image of version ${String(number)}`
        : part === 'some'
          ? `brings back parts of version ${String(number)}`
          : `restores version ${String(number)}`,
    by: { skep: 'Skep', outside: 'outside Skep', engine: 'the engine' },
    /** Who made a version, as far as that is known; `seems` is never certain. */
    who(by: 'skep' | 'outside' | 'engine', user: string | undefined, seems: string | undefined): string {
      if (by === 'skep') return user === undefined ? 'Skep' : `${user}, with Skep`
      if (by === 'engine') return 'the engine, by itself'
      return seems === undefined ? 'outside Skep' : `outside Skep, ${seems}`
    },
    seems: {
      'stack-deploy': 'it seems with docker stack deploy',
      portainer: 'it seems with Portainer',
      swarmpit: 'it seems with Swarmpit',
      rollback: 'it seems with docker service rollback',
      force: 'it seems a forced restart',
      scale: 'it seems a scaling',
      direct: 'it seems past the stack file'
    },
    source: {
      recovered: 'recovered at first contact',
      observed: '',
      gap: 'seen after a gap',
      shared: 'told by another Skep'
    },
    gap: (length: string) => `seen after a gap of ${length}`,
    partial: 'partial',
    missing: {
      replicas: 'number of replicas',
      ports: 'ports',
      labels: 'service labels',
      'update-policy': 'update policy',
      'rollback-policy': 'rollback policy',
      spec: 'everything but its image'
    },
    missingOf: (parts: string) => `Not known of this version: ${parts}.`,
    quality: {
      good: 'Good',
      bad: 'Bad',
      unfinished: 'Never finished',
      unwatched: 'Not watched',
      open: 'Under way'
    },
    took: (time: string) => `after ${time}`,
    inForce: (time: string) => `in force for ${time}`,
    first: 'The oldest version that is known',
    same: 'No visible change',
    since: (number: number) => `counted from version ${String(number)}`,
    and: (count: number) => `and ${number(count)} more`,
    none: 'No version is known yet.',
    noMatch: 'No version fits this search.',
    oldest: 'Older versions are not known: Swarm itself keeps one previous spec.',
    search: 'Search versions',
    where: 'Search in',
    wheres: { any: 'Anywhere', image: 'Image', changed: 'What changed' },
    outcome: 'Outcome',
    anyOutcome: 'Any outcome',
    byWhom: 'Made by',
    anyone: 'Anyone',
    when: 'When',
    withins: {
      any: 'Any time',
      day: 'Last 24 hours',
      week: 'Last 7 days',
      month: 'Last 30 days',
      year: 'Last year'
    },
    pinnedOnly: 'Pinned only',
    clear: 'Clear',
    pin: (number: number) => `Pin version ${String(number)}`,
    pinned: 'Pinned: it is never removed to save space.',
    details: (number: number) => `Details of version ${String(number)}`,
    title: 'Name',
    titleHint: 'such as “before the sale”',
    note: 'Note',
    save: 'Save',
    saved: (number: number) => `What you wrote on version ${String(number)} is kept.`,
    why: 'Why it failed',
    changesOf: 'What it changed',
    value: {
      show: 'Show',
      hide: 'Hide',
      left: (seconds: number) => `hidden again in ${String(seconds)} s`,
      journaled: 'That a value was shown is written to the journal, without the value.'
    },
    back: {
      title: (number: number) => `Roll back to version ${String(number)}`,
      what: 'What to bring back',
      all: 'Everything',
      image: 'Its image only',
      some: 'Chosen changes',
      noAll: (parts: string) => `Not possible: ${parts} of this version are not known.`,
      choose: 'Changes to bring back',
      chooseHint: (count: number) =>
        `${many(count, 'change', 'changes')} between now and this version; what you do not tick stays as it is.`,
      nothing: 'Tick at least one change to see the plan.',
      noDifference: 'Nothing differs from what is in force.',
      keep: 'Keep today’s number of replicas',
      emergency: 'All tasks at once, without waiting',
      emergencyHint: 'For an emergency: the update policy is set to everything at once for this.',
      native: 'Let the engine do it (docker service rollback)',
      nativeHint:
        'This version is the engine’s previous spec. The engine then follows the rollback policy of that version.',
      done: 'Back to the history'
    }
  }
}
