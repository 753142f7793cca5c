import { _electron, type ElectronApplication, type Page } from '@playwright/test'
import { once } from 'node:events'
import { join } from 'node:path'
import { electronRuntime } from '../../../scripts/lib/electron-runtime.mjs'
import type { DesktopProcess } from './desktop-application'

const root = join(import.meta.dirname, '..', '..', '..')

/** Milliseconds that Electron may take to end. */
const longestEnd = 15_000

/** The desktop host as built on a real Electron runtime, driven by Playwright. */
export class ElectronProcess implements DesktopProcess {
  readonly application: ElectronApplication

  private constructor(application: ElectronApplication) {
    this.application = application
  }

  /** @param home Becomes PAPERTRAY_HOME. */
  static async start(home: string, args: readonly string[] = []): Promise<ElectronProcess> {
    const runtime = await electronRuntime({ fetch: false })
    if ('reason' in runtime) throw new Error(runtime.reason)
    const switches = process.getuid?.() === 0 ? ['--no-sandbox'] : []
    return new ElectronProcess(
      await _electron.launch({
        executablePath: runtime.path,
        args: [root, ...switches, ...args],
        env: { ...(process.env as Record<string, string>), PAPERTRAY_HOME: home }
      })
    )
  }

  page(): Promise<Page> {
    return this.application.firstWindow()
  }

  async reload(page: Page): Promise<void> {
    await page.reload()
  }

  async end(): Promise<number | null> {
    const child = this.application.process()
    const ended = once(child, 'exit')
    const timer = setTimeout(() => child.kill('SIGKILL'), longestEnd)
    // As choosing Quit: `close()` of Playwright would end it without asking.
    await this.application.evaluate(({ app }) => {
      app.quit()
    })
    await ended
    clearTimeout(timer)
    return child.exitCode
  }

  async kill(): Promise<void> {
    this.application.process().kill('SIGKILL')
    await Promise.resolve()
  }
}
