/** The sentences about runbooks, in English. */
export const runbook = {
  runbook: {
    contact: 'Contact',
    contactHint: 'Whom to call, and how: a name, a number, a channel.',
    text: 'Runbook',
    textHint: 'Markdown. Addresses are shown, not opened.',
    preview: 'Preview',
    edit: 'Edit',
    save: 'Save',
    saved: 'The runbook is saved.',
    write: 'Write one',
    none: 'Nobody has written a runbook for this service yet. A good one says what the service does, how to see that it is well, and what to do when it is not.',
    written: (time: string, by: string) => (by === '' ? `Written ${time}` : `Written ${time} by ${by}`),
    example:
      '# What it does\n\nOne sentence.\n\n# Is it well?\n\n- What to look at first\n\n# When it is not\n\n1. Look at the logs\n2. Roll back to the last good version\n3. Call the contact above\n'
  }
}
