import { placed, type Area, type HandlersDeps } from './deps'

/** Where attended rollouts stand, and what they are watched by. */
export function attendedHandlers(deps: HandlersDeps): Area<'attended'> {
  const { attended } = deps
  return {
    'attended.get': async ({ context, service }) =>
      attended.view(await placed(deps, context, service)) ?? null,
    'attended.watch': async ({ context, service, gates }) => {
      attended.watch(await placed(deps, context, service), gates ?? undefined)
      return null
    }
  }
}
