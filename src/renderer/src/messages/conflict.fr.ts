import { many } from './words.fr'
import type { Messages } from './en'

/** The sentences about changes of others, in French. */
export const conflict: Pick<Messages, 'conflict'> = {
  conflict: {
    title: (name) => `${name} a été modifié après cette relecture`,
    sent: 'Une autre personne ou un autre outil l’a modifié : ce plan serait refusé. Rien n’a été envoyé.',
    rewritten:
      'Sa spécification a été réécrite avec le même sens : ce plan serait refusé. Rien n’a été envoyé.',
    both: (count) =>
      `${many(count, 'réglage a été modifié', 'réglages ont été modifiés')} des deux côtés : un nouveau plan envoie les vôtres.`,
    whole: (number) =>
      `Un nouveau plan rétablit la version ${String(number)} en entier, et leur modification disparaît.`,
    setting: 'Réglage',
    column: { base: 'À la relecture', theirs: 'Leur modification', ours: 'La vôtre' },
    clash: 'modifié des deux côtés',
    same: 'identique des deux côtés',
    nothing: 'rien',
    again: 'Préparer un nouveau plan par-dessus'
  }
}
