/** Copies a text; the window has no permission for the clipboard, and the selection's own command needs none. */
export function copyText(text: string): boolean {
  const before = document.activeElement
  const area = document.createElement('textarea')
  area.className = 'hidden-visually'
  area.setAttribute('aria-hidden', 'true')
  area.value = text
  document.body.append(area)
  area.select()
  const done = document.execCommand('copy')
  area.remove()
  if (before instanceof HTMLElement) before.focus()
  return done
}
