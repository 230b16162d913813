/** The sentences about the palette and the keys, in English. */
export const help = {
  palette: {
    title: 'Go to…',
    none: 'Nothing matches.',
    action: 'Action',
    known: (context: string, time: string | undefined) =>
      `${context}, not connected${time === undefined ? '' : `, seen ${time}`}`
  },
  guide: {
    title: 'User guide',
    intro: 'The same text as in Skep’s repository.',
    contents: 'Contents'
  },
  keys: {
    title: 'Keyboard shortcuts',
    filter: 'Filter services',
    update: 'Update the service',
    rollBack: 'Roll back the service',
    history: 'History of the service',
    escape: 'Back',
    palette: 'Go to anything',
    help: 'This overview',
    move: 'Move in the list',
    attention: 'Only what needs attention',
    enter: 'Open'
  }
}
