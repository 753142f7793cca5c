import { EventEmitter } from 'node:events'
import { application } from './application'
import { record } from './control'
import { makeEvent } from './event'
import type { Frame } from './frames'
import { receive, type Posted } from './ipc-main'
import { Navigations } from './navigations'
import { pack } from './clone'
import { Page, preloadWorld } from './page'
import type { KeyAct } from './page/user-acts'
import { followPage } from './page-events'
import { setPermissions } from './permissions'
import { defaultSession } from './session'
import { emitterMembers, strict } from './strict'
import { targets, type Target } from './targets'

const members = [
  'close',
  'copy',
  'cut',
  'focus',
  'forcefullyCrashRenderer',
  'getTitle',
  'getURL',
  'getZoomFactor',
  'id',
  'isCrashed',
  'isDestroyed',
  'isDevToolsOpened',
  'isFocused',
  'isLoading',
  'mainFrame',
  'closeDevTools',
  'openDevTools',
  'paste',
  'redo',
  'reload',
  'selectAll',
  'send',
  'session',
  'setVisualZoomLevelLimits',
  'setWindowOpenHandler',
  'setZoomFactor',
  'toggleDevTools',
  'undo',
  'zoomFactor'
] as const

const events = [
  'before-input-event',
  'console-message',
  'context-menu',
  'destroyed',
  'did-attach-webview',
  'did-create-window',
  'did-fail-load',
  'did-finish-load',
  'did-navigate',
  'did-navigate-in-page',
  'did-start-loading',
  'did-start-navigation',
  'did-stop-loading',
  'dom-ready',
  'page-title-updated',
  'render-process-gone',
  'responsive',
  'unresponsive',
  'will-attach-webview',
  'will-frame-navigate',
  'will-navigate',
  'will-prevent-unload',
  'will-redirect',
  'zoom-changed'
]

type WindowOpenHandler = Parameters<Electron.WebContents['setWindowOpenHandler']>[0]

let lastId = 0

export class WebContents
  extends EventEmitter
  implements Pick<Electron.WebContents, (typeof members)[number]>
{
  readonly id = ++lastId
  readonly face: Electron.WebContents
  readonly navigations = new Navigations(this)
  readonly opened: Promise<Page>
  windowOpenHandler: WindowOpenHandler | undefined
  page: Page | undefined
  title = ''
  #isDestroyed = false
  #hasCrashed = false
  #hasDevTools = false
  #zoom = 1
  /** The window's size in it changes with the zoom. */
  onZoom: () => void = () => undefined
  /** A key that the page has not dealt with. */
  onKey: (act: KeyAct) => void = () => undefined
  onTitle: (title: string) => void = () => undefined
  /** The page does not let its window close. */
  onStays: () => void = () => undefined

  /** @param target A page that was opened by another; otherwise one is made. */
  constructor(preload: string | undefined, target?: Target) {
    super()
    this.setMaxListeners(0)
    this.face = strict(this, {
      name: 'webContents',
      members: [...members, ...emitterMembers],
      settable: ['zoomFactor'],
      events,
      isDestroyed: () => this.#isDestroyed
    })
    this.opened = this.#open(preload, target)
    // Whoever waits for it is told; a window that is never used complains to nobody.
    this.opened.catch(() => undefined)
    application.emit('web-contents-created', makeEvent({}), this.face)
  }

  async #open(preload: string | undefined, given: Target | undefined): Promise<Page> {
    const target = given ?? (await targets.open())
    const page = await Page.setUp(
      target,
      preload,
      (made) => {
        this.page = made
        followPage(this, made)
      },
      (frame) => {
        this.navigations.committed(frame)
      }
    )
    return page
  }

  get session(): Electron.Session {
    return defaultSession
  }

  get mainFrame(): Electron.WebFrameMain {
    if (this.page === undefined)
      throw new Error('the stand-in for Electron has no main frame before its page is open')
    return this.page.frames.main.face
  }

  getURL(): string {
    return this.page?.frames.top?.url ?? ''
  }

  getTitle(): string {
    return this.title
  }

  isLoading(): boolean {
    return this.navigations.isLoading
  }

  isFocused(): boolean {
    return true
  }

  async load(url: string): Promise<void> {
    const page = await this.opened
    this.#hasCrashed = false
    await setPermissions(this.face)
    page.go()
    await this.navigations.load(page, url)
  }

  reload(): void {
    void this.opened.then(async (page) => {
      this.#hasCrashed = false
      await this.navigations.reload(page)
    })
  }

  send(channel: string, ...args: unknown[]): void {
    const packed = pack(args)
    const frame = this.page?.frames.top
    // What is sent before there is a preload to hear it is lost, as in Electron.
    if (frame !== undefined) this.say(frame, preloadWorld, { kind: 'message', channel, args: packed })
  }

  /** Hands the host what a page said, and the page its answer. */
  async hear(frame: Frame, world: string, posted: Posted): Promise<void> {
    const answer = await receive(this.face, frame, posted)
    if (answer !== undefined) this.say(frame, world, answer)
  }

  say(frame: Frame, world: string, message: object): void {
    const contextId = this.page?.frames.contextOf(frame, world)
    if (contextId === undefined) return
    this.page?.session.tell('Runtime.evaluate', {
      contextId,
      expression: `globalThis[Symbol.for('stand-in for Electron: receiver')](${JSON.stringify(message)})`
    })
  }

  setWindowOpenHandler(handler: WindowOpenHandler): void {
    this.windowOpenHandler = handler
  }

  forcefullyCrashRenderer(): void {
    this.page?.session.tell('Page.crash')
  }

  crashed(): void {
    this.#hasCrashed = true
    this.navigations.failed()
    const details = { reason: 'crashed', exitCode: 5 }
    record('rendererGone', { window: this.id, reason: details.reason })
    this.emit('render-process-gone', makeEvent({}), details)
    application.emit('render-process-gone', makeEvent({}), this.face, details)
  }

  isCrashed(): boolean {
    return this.#hasCrashed
  }

  isDestroyed(): boolean {
    return this.#isDestroyed
  }

  /** The page has gone. */
  destroyed(): void {
    if (this.#isDestroyed) return
    this.#isDestroyed = true
    this.navigations.failed()
    this.emit('destroyed', makeEvent({}))
  }

  close(): void {
    void this.page?.target.close()
  }

  get zoomFactor(): number {
    return this.#zoom
  }

  set zoomFactor(factor: number) {
    if (!(factor > 0)) throw new Error("'zoomFactor' must be a double greater than 0.0")
    this.#zoom = factor
    record('zoom', { window: this.id, factor })
    this.onZoom()
  }

  getZoomFactor(): number {
    return this.#zoom
  }

  setZoomFactor(factor: number): void {
    this.zoomFactor = factor
  }

  setVisualZoomLevelLimits(minimumLevel: number, maximumLevel: number): Promise<void> {
    record('setting', { name: 'webContents.setVisualZoomLevelLimits', value: [minimumLevel, maximumLevel] })
    return Promise.resolve()
  }

  isDevToolsOpened(): boolean {
    return this.#hasDevTools
  }

  openDevTools(): void {
    this.#setDevTools(true)
  }

  closeDevTools(): void {
    this.#setDevTools(false)
  }

  toggleDevTools(): void {
    this.#setDevTools(!this.#hasDevTools)
  }

  #setDevTools(isOpened: boolean): void {
    this.#hasDevTools = isOpened
    record('devTools', { window: this.id, isOpened })
  }

  focus(): void {
    this.page?.session.tell('Page.bringToFront')
  }

  undo = (): void => {
    this.#edit('undo')
  }
  redo = (): void => {
    this.#edit('redo')
  }
  cut = (): void => {
    this.#edit('cut')
  }
  copy = (): void => {
    this.#edit('copy')
  }
  paste = (): void => {
    this.#edit('paste')
  }
  selectAll = (): void => {
    this.#edit('selectAll')
  }

  /** Chromium's editor does it, as it does for Electron: a key event that stands for no key carries the command. */
  #edit(command: string): void {
    this.page?.session.tell('Input.dispatchKeyEvent', { type: 'rawKeyDown', commands: [command] })
  }
}
