import type { Area, HandlersDeps } from './deps'

/** Whole stacks: their releases, and the way back to one in waves. */
export function stackHandlers({ stacks }: HandlersDeps): Area<'stacks'> {
  return {
    'stacks.releases': ({ context, stack, before }) => stacks.releases(context, stack, before),
    'stacks.plan': ({ context, ...ask }) => stacks.plan(context, ask),
    'stacks.apply': async (request) => ({ operation: await stacks.apply(request) }),
    'stacks.operations': ({ context }) => stacks.operations(context),
    'stacks.stop': ({ context, operation }) => {
      stacks.stop(context, operation)
      return null
    },
    'stacks.close': ({ context, operation }) => {
      stacks.close(context, operation)
      return null
    }
  }
}
