import { EventEmitter } from 'node:events'
import { application } from './application'
import { record } from './control'
import { displayMatching } from './displays'
import { emitPreventable, makeEvent } from './event'
import { followPopups } from './popups'
import { emitterMembers, NotInStandIn, strict } from './strict'
import type { Target } from './targets'
import { WebContents } from './web-contents'
import { checkOptions } from './window-options'
import { openWindows, type OpenWindow } from './windows'

type Options = Electron.BrowserWindowConstructorOptions

const members = [
  'blur',
  'close',
  'destroy',
  'focus',
  'getBounds',
  'getContentBounds',
  'getContentSize',
  'getNormalBounds',
  'getSize',
  'getTitle',
  'hide',
  'id',
  'isDestroyed',
  'isFocused',
  'isFullScreen',
  'isMaximized',
  'isMenuBarVisible',
  'isMinimized',
  'isVisible',
  'loadURL',
  'maximize',
  'minimize',
  'reload',
  'restore',
  'setAutoHideMenuBar',
  'setBackgroundColor',
  'setBounds',
  'setFullScreen',
  'setMenuBarVisibility',
  'setOverlayIcon',
  'setProgressBar',
  'setTitle',
  'show',
  'showInactive',
  'unmaximize',
  'webContents'
] as const

const events = [
  'blur',
  'close',
  'closed',
  'enter-full-screen',
  'focus',
  'hide',
  'leave-full-screen',
  'maximize',
  'minimize',
  'move',
  'moved',
  'page-title-updated',
  'ready-to-show',
  'resize',
  'resized',
  'responsive',
  'restore',
  'show',
  'unmaximize',
  'unresponsive'
]

/** Titles that windows have which are given none. */
const defaultTitle = 'Electron'

export class StandInWindow
  extends EventEmitter
  implements OpenWindow, Pick<Electron.BrowserWindow, (typeof members)[number]>
{
  readonly contents: WebContents
  readonly face: Electron.BrowserWindow
  readonly #smallest: Electron.Size
  #bounds: Electron.Rectangle
  #normal: Electron.Rectangle
  #title: string
  #isVisible: boolean
  #isFocused = false
  #isMinimized = false
  #isMaximized = false
  #isFullScreen = false
  #isMenuBarVisible = true
  #isDestroyed = false

  constructor(options: Options = {}, target?: Target) {
    super()
    if (!application.isReady) throw new Error('Cannot create BrowserWindow before app is ready')
    checkOptions(options)
    this.setMaxListeners(0)
    this.contents = new WebContents(options.webPreferences?.preload, target)
    this.face = strict(this, {
      name: 'BrowserWindow',
      members: [...members, ...emitterMembers],
      events,
      isDestroyed: () => this.#isDestroyed
    })
    this.#smallest = { width: options.minWidth ?? 0, height: options.minHeight ?? 0 }
    this.#bounds = firstBounds(options)
    this.#normal = this.#bounds
    this.#title = options.title ?? defaultTitle
    this.#isVisible = options.show ?? true
    this.#isFocused = this.#isVisible
    record('window', { window: this.id, options })
    openWindows.add(this)
    this.#follow()
    const { zoomFactor } = options.webPreferences ?? {}
    if (zoomFactor !== undefined) this.contents.zoomFactor = zoomFactor
    if (options.fullscreen === true) this.#isFullScreen = true
    application.emit('browser-window-created', makeEvent({}), this.face)
  }

  get id(): number {
    return this.contents.id
  }

  get webContents(): Electron.WebContents {
    return this.contents.face
  }

  loadURL(url: string): Promise<void> {
    const loaded = this.contents.load(url)
    // Most programs do not wait for it; a failure is told by `did-fail-load` as well.
    loaded.catch(() => undefined)
    return loaded
  }

  reload(): void {
    this.contents.reload()
  }

  show(): void {
    this.showInactive()
    this.focus()
  }

  showInactive(): void {
    if (this.#isVisible) return
    this.#isVisible = true
    this.tell('show')
  }

  hide(): void {
    if (!this.#isVisible) return
    this.blur()
    this.#isVisible = false
    this.tell('hide')
  }

  focus(): void {
    if (this.#isFocused || !this.#isVisible) return
    for (const other of standInWindows()) other.blur()
    this.#isFocused = true
    this.contents.focus()
    this.tell('focus')
    application.emit('browser-window-focus', makeEvent({}), this.face)
  }

  blur(): void {
    if (!this.#isFocused) return
    this.#isFocused = false
    this.tell('blur')
    application.emit('browser-window-blur', makeEvent({}), this.face)
  }

  isVisible = (): boolean => this.#isVisible
  isFocused = (): boolean => this.#isFocused
  isDestroyed = (): boolean => this.#isDestroyed
  isMinimized = (): boolean => this.#isMinimized
  isMaximized = (): boolean => this.#isMaximized
  isFullScreen = (): boolean => this.#isFullScreen
  isMenuBarVisible = (): boolean => this.#isMenuBarVisible

  minimize(): void {
    if (this.#isMinimized) return
    this.#isMinimized = true
    this.blur()
    this.tell('minimize')
  }

  restore(): void {
    if (this.#isMinimized) {
      this.#isMinimized = false
      this.tell('restore')
      this.focus()
    } else {
      this.unmaximize()
    }
  }

  maximize(): void {
    // Electron shows a window that is maximized.
    this.show()
    if (this.#isMaximized) return
    this.#isMaximized = true
    this.#place(screenOf(this.#bounds))
    this.tell('maximize')
  }

  unmaximize(): void {
    if (!this.#isMaximized) return
    this.#isMaximized = false
    this.#place(this.#normal)
    this.tell('unmaximize')
  }

  setFullScreen(isFull: boolean): void {
    if (isFull === this.#isFullScreen) return
    this.#isFullScreen = isFull
    this.#place(isFull ? screenOf(this.#bounds, 'bounds') : this.#normal)
    this.tell(isFull ? 'enter-full-screen' : 'leave-full-screen')
  }

  setBounds(bounds: Partial<Electron.Rectangle>): void {
    const wished = { ...this.#bounds, ...bounds }
    this.#normal = {
      x: Math.round(wished.x),
      y: Math.round(wished.y),
      width: Math.max(Math.round(wished.width), this.#smallest.width),
      height: Math.max(Math.round(wished.height), this.#smallest.height)
    }
    this.#place(this.#normal)
  }

  getBounds = (): Electron.Rectangle => ({ ...this.#bounds })
  getNormalBounds = (): Electron.Rectangle => ({ ...this.#normal })
  /** Windows here have no frame: all of one is its page. */
  getContentBounds = (): Electron.Rectangle => ({ ...this.#bounds })
  getSize = (): number[] => [this.#bounds.width, this.#bounds.height]
  getContentSize = (): number[] => [this.#bounds.width, this.#bounds.height]

  getTitle = (): string => this.#title

  setTitle(title: string): void {
    this.#title = title
    record('title', { window: this.id, title })
  }

  setProgressBar(progress: number, options?: Electron.ProgressBarOptions): void {
    record('progress', { window: this.id, progress, mode: options?.mode ?? null })
  }

  setOverlayIcon(overlay: Electron.NativeImage | null, description: string): void {
    const image = overlay === null ? null : overlay.isEmpty() ? 'empty' : 'image'
    record('overlay', { window: this.id, image, description })
  }

  setBackgroundColor(color: string): void {
    record('backgroundColor', { window: this.id, color })
  }

  setMenuBarVisibility(isVisible: boolean): void {
    this.#isMenuBarVisible = isVisible
    record('menuBar', { window: this.id, isVisible, hidesItself: null })
  }

  setAutoHideMenuBar(hidesItself: boolean): void {
    record('menuBar', { window: this.id, isVisible: null, hidesItself })
  }

  /** The host is asked first, then the page, as Electron's page on `close` says. */
  close(): void {
    if (this.#isDestroyed) return
    if (!emitPreventable(this, 'close', {})) {
      record('windowEvent', { window: this.id, event: 'close prevented' })
      application.closeRefused()
    } else if (this.contents.isCrashed()) {
      this.destroy()
    } else {
      void this.contents.opened.then(({ session }) => {
        session.tell('Page.close')
      })
    }
  }

  destroy(): void {
    const { page } = this.contents
    this.#gone()
    if (page !== undefined) page.target.close().catch(() => undefined)
  }

  #gone(): void {
    if (this.#isDestroyed) return
    this.#isDestroyed = true
    openWindows.delete(this)
    this.contents.destroyed()
    this.tell('closed')
    application.windowClosed()
  }

  #follow(): void {
    this.contents.once('did-finish-load', () => {
      this.tell('ready-to-show')
    })
    this.contents.onStays = () => {
      application.closeRefused()
    }
    this.contents.onTitle = (title) => {
      this.#retitle(title)
    }
    this.contents.onZoom = () => {
      this.#measure()
    }
    void this.contents.opened.then(
      async (page) => {
        this.#measure()
        await page.target.closed
        this.#gone()
      },
      (error: unknown) => {
        process.stderr.write(`a window of the stand-in for Electron failed: ${String(error)}\n`)
        this.#gone()
      }
    )
  }

  /** A window is called as its page is, unless the host prevents it. */
  #retitle(title: string): void {
    if (this.contents.title === title) return
    this.contents.title = title
    this.contents.emit('page-title-updated', makeEvent({}), title, true)
    if (emitPreventable(this, 'page-title-updated', {}, title, true)) this.setTitle(title)
  }

  /** Emits an event that has nothing but its name. */
  tell(event: string): void {
    record('windowEvent', { window: this.id, event })
    this.emit(event, makeEvent({}))
  }

  #place(bounds: Electron.Rectangle): void {
    const { x, y, width, height } = this.#bounds
    this.#bounds = bounds
    record('bounds', { window: this.id, bounds })
    if (width !== bounds.width || height !== bounds.height) {
      this.#measure()
      this.emit('resize', makeEvent({}))
    }
    if (x !== bounds.x || y !== bounds.y) this.emit('move', makeEvent({}))
  }

  /** The page's size; zooming makes it smaller in CSS pixels and these pixels larger, as zooming does. */
  #measure(): void {
    const factor = this.contents.zoomFactor
    this.contents.page?.session.tell('Emulation.setDeviceMetricsOverride', {
      width: Math.round(this.#bounds.width / factor),
      height: Math.round(this.#bounds.height / factor),
      deviceScaleFactor: factor,
      mobile: false
    })
  }
}

/** In the middle of the first screen, 800 × 600, unless the host says otherwise. */
function firstBounds({ x, y, width = 800, height = 600 }: Options): Electron.Rectangle {
  const area = screenOf({ x: 0, y: 0, width: 0, height: 0 })
  return {
    x: x ?? area.x + Math.round((area.width - width) / 2),
    y: y ?? area.y + Math.round((area.height - height) / 2),
    width,
    height
  }
}

function screenOf(at: Electron.Rectangle, part: 'workArea' | 'bounds' = 'workArea'): Electron.Rectangle {
  return { ...displayMatching(at)[part] }
}

export function standInWindows(): StandInWindow[] {
  return [...openWindows].filter((window): window is StandInWindow => window instanceof StandInWindow)
}

followPopups((target, options) => {
  const { contents } = new StandInWindow(options, target)
  void contents.opened.then((page) => {
    page.go()
  })
})

const statics: Pick<
  typeof Electron.BrowserWindow,
  'getAllWindows' | 'fromWebContents' | 'getFocusedWindow' | 'fromId'
> = {
  getAllWindows: () => standInWindows().map(({ face }) => face),
  getFocusedWindow: () => standInWindows().find((window) => window.isFocused())?.face ?? null,
  fromWebContents: (contents) =>
    standInWindows().find((window) => window.webContents === contents)?.face ?? null,
  fromId: (id) => standInWindows().find((window) => window.id === id)?.face ?? null
}

/** The class as the host sees it. */
export const BrowserWindow = new Proxy(StandInWindow, {
  construct: (_, [options]: [Options?]) => new StandInWindow(options).face,
  get(target, key) {
    if (Object.hasOwn(statics, key)) return Reflect.get(statics, key) as unknown
    if (key === 'prototype' || typeof key === 'symbol') return Reflect.get(target, key) as unknown
    throw new NotInStandIn(`BrowserWindow.${key}`)
  }
}) as unknown as typeof Electron.BrowserWindow
