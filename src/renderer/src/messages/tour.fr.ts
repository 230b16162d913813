/** The sentences of the tour through the demo, in French. */
export const tour = {
  name: 'Visite',
  start: 'Suivre la visite',
  begin: 'Commencer la visite',
  later: 'Pas maintenant',
  show: 'M’y emmener',
  next: 'Suivant',
  skip: 'Passer cette étape',
  end: 'Quitter la visite',
  finish: 'Terminer',
  place: ({ number, of }: { number: number; of: number }) => `${String(number)} sur ${String(of)}`,
  seen: 'Vu dans le cluster',
  offer:
    'Vous découvrez Skep ? En cinq minutes : une mise à jour en préproduction, la même en production, une qui échoue, pourquoi elle a échoué, et le retour. Rien ne quitte cette machine.',
  step: {
    look: {
      title: 'Deux clusters',
      text: 'À gauche, la production et la préproduction de la démonstration ; ici, les services de l’une des deux : l’image de chacun, combien de ses tâches tournent, et l’issue de sa dernière mise à jour.'
    },
    staging: {
      title: 'D’abord en préproduction',
      text: 'Ouvrez shop_web en préproduction, choisissez Mise à jour, et saisissez l’image …/shop/web:4.3.0. Relire montre ce qui change et quelles tâches sont remplacées ; Appliquer envoie exactement cela. Regardez ensuite les emplacements changer un à un.'
    },
    production: {
      title: 'La même en production',
      text: 'Saisissez-y la même image. Le plan dit qu’elle a été vérifiée en préproduction et, puisque c’est la production, demande le nom du service avant tout envoi.'
    },
    failure: {
      title: 'Une qui échoue',
      text: 'Saisissez maintenant …/shop/web:4.3.0-broken. Ses tâches plantent. La politique de ce service dit « rollback » : Docker revient de lui-même en arrière. L’issue est « annulée », jamais un succès.'
    },
    why: {
      title: 'Pourquoi elle a échoué',
      text: 'Sous le déploiement se trouve ce qui a échoué : quels emplacements, avec quel code de sortie, et leurs dernières lignes de journal. Tout peut être copié pour la personne qui corrigera.'
    },
    back: {
      title: 'Le retour',
      text: 'Docker retient une version, Skep toutes. Dans l’historique, trouvez la version avec …/shop/web:4.2.0 et choisissez « Revenir à cette version ». C’est un plan comme un autre, et une nouvelle version.'
    },
    end: {
      title: 'Le tour est complet',
      text: 'Appuyez sur ? pour les raccourcis et sur Ctrl K pour aller partout. Pour voir vos propres clusters, ajoutez un contexte : il commence en lecture seule, et regarder n’y change rien.'
    }
  }
}
