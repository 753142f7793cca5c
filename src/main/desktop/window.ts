import { BrowserWindow, dialog, nativeTheme, screen, type WebContents } from 'electron'
import type { LibraryEvent } from '#core/contract'
import { appPage } from '#main/desktop/app-origin'
import { offerContextMenu } from '#main/desktop/context-menu'
import { ground } from '#main/desktop/ground'
import type { Log } from '#main/desktop/log'
import { keepInPlace } from '#main/desktop/navigation'
import { channel } from '#main/desktop/requests'
import { offerReload } from '#main/desktop/reload-offer'
import { nextZoom, placeOn, readPlace, smallestWindow, type WindowPlace } from '#main/desktop/window-place'

/** Milliseconds that a page may take to keep what it holds, before it is closed all the same. */
const longestFarewell = 5000

/** Milliseconds that the process of a page may take to end. */
const longestEnd = 3000

/** Milliseconds after the last change before a window's place is kept. */
const savePause = 300

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
  /** The page went away without a farewell, or comes anew. */
  readonly pageGone: () => void
  /** The user wants the window to stay after all. */
  readonly stays: () => void
}

/** The one window: made when it is needed, and where it was last. */
export class MainWindow {
  readonly #options: WindowOptions
  #window: BrowserWindow | null = null
  #zoom = 1
  #saving: NodeJS.Timeout | null = null
  /** Ends the wait for the page's farewell; null while the window is not closing. */
  #farewell: (() => void) | null = null

  constructor(options: WindowOptions) {
    this.#options = options
  }

  get window(): BrowserWindow | null {
    return this.#window
  }

  /** Brings it to the front, made anew where there is none. */
  show(): void {
    const window = (this.#window ??= this.#make())
    if (window.isMinimized()) window.restore()
    if (window.isVisible()) window.focus()
  }

  send(event: LibraryEvent): void {
    this.#window?.webContents.send(channel, event)
  }

  zoom(by: -1 | 0 | 1): void {
    this.#zoom = nextZoom(this.#zoom, by)
    this.#window?.webContents.setZoomFactor(this.#zoom)
    this.#save()
  }

  /** The page has kept everything. */
  readyToClose(): void {
    this.#farewell?.()
  }

  #make(): BrowserWindow {
    const { preload, log } = this.#options
    const last = readPlace(this.#options.place())
    this.#zoom = last?.zoom ?? 1
    const primary = screen.getPrimaryDisplay()
    const others = screen.getAllDisplays().filter(({ id }) => id !== primary.id)
    const window = new BrowserWindow({
      ...placeOn([primary.workArea, ...others.map(({ workArea }) => workArea)], last?.bounds ?? null),
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
        spellcheck: false
      }
    })
    const { webContents: contents } = window
    keepInPlace(contents, log)
    offerContextMenu(window, log)
    window.once('ready-to-show', () => {
      if (last?.state === 'maximized') window.maximize()
      window.show()
      if (last?.state === 'fullScreen') window.setFullScreen(true)
      log.info('The window is shown')
    })
    contents.on('did-finish-load', () => {
      contents.setZoomFactor(this.#zoom)
    })
    contents.on('zoom-changed', (_event, direction) => {
      this.zoom(direction === 'in' ? 1 : -1)
    })
    contents.on('will-prevent-unload', (event) => {
      // Whoever reloads the page has asked already.
      event.preventDefault()
    })
    this.#watchPlace(window)
    this.#watchHealth(window)
    window.on('close', (event) => {
      event.preventDefault()
      void this.#close(window)
    })
    window.on('closed', () => {
      if (this.#saving !== null) clearTimeout(this.#saving)
      this.#window = null
      this.#options.pageGone()
    })
    void this.#load(window)
    return window
  }

  async #load(window: BrowserWindow): Promise<void> {
    try {
      await window.loadURL(appPage)
    } catch (cause) {
      if (window.isDestroyed()) return
      this.#options.log.error('The window’s page could not be loaded', cause)
      window.show()
      await this.#offerReload(window, 'notLoaded')
    }
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

  #watchHealth(window: BrowserWindow): void {
    const { log } = this.#options
    let hanging: AbortController | null = null
    window.webContents.on('render-process-gone', (_event, { reason }) => {
      this.#options.pageGone()
      // A page that is gone keeps nothing more.
      this.readyToClose()
      // Whoever closes or reloads the window ends its process himself.
      if (reason === 'clean-exit' || this.#farewell !== null || hanging !== null) return
      log.warn(`The window’s process ended: ${reason}`)
      void this.#offerReload(window, 'crashed')
    })
    window.on('unresponsive', () => {
      if (hanging !== null) return
      log.warn('The window does not answer')
      const asking = (hanging = new AbortController())
      void this.#offerReload(window, 'hanging', asking.signal).then(() => {
        hanging = null
      })
    })
    window.on('responsive', () => {
      hanging?.abort()
    })
  }

  async #offerReload(
    window: BrowserWindow,
    fault: 'crashed' | 'hanging' | 'notLoaded',
    signal?: AbortSignal
  ): Promise<void> {
    const answer = await offerReload(window, fault, this.#options.diagnostics, signal)
    if (window.isDestroyed()) return
    if (answer === 'close') window.destroy()
    if (answer !== 'reload') return
    if (fault === 'hanging') await endPage(window.webContents)
    await this.#load(window)
  }

  /** The page keeps what it holds first, and an import under way is asked about. */
  async #close(window: BrowserWindow): Promise<void> {
    if (this.#farewell !== null) return
    const kept = new Promise<void>((resolve) => {
      this.#farewell = resolve
    })
    if (this.#options.busy() && !(await wantsToStop(window))) {
      this.#farewell = null
      this.#options.stays()
      return
    }
    if (window.isDestroyed()) return
    const timer = setTimeout(() => {
      this.readyToClose()
    }, longestFarewell)
    if (window.webContents.isCrashed()) this.readyToClose()
    else this.send({ name: 'closing', payload: undefined })
    await kept
    clearTimeout(timer)
    this.#keepPlace(window)
    this.#farewell = null
    window.destroy()
  }

  #save(): void {
    if (this.#saving !== null) clearTimeout(this.#saving)
    this.#saving = setTimeout(() => {
      if (this.#window !== null) this.#keepPlace(this.#window)
    }, savePause)
  }

  #keepPlace(window: BrowserWindow): void {
    // Where it will be again once it is neither.
    const { x, y, width, height } = window.getNormalBounds()
    const state = window.isFullScreen() ? 'fullScreen' : window.isMaximized() ? 'maximized' : 'normal'
    this.#options.savePlace({ bounds: { x, y, width, height }, state, zoom: this.#zoom })
  }
}

/** Ends the process of a page that does not answer, and waits until it is gone: what is loaded earlier goes with it. */
async function endPage(contents: WebContents): Promise<void> {
  const gone = new Promise<void>((resolve) => {
    contents.once('render-process-gone', () => {
      resolve()
    })
    setTimeout(resolve, longestEnd)
  })
  contents.forcefullyCrashRenderer()
  await gone
}

async function wantsToStop(window: BrowserWindow): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: 'An import is under way.',
    detail: 'What is imported already stays in the library. The rest can be imported again later.',
    buttons: ['Go on importing', 'Stop and close'],
    defaultId: 0,
    cancelId: 0,
    noLink: true
  })
  return response === 1
}
