/** The sentences of the diagnostics page, in English. */
export const diagnostics = {
  title: 'Diagnostics',
  intro: 'For whoever helps you. It holds codes and counts: no name, address, image or value of yours.',
  again: 'Look again',
  export: 'Export…',
  copy: 'Copy',
  copied: 'Copied',
  connections: 'Connections',
  context: 'Context',
  state: 'State',
  engine: 'Engine',
  none: 'No context is saved yet.',
  since: (state: string, time: string) => `${state}, ${time}`,
  engineOf: (version: string, api: string) => `Docker ${version} (API ${api})`,
  trouble: 'Newest failures and changes of connections',
  noTrouble: 'Nothing since Skep was started.',
  time: 'Time',
  what: 'What',
  code: 'Code',
  text: 'What is exported, word by word',
  saved: (file: string) => `Saved as ${file}.`
}
