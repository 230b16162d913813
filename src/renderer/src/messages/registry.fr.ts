import { many, number } from './words.fr'
import type { Messages } from './en'

/** The sentences about tags in a registry and about the checks of a plan, in French. */
export const registry: Pick<Messages, 'imageField' | 'standing' | 'checks' | 'withRegistryAuth'> = {
  imageField: {
    loading: (image) => `Lecture des étiquettes de ${image}…`,
    list: (image) => `Étiquettes de ${image}`,
    show: 'Montrer les étiquettes',
    none: 'Aucune étiquette ne correspond.',
    found: (count) => many(count, 'étiquette', 'étiquettes'),
    more: (count) => `et ${number(count)} de plus ; saisissez pour affiner`,
    running: 'en service',
    moved: 'repoussée',
    builtOn: (date) => `construite le ${date}`,
    failed: (reason) => `${reason} Une étiquette peut quand même être saisie.`
  },
  standing: {
    moved: (tag, now, pinned) =>
      `L’étiquette ${tag} a été repoussée depuis que ce service l’a prise : c’est maintenant ${now}, et le service reste à ${pinned}. Rien ne change tant que vous ne la déployez pas.`,
    gone: (tag) =>
      `L’étiquette ${tag} n’est plus dans le registre. Les tâches continuent, mais un nœud sans l’image ne pourra peut-être pas la tirer.`,
    deploy: 'Mettre à jour vers elle'
  },
  checks: {
    title: 'Contrôles',
    result: { ok: 'Bon', warning: 'Attention', failed: 'Échec', unknown: 'Inconnu' },
    sendLogin: 'Envoyer l’accès de cette machine',
    anyway: (count) =>
      `Appliquer malgré ${many(count, 'contrôle échoué', 'contrôles échoués')}. Le journal le garde.`
  },
  withRegistryAuth: 'Envoyer aussi l’accès de cette machine au registre (--with-registry-auth)'
}
