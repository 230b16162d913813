import { SkepError } from '../../../domain/error'
import type { Area, HandlersDeps } from './deps'

/** The history that a team shares in the cluster itself. */
export function sharedHandlers({ clusters, journal, user }: HandlersDeps): Area<'shared'> {
  const confirmOf = (context: string): string | undefined => {
    const { environment, name } = clusters.context(context)
    return environment === 'production' ? name : undefined
  }
  return {
    'shared.get': ({ context }) => {
      const { share, mode } = clusters.context(context)
      const confirm = confirmOf(context)
      return {
        on: share,
        may: mode === 'full',
        ...clusters.cluster(context).live().shared.state(),
        ...(confirm === undefined ? {} : { confirm })
      }
    },
    'shared.set': async ({ context, on }) => {
      const { info } = clusters.cluster(context).live()
      const body = { act: on ? 'share-on' : 'share-off', ...(user === undefined ? {} : { user }) }
      journal.add({ cluster: info.cluster, service: '', kind: 'act', body })
      await clusters.share(context, on)
      return null
    },
    'shared.remove': async ({ context, confirm }) => {
      const wanted = confirmOf(context)
      if (wanted !== undefined && confirm?.trim() !== wanted)
        throw new SkepError('confirm-context', { name: wanted })
      const { shared } = clusters.cluster(context).live()
      try {
        return { removed: await shared.remove() }
      } finally {
        // Whoever removes it does not want it written anew.
        if (clusters.context(context).share) await clusters.share(context, false)
      }
    }
  }
}
