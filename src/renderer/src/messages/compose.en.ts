import { many } from './words.en'
import type { Policy } from '../../../domain/policy'

/** The sentences about composing an update, in English. */
export const compose = {
  policy: {
    choose: 'Use a policy',
    chooseNone: 'As it is now',
    presets: 'Presets',
    own: 'Your policies',
    preset: {
      'one-by-one': 'One by one',
      careful: 'Careful',
      canary: 'Canary',
      fast: 'Fast',
      'everything-now': 'Everything now'
    },
    repair: 'Repair',
    keepAs: 'Keep these as',
    keep: 'Keep',
    kept: (name: string) => `${name} is kept.`,
    title: 'Update policy',
    rollbackTitle: 'Rollback policy',
    parallelism: 'Parallelism',
    delay: 'Delay',
    monitor: 'Monitor',
    failureAction: 'Failure action',
    maxFailureRatio: 'Max failure ratio',
    order: 'Order',
    rollback: (label: string) => `Rollback ${label.toLowerCase()}`,
    unsafeRollback:
      'A rollback that fails would roll back again and end as “completed” while its tasks crash. Choose pause or continue.',
    all: 'all at once',
    /** A policy as one sentence, in the order in which it acts. */
    sentence: (policy: Policy) =>
      `${policy.parallelism === 0 ? 'All slots at once' : many(policy.parallelism, 'slot at a time', 'slots at a time')}, ${policy.order}, ${policy.delay} between batches; each is watched for ${policy.monitor}, and with more than ${String(Math.round(policy.maxFailureRatio * 100))} % failures: ${policy.failureAction}.`
  },
  drafts: {
    restored: (age: string) => `Typed before Skep was started again (${age}).`,
    lost: (names: string) => `Not kept, because it looks like a secret: ${names}. Type it again.`,
    moved: (name: string) =>
      `${name} was changed elsewhere since you began. What you did not touch shows the new values; what you typed is on top of them.`,
    older: (name: string, age: string) =>
      `You typed changes earlier (${age}), and ${name} was changed elsewhere since. Keep yours on top of it, or discard them?`,
    keep: 'Keep on top',
    discard: 'Discard',
    notKept: (names: string) => `Looks like a secret, so it is not kept after a restart: ${names}.`
  },
  env: { title: 'Environment', none: 'No environment variables.' },
  labels: { title: 'Labels', none: 'No labels.' },
  compose: {
    correct: (what: string) => `Please correct ${what}.`,
    image: 'Image',
    imageHint: 'name:tag; the digest is looked up and pinned on review',
    resolve: 'Look the digest up and pin it',
    replicas: 'Replicas',
    force: 'Replace every task even if nothing else changes',
    env: 'Environment variables',
    labels: 'Service labels',
    name: 'Name',
    value: 'Value',
    addVariable: 'Add a variable',
    addLabel: 'Add a label',
    undo: 'Undo',
    unchanged: 'unchanged',
    willRemove: 'will be removed',
    review: 'Review',
    reviewing: 'Working it out…',
    nothing: 'Change a field to review it. What you do not touch is sent back byte for byte.',
    reset: 'Discard changes'
  }
}
