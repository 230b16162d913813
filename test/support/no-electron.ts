/** Stands in for `electron` where there is none: electron-store reads `app` and `ipcMain` from it. */
export default {}
