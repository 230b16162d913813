import { many, number } from './words.en'

/** The sentences about tasks and logs, in English. */
export const logs = {
  tasks: {
    title: 'Tasks',
    name: 'Name',
    id: 'ID',
    ports: 'Ports',
    of: (slot: string) => `Tasks of slot ${slot}`,
    everySlot: 'Tasks of every slot',
    more: (count: number, of: number) => `Show ${many(count, 'more task', 'more tasks')} of ${String(of)}`,
    log: {
      title: 'Log',
      of: (task: string) => `Log of ${task}`,
      open: 'Open in Logs',
      lines: 'Newest lines',
      nothing: 'This task has written nothing that can still be had.'
    },
    slot: 'Slot',
    task: 'Task',
    image: 'Image',
    node: 'Node',
    desired: 'Desired state',
    current: 'Current state',
    error: 'Error',
    exit: (code: number) => `exit code ${String(code)}`,
    older: (count: number) => `Show ${many(count, 'ended task', 'ended tasks')}`,
    fewer: 'Hide ended tasks'
  },
  logs: {
    task: 'Task',
    all: 'All tasks',
    stream: 'Stream',
    streams: { '': 'Both streams', stdout: 'stdout', stderr: 'stderr' },
    severity: 'Severity',
    least: {
      '': 'Every severity',
      debug: 'Every severity',
      info: 'Info and worse',
      warning: 'Warnings and worse',
      error: 'Errors only'
    },
    is: { error: 'Error', warning: 'Warning', info: 'Info', debug: 'Debug' },
    filters: 'Filters',
    reach: 'How far back',
    last: (count: number) => `Last ${number(count)} of each task`,
    search: 'Search the log',
    found: (place: number, count: number) => `${String(place)} of ${number(count)}`,
    next: 'Next match',
    previous: 'Previous match',
    onlyHits: 'Only matches',
    pause: 'Pause',
    follow: 'Follow',
    wrap: 'Wrap lines',
    export: 'Export…',
    saved: (file: string) => `Saved as ${file}.`,
    none: 'No log lines yet. They appear here as they are printed.',
    noMatch: 'No line passes these filters.',
    lines: 'Log lines',
    more: (count: number) => (count === 1 ? '1 new line' : `${number(count)} new lines`),
    count: (shown: number, kept: number) =>
      shown === kept
        ? `${number(kept)} ${kept === 1 ? 'line' : 'lines'}`
        : `${number(shown)} of ${number(kept)} lines`,
    full: 'The oldest lines were let go to keep the newest.',
    cut: (size: string) => `${size} more of this line are not shown`,
    state: {
      opening: 'Asking for the log…',
      following: 'Following',
      paused: 'Paused',
      broken: 'The link broke. The log goes on by itself when the cluster is reached again.',
      ended: 'The log has ended.'
    },
    again: 'Read again'
  }
}
