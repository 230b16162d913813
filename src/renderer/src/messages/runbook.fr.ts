import type { Messages } from './en'

/** Les phrases sur les fiches d’intervention, en français. */
export const runbook: Pick<Messages, 'runbook'> = {
  runbook: {
    contact: 'Contact',
    contactHint: 'Qui appeler, et comment : un nom, un numéro, un canal.',
    text: 'Fiche d’intervention',
    textHint: 'Markdown. Les adresses sont affichées, pas ouvertes.',
    preview: 'Aperçu',
    edit: 'Modifier',
    save: 'Enregistrer',
    saved: 'La fiche est enregistrée.',
    write: 'En écrire une',
    none: 'Personne n’a encore écrit de fiche d’intervention pour ce service. Une bonne fiche dit à quoi sert le service, comment voir qu’il va bien, et que faire quand ce n’est pas le cas.',
    written: (time, by) => (by === '' ? `Écrite le ${time}` : `Écrite le ${time} par ${by}`),
    example:
      '# À quoi il sert\n\nUne phrase.\n\n# Va-t-il bien ?\n\n- Ce qu’il faut regarder d’abord\n\n# Quand il va mal\n\n1. Regarder les journaux\n2. Revenir à la dernière bonne version\n3. Appeler le contact ci-dessus\n'
  }
}
