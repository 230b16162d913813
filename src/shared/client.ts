import { SkepError } from '../domain/error'
import type { Announcement, Bridge, EventName, Events, Input, Method, Output } from './contract'

export interface Client {
  /** Calls main; throws SkepError with the code that main gave. */
  call<M extends Method>(
    method: M,
    ...input: undefined extends Input<M> ? [Input<M>?] : [Input<M>]
  ): Promise<Output<M>>
  /** Listens for one kind of event; the returned function ends it. */
  on<N extends EventName>(name: N, fn: (payload: Events[N]) => void): () => void
}

/** A typed client over a bridge. Errors are decoded here because contextBridge strips a thrown error's own fields. */
export function createClient(bridge: Bridge): Client {
  return {
    async call(method, ...[input]) {
      const reply = await bridge.call(method, input)
      if (reply.ok) return reply.value as Output<typeof method>
      const { code, values, detail } = reply.error
      throw new SkepError(code, values, detail === undefined ? {} : { detail })
    },
    on(name, fn) {
      return bridge.listen((announcement: Announcement) => {
        if (announcement.name === name) fn(announcement.payload as Parameters<typeof fn>[0])
      })
    }
  }
}
