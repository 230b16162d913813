import type { App, Session } from 'electron'

/** Denies all that a window of ours never does: going elsewhere, opening windows, frames of others, permissions, downloads. */
export function guard(app: App): void {
  app.on('web-contents-created', (_event, contents) => {
    const prevent = (event: { preventDefault: () => void }) => event.preventDefault()
    contents.on('will-navigate', prevent)
    contents.on('will-frame-navigate', prevent)
    contents.on('will-redirect', prevent)
    contents.on('will-attach-webview', prevent)
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  })
}

/** Denies every permission, download and request that does not go to one of the allowed prefixes. */
export function guardSession(session: Session, allowed: readonly string[]): void {
  session.setPermissionRequestHandler((_contents, _permission, done) => done(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.on('will-download', (event) => event.preventDefault())
  session.webRequest.onBeforeRequest((details, done) => {
    done({ cancel: !allowed.some((prefix) => details.url.startsWith(prefix)) })
  })
}
