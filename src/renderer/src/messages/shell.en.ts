/** The sentences of the frame around all pages, in English. */
export const shell = {
  zoom: (percent: number) => `Size ${String(percent)} %`,
  link: {
    copy: { context: 'Copy link to this context', service: 'Copy link to this service' },
    copied: 'Link copied'
  }
}
