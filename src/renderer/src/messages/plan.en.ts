import { duration, many } from './words.en'
import type { Effect } from '../../../domain/effect'

/** The sentences about the plan, in English. */
export const plan = {
  plan: {
    title: 'Plan',
    changes: 'Changes',
    group: {
      image: 'Image',
      scale: 'Scale',
      environment: 'Environment',
      labels: 'Labels',
      container: 'Container',
      resources: 'Resources',
      placement: 'Placement',
      networks: 'Networks',
      'update-policy': 'Update policy',
      'rollback-policy': 'Rollback policy'
    },
    field: {
      image: 'image',
      replicas: 'replicas',
      mode: 'mode',
      env: 'variable',
      label: 'label',
      'container-label': 'container label',
      mount: 'mount',
      secret: 'secret',
      config: 'config',
      constraint: 'constraint',
      network: 'network',
      port: 'port',
      parallelism: 'parallelism',
      delay: 'delay',
      monitor: 'monitor',
      failureAction: 'failure action',
      maxFailureRatio: 'max failure ratio',
      order: 'order'
    } as Readonly<Record<string, string>>,
    kind: { add: 'added', remove: 'removed', change: 'changed' },
    none: 'No changes.',
    effect(effect: Effect): string {
      const parts: string[] = []
      if (effect.replaces > 0) {
        const steps = many(effect.batches, 'batch', 'batches')
        const paced = effect.batches > 0 ? ` in ${steps}, about ${duration(effect.estimateSeconds)}` : ''
        parts.push(`Replaces ${many(effect.replaces, 'task', 'tasks')}${paced}.`)
      } else parts.push('No task restarts.')
      if (effect.adds > 0) parts.push(`Adds ${many(effect.adds, 'task', 'tasks')}.`)
      if (effect.removes > 0) parts.push(`Removes ${many(effect.removes, 'task', 'tasks')}.`)
      return parts.join(' ')
    },
    capacity: {
      sentence({ least, most }: { least: number; most: number }, of: number): string {
        if (least === 0)
          return of === 1
            ? 'None runs until the new one does.'
            : `None of the ${String(of)} runs until the new ones do.`
        if (least < of) return `At the lowest, ${String(least)} of ${String(of)} run.`
        return `All ${String(of)} keep running; at most ${String(most)} are up at once.`
      },
      picture: 'Tasks that run over the time of the update: old, new and missing',
      about: (seconds: number) => `about ${duration(Math.round(seconds))}`,
      layer: { fresh: 'New', old: 'Old', missing: 'Missing', starting: 'Starting beside the old' }
    },
    command: 'Command',
    commandHint: 'The same with the Docker CLI',
    apply: 'Apply',
    applying: 'Sending…',
    back: 'Back to editing',
    again: 'Review again',
    restores: (number: number, part?: 'image' | 'some') =>
      part === 'image'
        ? `Brings back the image of version ${String(number)}`
        : part === 'some'
          ? `Brings back parts of version ${String(number)}`
          : `Brings back version ${String(number)}`,
    typeName: (name: string) => `Production: type ${name} to apply`,
    readOnly: 'This context is read-only in Skep, so this plan can be read but not applied.',
    accepted: (name: string) => `The update of ${name} was accepted.`,
    severity: { info: 'Note', warning: 'Warning', danger: 'Danger' }
  }
}
