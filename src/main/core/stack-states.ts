import type { MemberStatus, StackOperation } from '../../domain/stack-plan'
import type { Live } from './live'
import type { Journal, StoredStackMember, StoredStackOperation } from './ports'

/** Where stored roll backs of stacks stand, worked out from the journal and the versions of their services. */
export interface StackStates {
  statusOf(live: Live, member: StoredStackMember): MemberStatus
  /** The number of the first wave that is not done, from 1; the number of waves when all are. */
  waveOf(live: Live, operation: StoredStackOperation): number
  viewOf(context: string, live: Live, stored: StoredStackOperation): StackOperation
}

/** `isRunning` tells which operations this process carries out. */
export function createStackStates(journal: Journal, isRunning: (operation: string) => boolean): StackStates {
  const waveOf = (live: Live, { waves }: StoredStackOperation): number => {
    const open = waves.findIndex((wave) => wave.some((one) => statusOf(live, one) !== 'succeeded'))
    return open < 0 ? waves.length : open + 1
  }

  function statusOf(live: Live, member: StoredStackMember): MemberStatus {
    if (member.update === undefined) return 'waiting'
    const sent = journal
      .updates(live.info.cluster, { service: member.service })
      .find(({ update }) => update === member.update)
    if (!sent) return 'waiting'
    if (sent.state !== 'accepted') return sent.state
    const version = live.history.versions(member.service).find(({ update }) => update === member.update)
    if (!version) return member.status ?? 'running'
    const outcome = journal.outcomes(live.info.cluster, member.service).get(version.number) ?? 'running'
    const replaced =
      outcome === 'running' && (live.history.head(member.service)?.number ?? 0) > version.number
    return replaced ? 'superseded' : outcome
  }

  function viewOf(context: string, live: Live, stored: StoredStackOperation): StackOperation {
    const { operation, stack, release, from, at: since, user } = stored
    // Written by a Skep that was closed meanwhile: nothing goes on by itself.
    const left = stored.state === 'running' && !isRunning(operation)
    const reason = left ? 'closed' : stored.reason
    return {
      operation,
      context,
      stack,
      release,
      from,
      at: since,
      ...(user === undefined ? {} : { user }),
      state: left ? 'stopped' : stored.state,
      ...(reason === undefined ? {} : { reason }),
      ...(stored.code === undefined ? {} : { code: stored.code }),
      wave: waveOf(live, stored),
      waves: stored.waves.map((wave) =>
        wave.map((member) => ({
          service: member.service,
          serviceName: member.serviceName,
          version: member.version,
          from: member.from,
          status: statusOf(live, member)
        }))
      )
    }
  }

  return { statusOf, waveOf, viewOf }
}
