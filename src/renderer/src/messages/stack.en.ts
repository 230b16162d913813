import type { LeftReason, MemberStatus, StackOperation, StopReason } from '../../../domain/stack-plan'
import { many, number } from './words.en'

/** The sentences about stacks, in English. */
export const stack = {
  stack: {
    group: 'Group by stack',
    services: (name: string) => `Services of ${name}`,
    open: (name: string) => `Open the stack ${name}`,
    part: (state: string, count: number) => `${state}: ${number(count)}`,
    none: (name: string) => `The stack ${name} has no services now.`,
    releases: 'Releases',
    releasesHint: 'A release is what changed together: by one writer, one service shortly after the other.',
    release: (number: number) => `Release ${String(number)}`,
    noReleases: 'No release is known yet.',
    older: (count: number) => `Show ${many(count, 'older release', 'older releases')}`,
    to: (number: number) => `Roll back to release ${String(number)}`,
    toThis: 'Roll back to this release',
    isCurrent: 'This is the newest release.',
    allGone: 'No service of this release is left, or none is known whole.',
    restores: (number: number) => `brings back release ${String(number)}`,
    changedOf: (changed: number, all: number) => `${String(changed)} of ${many(all, 'service', 'services')}`,
    appeared: 'first known version',
    changes: (count: number) => many(count, 'change', 'changes'),
    moreChanges: (count: number) => `and ${many(count, 'more change', 'more changes')}`,
    imageSame: 'same image',
    plan: (stack: string, release: number) => `Roll back ${stack} to release ${String(release)}`,
    planning: 'Working the plan out…',
    planIntro: (services: number, waves: number) =>
      `${many(services, 'service is', 'services are')} changed in ${many(waves, 'wave', 'waves')}. The next wave is sent only when every rollout of the one before it is verified. The first that is not ends it there.`,
    planEmpty: 'Every service that can be brought back has this spec already. There is nothing to send.',
    wave: (number: number) => `Wave ${String(number)}`,
    waveOf: (name: string) => `Wave of ${name}`,
    suggested:
      'Suggested: services come after those whose addresses they hold. Change the number to reorder.',
    versions: (from: number, to: number) => `version ${String(from)} → ${String(to)}`,
    keepReplicas: 'Keep today’s number of replicas',
    show: (count: number) => `Show ${many(count, 'change', 'changes')}`,
    left: 'Left as they are',
    leftReason: {
      same: () => 'has this spec already',
      unsettled: (state: string) =>
        `has this spec already, but did not succeed with it (${state}). No wave waits for it: repair it on its own page first.`,
      gone: () => 'was removed from the cluster; Skep creates no services',
      incomplete: () => 'not all of that version is known, so it cannot be brought back whole',
      new: () => 'came to the stack after this release'
    } satisfies Record<LeftReason, (state: string) => string>,
    typeName: (name: string) => `This is a production cluster: type ${name} to apply`,
    apply: (waves: number) => (waves === 1 ? 'Apply' : `Apply, beginning with wave 1 of ${String(waves)}`),
    applied: (name: string) => `The roll back of the stack ${name} has begun.`,
    operation: 'Roll back of the stack',
    headline: (one: StackOperation) => {
      const to = `release ${String(one.release)}`
      const waves = one.waves.length
      if (one.state === 'succeeded') return `Back at ${to}: every service is verified`
      if (one.state === 'closed') return `The roll back to ${to} was left unfinished`
      const wave = `wave ${String(Math.min(one.wave, waves))} of ${String(waves)}`
      if (one.state === 'stopped') return `The roll back to ${to} stopped at ${wave}`
      return `Rolling back to ${to}: ${wave}`
    },
    done: (names: string) => `Done and verified: ${names}.`,
    notSent: (names: string) => `Not sent: ${names}.`,
    status: {
      waiting: 'Not sent',
      sending: 'Sending',
      running: 'Rolling out',
      succeeded: 'Verified',
      failed: 'Failed',
      'rolled-back': 'Rolled back',
      paused: 'Paused',
      stuck: 'Stuck',
      superseded: 'Replaced',
      'not-applied': 'Not applied',
      unknown: 'Not known'
    } satisfies Record<MemberStatus, string>,
    reason: {
      bad: 'A rollout did not succeed, so nothing more was sent. What was sent stays as it is; decide whether to go on or back.',
      'not-applied': 'An update was not applied, so nothing more was sent.',
      unknown:
        'It is not known yet whether an update was applied, so nothing more was sent. Skep finds out; then decide whether to go on or back.',
      person: 'It was stopped by hand. What was sent before goes on in the cluster.',
      unwatched:
        'Skep could not see the cluster for two minutes, so nothing more was sent. What was sent before went on in the cluster.',
      closed:
        'Skep was closed on the way. Nothing was sent since; what was sent before went on in the cluster.'
    } satisfies Record<StopReason, string>,
    waitLive: 'Skep is not connected. The next wave waits until it is; after two minutes it stops.',
    stop: 'Stop before the next wave',
    goOn: 'Go on: review what is left',
    goBack: (release: number) => `Go back to release ${String(release)}`,
    leave: 'Leave it so',
    stoppedNotice: (stack: string) => `The roll back of the stack ${stack} stopped and waits for you.`,
    look: 'Look at it'
  }
}
