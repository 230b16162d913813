import { join, normalize, sep } from 'node:path'

export const origin = 'skep://app'

/**
 * The file below `folder` that a URL of ours names, or undefined for anything else: another host, a query that climbs
 * out, an encoded slash, a NUL. Pure, so that it is tested against hostile texts.
 */
export function fileFor(folder: string, url: string): string | undefined {
  let path: string
  try {
    const parsed = new URL(url)
    if (parsed.protocol !== 'skep:' || parsed.host !== 'app') return undefined
    path = decodeURIComponent(parsed.pathname)
  } catch {
    return undefined
  }
  if (/[\0\\%]/.test(path)) return undefined
  const file = normalize(join(folder, path === '/' ? 'index.html' : path))
  return file.startsWith(folder + sep) ? file : undefined
}

/** The policy of the window: nothing remote, nothing inline, and no string becomes HTML but in Svelte's own templates. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types svelte-trusted-html'
].join('; ')
