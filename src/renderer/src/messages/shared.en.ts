import { many } from './words.en'

const size = (bytes: number): string =>
  bytes < 1024 ? `${String(bytes)} B` : `${String(Math.round(bytes / 1024))} KiB`

/** The sentences about the shared journal, in English. */
export const shared = {
  shared: {
    open: 'Shared journal…',
    title: (context: string) => `Shared journal of ${context}`,
    intro:
      'Skep can keep the history of this cluster in the cluster itself, so that your colleagues’ Skep sees the same: who changed what, when, and how it ended.',
    what: 'What is written: Swarm configs named skep-history-…, with the specs of your services, who updated them, how it ended and your notes on them. No service uses them, and no task is touched.',
    who: 'Everyone who may read configs on this cluster can read them. Values that look secret are left out, and such a version is told in part only; every other environment value is written as it is.',
    reads: 'Skep always reads what is there. This switch is about writing, from this computer only.',
    on: 'This Skep writes.',
    off: 'This Skep does not write.',
    there: (versions: number, pages: number, bytes: number) =>
      pages === 0
        ? 'There is nothing in the cluster yet.'
        : `In the cluster: ${many(versions, 'version', 'versions')} in ${many(pages, 'config', 'configs')}, ${size(bytes)}.`,
    users: (names: string) => `Told by: ${names}.`,
    next: (versions: number, partial: number, bytes: number) =>
      versions === 0
        ? 'Everything that this Skep knows is there.'
        : `Not there yet: ${many(versions, 'version', 'versions')}, about ${size(bytes)}${partial === 0 ? '' : `; ${String(partial)} of them in part, without values that look secret`}.`,
    refused: (count: number) =>
      `${many(count, 'line is', 'lines are')} not what Skep writes and ${count === 1 ? 'counts' : 'count'} for nothing.`,
    mayNot: 'This context is not in mode full, so Skep writes nothing to its cluster.',
    switchOn: 'Write to the cluster',
    switchOff: 'Stop writing',
    remove: 'Remove all of it…',
    removeAsk: (pages: number) =>
      `Remove ${many(pages, 'config', 'configs')} from the cluster, for everyone? Every Skep keeps what it has on its own computer, and this one stops writing.`,
    removeNow: 'Remove from the cluster',
    removed: (count: number) => `${many(count, 'config was', 'configs were')} removed from the cluster.`,
    notLive: 'Connect to the cluster first.'
  }
}
