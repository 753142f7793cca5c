import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Session } from './cdp'
import { Frames, type Frame } from './frames'
import type { Target } from './targets'

/** The script worlds besides the page's own: the preload's, and that of code that has taken over a frame. */
export const preloadWorld = 'stand-in for Electron: preload'
export const takenWorld = 'stand-in for Electron: taken over'

/** What pages call to speak on the IPC channel; there in these worlds alone. */
export const binding = 'standInForElectronPost'

const script = (name: string): string => readFileSync(new URL(`${name}.js`, import.meta.url), 'utf8')

/** The debugger's session with a window's page, set up before the page loads anything. */
export class Page {
  readonly target: Target
  readonly frames: Frames

  private constructor(target: Target) {
    this.target = target
    this.frames = new Frames(target.session)
  }

  get session(): Session {
    return this.target.session
  }

  /** @param listen Subscribes to the session's events; none is missed. */
  static async setUp(
    target: Target,
    preload: string | undefined,
    listen: (page: Page) => void,
    onNavigated: (frame: Frame) => void
  ): Promise<Page> {
    const page = new Page(target)
    const { session } = target
    listen(page)
    await page.frames.follow(onNavigated)
    await Promise.all([
      session.send('Runtime.enable'),
      session.send('Inspector.enable'),
      session.send('Log.enable'),
      session.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] }),
      ...[preloadWorld, takenWorld].map((executionContextName) =>
        session.send('Runtime.addBinding', { name: binding, executionContextName })
      )
    ])
    await page.#putScripts(preload)
    return page
  }

  /** Lets a page that was made go on. One that has crashed would never say that it does. */
  go(): void {
    this.session.tell('Runtime.runIfWaitingForDebugger')
  }

  /** Runs in a world of a frame. @returns What the code returned, which must be JSON; a promise is awaited. */
  async evaluate(contextId: number, expression: string): Promise<unknown> {
    const { result, exceptionDetails } = await this.session.send('Runtime.evaluate', {
      contextId,
      expression,
      awaitPromise: true,
      returnByValue: true
    })
    if (exceptionDetails !== undefined) {
      throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
    }
    return result.value
  }

  /** Calls one of the functions for the isolated worlds in a frame's world for code that has taken it over. */
  async callTaken(frame: Frame, name: string, ...args: readonly unknown[]): Promise<unknown> {
    const { executionContextId } = await this.session.send('Page.createIsolatedWorld', {
      frameId: frame.id,
      worldName: takenWorld
    })
    const list = args.map((arg) => JSON.stringify(arg)).join(', ')
    return this.evaluate(
      executionContextId,
      `(() => { ${script('isolated-world')}; return standIn.${name}(${list}) })()`
    )
  }

  /** The interface's end in the page first: the preload finds it there. */
  async #putScripts(preload: string | undefined): Promise<void> {
    if (preload === undefined) return
    const secret = JSON.stringify(randomBytes(16).toString('hex'))
    await this.session.send('Page.addScriptToEvaluateOnNewDocument', {
      source: `(() => { ${script('main-world')}; standIn.connect(${secret}) })()`
    })
    const text = readFileSync(preload, 'utf8')
    await this.session.send('Page.addScriptToEvaluateOnNewDocument', {
      worldName: preloadWorld,
      source: `(() => {
        ${script('isolated-world')}
        standIn.runPreload(${secret}, ${JSON.stringify(binding)}, function (require, module, exports) {
          ${text}
        })
      })()`
    })
  }
}
