/** The sentences about exported files, in English. */
export const exported = {
  exported: {
    written: (path: string) => `Written to ${path}`,
    show: 'Show in folder',
    saveAs: 'Save as…'
  }
}
