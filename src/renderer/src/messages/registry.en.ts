import { many, number } from './words.en'

/** The sentences about tags in a registry and about the checks of a plan, in English. */
export const registry = {
  imageField: {
    loading: (image: string) => `Reading the tags of ${image}…`,
    list: (image: string) => `Tags of ${image}`,
    show: 'Show tags',
    none: 'No tag matches.',
    found: (count: number) => many(count, 'tag', 'tags'),
    more: (count: number) => `and ${number(count)} more; type to narrow them down`,
    running: 'runs now',
    moved: 'pushed again',
    builtOn: (date: string) => `built ${date}`,
    failed: (reason: string) => `${reason} A tag can be typed all the same.`
  },
  standing: {
    moved: (tag: string, now: string, pinned: string) =>
      `The tag ${tag} was pushed again since this service took it up: it is ${now} now, and the service goes on with ${pinned}. Nothing changes until you deploy it.`,
    gone: (tag: string) =>
      `The tag ${tag} is no longer in the registry. Tasks run on, but a node without the image may not be able to pull it.`,
    deploy: 'Update to it'
  },
  checks: {
    title: 'Checks',
    result: { ok: 'Good', warning: 'Warning', failed: 'Failed', unknown: 'Not known' },
    sendLogin: 'Send this machine’s login',
    anyway: (count: number) =>
      `Apply anyway, although ${many(count, 'check', 'checks')} failed. The journal keeps that.`
  },
  withRegistryAuth: 'Send this machine’s registry login along (--with-registry-auth)'
}
