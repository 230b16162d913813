import { duration, many } from './words.en'
import type { ServiceState } from '../../../domain/snapshot'

/** The sentences for whoever is on call, in English. */
export const assisted = {
  assisted: {
    title: 'What you can do here',
    state: {
      steady: 'The service runs as it should. There is nothing that you have to do.',
      degraded: 'Some tasks of the service do not run. A restart or the version before may help.',
      updating: 'An update is under way. It is watched below; you can wait.',
      verifying: 'An update is almost done. It is watched below; you can wait.',
      held: 'An update waits for a decision. Let it go on, or abort it, below.',
      paused: 'An update failed and stopped half-way. Going back is the safe choice.',
      'rolling-back': 'The service is on its way back to an earlier version. You can wait.',
      'rolled-back': 'The last update failed and was undone. The service runs the version before it.',
      failed: 'The newest version keeps failing. Going back is the safe choice.',
      stuck: 'An update waits for something that does not come. Going back is the safe choice.'
    } satisfies Record<ServiceState, string>,
    back: (version: number) => `Go back to version ${String(version)}`,
    backIs: (image: string, since: string) => `${image}, in force from ${since} on and not known to be bad.`,
    takes: (tasks: number, seconds: number) =>
      `${many(tasks, 'task is', 'tasks are')} replaced, in about ${duration(seconds)}.`,
    noBack: 'There is no earlier version that is safe to go back to.',
    restart: 'Restart all tasks',
    restartIs: 'With the same version and settings, by the service’s own update policy.',
    noRestart: 'A restart has to wait until no update is under way.',
    waits: 'The update that waits is decided below.',
    review: 'Look at what happens first',
    elseOf: (contact: string) => `For anything else, such as another image, ask ${contact}.`,
    elseNobody: 'For anything else, such as another image, ask whoever set this context up.',
    otherVersion: 'An assisted context goes back to the last good version only.',
    runbook: 'Read the runbook',
    logs: 'Read the logs'
  }
}
