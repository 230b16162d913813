import type { PolicyChange } from '../../../domain/policy'
import type { PolicyGiven, PolicyLeftReason } from '../../../domain/policy-plan'
import { many, number } from './words.en'

/** The sentences about policies by name, in English. */
export const policies = {
  policies: {
    title: 'Policies',
    intro:
      'How updates proceed, under a name. A policy becomes part of a service only with an update that you review.',
    asItIs: 'as it is',
    byService: 'The default of this service',
    byContext: (name: string) => `The default of ${name}`,
    standardFor: (service: string) => `Begin every update of ${service} with it`,
    presets: 'Presets',
    own: 'Your policies',
    noOwn: 'None yet. Make one here, or keep one under a name while you compose an update.',
    add: 'New policy',
    edit: 'Edit',
    editOf: (name: string) => `Edit ${name}`,
    duplicate: 'Duplicate',
    duplicateOf: (name: string) => `Duplicate ${name}`,
    copyOf: (name: string) => `${name} (copy)`,
    remove: 'Remove',
    removeOf: (name: string) => `Remove ${name}`,
    removeAsk: (name: string) =>
      `Remove ${name} from Skep? Services keep the policy that they have. Where it is the default, there is none then.`,
    removed: (name: string) => `${name} was removed.`,
    give: 'Give to services',
    giveOf: (name: string) => `Give ${name} to services`,
    name: 'Name',
    save: 'Save',
    saved: (name: string) => `${name} is saved.`,
    formHint: 'What you leave empty stays as it is in each service.',
    saysNothing: 'Say at least one thing: everything is empty.',
    update: 'Updates',
    rollback: 'Rollbacks',
    standards: 'Where updates begin',
    standardsHint:
      'The composer begins with this policy. The one of a service goes before the one of its cluster.',
    standardOf: (context: string) => `Policy for updates on ${context}`,
    noStandard: 'As each service has it',
    ofService: (service: string, context: string) => `${service} on ${context}`,
    clearOf: (service: string) => `No own default for ${service}`,
    clear: 'Clear',
    noContexts: 'No clusters yet.',
    usedAs: (where: string) => `default of ${where}`,
    export: 'Export',
    import: 'Import',
    importHint:
      'A YAML file with policies by name, each with update_config and rollback_config as in a compose file. Nothing is kept before you choose it.',
    file: 'File',
    text: 'Its text',
    read: 'Read it',
    state: {
      new: 'New',
      same: 'Already kept like this',
      replaces: 'Replaces yours',
      refused: 'Cannot be kept'
    },
    line: (line: number) => `line ${String(line)}`,
    now: 'Now',
    then: 'In the file',
    keepChosen: (count: number) => `Keep ${many(count, 'policy', 'policies')}`,
    noneChosen: 'Choose what to keep',
    imported: (count: number) => `${many(count, 'policy is', 'policies are')} kept.`,
    empty: 'There are no policies in it.',
    giveIntro:
      'The policy alone, and nothing else: no task restarts. Updates after this follow it; the one that runs now is left alone.',
    services: 'Services',
    cluster: 'Cluster',
    filterHint: 'By name, stack or image',
    allShown: (count: number) => `All ${number(count)} that are shown`,
    chosen: (count: number) => `${number(count)} chosen`,
    noLive: 'No cluster is connected. Connect one first.',
    givePlan: (policy: string, count: number, context: string) =>
      `${policy} for ${many(count, 'service', 'services')} on ${context}`,
    giveOrder:
      'One is sent after the other. The first that is not accepted ends it; what comes after is not sent.',
    giveNothing: 'There is nothing to send.',
    leftReason: {
      same: 'has this policy already',
      busy: 'an update of it is under way or waits, and any change would let that go on',
      gone: 'is not on the cluster any more',
      job: 'is a job: jobs have no update policy',
      unreadable: 'has a spec that Skep cannot read'
    } satisfies Record<PolicyLeftReason, string>,
    giveApply: (count: number) => `Apply to ${many(count, 'service', 'services')}`,
    outcome: 'Outcome',
    givenHeadline: (accepted: number, all: number) =>
      accepted === all
        ? `${many(all, 'service has', 'services have')} the policy now`
        : `${String(accepted)} of ${many(all, 'service has', 'services have')} the policy now`,
    givenEnded: 'What came after was not sent. What was accepted stays; no task was restarted.',
    given: {
      accepted: 'Accepted',
      'not-applied': 'Not applied',
      unknown: 'Not known yet',
      'not-sent': 'Not sent'
    } satisfies Record<PolicyGiven['state'], string>,
    /** What a part of a policy says, one phrase each, in the order in which it acts. */
    phrases({
      parallelism,
      delay,
      monitor,
      failureAction,
      maxFailureRatio,
      order
    }: PolicyChange): readonly string[] {
      const ratio = maxFailureRatio === undefined ? '' : `${String(Math.round(maxFailureRatio * 100))} %`
      return [
        parallelism === undefined
          ? ''
          : parallelism === 0
            ? 'all at once'
            : many(parallelism, 'slot at a time', 'slots at a time'),
        order ?? '',
        delay === undefined ? '' : `${delay} between batches`,
        monitor === undefined ? '' : `watched for ${monitor}`,
        ratio === '' ? '' : maxFailureRatio === 0 ? 'no failure allowed' : `up to ${ratio} may fail`,
        failureAction === undefined ? '' : `then ${failureAction}`
      ].filter((phrase) => phrase !== '')
    }
  }
}
