import { mkdirSync } from 'node:fs'
import { homedir, userInfo } from 'node:os'
import { join } from 'node:path'
import { app, dialog, nativeTheme, powerMonitor, session, type BrowserWindow } from 'electron'
import type { Announcement } from '../shared/contract'
import { createDesktop } from './app/desktop'
import { createFiles } from './app/files'
import { guard, guardSession } from './app/guards'
import { serveIpc } from './app/ipc'
import { origin } from './app/paths'
import { createPrinter } from './app/printer'
import { registerScheme, serveWindow } from './app/protocol'
import { createWindow, keepPlace } from './app/window'
import { sleep, systemClock } from './core/clock'
import { createSkep } from './core/skep'
import { failureOf, languageOf } from './core/speech'
import { createDemo } from './demo/demo'
import { createEngines } from './engine/engines'
import { probe } from './engine/probe'
import { linkIn } from '../domain/deep-link'
import { SkepError } from '../domain/error'
import { openDrafts } from './store/drafts'
import { createExports } from './store/exports'
import { openJournal } from './store/journal'
import { createSettings } from './store/settings'
import { openWindowStore } from './store/window'

// The environment is read once; what could redirect or weaken a connection is then taken out of this process.
const env = { ...process.env }
for (const name of Object.keys(process.env)) {
  if (/^(DOCKER_|NODE_TLS_|NODE_EXTRA_|SSL_CERT_|DEBUG$|NODE_DEBUG$|(https?|all|no)_proxy$)/i.test(name)) {
    Reflect.deleteProperty(process.env, name)
  }
}

const development = app.isPackaged ? undefined : env['ELECTRON_RENDERER_URL']
const userData = env['SKEP_USER_DATA']
if (userData) {
  mkdirSync(userData, { recursive: true, mode: 0o700 })
  app.setPath('userData', userData)
}
app.enableSandbox()
registerScheme()
guard(app)

const resources = join(import.meta.dirname, '../../resources')
let window: BrowserWindow | undefined
/** Takes links from outside; until the core is there the newest one is kept. */
let early = linkIn(process.argv)
let follow = (link: string): void => void (early = link)

function show(): void {
  if (window?.isMinimized()) window.restore()
  window?.show()
  window?.focus()
}

function start(): void {
  const folder = app.getPath('userData')
  const settings = createSettings(folder)
  const opened = openJournal(join(folder, 'journal.db'), Date.now, {
    budget: () => settings.get().journalBudget * 1024 * 1024
  })
  const typed = openDrafts(join(folder, 'drafts.json'), Date.now)
  let publish: (announcement: Announcement) => void = () => undefined
  const skep = createSkep({
    engines: createEngines({
      env,
      home: homedir(),
      platform: process.platform,
      demo: createDemo(systemClock).connect
    }),
    journal: opened.journal,
    settings: { ...settings, notices: [...settings.notices, ...typed.notices, ...opened.notices] },
    drafts: typed.drafts,
    files: createFiles({
      app,
      window: () => window,
      data: folder,
      exports: createExports(join(folder, 'exports'))
    }),
    printer: createPrinter(),
    desktop: createDesktop(() => window, resources),
    clock: systemClock,
    probe,
    random: Math.random,
    locale: app.getLocale(),
    user: userName(),
    versions: { skep: app.getVersion(), electron: process.versions.electron },
    publish(announcement) {
      if (announcement.name === 'settings.changed') {
        nativeTheme.themeSource = announcement.payload.theme
        window?.webContents.setZoomFactor(announcement.payload.zoom)
      }
      publish(announcement)
    }
  })
  nativeTheme.themeSource = settings.get().theme
  follow = (link) => skep.follow(link)
  if (early !== undefined) follow(early)

  const windowSession = session.fromPartition('skep')
  guardSession(windowSession, [
    `${origin}/`,
    'data:image/',
    ...(development ? [development, development.replace(/^http/, 'ws')] : [])
  ])
  serveWindow(windowSession, join(import.meta.dirname, '../renderer'))
  publish = serveIpc({
    window: () => window,
    origins: [origin, ...(development ? [new URL(development).origin] : [])],
    call: (method, input) => skep.call(method, input),
    refused: () => ({ ok: false, error: failureOf(new SkepError('refused-sender'), 'en') })
  })

  const places = openWindowStore(join(folder, 'window.json'))
  const place = places.get()
  window = createWindow({
    preload: join(import.meta.dirname, '../preload/index.cjs'),
    icon: join(resources, 'icon.png'),
    zoom: settings.get().zoom,
    place
  })
  const keepPlaceNow = keepPlace(window, (now) => places.set(now))
  window.once('ready-to-show', () => {
    // Maximising shows a window, so it waits until there is something to show.
    if (place?.maximised && !place.fullScreen) window?.maximize()
    window?.show()
    skep.start()
  })
  window.on('closed', () => {
    window = undefined
    app.quit()
  })
  void window.loadURL(development ?? `${origin}/`)

  powerMonitor.on('resume', () => skep.renew())

  let stopping = false
  app.on('before-quit', (event) => {
    if (stopping) return
    stopping = true
    event.preventDefault()
    keepPlaceNow()
    // What is journaled is on the disk already, so a connection that will not end must not keep the app from ending.
    void Promise.race([skep.stop(), sleep(systemClock, 3_000)])
      .then(() => opened.journal.close())
      .finally(endProcess)
  })

  // Electron's own answer is a box that stops the whole process until it is clicked, quitting too.
  let telling = false
  process.on('uncaughtException', (error) => {
    // Only where it happened: the message may hold what a cluster or a person said.
    console.error(
      `Skep: ${error.name}`,
      error.stack?.split('\n').filter((line) => /^\s+at /.test(line))
    )
    if (stopping || telling || window === undefined) return
    telling = true
    const { message } = failureOf(error, languageOf(settings.get().language, app.getLocale()))
    void dialog.showMessageBox(window, { type: 'error', message }).finally(() => (telling = false))
  })
}

/** The computer user; undefined where the system does not know one. */
function userName(): string | undefined {
  try {
    return userInfo().username
  } catch {
    return undefined
  }
}

/**
 * Ends this process for certain: everything of Skep's is closed by now, so what Chromium would take apart after that,
 * and could wait for, is not begun (decision 0008).
 */
function endProcess(): void {
  const end = () => {
    app.releaseSingleInstanceLock()
    process.kill(process.pid, 'SIGKILL')
  }
  app.once('quit', end)
  app.exit()
  setTimeout(end, 2_000)
}

if (app.requestSingleInstanceLock()) {
  app.on('second-instance', (_event, argv) => {
    show()
    const link = linkIn(argv)
    if (link !== undefined) follow(link)
  })
  // How macOS hands a link over, at the start too.
  app.on('open-url', (event, link) => {
    event.preventDefault()
    show()
    follow(link)
  })
  if (app.isPackaged) app.setAsDefaultProtocolClient('skep')
  // Never `await app.whenReady()` at the top level of an ES module: the app would hang.
  void app.whenReady().then(start)
} else {
  app.quit()
}
