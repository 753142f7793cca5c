import { expect, type Page } from '@playwright/test'
import { Application } from './application'
import { Host } from './host'
import type { Watch } from './watch'
import { AppWindow } from './window'

/** Papertray in a browser, served by the loopback host. */
export class BrowserApplication extends Application {
  readonly #newPage: () => Promise<Page>
  #host: Host | null = null

  constructor(home: string, watch: Watch, newPage: () => Promise<Page>) {
    super(home, watch)
    this.#newPage = newPage
  }

  override get host(): Host {
    if (this.#host === null) throw new Error('no host has been started')
    return this.#host
  }

  async start(args: readonly string[] = []): Promise<void> {
    this.#host = await Host.start(this.home, args)
    this.watch.allow(this.host.origin)
  }

  async end(): Promise<void> {
    if (this.#host === null) return
    expect(await this.#host.end(), 'the host’s exit code').toBe(0)
    this.#host = null
  }

  async open(): Promise<AppWindow> {
    const page = await this.#newPage()
    // Somebody listens from the beginning: else the first of the system's dialogs might open by itself.
    page.on('filechooser', () => undefined)
    await page.goto(this.host.address)
    const window = new AppWindow(page)
    await expect(page.getByRole('main')).toBeVisible()
    return window
  }

  async reload({ page }: AppWindow): Promise<void> {
    await page.reload()
  }

  /** The new host has a port of its own. */
  async restart(window: AppWindow): Promise<void> {
    await window.page.goto('about:blank')
    await this.end()
    await this.start()
    await window.page.goto(this.host.address)
    await expect(window.page.getByRole('main')).toBeVisible()
  }
}
