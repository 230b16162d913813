import type { TourStep } from '../../../domain/tour'

interface Told {
  readonly title: string
  readonly text: string
}

/** The sentences of the tour through the demo, in English. */
export const tour = {
  name: 'Tour',
  start: 'Take the tour',
  begin: 'Start the tour',
  later: 'Not now',
  show: 'Take me there',
  next: 'Next',
  skip: 'Skip this step',
  end: 'End the tour',
  finish: 'Done',
  place: ({ number, of }: { number: number; of: number }) => `${String(number)} of ${String(of)}`,
  seen: 'Seen in the cluster',
  offer:
    'New to Skep? In five minutes: an update in staging, the same in production, one that fails, why it failed, and the way back. Nothing leaves this machine.',
  step: {
    look: {
      title: 'Two clusters',
      text: 'On the left are the demo’s production and staging, here the services of one of them: which image each runs, how many of its tasks run, and what its newest update came to.'
    },
    staging: {
      title: 'First in staging',
      text: 'Open shop_web in staging, press Update, and set the image to …/shop/web:4.3.0. Review shows what will change and which tasks it replaces; Apply sends exactly that. Then watch the slots change one after the other.'
    },
    production: {
      title: 'The same in production',
      text: 'Set the same image there. The plan tells that it was verified in staging, and, because this is production, asks for the service’s name before anything is sent.'
    },
    failure: {
      title: 'One that fails',
      text: 'Now set …/shop/web:4.3.0-broken. Its tasks crash. The policy of this service says “rollback”, so Docker goes back by itself; the outcome is “rolled back”, never a success.'
    },
    why: {
      title: 'Why it failed',
      text: 'Under the rollout stands what failed: which slots, with which exit code, and the last lines that they logged. All of it can be copied for whoever has to mend it.'
    },
    back: {
      title: 'The way back',
      text: 'Docker remembers one version, Skep all of them. In the history, find the version with …/shop/web:4.2.0 and choose “Roll back to this version”. It is a plan like any other, and a new version.'
    },
    end: {
      title: 'That was the whole way round',
      text: 'Press ? for the keys and Ctrl K to go anywhere. To see your own clusters, add a context: it begins read-only, so nothing can be changed by looking.'
    }
  } satisfies Record<TourStep, Told>
}
