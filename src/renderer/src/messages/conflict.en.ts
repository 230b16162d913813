import { many } from './words.en'

/** The sentences about changes of others, in English. */
export const conflict = {
  conflict: {
    title: (name: string) => `${name} was changed after this review`,
    sent: 'Someone or something else changed it, so this plan would be refused. Nothing was sent.',
    rewritten:
      'Its spec was written anew with the same meaning, so this plan would be refused. Nothing was sent.',
    both: (count: number) =>
      `${many(count, 'setting was', 'settings were')} changed by both: planning again sends yours.`,
    whole: (number: number) =>
      `Planning again brings back version ${String(number)} as a whole, and their change goes.`,
    setting: 'Setting',
    column: { base: 'As reviewed', theirs: 'Their change', ours: 'Yours' },
    clash: 'both changed',
    same: 'both the same',
    nothing: 'nothing',
    again: 'Plan again on top of it'
  }
}
