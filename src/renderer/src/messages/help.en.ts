/** The sentences about the palette and the keys, in English. */
export const help = {
  palette: { title: 'Go to…', none: 'Nothing matches.', action: 'Action' },
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
