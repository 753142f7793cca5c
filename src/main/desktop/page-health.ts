import type { BrowserWindow } from 'electron'
import { appPage } from '#main/desktop/app-origin'
import type { Log } from '#main/desktop/log'
import { offerReload, type WindowFault } from '#main/desktop/reload-offer'

/** Milliseconds that the process of a page may take to end. */
const longestEnd = 3000

export interface HealthParts {
  readonly log: Log
  readonly diagnostics: () => Promise<string>
  /** Makes sure that the window is seen before something is asked about it. */
  readonly reveal: () => void
  /** Its page went away, or comes anew. */
  readonly pageGone: () => void
  /** Nothing is offered of a window that is about to go. */
  readonly closing: () => boolean
}

/** Loads a window's page, and offers to load it again where it crashed, hangs, or could not be loaded. */
export class PageHealth {
  readonly #window: BrowserWindow
  readonly #parts: HealthParts
  /** Of the newest load: what becomes of earlier ones concerns nobody. */
  #load = 0
  #offer: { readonly fault: WindowFault; readonly asking: AbortController } | null = null
  /** Its process is being ended on purpose. */
  #ending = false

  constructor(window: BrowserWindow, parts: HealthParts) {
    this.#window = window
    this.#parts = parts
    window.webContents.on('render-process-gone', (_event, { reason }) => {
      parts.pageGone()
      if (reason === 'clean-exit' || this.#ending || parts.closing()) return
      parts.log.warn(`The window’s process ended: ${reason}`)
      void this.offer('crashed')
    })
    window.on('unresponsive', () => {
      if (this.#offer !== null) return
      parts.log.warn('The window does not answer')
      void this.offer('hanging')
    })
    window.on('responsive', () => {
      if (this.#offer?.fault === 'hanging') this.#takeBack()
    })
  }

  async load(): Promise<void> {
    const load = ++this.#load
    try {
      await this.#window.loadURL(appPage)
    } catch (cause) {
      if (this.#window.isDestroyed() || load !== this.#load || this.#window.webContents.isCrashed()) return
      this.#parts.log.error('The window’s page could not be loaded', cause)
      void this.offer('notLoaded')
    }
  }

  /** Asks what to do; a question that is open already gives way to the newer one. */
  async offer(fault: WindowFault): Promise<void> {
    this.#takeBack()
    const offer = { fault, asking: new AbortController() }
    this.#offer = offer
    this.#parts.reveal()
    const { log, diagnostics } = this.#parts
    const answer = await offerReload(this.#window, { fault, signal: offer.asking.signal, diagnostics, log })
    if (this.#offer !== offer || this.#window.isDestroyed()) return
    if (answer === 'close') this.#window.destroy()
    if (answer === 'reload') await this.#reload(fault)
    if (this.#offer === offer) this.#offer = null
  }

  #takeBack(): void {
    this.#offer?.asking.abort()
    this.#offer = null
  }

  async #reload(fault: WindowFault): Promise<void> {
    if (fault === 'hanging') await this.#endPage()
    if (!this.#window.isDestroyed()) void this.load()
  }

  /** Ends the page's process, and waits until it is gone: what is loaded earlier would go with it. */
  async #endPage(): Promise<void> {
    const { webContents: contents } = this.#window
    this.#ending = true
    const gone = new Promise<void>((resolve) => {
      contents.once('render-process-gone', () => {
        resolve()
      })
      setTimeout(resolve, longestEnd)
    })
    contents.forcefullyCrashRenderer()
    await gone
    this.#ending = false
  }
}
