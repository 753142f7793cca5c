import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'
import { rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { chromium, type Browser, type Page } from 'playwright'
import { pack, unpack } from '../../stand-in/clone'
import { buildStandIn } from '../../../scripts/lib/stand-in.mjs'
import type {
  CommandName,
  Commands,
  DialogAnswer,
  FrameName,
  FromStandIn,
  Kind,
  Records
} from '../../stand-in/control-messages'

const root = join(import.meta.dirname, '..', '..', '..')
const executable = join(root, 'tests', 'stand-in', 'runtime', 'electron')

/** The application's origin as Chromium sees it, see tests/stand-in/translate.ts. */
const pageOrigin = 'https://papertray.invalid'

/** Milliseconds for what usually takes a moment, on a busy machine. */
const longestWait = 30_000
const longestEnd = 15_000

export interface StartOptions {
  /** Becomes PAPERTRAY_HOME. */
  readonly home: string
  /** After the application's folder. */
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** The application's folder; this repository otherwise. */
  readonly application?: string
  /** Whether it is to believe that it was packaged. */
  readonly isPackaged?: boolean
  /** By `npm start`, as a person starts it; the process is then npm's. */
  readonly via?: 'npm-start'
}

interface Waiting {
  readonly resolve: (value: unknown) => void
  readonly reject: (error: Error) => void
}

/**
 * The desktop host as built, run under the stand-in for Electron in a process of its own, and what a test asks of it.
 * Its windows are pages of a Chromium: `page()` drives one as any other. Requests are routed by the stand-in, so that a
 * test must not route them itself, and navigations that Playwright makes are taken for the page's own: use `reload()`.
 */
export class StandIn {
  readonly #child: ChildProcess
  readonly #server: Server
  readonly #records: { readonly kind: Kind; readonly record: unknown }[] = []
  readonly #waiting = new Map<number, Waiting>()
  readonly #ended: Promise<number | null>
  #listeners: (() => void)[] = []
  #socket: Socket | undefined
  static readonly #running = new Set<StandIn>()
  #lastId = 0
  #browser: Browser | undefined
  #output = ''

  private constructor(child: ChildProcess, server: Server) {
    this.#child = child
    this.#server = server
    const hear = (chunk: Buffer): void => {
      this.#output += chunk.toString()
    }
    child.stdout?.on('data', hear)
    child.stderr?.on('data', hear)
    this.#ended = once(child, 'close').then(() => {
      this.#server.close()
      StandIn.#running.delete(this)
      for (const { reject } of this.#waiting.values()) reject(new Error(`the host ended: ${this.#output}`))
      this.#changed()
      return child.exitCode
    })
  }

  /** Starts the application; its window may still have to come. */
  static async start(options: StartOptions): Promise<StandIn> {
    const { home, args = [], env = {}, application = root, isPackaged = false, via } = options
    await buildStandIn()
    const server = createServer()
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const started = via === 'npm-start' ? ['start', '--'] : [executable, application]
    const child = spawn(via === 'npm-start' ? 'npm' : process.execPath, [...started, ...args], {
      cwd: root,
      env: {
        ...process.env,
        PAPERTRAY_HOME: home,
        ELECTRON_OVERRIDE_DIST_PATH: dirname(executable),
        PAPERTRAY_STAND_IN_CONTROL: String((server.address() as AddressInfo).port),
        ...(isPackaged ? { PAPERTRAY_STAND_IN_PACKAGED: '1' } : {}),
        ...env
      },
      stdio: ['ignore', 'pipe', 'pipe']
    })
    const standIn = new StandIn(child, server)
    StandIn.#running.add(standIn)
    server.on('connection', (socket) => {
      standIn.#listen(socket)
    })
    return standIn
  }

  /** The host's own process. */
  get pid(): number | undefined {
    return this.recorded('started')[0]?.pid ?? this.#child.pid
  }

  /** What was started: npm's process where npm starts the host. */
  get launcherPid(): number | undefined {
    return this.#child.pid
  }

  /** Whether the Chromium of its windows still runs. */
  get hasChromium(): boolean {
    return this.recorded('chromium').some(({ pid }) => isRunning(pid))
  }

  /** What pages complained of: errors and warnings of the console, refusals by the policy, dialogs of scripts. */
  get complaints(): string[] {
    return [
      ...this.recorded('console')
        .filter(({ level }) => level === 'error' || level === 'warning')
        .map(({ text }) => text),
      ...this.recorded('pageDialog').map(({ type, message }) => `dialog: ${type} ${message}`)
    ]
  }

  /** What the host has written to the terminal. */
  get output(): string {
    return this.#output
  }

  /** Everything of a kind that the host did until now. */
  recorded<K extends Kind>(kind: K): Records[K][] {
    return this.#records.filter((each) => each.kind === kind).map(({ record }) => record as Records[K])
  }

  /** The first of a kind that fits, now or as soon as it comes. */
  async waitFor<K extends Kind>(
    kind: K,
    fits: (record: Records[K]) => boolean = () => true
  ): Promise<Records[K]> {
    const latest = Date.now() + longestWait
    while (true) {
      const found = this.recorded(kind).find(fits)
      if (found !== undefined) return found
      if (this.hasEnded) throw new Error(`the host ended without ${kind}: ${this.#output}`)
      if (Date.now() > latest) {
        throw new Error(`no ${kind}; there is ${JSON.stringify(this.recorded(kind))}\n${this.#output}`)
      }
      await this.#change(latest - Date.now())
    }
  }

  get hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null
  }

  /**
   * A window's page once it has loaded, ready to be driven; of several the one at a place, from 0, in the order they were
   * opened.
   */
  async page(place = 0): Promise<Page> {
    const latest = Date.now() + longestWait
    while (true) {
      const pages = this.#areLoaded(place + 1) ? await this.#pages() : []
      const page = pages[place]
      if (page !== undefined) return page
      if (Date.now() > latest || this.hasEnded) {
        const shown = pages.map((each) => each.url()).join(', ')
        throw new Error(`no window ${place}; there are: ${shown}\n${this.#output}`)
      }
      await this.#change(100)
    }
  }

  async #pages(): Promise<Page[]> {
    const browser = await this.#attach()
    const pages = browser.contexts().flatMap((context) => context.pages())
    return pages.filter((page) => page.url().startsWith(pageOrigin))
  }

  /** Whether so many windows have been loaded, and the last of them not crashed since. */
  #areLoaded(windows: number): boolean {
    return !this.#hasCrashed && new Set(this.recorded('loaded').map(({ window }) => window)).size >= windows
  }

  /** Whether a page has crashed and not been loaded again. */
  get #hasCrashed(): boolean {
    return (
      this.#records.findLast(({ kind }) => kind === 'loaded' || kind === 'rendererGone')?.kind ===
      'rendererGone'
    )
  }

  /** Forgets the connection to pages; `page()` makes a new one. */
  async detach(): Promise<void> {
    const browser = this.#browser
    this.#browser = undefined
    await browser?.close()
  }

  async #attach(): Promise<Browser> {
    if (this.#browser?.isConnected() === true) return this.#browser
    const { endpoint } = await this.waitFor('chromium')
    const browser = await chromium.connectOverCDP(endpoint)
    // Dialogs are the stand-in's to answer: Playwright does it where nobody listens.
    for (const context of browser.contexts()) context.on('dialog', () => undefined)
    this.#browser = browser
    return browser
  }

  /** Says what the next dialog is answered with; without it, as if it had been cancelled. */
  answerDialog(answer: DialogAnswer): Promise<undefined> {
    return this.ask('answerDialog', { answer })
  }

  /** Answers a dialog that was told to stay open. */
  closeDialog(id: number, answer: DialogAnswer): Promise<undefined> {
    return this.ask('closeDialog', { id, answer })
  }

  /** Chooses a menu item by its labels from the top; a context menu that is open comes first. */
  clickMenu(...path: readonly string[]): Promise<undefined> {
    return this.ask('clickMenu', { path })
  }

  clickMenuId(id: string): Promise<undefined> {
    return this.ask('clickMenu', { id })
  }

  /** As macOS says that a file is to be opened. @returns Whether the host took it. */
  async openFile(path: string): Promise<boolean> {
    return (await this.ask('openFile', { path })).isHandled
  }

  activate(hasVisibleWindows = false): Promise<undefined> {
    return this.ask('activate', { hasVisibleWindows })
  }

  setDisplays(...displays: Commands['setDisplays']['argument']['displays']): Promise<undefined> {
    return this.ask('setDisplays', { displays })
  }

  /** Whether the system likes it dark. */
  setDark(isDark: boolean): Promise<undefined> {
    return this.ask('setDark', { isDark })
  }

  /** What the user does to a window. */
  user(
    act: Commands['userWindow']['argument']['act'],
    bounds: Partial<Electron.Rectangle> = {},
    window?: number
  ): Promise<undefined> {
    return this.ask('userWindow', { act, bounds, ...(window === undefined ? {} : { window }) })
  }

  windowState(window?: number): Promise<Commands['windowState']['reply']> {
    return this.ask('windowState', window === undefined ? {} : { window })
  }

  crash(): Promise<undefined> {
    return this.ask('crash', {})
  }

  /** Ctrl and the mouse's wheel. */
  turnWheel(direction: 'in' | 'out'): Promise<undefined> {
    return this.ask('zoomWheel', { direction })
  }

  /** As the host's own reload. */
  reload(): Promise<undefined> {
    return this.ask('reload', {})
  }

  /** What both permission handlers say. */
  askPermission(
    permission: string,
    origin = 'app://papertray'
  ): Promise<{ check: boolean; request: boolean }> {
    return this.ask('askPermission', { permission, origin })
  }

  /** Puts a frame with a document of its own into the page, which is loaded anew without its policy, past every handler. */
  addFrame(url: string, html: string): Promise<undefined> {
    return this.ask('addFrame', { url, html })
  }

  /**
   * Says something on the IPC channel as code that has taken over a frame could. @returns What it is answered with.
   * @throws Error with the host's refusal.
   */
  async callFrom(frame: FrameName, channel: string, ...args: readonly unknown[]): Promise<unknown> {
    const reply = await this.ask('callFrom', { frame, channel, args: pack(args) })
    if ('failure' in reply) throw new Error(reply.failure)
    return unpack(reply.value)
  }

  /** Any command, see control-messages.ts. */
  async ask<N extends CommandName>(
    command: N,
    argument: Commands[N]['argument']
  ): Promise<Commands[N]['reply']> {
    while (this.#socket === undefined && !this.hasEnded) await this.#change(longestWait)
    const id = ++this.#lastId
    const reply = await new Promise<unknown>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      this.#socket?.write(`${JSON.stringify({ id, command, argument })}\n`)
    })
    return reply as Commands[N]['reply']
  }

  /** Waits until it has ended by itself. @returns Its exit code; null if a signal ended it. */
  async ended(): Promise<number | null> {
    const code = await this.#ended
    await this.detach()
    return code
  }

  /** Ends it as Ctrl+C does. @returns Its exit code; null if it had to be killed. */
  async end(signal: 'SIGINT' | 'SIGTERM' = 'SIGINT'): Promise<number | null> {
    if (this.hasEnded) return this.ended()
    const timer = setTimeout(() => {
      this.#signal('SIGKILL')
    }, longestEnd)
    await this.waitFor('started').catch(() => undefined)
    this.#signal(signal)
    const code = await this.ended()
    clearTimeout(timer)
    return code
  }

  /** Ends what a test that failed has left running: the tests after it would be slow, and fail as well. */
  static async killLeft(): Promise<void> {
    for (const left of StandIn.#running) {
      await left.kill()
      for (const { pid } of left.recorded('chromium')) if (isRunning(pid)) process.kill(pid, 'SIGKILL')
    }
  }

  /** As a power cut would end it; then waits for its Chromium, which ends by itself, and removes what that leaves. */
  async kill(): Promise<void> {
    this.#signal('SIGKILL')
    await this.ended()
    for (const { pid, profile } of this.recorded('chromium')) {
      const latest = Date.now() + longestEnd
      while (isRunning(pid) && Date.now() < latest) await sleep(20)
      await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
    }
  }

  #signal(signal: NodeJS.Signals): void {
    const { pid } = this
    if (pid !== undefined && isRunning(pid)) process.kill(pid, signal)
  }

  #listen(socket: Socket): void {
    this.#socket = socket
    socket.on('error', () => undefined)
    createInterface(socket).on('line', (line) => {
      const message = JSON.parse(line) as FromStandIn
      if ('reply' in message) {
        const waiting = this.#waiting.get(message.reply)
        this.#waiting.delete(message.reply)
        if (message.error === undefined) waiting?.resolve(message.value)
        else waiting?.reject(new Error(message.error))
      } else {
        this.#records.push(message)
        // Playwright gives up a page that has crashed, even when it is loaded again.
        if (message.kind === 'rendererGone') void this.detach()
      }
      this.#changed()
    })
    this.#changed()
  }

  #changed(): void {
    for (const listener of this.#listeners.splice(0)) listener()
  }

  /** Waits until something is told, or for so many milliseconds. */
  async #change(longest: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, Math.max(0, longest))
      this.#listeners.push(() => {
        clearTimeout(timer)
        resolve()
      })
    })
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
