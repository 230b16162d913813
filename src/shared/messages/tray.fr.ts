import type { Texts } from './index'

const state = {
  steady: 'stable',
  degraded: 'dégradé',
  updating: 'mise à jour en cours',
  verifying: 'vérification en cours',
  held: 'retenu',
  paused: 'en pause après un échec',
  'rolling-back': 'retour en cours',
  'rolled-back': 'revenu en arrière',
  failed: 'échec',
  stuck: 'bloqué'
} as const

/** What stands outside of the window, in French. */
export const outside: Pick<Texts, 'tray' | 'quiet'> = {
  tray: {
    title(failing, held, running, unseen) {
      const counts = [
        ...(failing > 0 ? [`${String(failing)} en échec`] : []),
        ...(held > 0 ? [`${String(held)} en attente de décision`] : []),
        ...(running > 0 ? [`${String(running)} en cours`] : []),
        ...(unseen.length > 0 ? [`pas de connexion à ${unseen.join(', ')}`] : [])
      ]
      return counts.length > 0 ? counts.join(', ') : 'aucune mise à jour en cours'
    },
    rollout: (name, where, of) => `${name} · ${where} : ${state[of]}`,
    more: (count) => `et ${String(count)} de plus`,
    quiet: {
      hour: 'Silence pendant une heure',
      morning: 'Silence jusqu’à 8 h du matin',
      off: 'Finir le silence'
    },
    open: 'Ouvrir Skep',
    quit: 'Quitter Skep'
  },
  quiet: {
    over: 'Fin du silence',
    missed: (names) =>
      names.length === 1
        ? `${String(names[0])} attend quelqu’un.`
        : `${String(names.length)} services attendent quelqu’un : ${names.join(', ')}.`
  }
}
