/**
 * Keeps the focus in the window: where what had it is taken away and nothing else takes it, the heading of what is shown
 * gets it, for a key that is pressed on nothing leads nowhere, and a screen reader would begin at the top. Gives its end.
 */
export function keepFocus(): () => void {
  let last: Element | undefined
  const onfocusin = ({ target }: FocusEvent) => {
    if (target instanceof Element) last = target
  }
  // Whoever clicks beside everything wants the focus nowhere.
  const onpointerdown = () =>
    setTimeout(() => {
      if (document.activeElement === document.body) last = undefined
    })
  const observer = new MutationObserver(() => {
    if (last === undefined || last.isConnected) return
    last = undefined
    // Whoever put something else in its place may give it the focus first.
    setTimeout(() => {
      if (document.activeElement === null || document.activeElement === document.body) focusHeading()
    })
  })
  document.addEventListener('focusin', onfocusin)
  document.addEventListener('pointerdown', onpointerdown)
  observer.observe(document.body, { childList: true, subtree: true })
  return () => {
    document.removeEventListener('focusin', onfocusin)
    document.removeEventListener('pointerdown', onpointerdown)
    observer.disconnect()
  }
}

function focusHeading(): void {
  const heading = document.querySelector<HTMLElement>('dialog[open] h1, main h1')
  if (!heading) return
  if (!heading.hasAttribute('tabindex')) heading.tabIndex = -1
  heading.focus({ preventScroll: true })
}
