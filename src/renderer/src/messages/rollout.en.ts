import { many, number } from './words.en'
import type { Rollout } from '../../../domain/rollout'

/** The sentences about the rollout, in English. */
export const rollout = {
  rollout: {
    title: 'Rollout',
    slots: 'Slots',
    filter: 'Filter by state',
    before: 'Before',
    after: 'After',
    headline(rollout: Rollout): string {
      const { counts, phase, verdict } = rollout
      const of = `${number(counts.current)} of ${number(counts.total)}`
      if (verdict === 'failed')
        return `${many(counts.failed, 'slot keeps', 'slots keep')} failing; ${of} run the new spec`
      if (verdict === 'stuck') return `Stuck: ${of} run the new spec and no progress is possible`
      if (verdict === 'rolled-back') return 'Rolled back. This update did not succeed.'
      if (verdict === 'succeeded')
        return counts.total === 1
          ? 'Runs this version, verified'
          : `All ${number(counts.total)} run this version, verified`
      switch (phase) {
        case 'paused':
          return `Paused after a failure: ${of} run the new spec`
        case 'rollback-paused':
          return `The rollback itself failed and paused: ${of} are back`
        case 'rolling-back':
          return `Rolling back: ${of} are back`
        case 'verifying':
          return `${of} run the new spec, ${number(counts.verified)} verified`
        case 'updating':
          return `${of} run the new spec${counts.starting > 0 ? `, ${number(counts.starting)} starting` : ''}`
        case 'idle':
        case 'done':
          return `${of} running`
      }
    },
    verifyLeft: (seconds: number) => `Verifying, ${String(seconds)} s left`,
    delayLeft: (seconds: number) => `Next batch in ${String(seconds)} s`,
    deadline: {
      says: (duration: string, set: boolean) =>
        `Counts as stuck after ${duration} without progress${set ? ', as you said' : ''}.`,
      change: 'Change',
      label: 'Stuck after',
      hint: 'Without progress; nothing is stopped then, it is only told.',
      wrong: 'Whole seconds from 5s to 168h, such as 90s or 10m.',
      save: 'Set',
      fromPolicy: 'As the policy says'
    },
    batch: (done: number, total: number) => `Batch ${String(Math.min(done + 1, total))} of ${String(total)}`,
    batchesDone: (total: number) => many(total, 'batch done', 'batches done'),
    decision: {
      paused:
        'The engine stopped this update because tasks failed. Slots that were not reached still run the old version.',
      'rollback-paused':
        'The engine tried to go back and failed too. Choose a version that you know is good.',
      failed: 'Docker calls this update finished, but tasks of the new version keep failing.',
      stuck:
        'Tasks are waiting for something that does not come. The engine will wait for ever and report nothing.',
      'rolled-back':
        'The engine went back to the version before. What failed is below; the failed spec is kept in History.',
      succeeded: 'Every slot runs this version and has run for the monitor time.'
    },
    slotState: {
      old: 'old version',
      stopping: 'stopping',
      missing: 'empty',
      pending: 'waiting for a node',
      starting: 'starting',
      running: 'verifying',
      verified: 'running',
      failed: 'failing'
    },
    slot: (label: string, state: string, node?: string) =>
      `Slot ${label}, ${state}${node ? `, node ${node}` : ''}`,
    why: 'Why',
    reason: (tasks: number, slots: readonly string[], nodes: readonly string[]) =>
      `${many(tasks, 'task', 'tasks')}${slots.length > 0 ? `, slot ${slots.join(', ')}` : ''}${nodes.length > 0 ? `, on ${nodes.join(', ')}` : ''}`,
    timeline: 'Timeline',
    fact: {
      started: 'Update began',
      'slot-running': 'Task running',
      'slot-done': 'Task completed',
      'slot-failed': 'Task failed',
      'old-ended': 'Old task ended by itself',
      held: 'Held by the policy',
      paused: 'Paused by the engine',
      'rollback-started': 'Rollback began',
      'rolled-back': 'Rolled back',
      completed: 'Engine reports “completed”'
    },
    ended: (time: string) => `Ended ${time}`
  }
}
