import { BrowserWindow, nativeTheme, screen } from 'electron'
import { boundsOn, type WindowPlace } from '../../domain/window-place'

interface WindowOptions {
  readonly preload: string
  readonly icon: string
  readonly zoom: number
  /** Where the window was last time. */
  readonly place: WindowPlace | undefined
}

/** The one window, not yet shown; every security setting is said, none is left to a default. */
export function createWindow({ preload, icon, zoom, place }: WindowOptions): BrowserWindow {
  const areas = screen.getAllDisplays().map(({ workArea }) => workArea)
  return new BrowserWindow({
    width: 1280,
    height: 820,
    ...(place ? boundsOn(place.bounds, areas) : {}),
    minWidth: 900,
    minHeight: 600,
    title: 'Skep',
    icon,
    show: false,
    // Said only when it is so: `false` would take full screen away for good on macOS.
    ...(place?.fullScreen ? { fullscreen: true } : {}),
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#141517' : '#ffffff',
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      disableBlinkFeatures: 'Auxclick',
      spellcheck: false,
      zoomFactor: zoom,
      partition: 'skep'
    }
  })
}

/** Milliseconds without another move before the place is kept: a window that is dragged moves all the time. */
const settles = 400

/** Keeps where the window is, whenever that changed; the returned function keeps it at once. */
export function keepPlace(window: BrowserWindow, keep: (place: WindowPlace) => void): () => void {
  let timer: NodeJS.Timeout | undefined
  function now(): void {
    clearTimeout(timer)
    if (window.isDestroyed()) return
    keep({
      bounds: window.getNormalBounds(),
      maximised: window.isMaximized(),
      fullScreen: window.isFullScreen()
    })
  }
  const soon = () => {
    clearTimeout(timer)
    timer = setTimeout(now, settles)
  }
  window.on('move', soon)
  window.on('resize', soon)
  window.on('maximize', soon)
  window.on('unmaximize', soon)
  window.on('enter-full-screen', soon)
  window.on('leave-full-screen', soon)
  window.on('close', now)
  return now
}
