import type { Paused } from './page-requests'
import { record } from './control'
import { emitPreventable, makeEvent } from './event'
import type { Frame } from './frames'
import type { Page } from './page'
import { toHost, toPage } from './translate'
import type { WebContents } from './web-contents'

interface Loading {
  readonly pageUrl: string
  readonly resolve: () => void
  readonly reject: (error: Error) => void
}

/** Which navigations of a page go ahead, and what is told of them. */
export class Navigations {
  readonly #contents: WebContents
  /** What the host asked for itself, which is never called in question. */
  #loading: Loading | undefined
  /** Addresses that a test puts into frames past the host's handlers. */
  readonly forced = new Set<string>()

  constructor(contents: WebContents) {
    this.#contents = contents
  }

  get isLoading(): boolean {
    return this.#loading !== undefined
  }

  /** False for the empty page that every window begins with, and for Chromium's own in the place of one that failed. */
  get showsHosts(): boolean {
    const url = this.#contents.getURL()
    return url !== '' && url !== 'about:blank' && !url.startsWith('chrome-error:')
  }

  /** As `loadURL`. @returns When the page and what it needs have been loaded. */
  async load(page: Page, url: string): Promise<void> {
    const pageUrl = toPage(url)
    const loaded = this.#begin(pageUrl)
    const { errorText } = await page.session.send('Page.navigate', { url: pageUrl })
    if (errorText !== undefined && errorText !== '') this.#fail(errorText, url)
    await loaded
  }

  /** Loads the page anew. */
  async reload(page: Page): Promise<void> {
    const loaded = this.#begin(page.frames.main.pageUrl)
    await page.session.send('Page.reload')
    await loaded
  }

  #begin(pageUrl: string): Promise<void> {
    this.failed()
    const loaded = new Promise<void>((resolve, reject) => {
      this.#loading = { pageUrl, resolve, reject }
    })
    loaded.catch(() => undefined)
    return loaded
  }

  /**
   * Whether a request for a document may be made. Electron asks when the page begins a navigation and before anything is
   * requested: any frame first, then the main one; see its pages on both events.
   */
  allows({ request, frameId, redirectedRequestId }: Paused): boolean {
    const frame = this.#contents.page?.frames.byId(frameId)
    const isMainFrame = frame?.above === undefined
    if (this.forced.has(request.url)) return true
    if (redirectedRequestId !== undefined)
      return this.#allowsRedirect(toHost(request.url), isMainFrame, frame)
    const isHosts = isMainFrame && this.#loading?.pageUrl.replace(/#.*$/, '') === request.url
    return isHosts || this.asks(toHost(request.url), frame)
  }

  /** Asks the host for a navigation that the page began. */
  asks(url: string, frame: Frame | undefined): boolean {
    const isMainFrame = frame?.above === undefined
    const about = {
      url,
      isSameDocument: false,
      isMainFrame,
      frame: frame?.face ?? null,
      initiator: frame?.face ?? null
    }
    const isAllowed =
      emitPreventable(this.#contents, 'will-frame-navigate', about) &&
      (!isMainFrame ||
        emitPreventable(this.#contents, 'will-navigate', about, url, false, true, 1, frame?.routingId ?? 1))
    record('navigation', { url, isMainFrame, isAllowed })
    return isAllowed
  }

  #allowsRedirect(url: string, isMainFrame: boolean, frame: Frame | undefined): boolean {
    const about = { url, isSameDocument: false, isMainFrame, frame: frame?.face ?? null }
    return emitPreventable(this.#contents, 'will-redirect', about, url, false, isMainFrame)
  }

  committed(frame: Frame): void {
    if (frame.above !== undefined) return
    this.#contents.emit('did-navigate', makeEvent({}), frame.url, 200, 'OK')
  }

  /** The page and what it needs are there. */
  finished(): void {
    if (!this.showsHosts) return
    const loading = this.#loading
    this.#loading = undefined
    record('loaded', { window: this.#contents.id, url: this.#contents.getURL() })
    this.#contents.emit('did-finish-load', makeEvent({}))
    this.#contents.emit('did-stop-loading', makeEvent({}))
    loading?.resolve()
  }

  /** The page will not be loaded any more. */
  failed(): void {
    this.#loading?.reject(new Error('ERR_ABORTED (-3)'))
    this.#loading = undefined
  }

  #fail(errorText: string, url: string): void {
    const description = errorText.replace(/^net::/, '')
    this.#contents.emit('did-fail-load', makeEvent({}), -2, description, url, true, 1, 1)
    this.#loading?.reject(new Error(`${description} (-2) loading '${url}'`))
    this.#loading = undefined
  }
}
