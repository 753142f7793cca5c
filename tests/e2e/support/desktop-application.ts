import { expect, type Page } from '@playwright/test'
import { Application } from './application'
import type { Watch } from './watch'
import { AppWindow } from './window'

/** The desktop host in a process of its own, with whatever runtime it runs on. */
export interface DesktopProcess {
  /** That of its window. */
  page(): Promise<Page>
  reload(page: Page): Promise<void>
  /** @returns The exit code. */
  end(): Promise<number | null>
  /** As whatever happens to a process that a test is done with. */
  kill(): Promise<void>
}

/** Papertray in its desktop window. */
export class DesktopApplication<P extends DesktopProcess = DesktopProcess> extends Application {
  readonly #launch: (home: string, args: readonly string[]) => Promise<P>
  #process: P | null = null

  constructor(home: string, watch: Watch, launch: (home: string, args: readonly string[]) => Promise<P>) {
    super(home, watch)
    this.#launch = launch
  }

  get process(): P {
    if (this.#process === null) throw new Error('the application has not been started')
    return this.#process
  }

  async start(args: readonly string[] = []): Promise<void> {
    this.#process = await this.#launch(this.home, args)
  }

  async end(): Promise<void> {
    if (this.#process === null) return
    expect(await this.#process.end(), 'the exit code').toBe(0)
    this.#process = null
  }

  /** After a failed test whatever is left. */
  async kill(): Promise<void> {
    await this.#process?.kill()
    this.#process = null
  }

  async open(): Promise<AppWindow> {
    const window = new AppWindow(await this.#page())
    await expect(window.page.getByRole('main')).toBeVisible()
    return window
  }

  reload({ page }: AppWindow): Promise<void> {
    return this.process.reload(page)
  }

  async restart(window: AppWindow): Promise<void> {
    await this.end()
    await this.start()
    await this.showIn(window)
  }

  /** Follows the application to the page that it has now. */
  async showIn(window: AppWindow): Promise<void> {
    window.page = await this.#page()
    await expect(window.page.getByRole('main')).toBeVisible()
  }

  async #page(): Promise<Page> {
    const page = await this.process.page()
    this.watch.listen(page)
    return page
  }
}
