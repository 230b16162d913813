/** What of an IPC event's sender is looked at; `frame` is null after a navigation. */
export interface Sender {
  readonly contentsId: number
  readonly frame: { readonly url: string; readonly parent: unknown } | null
}

/** Whether a call comes from the top frame of our own window at one of our own origins; anything unclear is refused. */
export function isOwnSender(
  sender: Sender,
  windowId: number | undefined,
  origins: readonly string[]
): boolean {
  if (windowId === undefined || sender.contentsId !== windowId) return false
  const { frame } = sender
  if (!frame || frame.parent !== null) return false
  try {
    const url = new URL(frame.url)
    return origins.includes(`${url.protocol}//${url.host}`)
  } catch {
    return false
  }
}
