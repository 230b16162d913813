/** Sequences of a terminal that are not colours: moves, titles, links, device strings. */
const sequences =
  /\u001b(?:\[(?:[0-9;:?<=>!]*[ -/]*[@-ln-~]|(?=[0-9;]*[:?<=>! -/])[0-9;:?<=>!]*[ -/]*m)|\][^\u0007\u001b]*(?:\u0007|\u001b\\|$)|[PX^_][^\u001b]*(?:\u001b\\|$)|[ -/]+[0-~]|[0-OQ-WYZ\\`-~])/g
/** Colours and other marks of letters. */
const colours = /\u001b\[[0-9;]*m/g
/** What would act on a terminal or on the text around it: control, direction and zero-width signs. */
const controls =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g

/** A log line with its colours as the only sequences left in it. */
export const onlyColours = (text: string): string =>
  text.includes('\u001b') ? text.replace(sequences, '') : text

/** Signs that would act, shown as a sign that does not. */
export const visible = (text: string): string => text.replace(controls, '�')

/** A log line as inert text: terminal sequences taken out, other control and direction marks shown as a sign. */
export const plainText = (text: string): string => visible(onlyColours(text).replace(colours, ''))
