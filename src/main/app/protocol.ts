import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { protocol, type Session } from 'electron'
import { contentSecurityPolicy, fileFor } from './paths'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2'
}

/** Must run before the app is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'skep', privileges: { standard: true, secure: true, supportFetchAPI: true } }
  ])
}

/** Serves the built window from `folder` as skep://app/, with the content security policy as a header. */
export function serveWindow(session: Session, folder: string): void {
  session.protocol.handle('skep', async (request) => {
    const file = fileFor(folder, request.url)
    if (file === undefined) return new Response('', { status: 404 })
    try {
      const body = await readFile(file)
      return new Response(new Uint8Array(body), {
        headers: {
          'Content-Type': types[extname(file)] ?? 'application/octet-stream',
          'Content-Security-Policy': contentSecurityPolicy,
          'X-Content-Type-Options': 'nosniff'
        }
      })
    } catch {
      return new Response('', { status: 404 })
    }
  })
}
