import { many, number } from './words.en'

/** The sentences about what failed, in English. */
export const dossier = {
  dossier: {
    title: 'What failed',
    /** `does` is what the new tasks do. */
    sentence: (failing: number, of: number, nodes: boolean, does: string) =>
      `${nodes ? 'On' : 'In'} ${String(failing)} of ${nodes ? many(of, 'node', 'nodes') : many(of, 'slot', 'slots')} new tasks ${does}.`,
    other: (tasks: number, does: string) => `${many(tasks, 'more task', 'more tasks')}: new tasks ${does}.`,
    unclear: 'Tasks of this version failed; the engine told no reason.',
    says: 'The log says:',
    next: 'What to do:',
    tasks: (count: number) => `Failing tasks (${number(count)})`,
    newest: (shown: number, count: number) =>
      `The newest ${number(shown)} of ${number(count)} are listed; the same causes go for the others.`,
    since: 'Since',
    exitCode: 'Exit code',
    log: (lines: number, task: string) =>
      `${lines === 0 ? 'Log' : `Last ${many(lines, 'log line', 'log lines')}`} of task ${task}`,
    noLog: {
      silent: 'The task wrote nothing.',
      'never-ran': 'The task never ran, so it has no log.',
      unreadable: 'Its log could not be read any more.'
    },
    lines: (task: string) => `Log lines of task ${task}`,
    cut: 'There was more than is kept here.',
    health: 'Health check',
    noHealth: {
      elsewhere:
        'The container was on another node than the one Skep talks to, so what its check printed could not be read.',
      gone: 'The container was gone before it could be read.'
    },
    noChecks: 'No check was run before the container ended.',
    memory: {
      yes: 'The kernel ended the container for want of memory.',
      no: 'The kernel did not end the container for want of memory.'
    },
    policy: 'Policy and timings',
    timing: {
      began: 'Update began',
      first: 'First failure seen',
      last: 'Last failure seen',
      lifetime: 'A failing task lasts',
      outcome: 'Outcome'
    },
    timeline: 'Timeline',
    kept: 'Skep keeps this; the engine forgets failed tasks within seconds.',
    copy: 'Copy as text'
  }
}
