/** A log line as inert text: ANSI sequences taken out, other control and direction marks shown as a sign. */
export const plainText = (text: string): string =>
  text

    .replace(/\u001b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\))/g, '')

    .replace(/[\u0000-\u0008\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g, '␦')
