import type { Area, HandlersDeps } from './deps'

/** What was typed and not sent yet. */
export function draftHandlers({ drafts }: HandlersDeps): Area<'drafts'> {
  return {
    'drafts.get': ({ context, service }) => drafts.get(context, service) ?? null,
    'drafts.keep': ({ context, service, base, typed }) => {
      drafts.keep(context, service, base, typed ?? undefined)
      return null
    }
  }
}
