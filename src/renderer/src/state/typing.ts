/** Inputs that take no text, so that a single key pressed on them is free for a command. */
const textless: ReadonlySet<string> = new Set([
  'checkbox',
  'radio',
  'button',
  'submit',
  'reset',
  'range',
  'file'
])

/** Whether a key that is pressed there is text, or chooses among options, and no command. */
export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLTextAreaElement ||
  target instanceof HTMLSelectElement ||
  (target instanceof HTMLInputElement && !textless.has(target.type))
