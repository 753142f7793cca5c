import { expect, test as base, type Page } from '@playwright/test'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runPapertray } from '../../support/papertray'
import { seedFolder } from '../../support/seeds'
import { Host } from './host'
import { Watch } from './watch'
import { AppWindow } from './window'

/** A paper as `papertray list --json` tells it. */
export interface ListedPaper {
  readonly id: string
  readonly version: number | null
  readonly title: string
  readonly authors: readonly string[] | null
  readonly abstract: string | null
  readonly read: boolean
  readonly starred: boolean
  readonly tags: readonly string[]
  readonly note: string | null
}

/** The application of one test: a home folder and a host of its own, and the windows on it. */
export class Application {
  readonly home: string
  readonly watch: Watch
  readonly #newPage: () => Promise<Page>
  #host: Host | null = null

  constructor(home: string, watch: Watch, newPage: () => Promise<Page>) {
    this.home = home
    this.watch = watch
    this.#newPage = newPage
  }

  get host(): Host {
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

  /** Opens a window, and waits until it shows the library. */
  async open(): Promise<AppWindow> {
    const page = await this.#newPage()
    // Somebody listens from the beginning: else the first of the system's dialogs might open by itself.
    page.on('filechooser', () => undefined)
    await page.goto(this.host.address)
    const window = new AppWindow(page)
    await expect(page.getByRole('main')).toBeVisible()
    return window
  }

  /** Ends the host, starts another on the same home, at a port of its own, and shows it in the window. */
  async restart(window: AppWindow): Promise<void> {
    await window.page.goto('about:blank')
    await this.end()
    await this.start()
    await window.page.goto(this.host.address)
    await expect(window.page.getByRole('main')).toBeVisible()
  }

  /** Runs the command line on the same home, which must go well. */
  async command(...args: readonly string[]): Promise<string> {
    const { code, out, err } = await runPapertray(args, { home: this.home })
    expect(code, `papertray ${args.join(' ')}: ${out}${err}`).toBe(0)
    return out
  }

  /** Papers as the command line lists them, whether or not a window is open. */
  async papers(view = 'all'): Promise<ListedPaper[]> {
    const out = await this.command('list', '--view', view, '--json')
    return out
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as ListedPaper)
  }

  /** The inbox's order. */
  async inboxIds(): Promise<string[]> {
    return (await this.papers('inbox')).map(({ id }) => id)
  }

  async paper(id: string | undefined): Promise<ListedPaper> {
    const found = (await this.papers()).find((paper) => paper.id === id)
    if (found === undefined) throw new Error(`no paper ${id}`)
    return found
  }

  /** Waits until the command line tells this of a paper. */
  async expectMark(id: string | undefined, mark: Partial<ListedPaper>): Promise<void> {
    await expect.poll(() => this.paper(id)).toMatchObject(mark)
  }
}

interface Options {
  /** What the library holds at the beginning; null where a test starts the host by itself. */
  readonly library: 'empty' | 'samples' | null
}

interface Fixtures {
  readonly watch: Watch
  readonly app: Application
  /** The first window. */
  readonly window: AppWindow
}

export const test = base.extend<Options & Fixtures, { readonly samples: string }>({
  library: ['samples', { option: true }],

  // A home with the samples in it, made once and copied: an import for each test would take most of the time.
  samples: [
    // eslint-disable-next-line no-empty-pattern -- Playwright asks for a pattern
    async ({}, use) => {
      const home = mkdtempSync(join(tmpdir(), 'papertray-e2e-samples-'))
      const { code, err } = await runPapertray(['import', seedFolder], { home })
      // 1 tells of problems in what was imported.
      expect([0, 1], err).toContain(code)
      await use(home)
      rmSync(home, { recursive: true, force: true })
    },
    { scope: 'worker' }
  ],

  watch: async ({ context }, use) => {
    const watch = new Watch()
    await watch.follow(context)
    await use(watch)
    expect(watch.complaints, 'warnings, errors and dialogs').toEqual([])
    expect(watch.outside, 'requests to others than the host').toEqual([])
  },

  app: async ({ context, watch, library, samples }, use) => {
    const home = mkdtempSync(join(tmpdir(), 'papertray-e2e-'))
    if (library === 'samples') cpSync(samples, home, { recursive: true })
    const app = new Application(home, watch, () => context.newPage())
    if (library !== null) await app.start()
    await use(app)
    // Windows first: they would complain of a host that is gone.
    await Promise.all(context.pages().map((page) => page.close()))
    await app.end()
    rmSync(home, { recursive: true, force: true })
  },

  window: async ({ app }, use) => {
    await use(await app.open())
  }
})

export { expect }
