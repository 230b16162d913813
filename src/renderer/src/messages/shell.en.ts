/** The sentences of the frame around all pages, in English. */
export const shell = {
  zoom: (percent: number) => `Size ${String(percent)} %`
}
