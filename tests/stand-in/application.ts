import { EventEmitter } from 'node:events'
import { launchChromium, type Chromium } from './chromium'
import { endControl, record } from './control'
import { emitPreventable, makeEvent } from './event'
import { runtime } from './runtime-state'
import { openWindows } from './windows'

// Taken before the start gives the application another one.
const exitProcess = process.exit.bind(process)

/**
 * The application's life: from its first line of code to its exit code. The order of events follows Electron's pages on
 * `app`: before-quit, each window's close, will-quit, quit.
 */
class Application extends EventEmitter {
  isReady = false
  #isQuitting = false
  #isEnding = false
  #chromium: Promise<Chromium> | undefined
  /** Node would end by itself with nothing left to wait for; Electron does not. */
  readonly #alive = setInterval(() => undefined, 2 ** 30)
  readonly #becomesReady: Promise<void>
  #setReady!: () => void
  /** Where Chromium keeps its files. */
  folder = ''

  constructor() {
    super()
    this.setMaxListeners(0)
    this.#becomesReady = new Promise((resolve) => {
      this.#setReady = resolve
    })
  }

  whenReady(): Promise<void> {
    return this.#becomesReady
  }

  /** The application's own code has been evaluated to its end. */
  start(): void {
    if (this.#isEnding) return
    this.isReady = true
    record('ready', {})
    this.#setReady()
    this.emit('ready', makeEvent({}), {})
  }

  chromium(): Promise<Chromium> {
    this.#chromium ??= this.#launch()
    return this.#chromium
  }

  get isEnding(): boolean {
    return this.#isEnding
  }

  quit(): void {
    if (this.#isQuitting || this.#isEnding) return
    this.#isQuitting = emitPreventable(this, 'before-quit', {})
    if (!this.#isQuitting) return
    if (openWindows.size === 0) this.#quitWithoutWindows()
    // All are asked, also after one has refused.
    else for (const window of [...openWindows]) window.close()
  }

  /** Windows go without being asked; neither before-quit nor will-quit is emitted. */
  exit(code = 0): void {
    if (this.#isEnding) return
    this.#isEnding = true
    for (const window of openWindows) window.destroy()
    this.#end(code)
    // Nothing to take down yet: as in Electron before its message loop runs, no further line is executed.
    if (this.#chromium === undefined) exitProcess(code)
  }

  /** A window has gone. */
  windowClosed(): void {
    if (openWindows.size > 0 || this.#isEnding) return
    if (this.#isQuitting) this.#quitWithoutWindows()
    // Without a listener the application ends with its last window.
    else if (!this.emit('window-all-closed')) this.quit()
  }

  /** A window stays, and so the application does. */
  closeRefused(): void {
    this.#isQuitting = false
  }

  async #launch(): Promise<Chromium> {
    const program = runtime().findChromium()
    if (program === undefined)
      throw new Error('the stand-in for Electron needs a Chromium: PAPERTRAY_CHROMIUM')
    const chromium = await launchChromium(program, this.folder)
    const { endpoint, pid, profile } = chromium
    record('chromium', { endpoint, pid, profile })
    return chromium
  }

  #quitWithoutWindows(): void {
    if (!emitPreventable(this, 'will-quit', {})) {
      this.#isQuitting = false
      return
    }
    this.#isEnding = true
    this.#end(0)
  }

  #end(code: number): void {
    this.emit('quit', makeEvent({}), code)
    record('exit', { code })
    clearInterval(this.#alive)
    void this.#leave(code)
  }

  async #leave(code: number): Promise<void> {
    try {
      const chromium = await this.#chromium
      await chromium?.end()
    } catch {
      // One that did not start has been ended already.
    }
    await endControl()
    exitProcess(code)
  }
}

export const application = new Application()
