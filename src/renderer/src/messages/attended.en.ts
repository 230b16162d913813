import { duration, many, number } from './words.en'
import type { Leak } from '../../../domain/attended'
import type { ErrorCode } from '../../../domain/error'
import type { PlanStep } from '../../../domain/plan'
import type { StepReason } from '../../../domain/step'
import type { AttendedView, GateCheck, GatesState } from '../../../shared/contract'

const listed = (slots: readonly string[]): string =>
  slots.length === 1 ? `slot ${slots.join()}` : `slots ${slots.join(', ')}`

/** The sentences about attended rollouts, gates and the emergency, in English. */
export const attended = {
  attended: {
    title: 'Decisions',
    watchIt: 'Watch it: hold after',
    slots: (count: number): string => (count === 1 ? 'slot' : 'slots'),
    slotsField: 'Slots before the hold',
    watchHint:
      'That many slots change, then the cluster holds the rest until you decide. Your own policy is put back at the end.',
    headline(view: AttendedView): string {
      const of = `${String(view.changed)} of ${String(view.total)} slots`
      switch (view.phase) {
        case 'stepping':
          return `Changing slots: ${of} so far, then it holds`
        case 'held':
          return `Held: ${of} run the new version, ${String(view.left)} wait`
        case 'paused':
          return `The engine paused: ${of} changed, a new task failed`
        case 'going':
          return `Going on: ${of} changed, ${String(view.left)} to go`
        case 'settled':
          return view.foreignPolicy
            ? 'Every slot is done. The update policy is not yet yours again.'
            : 'Every slot is done.'
        case 'other':
          return 'The service was changed by someone else; the hold’s policy is still in force'
      }
    },
    safe: 'The hold is kept by the cluster: Skep may be closed.',
    unjournaled:
      'This hold was not started by this Skep. The policy to put back at the end is the newest one of the history that does not hold.',
    back: (version: number) => `Way back: version ${String(version)}, kept by Skep`,
    step: (step: number) => `Step ${String(step)}`,
    reason: {
      'gates-passed': 'taken by Skep, because all gates passed',
      'gate-breached': 'taken by Skep, because a gate was breached',
      'all-done': 'taken by Skep, because every slot was done'
    } satisfies Readonly<Record<StepReason, string>>,
    advance: (count: number) => `Advance by ${number(count)}`,
    more: 'Slots of the next step',
    handOver: 'Hand over to the cluster',
    handOverHint: 'The rest goes on by your own policy and completes by itself.',
    ownPolicy: 'by my own policy',
    continue: 'By which policy the rest goes on',
    continueHint: 'The rest goes on by another policy; yours is put back at the end.',
    hold: 'Hold it here',
    holdHint: 'There is no exact pause: holding is an update too, and one more slot changes.',
    resume: 'Go on',
    resumeHint: 'The slots that are left follow under the same policy.',
    retryHint: 'The failed slot stays as it is; the next ones follow.',
    abort: 'Abort, and go back',
    abortHint: 'Slots that were not reached stay as they are.',
    restore: 'Put my policy back',
    restoreHint: (policy: string) => `${policy} No task restarts.`,
    leaksTitle: 'A hold is no freeze',
    leaksIntro: 'It does not protect from these; Skep watches for them:',
    leaksList: [
      'An old task that crashes, or whose node goes, comes back with the new version.',
      'Slots that scaling adds run the new version from the start.',
      'Any write to the service, a label even, lets as many slots go as the step has.',
      'When another manager takes the lead, it may let one more batch go.'
    ],
    noLeak: 'Nothing of this has happened in this step.',
    beyond: (count: number) => `${many(count, 'slot', 'slots')} more than asked run the new version.`,
    leak(leak: Leak): string {
      switch (leak.cause) {
        case 'old-ended':
          return `In ${listed(leak.slots)} the old task ended by itself and came back new.`
        case 'scaled':
          return `Scaling added ${listed(leak.slots)}.`
        case 'written':
          return 'Someone wrote to the service during the hold.'
        case 'leader':
          return `The lead went from ${leak.from} to ${leak.to}.`
        case 'unknown':
          return 'Why is not known: nothing that Skep can see explains it.'
      }
    },
    plan(step: PlanStep): string {
      const of = `${String(step.slots)} of ${many(step.left, 'slot', 'slots')}`
      switch (step.kind) {
        case 'hold':
          return step.running
            ? `Up to ${many(step.slots, 'more slot changes', 'more slots change')}, then it holds until you decide.`
            : `Changes ${of}, then holds until you decide.`
        case 'advance':
          return `Changes ${many(step.slots, 'more slot', 'more slots')} of the ${String(step.left)} that wait, then holds again. Slots that are done are not touched.`
        case 'continue':
          return `The ${many(step.left, 'slot that waits follows', 'slots that wait follow')} by this policy; yours is put back at the end.`
        case 'hand-over':
          return `The ${many(step.left, 'slot that waits follows', 'slots that wait follow')} by your own policy. Slots that are done are not touched.`
        case 'resume':
          return `The update goes on with ${many(step.left, 'slot', 'slots')} that ${step.left === 1 ? 'is' : 'are'} left.`
        case 'restore':
          return 'Puts your own update policy back.'
        case 'abort':
          return 'Goes back to the version before. Slots that were not reached stay as they are.'
        case 'emergency':
          return 'Everything at once, without waiting.'
      }
    },
    review: 'Review this step'
  },
  gates: {
    title: 'Health gates',
    add: 'Watch it by gates',
    edit: 'Change the gates',
    intro:
      'Skep looks at these while the rollout is held and the app is open. They never act when it is not.',
    bake: 'Watch each step for',
    http: 'Ask an address',
    url: 'Address',
    urlHint: 'Asked from this computer each 3 s; three failures in a row are a breach.',
    status: 'Status',
    statusHint: 'empty: 200 to 299',
    body: 'Body contains',
    bodyHint: 'regular expression',
    timeout: 'Timeout',
    log: 'Look at the logs of new tasks',
    pattern: 'Pattern',
    must: { 'not-appear': 'must not appear', appear: 'must appear in each' },
    mustField: 'The pattern',
    restarts: 'Failed tasks allowed',
    breach: 'If a gate is breached',
    breachOf: { hold: 'stay held', 'roll-back': 'go back at once' },
    advance: 'Advance by itself while all gates pass, as long as Skep is open',
    advanceSlots: 'Slots of each further step',
    start: 'Start watching',
    again: 'Watch again',
    off: 'Stop watching',
    name: { http: 'Address', log: 'Log', restarts: 'Tasks' },
    state: {
      waiting: 'Waiting for the slots of this step',
      baking: 'Watching',
      passed: 'All gates passed',
      breached: 'A gate was breached',
      asks: 'Skep was away, so it asks',
      stopped: 'The next step was not taken'
    } satisfies Readonly<Record<GatesState, string>>,
    asks: 'Nothing went on meanwhile; the cluster held. Watch this step again to let it go on by itself.',
    stopped:
      'The cluster holds, and nothing goes on by itself. Review the next step yourself to see why, then decide.',
    left: (seconds: number) => `${duration(seconds)} left`,
    then: {
      advance: (slots: number) => `then ${many(slots, 'more slot follows', 'more slots follow')} by itself`,
      ask: 'then you decide',
      'roll-back': 'a breach goes back at once',
      hold: 'a breach stays held'
    },
    check(check: GateCheck, most: number): string {
      if (check.code !== undefined || check.pattern === 'too-slow') return ''
      switch (check.gate) {
        case 'restarts':
          return check.count === undefined
            ? 'not looked at yet'
            : `${many(check.count, 'new task ended by itself', 'new tasks ended by themselves')}; ${String(most)} allowed`
        case 'http':
          return check.count === undefined
            ? 'not asked yet'
            : `HTTP ${String(check.count)}${check.pattern === 'missing' ? ', the pattern is not in the body' : ''}`
        case 'log':
          return check.count === undefined
            ? 'not looked at yet'
            : `found in ${String(check.count)} of ${many(check.of ?? 0, 'new task', 'new tasks')}`
      }
    },
    why(code: ErrorCode): string {
      if (code === 'deadline') return 'no answer in time'
      if (code === 'host-unknown') return 'no machine has this name'
      if (code === 'connection-refused') return 'nothing listens there'
      return code.startsWith('tls')
        ? 'the certificate is not trusted or does not match'
        : 'the answer broke off'
    },
    tooSlow: 'The search for this pattern does not end; write a simpler one.',
    failures: (count: number) => `${number(count)} in a row`,
    good: 'good',
    bad: 'not good',
    none: 'no result yet'
  },
  emergency: {
    title: 'Emergency rollback',
    open: 'Emergency rollback',
    to: 'Go back to',
    version: (number: number, image: string) => `Version ${String(number)} · ${image}`,
    sentence(replaces: number, order: string, seconds: number): string {
      const down =
        order === 'start-first' ? 'the old ones stop when the new ones run' : 'until they run, none does'
      if (replaces === 0) return 'No task has to be replaced: every slot runs this version already.'
      return `${replaces === 1 ? 'The one task is' : `All ${String(replaces)} tasks are`} replaced at once, in one update; ${down}. About ${duration(seconds).replace(' ', '\u00a0')} once the image is on the nodes.`
    },
    policy:
      'For this update the policy is: all at once, no delay, pause on failure. Afterwards Skep offers the version’s own policy back.',
    go: 'Roll back now',
    going: 'Sending…',
    none: 'There is no earlier complete version to go back to.',
    typeName: (name: string) => `Production: type ${name}`
  }
}
