import { BrowserWindow, nativeTheme, powerMonitor, screen } from 'electron'
import type { LibraryEvent } from '#core/contract'
import { offerContextMenu } from '#main/desktop/context-menu'
import { Farewell } from '#main/desktop/farewell'
import { ground } from '#main/desktop/ground'
import type { Log } from '#main/desktop/log'
import { keepInPlace } from '#main/desktop/navigation'
import { PageHealth } from '#main/desktop/page-health'
import { channel } from '#main/desktop/requests'
import { nextZoom, placeOn, readPlace, smallestWindow, type WindowPlace } from '#main/desktop/window-place'

/** Milliseconds after the last change before a window's place is kept. */
const savePause = 300

/** Milliseconds after which a window is shown, whether or not the system says that it can be seen. */
const longestHidden = 2000

export interface WindowOptions {
  /** The built preload script. */
  readonly preload: string
  /** What was given to `savePlace` last, by whatever release. */
  readonly place: () => unknown
  readonly savePlace: (place: WindowPlace) => void
  readonly log: Log
  /** Whether an import is under way. */
  readonly busy: () => boolean
  readonly diagnostics: () => Promise<string>
  /** The page went away without closing, or comes anew. */
  readonly pageGone: () => void
  /** It can be seen for the first time. */
  readonly shown: () => void
  /** The user wants the window to stay after all. */
  readonly stays: () => void
  /** The user closes it. */
  readonly closes: () => void
}

/** The one window: made when it is needed, and where it was last. */
export class MainWindow {
  readonly #options: WindowOptions
  readonly #farewell: Farewell
  #window: BrowserWindow | null = null
  #place: WindowPlace | null = null
  #zoom = 1
  #saving: NodeJS.Timeout | null = null
  #closing = false
  #revealed = false
  /** For a page that is still on its way. */
  #waiting: LibraryEvent[] = []

  constructor(options: WindowOptions) {
    this.#options = options
    this.#farewell = new Farewell({
      busy: options.busy,
      askPage: () => {
        this.sendSurely({ name: 'closing', payload: undefined })
      }
    })
    powerMonitor.on('shutdown', () => {
      this.#farewell.hurry = true
    })
  }

  get window(): BrowserWindow | null {
    return this.#window
  }

  /** Brings it to the front, made anew where there is none. */
  show(): void {
    const window = (this.#window ??= this.#make())
    if (window.isMinimized()) window.restore()
    if (!this.#revealed) return
    window.show()
    window.focus()
  }

  send(event: LibraryEvent): void {
    this.#window?.webContents.send(channel, event)
  }

  /** The same for what must not be missed: it waits for a page that is still on its way. */
  sendSurely(event: LibraryEvent): void {
    if (this.#farewell.listening) this.send(event)
    else this.#waiting.push(event)
  }

  /** The page has loaded, and hears what is sent. */
  pageListens(): void {
    this.#farewell.listening = true
    for (const event of this.#waiting.splice(0)) this.send(event)
  }

  zoom(by: -1 | 0 | 1): void {
    this.#zoom = nextZoom(this.#zoom, by)
    this.#window?.webContents.setZoomFactor(this.#zoom)
    this.#save()
  }

  /** @param kept Whether the page has kept everything. */
  readyToClose(kept: boolean): void {
    this.#farewell.answer(kept)
  }

  #make(): BrowserWindow {
    const { preload, log } = this.#options
    this.#place = readPlace(this.#options.place())
    this.#zoom = this.#place?.zoom ?? 1
    this.#revealed = false
    const bounds = placeOn(workAreas(), this.#place?.bounds ?? null)
    const window = new BrowserWindow({
      ...bounds,
      minWidth: smallestWindow.width,
      minHeight: smallestWindow.height,
      title: 'Papertray',
      // Shown once there is something to see.
      show: false,
      backgroundColor: ground[nativeTheme.shouldUseDarkColors ? 'dark' : 'light'],
      webPreferences: {
        preload,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webviewTag: false,
        // Dictionaries would be fetched from the network.
        spellcheck: false,
        zoomFactor: this.#zoom
      }
    })
    // Windows takes a size for that of the primary display's scale until the window is on its own display.
    if (process.platform === 'win32') window.setBounds(bounds)
    const { webContents: contents } = window
    keepInPlace(contents, log)
    offerContextMenu(window, log)
    contents.on('will-prevent-unload', (event) => {
      // Whoever reloads the page has asked already.
      event.preventDefault()
    })
    this.#watchZoom(window)
    this.#watchPlace(window)
    this.#watchEnd(window)
    const reveal = (): void => {
      this.#reveal(window)
    }
    const health = new PageHealth(window, {
      log,
      diagnostics: this.#options.diagnostics,
      reveal,
      pageGone: () => {
        this.#pageGone()
      },
      closing: () => this.#closing || this.#farewell.hurry
    })
    window.once('ready-to-show', reveal)
    // On Wayland a hidden window is never said to be ready.
    if (process.platform === 'linux') contents.once('did-finish-load', reveal)
    setTimeout(reveal, longestHidden)
    window.on('close', (event) => {
      event.preventDefault()
      void this.#close(window, health)
    })
    void health.load()
    return window
  }

  #reveal(window: BrowserWindow): void {
    if (this.#revealed || window.isDestroyed()) return
    this.#revealed = true
    const state = this.#place?.state
    if (state === 'maximized') window.maximize()
    window.show()
    if (state === 'fullScreen') window.setFullScreen(true)
    this.#options.log.info('The window is shown')
    this.#options.shown()
  }

  #watchZoom(window: BrowserWindow): void {
    const { webContents: contents } = window
    contents.on('did-finish-load', () => {
      // It may have been closed in the meantime.
      if (!window.isDestroyed()) contents.setZoomFactor(this.#zoom)
    })
    contents.on('zoom-changed', (_event, direction) => {
      this.zoom(direction === 'in' ? 1 : -1)
    })
  }

  #watchPlace(window: BrowserWindow): void {
    const save = (): void => {
      this.#save()
    }
    window.on('resize', save)
    window.on('move', save)
    window.on('maximize', save)
    window.on('unmaximize', save)
    window.on('enter-full-screen', save)
    window.on('leave-full-screen', save)
  }

  #watchEnd(window: BrowserWindow): void {
    window.on('closed', () => {
      if (this.#saving !== null) clearTimeout(this.#saving)
      this.#window = null
      this.#waiting = []
      this.#pageGone()
    })
    if (process.platform !== 'win32') return
    // Windows ends the session without asking the application to quit.
    window.on('query-session-end', () => {
      this.#farewell.hurry = true
      this.send({ name: 'closing', payload: undefined })
    })
  }

  #pageGone(): void {
    this.#farewell.pageGone()
    this.#options.pageGone()
  }

  async #close(window: BrowserWindow, health: PageHealth): Promise<void> {
    if (this.#closing) return
    this.#closing = true
    // A page that has crashed holds nothing.
    const may = window.webContents.isCrashed() || (await this.#farewell.mayClose(window))
    this.#closing = false
    if (window.isDestroyed()) return
    if (may) {
      this.#keepPlace(window)
      this.#options.closes()
      window.destroy()
      return
    }
    this.#options.stays()
    // It crashed while the question was open.
    if (window.webContents.isCrashed()) void health.offer('crashed')
  }

  #save(): void {
    if (this.#saving !== null) clearTimeout(this.#saving)
    this.#saving = setTimeout(() => {
      if (this.#window !== null) this.#keepPlace(this.#window)
    }, savePause)
  }

  #keepPlace(window: BrowserWindow): void {
    // A window that was not seen yet, or is minimised, says of itself what it will not be again.
    if (!this.#revealed) return
    const { x, y, width, height } = window.getNormalBounds()
    const state = window.isMinimized() ? (this.#place?.state ?? 'normal') : stateOf(window)
    this.#place = { bounds: { x, y, width, height }, state, zoom: this.#zoom }
    this.#options.savePlace(this.#place)
  }
}

function stateOf(window: BrowserWindow): WindowPlace['state'] {
  return window.isFullScreen() ? 'fullScreen' : window.isMaximized() ? 'maximized' : 'normal'
}

/** The primary display's comes first. */
function workAreas(): [Electron.Rectangle, ...Electron.Rectangle[]] {
  const primary = screen.getPrimaryDisplay()
  const others = screen.getAllDisplays().filter(({ id }) => id !== primary.id)
  return [primary.workArea, ...others.map(({ workArea }) => workArea)]
}
